using Maltall.Lake;
using Maltall.Warehouse.Judge;

namespace Maltall.Warehouse.Measure;

/// <summary>Reads <c>warehouse/goals/ID.yaml</c> and builds the tree.</summary>
internal static class GoalFile
{
    private static readonly string[] Fields =
    [
        "id", "title", "parent", "order", "roll_up", "programme", "goal_kind", "indicator", "unit", "period",
        "baseline", "target", "tolerance", "owner",
    ];

    private static readonly Dictionary<string, string> Units = new[] { "oslo", "groruddalen" }
        .Concat(Enumerable.Range(1, 17).Select(number => $"{number:00}"))
        .ToDictionary(unit => unit);

    private static readonly Dictionary<string, RollUp> RollUps = new()
    {
        ["weakest"] = RollUp.Weakest,
        ["most"] = RollUp.Most,
    };

    /// <summary>Reads all files.</summary>
    /// <returns>The root.</returns>
    internal static GoalNode ReadTree(
        IReadOnlyList<DefinitionText> files, IReadOnlyList<IndicatorDefinition> indicators)
    {
        var goals = files.Select(file => Read(DefinitionNode.Open(file).Allow(Fields), indicators)).ToList();
        for (var i = 0; i < goals.Count; i++)
        {
            RequireParent(goals[i], files[i], goals);
        }

        var roots = goals.FindAll(goal => goal.Parent is null);
        return roots.Count == 1 ? WithChildren(roots[0], goals, goals.Count) : throw new UserError(
            $"goals/: {roots.Count} goals have no parent",
            "Give each goal but one its parent, so that there is one tree.");
    }

    private static void RequireParent(GoalNode goal, DefinitionText file, List<GoalNode> goals)
    {
        if (goal.Parent is null || goals.Exists(other => other.Id == goal.Parent && other.Indicator is null))
        {
            return;
        }

        var groups = goals.Where(other => other.Indicator is null && other.Id != goal.Id).Select(other => other.Id);
        throw DefinitionNode.Open(file).Wrong(
            "parent", $"there is no parent goal '{goal.Parent}'", $"Did you mean '{Nearest.To(goal.Parent, groups)}'?");
    }

    private static GoalNode WithChildren(GoalNode goal, List<GoalNode> goals, int depthLeft)
    {
        var children = goals.Where(child => child.Parent == goal.Id).OrderBy(child => child.Order)
            .ThenBy(child => child.Id, StringComparer.Ordinal).ToList();
        return depthLeft > 0
            ? goal with { Children = children.ConvertAll(child => WithChildren(child, goals, depthLeft - 1)) }
            : throw new UserError($"goals/: '{goal.Id}' is its own ancestor", "Correct the parents.");
    }

    private static GoalNode Read(DefinitionNode node, IReadOnlyList<IndicatorDefinition> indicators)
    {
        var order = node.Integer("order", 0, 999);
        var goal = new GoalNode(node.Text("id"), node.Local("title"), node.TextOrNull("parent"), order)
        {
            Programme = node.Has("programme")
                ? node.Choice("programme", new Dictionary<string, string> { ["BSU"] = "BSU", ["OL"] = "OL" })
                : null,
            Owner = node.Text("owner"),
            RollUp = node.Has("roll_up")
                ? node.Choice("roll_up", RollUps)
                : RollUp.Weakest,
        };
        return node.Has("indicator") ? Leaf(node, goal, indicators) : goal;
    }

    private static GoalNode Leaf(DefinitionNode node, GoalNode goal, IReadOnlyList<IndicatorDefinition> indicators)
    {
        var indicator = node.Choice("indicator", indicators.ToDictionary(definition => definition.Id));
        var kind = node.Choice("period", indicator.Periods.ToDictionary(Period.WordOf));
        var unit = node.Choice("unit", Units);
        var dimension = UnitDimension(unit);
        if (dimension is not null && !indicator.Dimensions.Contains(dimension))
        {
            throw node.Wrong(
                "unit", $"'{indicator.Id}' has no {dimension}", "Measure it for oslo, or take another indicator.");
        }

        return goal with
        {
            Kind = node.Choice("goal_kind", IndicatorFile.GoalKindWords),
            Indicator = indicator.Id,
            Unit = unit,
            PeriodKind = kind,
            Baseline = Point(node, "baseline", kind),
            Target = Point(node, "target", kind),
            Tolerance = node.Has("tolerance") ? node.Number("tolerance") : 0.1,
        };
    }

    /// <summary>The dimension a goal's unit is a member of; null for all of Oslo.</summary>
    internal static string? UnitDimension(string unit) => unit switch
    {
        "oslo" => null,
        "groruddalen" => "area",
        _ => "district",
    };

    private static GoalPoint Point(DefinitionNode node, string field, PeriodKind kind)
    {
        var point = node.Child(field).Allow("period", "value");
        if (!Period.TryParse(point.Text("period"), out var period) || period.Kind != kind)
        {
            throw point.Wrong(
                "period",
                $"'{point.Text("period")}' is not a {Period.WordOf(kind)}",
                "Use the period kind of the goal.");
        }

        var fromData = point.Text("value") == "from data";
        if (fromData && field == "target")
        {
            throw point.Wrong("value", "a target is a number", "Write the number that is agreed.");
        }

        return new GoalPoint(period.Label, fromData ? null : point.Number("value"));
    }
}

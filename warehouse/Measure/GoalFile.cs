using Maltall.Warehouse.Judge;

namespace Maltall.Warehouse.Measure;

/// <summary>Reads <c>warehouse/goals/ID.yaml</c>; <see cref="GoalTreeFolder"/> builds the tree of all.</summary>
internal static class GoalFile
{
    /// <summary>Fields that only a goal with an indicator has.</summary>
    private static readonly string[] MeasureFields =
    [
        "indicator", "unit", "period", "accumulation", "baseline", "target", "path", "steps", "tolerance", "history",
    ];

    internal static readonly string[] Fields =
    [
        "id", "title", "parent", "shared_by", "order", "roll_up", "needed", "weight", "programme", "strategy_point",
        "goal_kind", "result_level", "measurable_from", "owner", .. MeasureFields,
    ];

    private static readonly Dictionary<string, string> Units = new[] { "oslo", "groruddalen" }
        .Concat(Enumerable.Range(1, 17).Select(number => $"{number:00}"))
        .ToDictionary(unit => unit);

    internal static readonly Dictionary<string, RollUp> RollUps = new()
    {
        ["weakest"] = RollUp.Weakest,
        ["most"] = RollUp.Most,
        ["weighted"] = RollUp.Weighted,
        ["count"] = RollUp.Count,
    };

    internal static readonly Dictionary<string, ResultLevel> Levels = new()
    {
        ["input"] = ResultLevel.Input,
        ["activity"] = ResultLevel.Activity,
        ["output"] = ResultLevel.Output,
        ["outcome"] = ResultLevel.Outcome,
        ["impact"] = ResultLevel.Impact,
    };

    private static readonly Dictionary<string, string> Programmes = new() { ["BSU"] = "BSU", ["OL"] = "OL" };

    /// <summary>Opens a file and refuses fields that no goal has.</summary>
    internal static DefinitionNode Open(DefinitionText file) => DefinitionNode.Open(file).Allow(Fields);

    /// <summary>Reads one goal, without its children.</summary>
    internal static GoalNode Read(DefinitionNode node, IReadOnlyList<IndicatorDefinition> indicators)
    {
        var order = node.Integer("order", 0, 999);
        var goal = new GoalNode(node.Text("id"), node.Local("title"), node.TextOrNull("parent"), order)
        {
            Programme = node.Has("programme") ? node.Choice("programme", Programmes) : null,
            StrategyPoint = node.Has("strategy_point") ? node.Integer("strategy_point", 1, 7) : null,
            Weight = node.Has("weight") ? Weight(node) : 1,
            SharedBy = node.Has("shared_by") ? node.Texts("shared_by") : [],
            Owner = node.Text("owner"),
        };
        return node.Has("goal_kind") || node.Has("indicator") ? Leaf(node, goal, indicators) : Group(node, goal);
    }

    private static double Weight(DefinitionNode node) => node.Number("weight") is > 0 and var weight ? weight
        : throw node.Wrong("weight", "is not above 0", "Write 1, or 2 for what counts twice as much.");

    private static GoalNode Group(DefinitionNode node, GoalNode goal)
    {
        foreach (var field in (string[])[.. MeasureFields, "result_level", "measurable_from"])
        {
            if (node.Has(field))
            {
                throw node.Wrong(
                    field, "a goal that is only judged by those below it has no such field",
                    "Add goal_kind, and indicator if there is one, or remove the field.");
            }
        }

        var rule = node.Has("roll_up") ? node.Choice("roll_up", RollUps) : RollUp.Weakest;
        if (node.Has("needed") != (rule == RollUp.Count))
        {
            throw node.Wrong(
                "needed", node.Has("needed") ? "has no meaning for this roll_up" : "is missing",
                "Say how many children must be reached with roll_up: count, and with no other rule.");
        }

        return goal with { RollUp = rule, Needed = rule == RollUp.Count ? node.Integer("needed", 1, 99) : 1 };
    }

    private static GoalNode Leaf(DefinitionNode node, GoalNode goal, IReadOnlyList<IndicatorDefinition> indicators)
    {
        foreach (var field in (string[])["roll_up", "needed"])
        {
            if (node.Has(field))
            {
                throw node.Wrong(field, "a goal with a figure of its own has no goals below it", "Remove the field.");
            }
        }

        var leaf = goal with
        {
            Kind = node.Choice("goal_kind", IndicatorFile.GoalKindWords),
            Level = node.Choice("result_level", Levels),
            MeasurableFrom = node.Has("measurable_from") ? node.Date("measurable_from") : null,
        };
        return node.Has("indicator") ? Measured(node, leaf, indicators) : Unmeasured(node, leaf);
    }

    private static GoalNode Unmeasured(DefinitionNode node, GoalNode leaf)
    {
        var field = MeasureFields.FirstOrDefault(node.Has);
        return field is null ? leaf : throw node.Wrong(
            field, "a goal without an indicator has no such field", "Add the indicator, or remove the field.");
    }

    private static GoalNode Measured(DefinitionNode node, GoalNode leaf, IReadOnlyList<IndicatorDefinition> indicators)
    {
        var indicator = node.Choice("indicator", indicators.ToDictionary(definition => definition.Id));
        var unit = node.Choice("unit", Units);
        var dimension = UnitDimension(unit);
        if (dimension is not null && !indicator.Dimensions.Contains(dimension))
        {
            throw node.Wrong(
                "unit", $"'{indicator.Id}' has no {dimension}", "Measure it for oslo, or take another indicator.");
        }

        return GoalTargetFields.Read(node, indicator, leaf with
        {
            Indicator = indicator.Id,
            Unit = unit,
            PeriodKind = node.Choice("period", indicator.Periods.ToDictionary(Period.WordOf)),
        });
    }

    /// <summary>The dimension a goal's unit is a member of; null for all of Oslo.</summary>
    private static string? UnitDimension(string unit) => unit switch
    {
        "oslo" => null,
        "groruddalen" => "area",
        _ => "district",
    };
}

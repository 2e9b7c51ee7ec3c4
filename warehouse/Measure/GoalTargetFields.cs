using System.Globalization;
using Maltall.Warehouse.Judge;

namespace Maltall.Warehouse.Measure;

/// <summary>Reads where a goal starts, where it is to arrive, and by which course.</summary>
internal static class GoalTargetFields
{
    internal static readonly Dictionary<string, PathShape> Shapes = new()
    {
        ["linear"] = PathShape.Linear,
        ["stepped"] = PathShape.Stepped,
        ["s_curve"] = PathShape.SCurve,
    };

    internal static readonly Dictionary<string, bool> Accumulations = new()
    {
        ["per_period"] = false,
        ["cumulative"] = true,
    };

    /// <summary>Adds baseline, target, path, tolerance and history to a goal with indicator and period kind.</summary>
    internal static GoalNode Read(DefinitionNode node, IndicatorDefinition indicator, GoalNode leaf)
    {
        var kind = leaf.PeriodKind ?? throw new InvalidOperationException("The period kind is read first.");
        var goal = leaf with
        {
            Cumulative = node.Has("accumulation") && node.Choice("accumulation", Accumulations),
            Baseline = Point(node.Child("baseline").Allow("period", "value"), kind, true),
            Target = Point(node.Child("target").Allow("period", "value"), kind, false),
            Tolerance = node.Has("tolerance") ? Tolerance(node) : 0.1,
        };
        RequireSummable(node, indicator, goal);
        RequireAfterBaseline(node.Child("target"), goal, goal.Target!);
        RequireShare(node, indicator, goal);
        goal = goal with { Path = Path(node, indicator, goal) };
        return node.Has("history") ? goal with { History = History(node, goal) } : goal;
    }

    private static double Tolerance(DefinitionNode node) => node.Number("tolerance") is >= 0 and <= 1 and var share
        ? share
        : throw node.Wrong("tolerance", "is not a share of the way", "Write a number from 0 to 1, such as 0.1.");

    private static GoalPoint Point(DefinitionNode point, PeriodKind kind, bool mayBeRead)
    {
        var period = OfKind(point, kind);
        if (point.Text("value") != "from data")
        {
            return new GoalPoint(period.Label, point.Number("value"));
        }

        return mayBeRead ? new GoalPoint(period.Label, null)
            : throw point.Wrong("value", "a target is a number", "Write the number that is agreed.");
    }

    private static Period OfKind(DefinitionNode node, PeriodKind kind)
    {
        var example = new Period(kind, 2012, 1).Label;
        return Period.TryParse(node.Text("period"), out var period) && period.Kind == kind
            ? period
            : throw node.Wrong(
                "period",
                $"'{node.Text("period")}' is not a {Period.WordOf(kind)}",
                $"Use the period kind of the goal, written as {example}.");
    }

    /// <summary>Only events that are counted one by one and amounts can be added over periods.</summary>
    private static void RequireSummable(DefinitionNode node, IndicatorDefinition indicator, GoalNode goal)
    {
        if (!goal.Cumulative)
        {
            return;
        }

        if (goal.PeriodKind == PeriodKind.RollingYear)
        {
            throw node.Wrong(
                "accumulation", "rolling years have months in common",
                "Use another period, or accumulation: per_period.");
        }

        var isFlow = indicator is { Denominator: null, Numerator: { Timing: Timing.During, Until: null } }
            && indicator.Numerator.Aggregate is "count" or "sum"
            && indicator.Periods.Contains(PeriodKind.Month) && indicator.Periods.Contains(PeriodKind.Year);
        if (!isFlow)
        {
            throw node.Wrong(
                "accumulation",
                $"'{indicator.Id}' cannot be added over periods: {WhyNot(indicator)}",
                "Use accumulation: per_period, or measure the goal by a count or a sum.");
        }

        if (goal.Baseline is { Value: null })
        {
            throw node.Child("baseline").Wrong(
                "value", "a cumulative goal counts from a number",
                "Write 0, or what there was before the first period.");
        }
    }

    private static string WhyNot(IndicatorDefinition indicator) => indicator.Kind switch
    {
        IndicatorKind.Stock => "the same homes or households are there in the next period",
        IndicatorKind.Median => "the median of all is not the sum of the periods' medians",
        IndicatorKind.Count or IndicatorKind.Sum => indicator.PeriodNote,
        _ => "its periods have denominators of their own",
    };

    private static void RequireAfterBaseline(DefinitionNode node, GoalNode goal, GoalPoint target)
    {
        if (Period.Parse(target.Period).Start <= Period.Parse(goal.Baseline!.Period).Start)
        {
            throw node.Wrong(
                "period",
                $"the target's {target.Period} is not after the baseline's {goal.Baseline.Period}",
                "Give a later period for the target, or an earlier one for the baseline.");
        }
    }

    private static void RequireShare(DefinitionNode node, IndicatorDefinition indicator, GoalNode goal)
    {
        if (indicator.Kind is IndicatorKind.Share or IndicatorKind.CohortShare && goal.Target is { Value: < 0 or > 1 })
        {
            throw node.Child("target").Wrong(
                "value", $"'{indicator.Id}' is a share from 0 to 1", "Write 65 percent as 0.65.");
        }
    }

    private static GoalPath Path(DefinitionNode node, IndicatorDefinition indicator, GoalNode goal)
    {
        var shape = node.Has("path") ? node.Choice("path", Shapes) : PathShape.Linear;
        if (node.Has("steps") != (shape == PathShape.Stepped))
        {
            throw node.Wrong(
                "steps", node.Has("steps") ? "only a stepped path has steps" : "is missing",
                "Write path: stepped with steps: [{ period: …, value: … }], or another path without steps.");
        }

        return shape == PathShape.Stepped ? new GoalPath(shape, Steps(node, indicator, goal)) : new GoalPath(shape, []);
    }

    private static List<PathStep> Steps(DefinitionNode node, IndicatorDefinition indicator, GoalNode goal)
    {
        List<PathStep> steps = [];
        var (before, value) = (Period.Parse(goal.Baseline!.Period), goal.Baseline.Value);
        var last = Period.Parse(goal.Target!.Period);
        foreach (var item in node.Children("steps"))
        {
            var period = OfKind(item.Allow("period", "value"), goal.PeriodKind!.Value);
            if (period.Start <= before.Start || period.Start >= last.Start)
            {
                throw item.Wrong(
                    "period",
                    $"{period.Label} is not between {before.Label} and the target's {last.Label}",
                    "Write the steps in order of time, after the baseline and before the target.");
            }

            RequireForward(item, indicator.Direction, value, goal.Target.Value);
            (before, value) = (period, item.Number("value"));
            steps.Add(new PathStep(period.Label, item.Number("value")));
        }

        return steps;
    }

    private static void RequireForward(DefinitionNode step, Direction better, double? from, double? to)
    {
        var sign = better == Direction.Up ? 1 : -1;
        var value = step.Number("value");
        if (sign * value < sign * from || sign * value > sign * to)
        {
            throw step.Wrong(
                "value",
                string.Create(CultureInfo.InvariantCulture, $"{value} is not on the way from {from} to {to}"),
                "A step is no worse than the one before it and no better than the target.");
        }
    }

    private static List<TargetVersion> History(DefinitionNode node, GoalNode goal)
    {
        List<TargetVersion> versions = [];
        foreach (var item in node.Children("history"))
        {
            item.Allow("period", "value", "valid_from", "by", "why");
            var version = new TargetVersion(
                Point(item, goal.PeriodKind!.Value, false),
                item.Date("valid_from"), item.Text("by"), item.Local("why"));
            RequireAfterBaseline(item, goal, version.Target);
            if (versions.Count > 0 && versions[^1].ValidFrom >= version.ValidFrom)
            {
                throw item.Wrong("valid_from", "is not after the one before it", "Write the targets in order of time.");
            }

            versions.Add(version);
        }

        return versions.Count > 0 && versions[^1].Target == goal.Target ? versions : throw node.Wrong(
            "history", "the last entry is not the target",
            "Repeat the present target last, with valid_from, by and why.");
    }
}

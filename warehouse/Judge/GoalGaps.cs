using System.Globalization;
using Maltall.Warehouse.Measure;

namespace Maltall.Warehouse.Judge;

/// <summary>What is missing between goals and measures.</summary>
public enum GapKind
{
    /// <summary>A goal that no indicator measures, or a goal with none below it.</summary>
    GoalWithoutMeasure,

    /// <summary>An indicator that no goal uses.</summary>
    MeasureWithoutGoal,

    /// <summary>A point of the strategy with no goal below it.</summary>
    PointWithoutGoal,

    /// <summary>A goal whose target's period is over and that has no new target.</summary>
    TargetPastDate,
}

/// <summary>One thing that is missing.</summary>
/// <param name="Kind">What is missing.</param>
/// <param name="Id">Id of the goal or indicator.</param>
/// <param name="Title">Its title; for a point that no goal stands for, the point.</param>
/// <param name="Owner">Who answers for it; empty when nobody does.</param>
public sealed record GoalGap(GapKind Kind, string Id, LocalText Title, string Owner)
{
    /// <summary>The target's period that is over; null for other gaps.</summary>
    public string? TargetPeriod { get; init; }

    /// <summary>First day on which a goal without a measure will have one; null when nobody knows.</summary>
    public DateOnly? MeasurableFrom { get; init; }
}

/// <summary>Finds what is missing between goals and measures.</summary>
public static class GoalGaps
{
    private const int Points = 7;

    /// <summary>All gaps, by kind, in order of the tree and of the catalogue.</summary>
    /// <param name="definitions">Indicators and goals.</param>
    /// <param name="day">The day on which a target's period is over or not.</param>
    public static IReadOnlyList<GoalGap> Find(DefinitionCatalog definitions, DateOnly day)
    {
        var goals = GoalTree.All(definitions.Goals).ToList();
        var leaves = goals.FindAll(goal => goal.IsLeaf);
        var used = leaves.Select(leaf => leaf.Indicator).OfType<string>().ToHashSet();
        return
        [
            .. goals.Where(goal => goal is { Indicator: null, StrategyPoint: null, Children.Count: 0 })
                .Select(goal => Gap(GapKind.GoalWithoutMeasure, goal) with { MeasurableFrom = goal.MeasurableFrom }),
            .. definitions.Indicators.Where(indicator => !used.Contains(indicator.Id)).Select(indicator =>
                new GoalGap(GapKind.MeasureWithoutGoal, indicator.Id, indicator.Title, indicator.Owner)),
            .. Enumerable.Range(1, Points).SelectMany(point => WithoutGoal(point, goals)),
            .. leaves.Where(leaf => leaf.TargetOn(day) is { } target && Period.Parse(target.Period).End <= day)
                .Select(leaf => Gap(GapKind.TargetPastDate, leaf) with { TargetPeriod = leaf.TargetOn(day)?.Period }),
        ];
    }

    private static IEnumerable<GoalGap> WithoutGoal(int point, List<GoalNode> goals)
    {
        var standing = goals.Find(goal => goal.StrategyPoint == point);
        if (standing is not null && HasLeaf(standing))
        {
            return [];
        }

        var name = point.ToString(CultureInfo.InvariantCulture);
        var title = new LocalText($"Punkt {name}", $"Punkt {name}", $"Point {name}");
        return
        [
            standing is not null ? Gap(GapKind.PointWithoutGoal, standing)
                : new GoalGap(GapKind.PointWithoutGoal, $"point_{name}", title, ""),
        ];
    }

    private static bool HasLeaf(GoalNode goal) => goal.IsLeaf || goal.Children.Any(HasLeaf);

    private static GoalGap Gap(GapKind kind, GoalNode goal) => new(kind, goal.Id, goal.Title, goal.Owner);
}

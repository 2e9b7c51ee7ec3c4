using Maltall.Warehouse.Measure;

namespace Maltall.Warehouse.Judge;

/// <summary>A value a goal starts from or aims at.</summary>
/// <param name="Period">The period it is about, of the goal's period kind.</param>
/// <param name="Value">The value in the indicator's unit; null when it is read from the data of that period.</param>
public sealed record GoalPoint(string Period, double? Value);

/// <summary>How a parent's status follows from its measurable children's.</summary>
public enum RollUp
{
    /// <summary>The parent is as its weakest child.</summary>
    Weakest,

    /// <summary>The parent is as most of its children; the weaker wins a tie.</summary>
    Most,

    /// <summary>The best status that children with at least half of the weight have or surpass.</summary>
    Weighted,

    /// <summary>The best status that so many children as are needed have or surpass.</summary>
    Count,
}

/// <summary>One goal as its owner has written it in <c>warehouse/goals/ID.yaml</c>.</summary>
/// <param name="Id">Name of the goal, English snake case.</param>
/// <param name="Title">Title in three languages.</param>
/// <param name="Parent">Id of the goal above, in which it is counted; null for the root.</param>
/// <param name="Order">Place among its siblings.</param>
public sealed record GoalNode(string Id, LocalText Title, string? Parent, int Order)
{
    /// <summary>Children in order, and then those it shares with another parent.</summary>
    public IReadOnlyList<GoalNode> Children { get; init; } = [];

    /// <summary>Ids of further goals that it serves.</summary>
    public IReadOnlyList<string> SharedBy { get; init; } = [];

    /// <summary>How the status of a parent follows from its children's.</summary>
    public RollUp RollUp { get; init; }

    /// <summary>How many children a parent by count needs; 1 where the rule is another.</summary>
    public int Needed { get; init; } = 1;

    /// <summary>Its weight among the children of a weighted parent.</summary>
    public double Weight { get; init; } = 1;

    /// <summary>Programme: <c>BSU</c> or <c>OL</c>; null where a goal serves both.</summary>
    public string? Programme { get; init; }

    /// <summary>Point of the strategy, 1–7, on the goal that stands for it; null on others.</summary>
    public int? StrategyPoint { get; init; }

    /// <summary>Process, result or effect; null for a parent.</summary>
    public GoalKind? Kind { get; init; }

    /// <summary>Level of the result chain; null for a parent.</summary>
    public ResultLevel? Level { get; init; }

    /// <summary>Id of the indicator that measures it; null for a parent and where nothing measures it.</summary>
    public string? Indicator { get; init; }

    /// <summary>
    /// Where it is measured: <c>oslo</c>, <c>groruddalen</c> or a district code; null for a parent.
    /// </summary>
    public string? Unit { get; init; }

    /// <summary>Kind of period it is measured over; null for a parent.</summary>
    public PeriodKind? PeriodKind { get; init; }

    /// <summary>True when the figure is all since the baseline's period, not that of one period.</summary>
    public bool Cumulative { get; init; }

    /// <summary>Where it started; null for a parent.</summary>
    public GoalPoint? Baseline { get; init; }

    /// <summary>Where it is to arrive, as last agreed on; null for a parent.</summary>
    public GoalPoint? Target { get; init; }

    /// <summary>All targets there have been, in order, the present one last; empty when it has been one.</summary>
    public IReadOnlyList<TargetVersion> History { get; init; } = [];

    /// <summary>The course from baseline to target.</summary>
    public GoalPath Path { get; init; } = GoalPath.Straight;

    /// <summary>Share of the way that may lack to the path or to the target, 0–1.</summary>
    public double Tolerance { get; init; } = 0.1;

    /// <summary>First day on which it can be measured; null when it can.</summary>
    public DateOnly? MeasurableFrom { get; init; }

    /// <summary>Who answers for the goal.</summary>
    public string Owner { get; init; } = "";

    /// <summary>True for a goal that is judged by a figure of its own, or would be if there were one.</summary>
    public bool IsLeaf => Indicator is not null || Kind is not null;

    /// <summary>The target that held on a day.</summary>
    /// <param name="day">The day.</param>
    /// <returns>Null when none was agreed on yet, or ever.</returns>
    public GoalPoint? TargetOn(DateOnly day) => History.Count == 0 ? Target : VersionsOn(day).Now?.Target;

    /// <summary>The target that held on a day as it was agreed, and the one before it.</summary>
    /// <param name="day">The day.</param>
    /// <returns>Null where there is none, and for a goal without a history.</returns>
    public (TargetVersion? Now, TargetVersion? Before) VersionsOn(DateOnly day)
    {
        var held = History.Where(version => version.ValidFrom <= day).ToList();
        return (held.LastOrDefault(), held.Count > 1 ? held[^2] : null);
    }
}

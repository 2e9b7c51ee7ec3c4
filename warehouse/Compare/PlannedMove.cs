using Maltall.Warehouse.Judge;
using Maltall.Warehouse.Measure;
using Maltall.Warehouse.Protect;

namespace Maltall.Warehouse.Compare;

/// <summary>One published value or verdict that other definitions would move.</summary>
/// <param name="Unit">Where: <c>oslo</c>, <c>groruddalen</c>, a district code, or the name of another area; null for a
/// parent goal.</param>
/// <param name="Period">The period that it is about; for a parent goal the one that it is judged at, null for the
/// latest.</param>
/// <param name="Old">What stands.</param>
/// <param name="New">What would stand.</param>
public sealed record PlannedMove(string? Unit, string? Period, PlannedSide Old, PlannedSide New)
{
    /// <summary>The goal whose verdict moves; null for a value of an indicator.</summary>
    public GoalNode? Goal { get; init; }

    /// <summary>The indicator; null for a parent goal.</summary>
    public IndicatorDefinition? Indicator { get; init; }

    /// <summary>The periods the verdict was judged at: those of written reports, and null for the latest.</summary>
    public IReadOnlyList<string?> JudgedAt { get; init; } = [];
}

/// <summary>A value or a verdict by one set of definitions.</summary>
/// <param name="Figure">The value; null where the set does not have it.</param>
/// <param name="Baseline">Where the goal started; null when not known.</param>
/// <param name="Target">Where the goal is to arrive; null without a goal.</param>
/// <param name="Status">The verdict; null without a goal.</param>
public sealed record PlannedSide(Figure? Figure, double? Baseline, double? Target, GoalStatus? Status);

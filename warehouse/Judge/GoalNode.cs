using Maltall.Warehouse.Measure;

namespace Maltall.Warehouse.Judge;

/// <summary>A value a goal starts from or aims at.</summary>
/// <param name="Period">The period it is about, of the goal's period kind.</param>
/// <param name="Value">The value in the indicator's unit; null when it is read from the data of that period.</param>
public sealed record GoalPoint(string Period, double? Value);

/// <summary>How a parent's status follows from its children's.</summary>
public enum RollUp
{
    /// <summary>The parent is as its weakest measurable child.</summary>
    Weakest,

    /// <summary>The parent is as most of its measurable children; the weaker wins a tie.</summary>
    Most,
}

/// <summary>One goal as its owner has written it in <c>warehouse/goals/ID.yaml</c>.</summary>
/// <param name="Id">Name of the goal, English snake case.</param>
/// <param name="Title">Title in three languages.</param>
/// <param name="Parent">Id of the goal above; null for the root.</param>
/// <param name="Order">Place among its siblings.</param>
public sealed record GoalNode(string Id, LocalText Title, string? Parent, int Order)
{
    /// <summary>Children in order.</summary>
    public IReadOnlyList<GoalNode> Children { get; init; } = [];

    /// <summary>How the status of a parent follows from its children's.</summary>
    public RollUp RollUp { get; init; }

    /// <summary>Programme: <c>BSU</c> or <c>OL</c>; null where a goal serves both.</summary>
    public string? Programme { get; init; }

    /// <summary>Process, result or effect; null for a parent.</summary>
    public GoalKind? Kind { get; init; }

    /// <summary>Id of the indicator that measures a leaf; null for a parent.</summary>
    public string? Indicator { get; init; }

    /// <summary>
    /// Where it is measured: <c>oslo</c>, <c>groruddalen</c> or a district code; null for a parent.
    /// </summary>
    public string? Unit { get; init; }

    /// <summary>Kind of period it is measured over; null for a parent.</summary>
    public PeriodKind? PeriodKind { get; init; }

    /// <summary>Where it started; null for a parent.</summary>
    public GoalPoint? Baseline { get; init; }

    /// <summary>Where it is to arrive; null for a parent.</summary>
    public GoalPoint? Target { get; init; }

    /// <summary>Share of the way that may lack and still be near the target, 0–1.</summary>
    public double Tolerance { get; init; } = 0.1;

    /// <summary>Who answers for the goal.</summary>
    public string Owner { get; init; } = "";
}

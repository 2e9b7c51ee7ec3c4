using Maltall.Warehouse.Protect;

namespace Maltall.Warehouse.Judge;

/// <summary>How one goal stands.</summary>
/// <param name="Goal">The goal.</param>
/// <param name="Depth">0 for the root, 1 for its children, and so on.</param>
/// <param name="Status">The status, in word and shape by <see cref="GoalStatusText"/>.</param>
public sealed record GoalVerdict(GoalNode Goal, int Depth, GoalStatus Status)
{
    /// <summary>The figure now; <see cref="Figure.NotDefined"/> for a parent, which has none of its own.</summary>
    public required Figure Now { get; init; }

    /// <summary>The period the figure is about; null for a parent.</summary>
    public string? NowPeriod { get; init; }

    /// <summary>Where it started, in the indicator's unit; null when not known or hidden.</summary>
    public double? Baseline { get; init; }

    /// <summary>Where it is to arrive, in the indicator's unit.</summary>
    public double? Target { get; init; }

    /// <summary>
    /// Share of the way gone: (now − baseline) / (target − baseline). Below 0 it went backwards, above 1 it went
    /// past.
    /// </summary>
    public double? Achievement { get; init; }

    /// <summary>Id of the child that carries a parent's status; null for a leaf.</summary>
    public string? CarriedBy { get; init; }
}

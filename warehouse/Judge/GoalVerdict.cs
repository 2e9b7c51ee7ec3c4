using Maltall.Warehouse.Measure;
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

    /// <summary>The period the figure is about, the last one when it is cumulative; null for a parent.</summary>
    public string? NowPeriod { get; init; }

    /// <summary>Where it started, in the indicator's unit; null when not known or hidden.</summary>
    public double? Baseline { get; init; }

    /// <summary>Where it is to arrive, in the indicator's unit.</summary>
    public double? Target { get; init; }

    /// <summary>The period of the target; null for a parent.</summary>
    public string? TargetPeriod { get; init; }

    /// <summary>The value that the path asks for in the period of the figure; null when it is not known.</summary>
    public double? Expected { get; init; }

    /// <summary>
    /// Share of the way gone: (now − baseline) / (target − baseline). Below 0 it went backwards, above 1 it went
    /// past.
    /// </summary>
    public double? Achievement { get; init; }

    /// <summary>The achievements compatible with what was observed, at 95 %; null where the figure has no
    /// interval.</summary>
    public Interval? AchievementInterval { get; init; }

    /// <summary>Status at the better and at the worse end of the interval; null where the figure has none.</summary>
    public (GoalStatus Best, GoalStatus Worst)? StatusBetween { get; init; }

    /// <summary>
    /// Change per period, from the figure's period to the target's, that it takes to meet the target; null when it is
    /// met or its period has come.
    /// </summary>
    public double? RequiredPace { get; init; }

    /// <summary>How the target was agreed; null where that is not written down.</summary>
    public TargetVersion? TargetSince { get; init; }

    /// <summary>The target before the present one; null when it never changed.</summary>
    public TargetVersion? TargetBefore { get; init; }

    /// <summary>Status under the target before; null when it never changed.</summary>
    public GoalStatus? StatusBefore { get; init; }

    /// <summary>Whether the latest value is a signal, and the chance of the target; null where neither was asked for or
    /// can be said.</summary>
    public GoalOutlook? Outlook { get; init; }

    /// <summary>Why it cannot be judged; null when it can.</summary>
    public Obstacle? Obstacle { get; init; }

    /// <summary>Id of the child that carries a parent's status; null for a leaf.</summary>
    public string? CarriedBy { get; init; }

    /// <summary>Children of a parent that could be judged, of how many; null for a leaf.</summary>
    public (int Judged, int All)? Children { get; init; }
}

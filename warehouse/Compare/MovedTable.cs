using Maltall.Lake;
using Maltall.Warehouse.Judge;
using Maltall.Warehouse.Measure;
using Maltall.Warehouse.Protect;

namespace Maltall.Warehouse.Compare;

/// <summary>Why the values of one indicator moved between two publications.</summary>
/// <param name="Indicator">The indicator as the new publication defines it.</param>
/// <param name="Dimensions">Names of the keys; the last is <c>period</c> when the request named no period
/// kind.</param>
/// <param name="Rows">By the keys in order.</param>
public sealed record MovedTable(
    IndicatorDefinition Indicator, IReadOnlyList<string> Dimensions, IReadOnlyList<MovedCell> Rows)
{
    /// <summary>The old publication.</summary>
    public required Publication From { get; init; }

    /// <summary>The new publication.</summary>
    public required Publication To { get; init; }

    /// <summary>True when the two define the indicator alike.</summary>
    public required bool SameDefinition { get; init; }
}

/// <summary>One value in two publications, and what moved it.</summary>
/// <param name="Keys">One code per dimension of the table.</param>
/// <param name="Old">The value in the old publication, or why there is none.</param>
/// <param name="New">The value in the new publication, or why there is none.</param>
public sealed record MovedCell(IReadOnlyList<string> Keys, Figure Old, Figure New)
{
    /// <summary>What moved it; null when that is hidden or neither end has a value.</summary>
    public required ChangeParts? Parts { get; init; }

    /// <summary>Why there are no parts: <c>:</c> hidden, <c>..</c> no value at either end; else empty.</summary>
    public required string Sign { get; init; }

    /// <summary>Target and status by the old publication's goals; null where no goal is about this cell.</summary>
    public (double Target, GoalStatus Status)? OldTarget { get; init; }

    /// <summary>Target and status by the new publication's goals; null where no goal is about this cell.</summary>
    public (double Target, GoalStatus Status)? NewTarget { get; init; }
}

using Maltall.Warehouse.Measure;

namespace Maltall.Warehouse.Protect;

/// <summary>One side of a cell as it was counted.</summary>
/// <param name="Amount">The count, sum or median; null when there is none.</param>
/// <param name="Observations">Rows behind it.</param>
/// <param name="Contributors">Distinct households behind it; null when rows are not counted by household.</param>
internal readonly record struct RawSide(double? Amount, long Observations, long? Contributors)
{
    /// <summary>The observations about a median or percentile that bound it; null where there are too few.</summary>
    internal (double Low, double High)? Bounds { get; init; }
}

/// <summary>A cell before protection. It stays within the warehouse.</summary>
/// <param name="Numerator">What was counted, summed or ordered.</param>
/// <param name="Denominator">What it is divided by; null when the indicator does not divide.</param>
/// <param name="IsCovered">True when the source covers the whole period.</param>
/// <param name="NotBefore">First day on which a cohort is mature, where that day is still to come; else null.</param>
internal sealed record RawCell(RawSide Numerator, RawSide? Denominator, bool IsCovered, DateOnly? NotBefore);

/// <summary>A cell as it was published.</summary>
/// <param name="Value">The figure; null where there is none.</param>
/// <param name="Word">What it is; see <see cref="CellProtector.Word"/>.</param>
/// <param name="Numerator">What was counted or summed.</param>
/// <param name="Denominator">What it was divided by.</param>
internal readonly record struct PublishedCell(double? Value, string Word, double? Numerator, double? Denominator)
{
    /// <summary>Observations behind the figure.</summary>
    internal long Observations { get; init; }

    /// <summary>Its interval.</summary>
    internal Interval? Interval { get; init; }

    /// <summary>First day on which a cohort is mature.</summary>
    internal DateOnly? MatureOn { get; init; }
}

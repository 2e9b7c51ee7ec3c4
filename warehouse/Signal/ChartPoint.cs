namespace Maltall.Warehouse.Signal;

/// <summary>One period of a series, in time order.</summary>
/// <param name="Period">The period or date as it is written.</param>
/// <param name="Value">The value, finite; null when it is missing or hidden.</param>
/// <param name="AfterGap">True when periods between the point before and this one are not in the series.</param>
/// <exception cref="ArgumentOutOfRangeException">The value is not finite, or beyond ±1e100.</exception>
public readonly record struct ChartPoint(string Period, double? Value, bool AfterGap = false)
{
    /// <summary>Largest magnitude of a value; sums of squares still fit.</summary>
    public const double Largest = 1e100;

    /// <summary>The value, finite; null when it is missing or hidden.</summary>
    public double? Value { get; } = Value is null || Math.Abs(Value.Value) <= Largest ? Value
        : throw new ArgumentOutOfRangeException(nameof(Value), Value, "A value is a finite number within ±1e100.");
}

/// <summary>What a chart says about one period.</summary>
/// <param name="Period">The period or date as it is written.</param>
/// <param name="Value">The value; null when it is missing or hidden.</param>
/// <param name="Segment">0 from the start, one more at each rebase.</param>
public sealed record ChartRow(string Period, double? Value, int Segment)
{
    /// <summary>Centre of the segment; null when it has no value.</summary>
    public double? Mean { get; init; }

    /// <summary>Lower limit; null where the segment has no two neighbouring values, or the chart has none.</summary>
    public double? Lower { get; init; }

    /// <summary>Upper limit; null where the segment has no two neighbouring values.</summary>
    public double? Upper { get; init; }

    /// <summary>The rule that holds; null when the period has no value or no limits.</summary>
    public SignalRule? Rule { get; init; }

    /// <summary>What it means; null when there is no rule.</summary>
    public Variation? Variation { get; init; }
}

/// <summary>A series with its limits and signals.</summary>
/// <param name="Rows">One a period, in time order.</param>
/// <param name="Assurance">Whether the target will be met; null without a target, a better direction or
/// limits.</param>
/// <param name="Segments">How much each segment stands on.</param>
public sealed record Chart(
    IReadOnlyList<ChartRow> Rows, Assurance? Assurance, IReadOnlyList<ChartSegment> Segments)
{
    /// <summary>How far the limits of a row may be trusted.</summary>
    /// <param name="row">One of the rows.</param>
    public ChartStatus StatusOf(ChartRow row) => Segments[row.Segment - Segments[0].Number].Status;

    /// <summary>The chart without what it stands on too little to say: limits and rules of short segments, and an
    /// assurance by trial limits.</summary>
    public Chart Honest() => new(
        [.. Rows.Select(row => StatusOf(row) == ChartStatus.ValuesOnly
            ? new ChartRow(row.Period, row.Value, row.Segment) : row)],
        Segments is [.., { Status: ChartStatus.Limits }] ? Assurance : null, Segments);
}

/// <summary>A stretch of a chart between two rebases.</summary>
/// <param name="Number">0 from the start, one more at each rebase.</param>
/// <param name="Values">Periods of it that have a value.</param>
/// <param name="Ranges">Moving ranges that the limits stand on.</param>
public sealed record ChartSegment(int Number, int Values, int Ranges)
{
    /// <summary>True when what is missing is missing because it is small, so that limits would mislead.</summary>
    public bool IsCensored { get; init; }

    /// <summary>How far the limits may be trusted.</summary>
    public ChartStatus Status => Values switch
    {
        _ when IsCensored || Ranges == 0 => ChartStatus.ValuesOnly,
        < 6 => ChartStatus.ValuesOnly,
        < 12 => ChartStatus.Trial,
        _ => ChartStatus.Limits,
    };
}

/// <summary>How far the limits of a segment may be trusted, by the number of its values.</summary>
/// <remarks>NHS England, "Making Data Count": no limits below 6 values, trial limits below 12.</remarks>
public enum ChartStatus
{
    /// <summary>Fewer than 6: show the values, and no limits.</summary>
    ValuesOnly,

    /// <summary>6–11: trial limits; say nothing of control.</summary>
    Trial,

    /// <summary>12 or more: limits that may be kept.</summary>
    Limits,
}

namespace Maltall.Warehouse.Signal;

/// <summary>How a chart is drawn up.</summary>
public sealed record ChartOptions
{
    /// <summary>The usual chart: more is better, outliers are screened, no target.</summary>
    public static ChartOptions Usual { get; } = new();

    /// <summary>Leaves moving ranges of 3.267 × their mean and more out of the limits, once.</summary>
    public bool ScreenOutliers { get; init; } = true;

    /// <summary>Places in the series, from 0, at which the limits are worked out anew.</summary>
    public IReadOnlySet<int> Rebases { get; init; } = new HashSet<int>();

    /// <summary>The limits stand on the first so many periods of each segment, at least 2; null for all.</summary>
    public int? BaselinePoints { get; init; }

    /// <summary>Which way is better.</summary>
    public Better Better { get; init; }

    /// <summary>The target, in the unit of the values; null for none.</summary>
    public double? Target { get; init; }

    /// <summary>Points that make a run or a trend: 7, or 6 as in the Excel tool of NHS England.</summary>
    public int RunLength { get; init; } = 7;
}

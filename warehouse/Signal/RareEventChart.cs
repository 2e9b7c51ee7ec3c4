namespace Maltall.Warehouse.Signal;

/// <summary>Charts of rare events, by what lies between one event and the next instead of counts per period.</summary>
/// <remarks>
/// More between events means fewer of them: where fewer is better, say <see cref="Better.Up"/>. Limits below 0 are put
/// at 0. Missing points break runs; a series without two neighbouring values has no limits.
/// </remarks>
public static class RareEventChart
{
    private const double Median = 0.693;
    private const double Weibull = 3.6;

    /// <summary>The g chart: cases, or whole days, between events.</summary>
    /// <param name="points">What lies between, at least 0, in the order of the events.</param>
    /// <param name="options">How it is drawn up.</param>
    /// <exception cref="ArgumentException">A value is negative.</exception>
    /// <remarks>
    /// Geometric limits: mean ± 3 √(mean (mean + 1)), Benneyan (2001), Number-between g-type statistical quality
    /// control charts, Health Care Management Science 4, 305–318. The centre is the theoretical median, 0.693 × mean,
    /// so that half of the points lie on each side: Provost and Murray (2011), The Health Care Data Guide, p. 228.
    /// </remarks>
    public static Chart OfNumberBetween(IReadOnlyList<ChartPoint> points, ChartOptions options)
    {
        RequireNonNegative(points);
        var builder = new ChartBuilder(points, options);
        foreach (var (start, end) in builder.Segments())
        {
            var values = points.Skip(start).Take(Math.Min(end - start, options.BaselinePoints ?? int.MaxValue))
                .Select(point => point.Value).OfType<double>().ToList();
            double? mean = values.Count == 0 ? null : PreciseSum.MeanOf(values);
            ControlBand? band = mean is { } centre && values.Count > 1 ? Geometric(centre) : null;
            builder.AddSegment((start, end), mean * Median, Math.Max(0, values.Count - 1), _ => band);
        }

        return builder.Build();
    }

    /// <summary>The t chart: time between events.</summary>
    /// <param name="points">The times, at least 0, in any unit, in the order of the events.</param>
    /// <param name="options">How it is drawn up.</param>
    /// <exception cref="ArgumentException">A value is negative.</exception>
    /// <remarks>
    /// Exponential times raised to 1/3.6 are near normal; the individuals chart of these is raised back: Nelson (1994),
    /// A control chart for parts-per-million nonconforming items, Journal of Quality Technology 26(3), 239–240.
    /// </remarks>
    public static Chart OfTimeBetween(IReadOnlyList<ChartPoint> points, ChartOptions options)
    {
        RequireNonNegative(points);
        var near = points.Select(point => new ChartPoint(
            point.Period, point.Value is { } time ? Math.Pow(time, 1 / Weibull) : null, point.AfterGap)).ToList();
        var target = options.Target is { } goal ? Math.Pow(Math.Max(0, goal), 1 / Weibull) : (double?)null;
        var chart = XmrChart.Of(near, options with { Target = target });
        return chart with
        {
            Rows = [.. chart.Rows.Select((row, at) => row with
            {
                Value = points[at].Value, Mean = Back(row.Mean), Lower = Back(row.Lower), Upper = Back(row.Upper),
            })],
        };
    }

    private static ControlBand Geometric(double mean)
    {
        var sigma = Math.Sqrt(mean * (mean + 1));
        return new ControlBand(mean * Median, Math.Max(0, mean - (3 * sigma)), Math.Max(0, mean - (2 * sigma)),
            mean + (2 * sigma), mean + (3 * sigma));
    }

    private static double? Back(double? root) => root is { } one ? Math.Pow(Math.Max(0, one), Weibull) : null;

    private static void RequireNonNegative(IReadOnlyList<ChartPoint> points)
    {
        if (points.Any(point => point.Value < 0))
        {
            throw new ArgumentException("What lies between two events is at least 0.", nameof(points));
        }
    }
}

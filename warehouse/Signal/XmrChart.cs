namespace Maltall.Warehouse.Signal;

/// <summary>The individuals chart (XmR): mean, natural process limits, and the signals among the points.</summary>
/// <remarks>
/// Limits are mean ± 2.66 × mean moving range; 2.66 = 3 / d2, with d2 = 1.128 for ranges of two: Wheeler (2000),
/// Understanding Variation. Screening at 3.267 × the mean range, labels and tie-breaking as in NHSRplotthedots 0.2.0,
/// but that a constant series has limits on its mean instead of none. A missing period breaks the moving range and
/// every run. A series without values has no mean; one without two neighbouring values has no limits.
/// </remarks>
public static class XmrChart
{
    private const double Reach = 2.66;
    private const double Close = 2 * (Reach / 3);
    private const double Screen = 3.267;

    /// <summary>Draws up the chart.</summary>
    /// <param name="points">The periods in time order; may be empty, and each may lack its value.</param>
    /// <param name="options">How it is drawn up.</param>
    /// <exception cref="ArgumentException">Fewer than 2 baseline points are asked for, or a target that is not
    /// finite.</exception>
    public static Chart Of(IReadOnlyList<ChartPoint> points, ChartOptions options)
    {
        var builder = new ChartBuilder(points, options);
        foreach (var (start, end) in builder.Segments())
        {
            var baseline = Math.Min(end - start, options.BaselinePoints ?? int.MaxValue);
            var mean = Mean(points, start, start + baseline);
            var ranges = Ranges(points, start, start + baseline, options.ScreenOutliers);
            ControlBand? band = mean is { } centre && ranges.Count > 0 ? Band(centre, PreciseSum.MeanOf(ranges)) : null;
            builder.AddSegment((start, end), mean, ranges.Count, _ => band);
        }

        return builder.Build();
    }

    private static ControlBand Band(double mean, double range) =>
        new(mean, mean - (Reach * range), mean - (Close * range), mean + (Close * range), mean + (Reach * range));

    private static double? Mean(IReadOnlyList<ChartPoint> points, int start, int end)
    {
        var values = new List<double>(end - start);
        for (var at = start; at < end; at++)
        {
            if (points[at].Value is { } value)
            {
                values.Add(value);
            }
        }

        return values.Count == 0 ? null : PreciseSum.MeanOf(values);
    }

    private static List<double> Ranges(IReadOnlyList<ChartPoint> points, int start, int end, bool screen)
    {
        var ranges = new List<double>(end - start);
        for (var at = start + 1; at < end; at++)
        {
            if (!points[at].AfterGap && points[at].Value is { } value && points[at - 1].Value is { } before)
            {
                ranges.Add(Math.Abs(value - before));
            }
        }

        var limit = screen && ranges.Count > 0 ? Screen * PreciseSum.MeanOf(ranges) : 0;
        return limit > 0 ? ranges.FindAll(range => range < limit) : ranges;
    }
}

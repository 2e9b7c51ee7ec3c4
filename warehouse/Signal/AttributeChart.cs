namespace Maltall.Warehouse.Signal;

/// <summary>One period of a share or a rate, its two sides apart.</summary>
/// <param name="Period">The period as it is written.</param>
/// <param name="Events">What was counted, at least 0; null when it is missing or hidden.</param>
/// <param name="Denominator">What it was counted among, above 0; null when it is missing or hidden.</param>
/// <param name="AfterGap">True when periods between the point before and this one are not in the series.</param>
public readonly record struct AttributePoint(
    string Period, double? Events, double? Denominator, bool AfterGap = false)
{
    /// <summary>True when both sides are known.</summary>
    internal bool IsKnown => Events is not null && Denominator is not null;

    /// <summary>Events per unit of the denominator; only of a known point.</summary>
    internal double Ratio => Events.GetValueOrDefault() / Denominator.GetValueOrDefault();
}

/// <summary>Charts of shares and rates, whose limits are as wide as the denominators are small.</summary>
/// <remarks>
/// <para>
/// The binomial (p) and Poisson (u) limits are widened or narrowed by how much the periods really vary, for no office
/// tosses coins: sigma_z = mean |z_t - z_(t-1)| / 1.128 of the standardised values, limits = mean ± 3 sigma_i sigma_z.
/// Laney (2002), Improved control charts for attributes, Quality Engineering 14(4), 531–537. Moving ranges of z are
/// screened as those of <see cref="XmrChart"/> when the options say so; Laney does not screen.
/// </para>
/// <para>
/// A period with a denominator below <see cref="SmallestDenominator"/> is shown and has neither limits nor rules. A
/// missing period breaks ranges and runs. Limits are not cut at 0 or 1; who draws them may.
/// </para>
/// </remarks>
public static class AttributeChart
{
    /// <summary>Below so many in the denominator a share or rate says too little to judge.</summary>
    public const double SmallestDenominator = 20;

    private const double RangeOfTwo = 1.128;
    private const double Screen = 3.267;

    /// <summary>The chart of a share (p′): events among those who could have them.</summary>
    /// <param name="points">The periods in time order; no more events than the denominator.</param>
    /// <param name="options">How it is drawn up; the target is a share.</param>
    /// <param name="overdispersed">False for the plain binomial limits (p).</param>
    /// <exception cref="ArgumentException">A side is not finite, negative, or events are more than the
    /// denominator.</exception>
    public static Chart OfShare(
        IReadOnlyList<AttributePoint> points, ChartOptions options, bool overdispersed = true)
    {
        Require(points, point => point.Events <= point.Denominator);
        return Of(points, options, overdispersed, (1, share => share * (1 - share)));
    }

    /// <summary>The chart of a rate (u′): events per unit at risk.</summary>
    /// <param name="points">The periods in time order.</param>
    /// <param name="factor">The rate is multiplied by this, such as 1000.</param>
    /// <param name="options">How it is drawn up; the target is in the unit of the rate.</param>
    /// <param name="overdispersed">False for the plain Poisson limits (u).</param>
    /// <exception cref="ArgumentException">A side or the factor is not finite, or negative.</exception>
    public static Chart OfRate(
        IReadOnlyList<AttributePoint> points, double factor, ChartOptions options, bool overdispersed = true)
    {
        Require(points, _ => factor is > 0 and <= 1e12);
        return Of(points, options, overdispersed, (factor, rate => rate));
    }

    private static Chart Of(
        IReadOnlyList<AttributePoint> points, ChartOptions options, bool overdispersed,
        (double Factor, Func<double, double> Variance) kind)
    {
        var shown = points.Select(point => new ChartPoint(
            point.Period, point.IsKnown ? point.Ratio * kind.Factor : null, point.AfterGap)).ToList();
        var builder = new ChartBuilder(shown, options);
        foreach (var (start, end) in builder.Segments())
        {
            var baseline = Math.Min(end - start, options.BaselinePoints ?? int.MaxValue);
            var basis = points.Skip(start).Take(baseline).Where(IsUsable).ToList();
            double? mean = basis.Count == 0 ? null
                : basis.Sum(point => point.Events.GetValueOrDefault())
                    / basis.Sum(point => point.Denominator.GetValueOrDefault());
            var variance = Math.Max(0, kind.Variance(mean ?? 0));
            var ranges = Ranges(points, (start, start + baseline), mean ?? 0, variance);
            var spread = Spread(ranges, options.ScreenOutliers, overdispersed);
            builder.AddSegment((start, end), mean * kind.Factor, ranges.Count, at =>
                mean is { } centre && spread is { } sigma && IsUsable(points[at])
                    ? ControlBand.Around(centre * kind.Factor, kind.Factor * 3 * sigma
                        * Math.Sqrt(variance / points[at].Denominator.GetValueOrDefault()))
                    : null);
        }

        return builder.Build();
    }

    /// <summary>Moving ranges of the standardised values; 0 where the mean leaves no room to vary.</summary>
    private static List<double> Ranges(
        IReadOnlyList<AttributePoint> points, (int Start, int End) span, double mean, double variance)
    {
        var ranges = new List<double>();
        for (var at = span.Start + 1; at < span.End; at++)
        {
            if (!points[at].AfterGap && IsUsable(points[at]) && IsUsable(points[at - 1]))
            {
                ranges.Add(Math.Abs(Standardised(points[at]) - Standardised(points[at - 1])));
            }
        }

        return ranges;

        double Standardised(AttributePoint point) => variance == 0 ? 0
            : (point.Ratio - mean) / Math.Sqrt(variance / point.Denominator.GetValueOrDefault());
    }

    private static double? Spread(List<double> ranges, bool screen, bool overdispersed)
    {
        if (ranges.Count == 0 || !overdispersed)
        {
            return ranges.Count == 0 ? null : 1;
        }

        var limit = screen ? Screen * PreciseSum.MeanOf(ranges) : 0;
        return PreciseSum.MeanOf(limit > 0 ? ranges.FindAll(range => range < limit) : ranges) / RangeOfTwo;
    }

    private static bool IsUsable(AttributePoint point) => point.IsKnown && point.Denominator >= SmallestDenominator;

    private static void Require(IReadOnlyList<AttributePoint> points, Func<AttributePoint, bool> also)
    {
        foreach (var point in points.Where(point => point.IsKnown))
        {
            if (point is not { Events: >= 0 and <= 1e50, Denominator: > 0 and <= 1e50 } || !also(point))
            {
                throw new ArgumentException(
                    $"{point.Period}: events are at least 0, a denominator is above 0, and a share is at most 1.",
                    nameof(points));
            }
        }
    }
}

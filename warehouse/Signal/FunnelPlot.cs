namespace Maltall.Warehouse.Signal;

/// <summary>A unit to set beside the others, such as a district.</summary>
/// <param name="Unit">Its code.</param>
/// <param name="Events">What was counted, at least 0; null when it is missing or hidden.</param>
/// <param name="Denominator">What it was counted among, above 0; null when it is missing or hidden.</param>
public sealed record FunnelUnit(string Unit, double? Events, double? Denominator);

/// <summary>Where a unit lies in the funnel.</summary>
public enum FunnelPlace
{
    /// <summary>Missing, hidden, or too small to judge.</summary>
    NotJudged,

    /// <summary>Within the 95 % limits.</summary>
    Within,

    /// <summary>Above the 95 % limit, within the 99.8 % limit: a glance, no alarm.</summary>
    High,

    /// <summary>Below the 95 % limit, within the 99.8 % limit.</summary>
    Low,

    /// <summary>Above the 99.8 % limit.</summary>
    VeryHigh,

    /// <summary>Below the 99.8 % limit.</summary>
    VeryLow,
}

/// <summary>A unit in the funnel.</summary>
/// <param name="Unit">Its code.</param>
/// <param name="Value">Its share or rate; null when it is missing or hidden.</param>
/// <param name="Inner">Lower and upper 95 % limit; null when it is not judged.</param>
/// <param name="Outer">Lower and upper 99.8 % limit; null when it is not judged.</param>
/// <param name="Place">Where it lies.</param>
public sealed record FunnelRow(
    string Unit, double? Value, (double Lower, double Upper)? Inner, (double Lower, double Upper)? Outer,
    FunnelPlace Place);

/// <summary>Units set beside each other by what chance alone would make of them.</summary>
/// <param name="Benchmark">What all units have together; null when no unit can be judged.</param>
/// <param name="Overdispersion">How much more units vary than chance, φ: 1 when not clearly more.</param>
/// <param name="Rows">One a unit, in the order given.</param>
public sealed record Funnel(double? Benchmark, double Overdispersion, IReadOnlyList<FunnelRow> Rows);

/// <summary>Funnel plots, instead of league tables.</summary>
/// <remarks>
/// Exact limits: Spiegelhalter (2005), Funnel plots for comparing institutional performance, Statistics in Medicine 24,
/// 1185–1202. Overdispersion: Spiegelhalter (2005), Handling over-dispersion of performance indicators, Quality and
/// Safety in Health Care 14, 347–351: φ is the mean square of z with a tenth winsorised at each end, and is used when
/// above 1 + 2 √(2 / units); the limits then lie √φ as far from the benchmark. Units with a denominator below
/// <see cref="AttributeChart.SmallestDenominator"/> are shown and not judged. When all units are equal nothing is
/// outside. Limits are cut at 0 and, for a share, at 1.
/// </remarks>
public static class FunnelPlot
{
    private const double Winsorised = 0.1;

    /// <summary>The funnel of a share.</summary>
    /// <param name="units">The units; no more events than the denominator.</param>
    /// <exception cref="ArgumentException">A side is not finite or negative, or the share above 1.</exception>
    public static Funnel OfShare(IReadOnlyList<FunnelUnit> units) => Of(units, 1, new Kind(
        share => share * (1 - share), Distributions.BinomialQuantile, unit => unit.Events <= unit.Denominator, 1));

    /// <summary>The funnel of a rate.</summary>
    /// <param name="units">The units.</param>
    /// <param name="factor">The rate is multiplied by this, such as 1000.</param>
    /// <exception cref="ArgumentException">A side or the factor is not finite, or negative.</exception>
    public static Funnel OfRate(IReadOnlyList<FunnelUnit> units, double factor) => Of(units, factor, new Kind(
        rate => rate, (probability, size, rate) => Distributions.PoissonQuantile(probability, size * rate),
        _ => factor is > 0 and <= 1e12, double.MaxValue));

    private static Funnel Of(IReadOnlyList<FunnelUnit> units, double factor, Kind kind)
    {
        var known = units.Where(unit => unit.Events is not null && unit.Denominator is not null).ToList();
        if (known.Exists(unit => unit is not { Events: >= 0 and <= 1e9, Denominator: > 0 and <= 1e9 }
            || !kind.Allows(unit)))
        {
            throw new ArgumentException(
                "Events are at least 0, denominators above 0, shares at most 1.", nameof(units));
        }

        var judged = known.FindAll(unit => unit.Denominator >= AttributeChart.SmallestDenominator);
        double? benchmark = judged.Count == 0 ? null : judged.Sum(unit => unit.Events.GetValueOrDefault())
            / judged.Sum(unit => unit.Denominator.GetValueOrDefault());
        var variance = kind.Variance(benchmark ?? 0);
        var phi = variance > 0 ? Overdispersion(judged.ConvertAll(unit => Z(unit, benchmark ?? 0, variance))) : 1;
        return new Funnel(benchmark * factor, phi, units.Select(unit => judged.Contains(unit)
            ? Row(unit, (benchmark ?? 0, factor, phi), kind, variance > 0)
            : new FunnelRow(unit.Unit, unit.Events / unit.Denominator * factor, null, null, FunnelPlace.NotJudged))
            .ToList());
    }

    private static double Z(FunnelUnit unit, double benchmark, double variance)
    {
        var size = unit.Denominator.GetValueOrDefault();
        return ((unit.Events.GetValueOrDefault() / size) - benchmark) / Math.Sqrt(variance / size);
    }

    private static double Overdispersion(List<double> scores)
    {
        var sorted = scores.Order().ToList();
        var cut = (int)(Winsorised * sorted.Count);
        var phi = sorted.Select(z => Math.Clamp(z, sorted[cut], sorted[^(cut + 1)])).Average(z => z * z);
        return phi > 1 + (2 * Math.Sqrt(2.0 / sorted.Count)) ? phi : 1;
    }

    private static FunnelRow Row(
        FunnelUnit unit, (double Value, double Factor, double Phi) benchmark, Kind kind, bool varies)
    {
        var size = unit.Denominator.GetValueOrDefault();
        var value = unit.Events.GetValueOrDefault() / size * benchmark.Factor;
        var (inner, outer) = (Limits(0.95), Limits(0.998));
        var place = value > outer.Upper ? FunnelPlace.VeryHigh : value < outer.Lower ? FunnelPlace.VeryLow
            : value > inner.Upper ? FunnelPlace.High : value < inner.Lower ? FunnelPlace.Low : FunnelPlace.Within;
        return new FunnelRow(unit.Unit, value, inner, outer, place);

        (double Lower, double Upper) Limits(double level) =>
            (Limit((1 - level) / 2), Limit((1 + level) / 2));

        double Limit(double probability) => benchmark.Factor * Math.Clamp(!varies ? benchmark.Value : benchmark.Value
            + (Math.Sqrt(benchmark.Phi) * ((kind.Quantile(probability, size, benchmark.Value) / size)
                - benchmark.Value)), 0, kind.Most);
    }

    private sealed record Kind(
        Func<double, double> Variance, Func<double, double, double, double> Quantile, Func<FunnelUnit, bool> Allows,
        double Most);
}

namespace Maltall.Warehouse.Signal;

/// <summary>A unit before and after it was chosen.</summary>
/// <param name="Unit">Its code.</param>
/// <param name="Before">Values of the periods it was chosen by; missing ones are null.</param>
/// <param name="After">Values of the periods since; missing ones are null.</param>
public sealed record ChosenUnit(string Unit, IReadOnlyList<double?> Before, IReadOnlyList<double?> After);

/// <summary>How a move is to be read.</summary>
public enum ReturnVerdict
{
    /// <summary>Too few values to say.</summary>
    NotJudged,

    /// <summary>No further than chance alone would have moved the unit: not to be called an effect.</summary>
    WithinReturn,

    /// <summary>Further than chance alone would have moved the unit.</summary>
    BeyondReturn,
}

/// <summary>What a unit would have been with nothing done.</summary>
/// <param name="Unit">Its code.</param>
/// <param name="Before">Mean before; null without values.</param>
/// <param name="Expected">Mean after that is expected of chance alone; null when nothing can be said.</param>
/// <param name="Interval">Where 95 % of such means lie; null when nothing can be said.</param>
/// <param name="After">Mean after; null without values.</param>
public sealed record ExpectedReturn(
    string Unit, double? Before, double? Expected, (double Lower, double Upper)? Interval, double? After)
{
    /// <summary>How the move is to be read.</summary>
    public ReturnVerdict Verdict => (Interval, After) switch
    {
        ({ } interval, { } after) => after >= interval.Lower && after <= interval.Upper ? ReturnVerdict.WithinReturn
            : ReturnVerdict.BeyondReturn,
        _ => ReturnVerdict.NotJudged,
    };

    /// <summary>The verdict as a label: <c>within_return</c>, <c>beyond_return</c>, <c>not_judged</c>.</summary>
    public string Label => Verdict switch
    {
        ReturnVerdict.WithinReturn => "within_return",
        ReturnVerdict.BeyondReturn => "beyond_return",
        _ => "not_judged",
    };
}

/// <summary>The guard against regression to the mean, for units that were chosen because they were worst.</summary>
/// <remarks>
/// A unit's mean is its lasting level and luck; the worst had bad luck, and it does not last. The expected mean after
/// is m + B (x − m), with m the mean of all units, x that of the unit, and B the share of the variance between units
/// that lasts: Morton and Torgerson (2003), BMJ 326, 1083–1084; Barnett, van der Pols and Dobson (2005), International
/// Journal of Epidemiology 34, 215–220. The variance within is that of the periods within units, pooled; a trend in
/// them makes it larger, and the guard more careful. Needs 3 units with 2 values before.
/// </remarks>
public static class RegressionToTheMean
{
    private const double TwoSided = 1.959964;

    /// <summary>What each unit would have been with nothing done.</summary>
    /// <param name="units">All units that could have been chosen, chosen or not; values finite, equal units of
    /// measure.</param>
    /// <exception cref="ArgumentException">A value is not finite.</exception>
    public static IReadOnlyList<ExpectedReturn> Of(IReadOnlyList<ChosenUnit> units)
    {
        if (units.SelectMany(unit => unit.Before.Concat(unit.After)).Any(value =>
            value is { } known && !(Math.Abs(known) <= ChartPoint.Largest)))
        {
            throw new ArgumentException("Values are finite numbers within ±1e100.", nameof(units));
        }

        var basis = units.Select(unit => Known(unit.Before)).Where(values => values.Count > 1).ToList();
        if (basis.Count < 3)
        {
            return [.. units.Select(unit => new ExpectedReturn(
                unit.Unit, MeanOf(unit.Before), null, null, MeanOf(unit.After)))];
        }

        var means = basis.ConvertAll(PreciseSum.MeanOf);
        var overall = PreciseSum.MeanOf(means);
        var within = basis.Sum(Squares) / basis.Sum(values => values.Count - 1);
        var noise = basis.Average(values => within / values.Count);
        var between = Math.Max(0, (Squares(means) / (means.Count - 1)) - noise);
        return [.. units.Select(unit => Return(unit, overall, within, between))];
    }

    /// <summary>The share of a difference between units that lasts, 0–1.</summary>
    /// <param name="within">Variance of a unit's mean by chance, at least 0.</param>
    /// <param name="between">Variance of the units' lasting levels, at least 0.</param>
    public static double Shrinkage(double within, double between) =>
        between > 0 ? between / (between + within) : 0;

    private static ExpectedReturn Return(ChosenUnit unit, double overall, double within, double between)
    {
        var (before, after) = (Known(unit.Before), Known(unit.After));
        if (before.Count == 0)
        {
            return new ExpectedReturn(unit.Unit, null, null, null, MeanOf(unit.After));
        }

        var mean = PreciseSum.MeanOf(before);
        var shrinkage = Shrinkage(within / before.Count, between);
        var expected = overall + (shrinkage * (mean - overall));
        // What is not known of the lasting level, and the luck of the periods after.
        var spread = TwoSided * Math.Sqrt(((1 - shrinkage) * between) + (within / Math.Max(1, after.Count)));
        return new ExpectedReturn(
            unit.Unit, mean, expected, (expected - spread, expected + spread), MeanOf(unit.After));
    }

    private static List<double> Known(IReadOnlyList<double?> values) => values.OfType<double>().ToList();

    private static double? MeanOf(IReadOnlyList<double?> values) =>
        Known(values) is { Count: > 0 } known ? PreciseSum.MeanOf(known) : null;

    private static double Squares(List<double> values)
    {
        var mean = PreciseSum.MeanOf(values);
        return values.Sum(value => (value - mean) * (value - mean));
    }
}

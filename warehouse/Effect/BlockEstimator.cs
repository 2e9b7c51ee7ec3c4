namespace Maltall.Warehouse.Effect;

/// <summary>An estimate with the weights that gave it.</summary>
/// <param name="Estimate">Mean difference from the start on, in the unit of the outcome.</param>
/// <param name="UnitWeights">One weight a comparison unit; they add up to one.</param>
/// <param name="TimeWeights">One weight an earlier period; they add up to one, or are nought for the synthetic
/// control.</param>
/// <param name="Path">Treated less comparison in every period, less the weighted mean of the earlier ones.</param>
/// <param name="DualityGap">The weights' objective is at most this far from the best.</param>
internal sealed record BlockFit(
    double Estimate, double[] UnitWeights, double[] TimeWeights, double[] Path, double DualityGap)
{
    /// <summary>Root mean square of the path before the start.</summary>
    public double PreRmspe
    {
        get
        {
            var before = Path.AsSpan(0, TimeWeights.Length);
            var sum = 0.0;
            foreach (var gap in before)
            {
                sum += gap * gap;
            }

            return Math.Sqrt(sum / before.Length);
        }
    }
}

/// <summary>Estimates for a block adoption: difference in differences and three kinds of weighted comparison.</summary>
/// <remarks>Arkhangelsky, Athey, Hirshberg, Imbens, Wager (2021), Synthetic Difference-in-Differences, American
/// Economic Review 111, algorithm 1; Abadie, Diamond, Hainmueller (2010); Doudchenko, Imbens (2016).</remarks>
internal static class BlockEstimator
{
    private const double Tiny = 1e-6;

    /// <summary>Estimates.</summary>
    /// <param name="panel">At least one donor and one period before and after the start; two before for weighted
    /// comparisons.</param>
    /// <param name="method">Any but the group-time one.</param>
    public static BlockFit Fit(BlockPanel panel, EffectMethod method)
    {
        var (units, unitGap) = method == EffectMethod.Did
            ? (Even(panel.Donors.Count), 0) : UnitWeights(panel, method);
        var (times, timeGap) = method switch
        {
            EffectMethod.Sc => (new double[panel.Before], 0),
            EffectMethod.Sdid => TimeWeights(panel),
            _ => (Even(panel.Before), 0),
        };
        var path = Path(panel, units, times);
        return new BlockFit(
            path.AsSpan(panel.Before).ToArray().Average(), units, times, path, Math.Max(unitGap, timeGap));
    }

    /// <summary>Standard deviation of the first differences of all donors before the start.</summary>
    internal static double Noise(BlockPanel panel)
    {
        var steps = panel.Donors.SelectMany(unit =>
            Enumerable.Range(1, panel.Before - 1).Select(at => unit[at] - unit[at - 1])).ToArray();
        return Deviation(steps);
    }

    /// <summary>Standard deviation about the mean, with n − 1; nought for fewer than two values.</summary>
    internal static double Deviation(double[] values)
    {
        if (values.Length < 2)
        {
            return 0;
        }

        var mean = values.Average();
        return Math.Sqrt(values.Sum(value => (value - mean) * (value - mean)) / (values.Length - 1));
    }

    private static (double[] Weights, double Gap) UnitWeights(BlockPanel panel, EffectMethod method)
    {
        var zeta = Noise(panel) * (method == EffectMethod.Sdid
            ? Math.Pow((double)panel.Treated.Count * panel.After, 0.25) : Tiny);
        var columns = panel.Donors.Select(unit => unit[..panel.Before]).ToList();
        var weights = SimplexLeastSquares.Solve(
            columns, panel.TreatedMean[..panel.Before], zeta * zeta * panel.Before, method != EffectMethod.Sc);
        return (weights.Values, weights.Gap);
    }

    private static (double[] Weights, double Gap) TimeWeights(BlockPanel panel)
    {
        var zeta = Noise(panel) * Tiny;
        var columns = Enumerable.Range(0, panel.Before)
            .Select(at => panel.Donors.Select(unit => unit[at]).ToArray()).ToList();
        var target = panel.Donors.Select(unit => unit.AsSpan(panel.Before).ToArray().Average()).ToArray();
        var weights = SimplexLeastSquares.Solve(columns, target, zeta * zeta * panel.Donors.Count, true);
        return (weights.Values, weights.Gap);
    }

    private static double[] Path(BlockPanel panel, double[] units, double[] times)
    {
        var path = (double[])panel.TreatedMean.Clone();
        for (var donor = 0; donor < units.Length; donor++)
        {
            for (var at = 0; units[donor] > 0 && at < path.Length; at++)
            {
                path[at] -= units[donor] * panel.Donors[donor][at];
            }
        }

        var level = times.Select((weight, at) => weight * path[at]).Sum();
        return Array.ConvertAll(path, gap => gap - level);
    }

    private static double[] Even(int count) => [.. Enumerable.Repeat(1.0 / count, count)];
}

namespace Maltall.Warehouse.Effect;

/// <summary>What the same formula gives for units that were not treated.</summary>
/// <param name="Estimate">Estimate of the set.</param>
/// <param name="Path">Differences period by period.</param>
/// <param name="Donors">Places of the donors that stood as treated.</param>
internal sealed record PlaceboFit(double Estimate, double[] Path, int[] Donors);

/// <summary>Tests for block adoptions that hold for few units: all assignments, or all placebo sets.</summary>
internal static class BlockInference
{
    /// <summary>Assignments are enumerated up to this number, and drawn above it.</summary>
    internal const int MostAssignments = 3_000_000;

    /// <summary>How many are drawn where they are too many to enumerate.</summary>
    internal const int Drawn = 1999;

    private const int MostSets = 5_000;
    private const int MostSetsOfFew = 50_000;
    private const int Few = 20;

    /// <summary>Tests a difference in differences against every way to choose as many treated units.</summary>
    public static (InversionTest Test, bool IsExhaustive) Permute(BlockPanel panel)
    {
        var steps = panel.Treated.Concat(panel.Donors).Select(unit => Step(unit, panel.Before)).ToArray();
        var (treated, all) = (panel.Treated.Count, steps.Length);
        var total = steps.Sum();
        double Difference(double sum) => (sum / treated) - ((total - sum) / (all - treated));
        var test = new InversionTest(Difference(steps.Take(treated).Sum()));
        var isExhaustive = Combinations.Count(all, treated, MostAssignments) <= MostAssignments;
        foreach (var chosen in isExhaustive
            ? Combinations.All(all, treated).Skip(1) : Combinations.Some(all, treated, Drawn))
        {
            var (sum, own) = (0.0, 0);
            foreach (var unit in chosen)
            {
                sum += steps[unit];
                own += unit < treated ? 1 : 0;
            }

            test.Add(Difference(sum), ((double)own / treated) - ((double)(treated - own) / (all - treated)));
        }

        return (test, isExhaustive);
    }

    /// <summary>Estimates every set of as many donors as there are treated units, as if they were treated and the
    /// truly treated were not there; none when fewer than two donors would be left.</summary>
    public static (IReadOnlyList<PlaceboFit> Fits, bool IsExhaustive) Placebos(
        BlockPanel panel, EffectMethod method, CancellationToken cancellation)
    {
        var (treated, donors) = (panel.Treated.Count, panel.Donors.Count);
        if (donors - treated < 2)
        {
            return ([], true);
        }

        var most = donors <= Few || method == EffectMethod.Did ? MostSetsOfFew : MostSets;
        var isExhaustive = Combinations.Count(donors, treated, most) <= most;
        var fits = new List<PlaceboFit>();
        foreach (var chosen in isExhaustive
            ? Combinations.All(donors, treated) : Combinations.Some(donors, treated, Drawn))
        {
            cancellation.ThrowIfCancellationRequested();
            var fit = BlockEstimator.Fit(panel.Placebo(chosen), method);
            fits.Add(new PlaceboFit(fit.Estimate, fit.Path, [.. chosen]));
        }

        return (fits, isExhaustive);
    }

    /// <summary>Tests an estimate against its placebos.</summary>
    public static InversionTest Against(double estimate, IEnumerable<PlaceboFit> placebos)
    {
        var test = new InversionTest(estimate);
        foreach (var placebo in placebos)
        {
            test.Add(placebo.Estimate, 0);
        }

        return test;
    }

    private static double Step(double[] unit, int before) =>
        unit.AsSpan(before).ToArray().Average() - unit.AsSpan(0, before).ToArray().Average();
}

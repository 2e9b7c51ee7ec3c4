namespace Maltall.Warehouse.Effect;

/// <summary>A panel whose treated units all start in the same period.</summary>
/// <param name="Donors">Outcomes of the comparison units, one row a unit.</param>
/// <param name="Treated">Outcomes of the treated units, one row a unit.</param>
/// <param name="Before">How many periods come before the start.</param>
internal sealed record BlockPanel(
    IReadOnlyList<double[]> Donors, IReadOnlyList<double[]> Treated, int Before)
{
    /// <summary>Mean of the treated units, period by period.</summary>
    public double[] TreatedMean { get; } = Mean(Treated);

    /// <summary>How many periods there are.</summary>
    public int Periods => TreatedMean.Length;

    /// <summary>How many periods come from the start on.</summary>
    public int After => Periods - Before;

    /// <summary>The panel of a block adoption.</summary>
    public static BlockPanel Of(Panel panel) => new(
        [.. panel.Controls.Select(unit => unit.Outcome.ToArray())],
        [.. panel.Treated.Select(unit => unit.Outcome.ToArray())], panel.Starts[0]);

    /// <summary>The panel in which some of the comparison units stand as if they were treated, and the treated are
    /// left out.</summary>
    /// <param name="chosen">Places of the donors that stand as treated, in order.</param>
    public BlockPanel Placebo(int[] chosen)
    {
        var (rest, played) = (new List<double[]>(Donors.Count), new List<double[]>(chosen.Length));
        for (var at = 0; at < Donors.Count; at++)
        {
            (Array.BinarySearch(chosen, at) >= 0 ? played : rest).Add(Donors[at]);
        }

        return new BlockPanel(rest, played, Before);
    }

    /// <summary>The panel as if the start had been earlier, with no later period than the true start.</summary>
    /// <param name="before">Periods before the pretended start.</param>
    public BlockPanel Earlier(int before) => new(
        [.. Donors.Select(unit => unit[..Before])], [.. Treated.Select(unit => unit[..Before])], before);

    /// <summary>The panel without one of the comparison units.</summary>
    public BlockPanel Without(int donor) => this with { Donors = [.. Donors.Where((_, at) => at != donor)] };

    /// <summary>Mean of rows, column by column.</summary>
    internal static double[] Mean(IReadOnlyList<double[]> rows)
    {
        var mean = new double[rows[0].Length];
        foreach (var row in rows)
        {
            for (var at = 0; at < mean.Length; at++)
            {
                mean[at] += row[at];
            }
        }

        return Array.ConvertAll(mean, sum => sum / rows.Count);
    }
}

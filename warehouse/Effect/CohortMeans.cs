namespace Maltall.Warehouse.Effect;

/// <summary>Mean outcomes of the units that start together, period by period, and of those that never start.</summary>
/// <param name="Starts">Places of the starts, in order.</param>
/// <param name="Means">One row a start; then one for the units that never start.</param>
/// <param name="Sizes">Units a row.</param>
internal sealed record CohortMeans(int[] Starts, double[][] Means, int[] Sizes)
{
    /// <summary>The row of the units that never start.</summary>
    public int Never => Starts.Length;

    /// <summary>How many units there are.</summary>
    public int Units => Sizes.Sum();

    /// <summary>Means of outcomes by cohort.</summary>
    /// <param name="starts">Places of the starts, in order.</param>
    /// <param name="cohorts">The row that each unit belongs to.</param>
    /// <param name="outcomes">One row a unit.</param>
    public static CohortMeans Of(int[] starts, int[] cohorts, IReadOnlyList<IReadOnlyList<double>> outcomes)
    {
        var sizes = new int[starts.Length + 1];
        var means = sizes.Select(_ => new double[outcomes[0].Count]).ToArray();
        for (var unit = 0; unit < cohorts.Length; unit++)
        {
            sizes[cohorts[unit]]++;
            for (var at = 0; at < means[0].Length; at++)
            {
                means[cohorts[unit]][at] += outcomes[unit][at];
            }
        }

        for (var row = 0; row < sizes.Length; row++)
        {
            for (var at = 0; at < means[row].Length; at++)
            {
                means[row][at] /= sizes[row];
            }
        }

        return new CohortMeans(starts, means, sizes);
    }

    /// <summary>The effect on a cohort in a period: its change less that of the units that never start. Changes are
    /// since the period before the start; before it, since the period before.</summary>
    public double Effect(int cohort, int period) =>
        Change(cohort, cohort, period) - Change(Never, cohort, period);

    /// <summary>The period that a cohort's period is compared with.</summary>
    public int Base(int cohort, int period) => (period >= Starts[cohort] ? Starts[cohort] : period) - 1;

    /// <summary>Mean effect over all periods from the start on, cohorts by their size.</summary>
    public double Simple()
    {
        var (sum, count) = (0.0, 0.0);
        for (var cohort = 0; cohort < Starts.Length; cohort++)
        {
            for (var period = Starts[cohort]; period < Means[0].Length; period++)
            {
                sum += Sizes[cohort] * Effect(cohort, period);
                count += Sizes[cohort];
            }
        }

        return sum / count;
    }

    private double Change(int row, int cohort, int period) => Means[row][period] - Means[row][Base(cohort, period)];
}

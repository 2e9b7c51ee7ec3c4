namespace Maltall.Warehouse.Effect;

/// <summary>An average of group-time effects and its influence function, one value a unit.</summary>
/// <param name="Estimate">The average.</param>
/// <param name="Influence">How much each unit moves it, times the number of units.</param>
internal sealed record Average(double Estimate, double[] Influence)
{
    /// <summary>Standard error by the influence function.</summary>
    public double StandardError => Math.Sqrt(Influence.Sum(value => value * value)) / Influence.Length;
}

/// <summary>The effect on the units of one start in one period.</summary>
/// <param name="Cohort">Row of the cohort.</param>
/// <param name="Period">Place of the period.</param>
/// <param name="Effect">The effect with its influence function.</param>
internal sealed record GroupTime(int Cohort, int Period, Average Effect);

/// <summary>
/// Effects by start and period for units that start at different times, against units that never start, and their
/// averages. No unit that is already treated serves as comparison.
/// </summary>
/// <remarks>Callaway, Sant'Anna (2021), Difference-in-Differences with multiple time periods, Journal of Econometrics
/// 225; unconditional, varying base period, influence functions of the weights included.</remarks>
internal sealed class GroupTimeModel
{
    private readonly IReadOnlyList<PanelUnit> units;
    private readonly int[] cohorts;

    /// <summary>Estimates all cells.</summary>
    /// <param name="units">Units with a start after the first period or none; some of each.</param>
    public GroupTimeModel(IReadOnlyList<PanelUnit> units)
    {
        this.units = units;
        Starts = [.. units.Where(unit => unit.Start is not null).Select(unit => unit.Start ?? 0).Distinct().Order()];
        cohorts = [.. units.Select(unit => unit.Start is { } start ? Array.IndexOf(Starts, start) : Starts.Length)];
        Means = CohortMeans.Of(Starts, cohorts, [.. units.Select(unit => unit.Outcome)]);
        Cells = [.. Enumerable.Range(0, Starts.Length).SelectMany(cohort =>
            Enumerable.Range(1, Means.Means[0].Length - 1).Select(period =>
                new GroupTime(cohort, period, new Average(Means.Effect(cohort, period), Influence(cohort, period)))))];
    }

    /// <summary>Places of the starts, in order.</summary>
    public int[] Starts { get; }

    /// <summary>Mean outcomes by start.</summary>
    public CohortMeans Means { get; }

    /// <summary>All effects, by start and period.</summary>
    public IReadOnlyList<GroupTime> Cells { get; }

    /// <summary>The row of each unit: the start's, or the last for units that never start.</summary>
    public IReadOnlyList<int> Cohorts => cohorts;

    /// <summary>Mean over all cells from the start on, cohorts by their size.</summary>
    public Average Simple() => Weighted([.. Cells.Where(IsAfter)]);

    /// <summary>Mean over the periods of one start.</summary>
    public Average Group(int cohort)
    {
        var cells = Cells.Where(cell => cell.Cohort == cohort && IsAfter(cell)).ToList();
        return Even(cells.ConvertAll(cell => cell.Effect));
    }

    /// <summary>Mean over the starts, by their size.</summary>
    public Average AllGroups() => Weighted(
        [.. Enumerable.Range(0, Starts.Length).Select(cohort => new GroupTime(cohort, 0, Group(cohort)))]);

    /// <summary>The periods since the start that some cohort has, in order.</summary>
    public IEnumerable<int> EventTimes() => Cells.Select(Since).Distinct().Order();

    /// <summary>Mean over the starts, by their size, so many periods after each.</summary>
    public Average EventTime(int since) => Weighted([.. Cells.Where(cell => Since(cell) == since)]);

    /// <summary>Mean over all event times from the start on.</summary>
    public Average AllEventTimes() => Even([.. EventTimes().Where(since => since >= 0).Select(EventTime)]);

    /// <summary>True from the start on.</summary>
    public bool IsAfter(GroupTime cell) => cell.Period >= Starts[cell.Cohort];

    /// <summary>Periods since the start.</summary>
    public int Since(GroupTime cell) => cell.Period - Starts[cell.Cohort];

    private double[] Influence(int cohort, int period)
    {
        var (zero, influence) = (Means.Base(cohort, period), new double[units.Count]);
        for (var unit = 0; unit < influence.Length; unit++)
        {
            var row = cohorts[unit];
            if (row == cohort || row == Means.Never)
            {
                var change = units[unit].Outcome[period] - units[unit].Outcome[zero];
                var mean = Means.Means[row][period] - Means.Means[row][zero];
                influence[unit] = (row == cohort ? 1 : -1) * (change - mean) * influence.Length / Means.Sizes[row];
            }
        }

        return influence;
    }

    /// <summary>Average by the share of units in each cohort; that the shares are estimates counts with them.</summary>
    private Average Weighted(List<GroupTime> cells)
    {
        var shares = cells.Select(cell => (double)Means.Sizes[cell.Cohort] / units.Count).ToList();
        var sum = shares.Sum();
        var estimate = cells.Zip(shares, (cell, share) => share * cell.Effect.Estimate).Sum() / sum;
        var influence = new double[units.Count];
        for (var at = 0; at < cells.Count; at++)
        {
            for (var unit = 0; unit < influence.Length; unit++)
            {
                var isOfCohort = cohorts[unit] == cells[at].Cohort ? 1 : 0;
                influence[unit] += ((shares[at] * cells[at].Effect.Influence[unit])
                    + ((isOfCohort - shares[at]) * (cells[at].Effect.Estimate - estimate))) / sum;
            }
        }

        return new Average(estimate, influence);
    }

    private static Average Even(List<Average> parts)
    {
        var influence = new double[parts[0].Influence.Length];
        foreach (var part in parts)
        {
            for (var unit = 0; unit < influence.Length; unit++)
            {
                influence[unit] += part.Influence[unit] / parts.Count;
            }
        }

        return new Average(parts.Average(part => part.Estimate), influence);
    }
}

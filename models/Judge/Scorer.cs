namespace Maltall.Models.Judge;

/// <summary>Counts how the models of a panel did on held-out origins.</summary>
internal sealed class Scorer
{
    // Seven quantiles stand for the whole distribution; each weighs the probability that lies nearest to it.
    private static readonly int[] _ranks = [50, 80, 95];
    private static readonly double[] _weights = [0.2, 0.1125, 0.0625];

    private readonly IReadOnlyList<int> _levels;
    private readonly int[] _asked;
    private readonly int[] _ranked;
    private readonly Calibrator[] _calibrators;
    private readonly IReadOnlyList<string> _names;

    /// <summary>Calibrates every model of a panel.</summary>
    public Scorer(IReadOnlyList<Entry> panel, IReadOnlyList<string> names, ForecastRequest request)
    {
        (_names, _levels) = (names, request.Levels);
        List<int> levels = [.. request.Levels.Union(_ranks).Order()];
        _asked = [.. request.Levels.Select(level => levels.IndexOf(level))];
        _ranked = [.. _ranks.Select(level => levels.IndexOf(level))];
        _calibrators =
            [.. names.Select((_, model) => new Calibrator(panel, model, request.Horizon, levels))];
    }

    /// <summary>The last step of a model that any origin tested.</summary>
    public int Tested(int model) => _calibrators[model].Tested;

    /// <summary>Half-widths for the levels asked for, from the end of a series.</summary>
    public double[][] HalfWidths(Entry entry, int model)
    {
        var all = _calibrators[model].HalfWidths(entry);
        return Array.ConvertAll(_asked, place => all[place]);
    }

    /// <summary>The table of one series.</summary>
    public Backtest Score(Entry entry)
    {
        var models = Enumerable.Range(0, _names.Count).Where(model => IsOfInterest(entry, model));
        return new Backtest(entry.Data.Series.Id, entry.Trials.Count == 0 ? [] :
            [.. models.Select(model => Summed([Tally(entry, model)], model))]);
    }

    /// <summary>The table over all series: errors are averaged over series, coverage over outturns.</summary>
    public Backtest Score(IReadOnlyList<Entry> panel, string group)
    {
        var tested = panel.Where(entry => entry.Trials.Count > 0).ToList();
        var models = Enumerable.Range(0, _names.Count)
            .Where(model => tested.Count > 0 && IsOfInterest(tested[0], model));
        return new Backtest(group,
            [.. models.Select(model => Summed([.. tested.Select(entry => Tally(entry, model))], model))]);
    }

    private static bool IsOfInterest(Entry entry, int model) =>
        model != Contest.SeasonalNaive || entry.Data.Series.Season > 1;

    private ModelScore Summed(IReadOnlyList<Count> counts, int model)
    {
        var outturns = counts.Sum(count => count.Outturns);
        var coverage = _levels.Select((level, i) =>
            new LevelCoverage(level, counts.Sum(count => count.Inside[i]) / (double)outturns));
        return new ModelScore(
            _names[model],
            Mean(counts.Select(count => count.Mase)),
            Mean(counts.Select(count => count.Crps)),
            [.. coverage],
            counts.Sum(count => count.Origins),
            outturns);
    }

    private static double Mean(IEnumerable<double> values) =>
        values.Where(double.IsFinite).DefaultIfEmpty(double.NaN).Average();

    private Count Tally(Entry entry, int model)
    {
        var count = new Count(_levels.Count);
        foreach (var trial in entry.Trials)
        {
            var widths = _calibrators[model].HalfWidths(entry, trial);
            for (var h = 0; h < trial.Outturns.Length; h++)
            {
                if (!double.IsNaN(trial.Outturns[h]))
                {
                    Add(count, trial, model, widths, h);
                }
            }

            count.Origins++;
        }

        return count;
    }

    private void Add(Count count, Trial trial, int model, double[][] widths, int h)
    {
        var error = trial.Outturns[h] - trial.Fits[model].Mean[h];
        count.Outturns++;
        for (var i = 0; i < _asked.Length; i++)
        {
            count.Inside[i] += Math.Abs(error) <= widths[_asked[i]][h] ? 1 : 0;
        }

        if (!double.IsFinite(trial.Scale))
        {
            return;
        }

        count.Scaled++;
        count.Errors += Math.Abs(error) / trial.Scale;
        var score = 0.25 * Accuracy.Pinball(error, 0, 0.5);
        for (var i = 0; i < _ranks.Length; i++)
        {
            var (width, tail) = (widths[_ranked[i]][h], 0.5 * (1 - (_ranks[i] / 100.0)));
            score += _weights[i] * (Accuracy.Pinball(error, -width, tail) + Accuracy.Pinball(error, width, 1 - tail));
        }

        count.Scores += 2 * score / trial.Scale;
    }

    private sealed class Count(int levels)
    {
        public int[] Inside { get; } = new int[levels];

        public int Outturns { get; set; }

        public int Scaled { get; set; }

        public int Origins { get; set; }

        public double Errors { get; set; }

        public double Scores { get; set; }

        public double Mase => Scaled == 0 ? double.NaN : Errors / Scaled;

        public double Crps => Scaled == 0 ? double.NaN : Scores / Scaled;
    }
}

using MathNet.Numerics.Distributions;

namespace Maltall.Models.Judge;

/// <summary>Conformal half-widths of one model, learned from the held-out errors of a panel.</summary>
/// <remarks>
/// An error is divided by √(model's standard error · MASE unit); the half-width is the (n+1)-quantile of the pooled
/// scores of its horizon and as many neighbours as give 200 (Vovk, Gammerman, Shafer 2005, Algorithmic Learning in a
/// Random World, ch. 2), times the series' own unit and its own factor: half its log score against the pool's,
/// shrunk by
/// K / (K + 1) for K origins. Below 60 trials the unit is the model's standard error alone and forty scores of a
/// t-distribution with three degrees of freedom join the pool, since models promise too much on short series.
/// </remarks>
internal sealed class Calibrator
{
    private const int Neighbours = 200;
    private const int RichTrials = 60;
    private const int NoOrigin = -1;

    private static readonly double[] _prior =
        [.. Enumerable.Range(0, 40).Select(i => StudentT.InvCDF(0, 1, 3, 0.5 + ((i + 0.5) / 80)))];

    private readonly int _model;
    private readonly bool _rich;
    private readonly List<(double Score, int Back)>[] _scores;
    private readonly Dictionary<Entry, List<(double Log, int Back)>> _logs = [];
    private readonly Dictionary<int, double[][]> _factors = [];
    private readonly double _pooledLog;
    private readonly double[] _levels;

    /// <summary>Learns from a panel.</summary>
    /// <param name="panel">Series of one season length, in an order that does not depend on the caller.</param>
    /// <param name="model">Place of the model in the fits.</param>
    /// <param name="horizon">Steps ahead.</param>
    /// <param name="levels">Levels in per cent.</param>
    public Calibrator(IReadOnlyList<Entry> panel, int model, int horizon, IReadOnlyList<int> levels)
    {
        _model = model;
        _levels = [.. levels.Select(level => level / 100.0)];
        _rich = panel.Sum(entry => entry.Trials.Count) >= RichTrials;
        _scores = [.. Enumerable.Range(0, horizon).Select(_ => new List<(double, int)>())];
        foreach (var entry in panel)
        {
            _logs[entry] = [.. entry.Trials.SelectMany(trial => LogScores(trial))];
        }

        _pooledLog = _logs.Values.SelectMany(logs => logs).Select(row => row.Log).DefaultIfEmpty(0).Average();
        foreach (var entry in panel)
        {
            Pool(entry);
        }

        Tested = Array.FindLastIndex(_scores, scores => scores.Count > 0) + 1;
    }

    /// <summary>The last step that any origin tested.</summary>
    public int Tested { get; }

    /// <summary>Half-widths from the end of a series: one row a level, one number a step, never narrowing.</summary>
    public double[][] HalfWidths(Entry entry) =>
        Widen(entry, entry.Final[_model].Spread, entry.Scale, NoOrigin);

    /// <summary>Half-widths at an origin as they would have been without that origin's own errors.</summary>
    public double[][] HalfWidths(Entry entry, Trial trial) =>
        Widen(entry, trial.Fits[_model].Spread, trial.Scale, trial.Back);

    private double[][] Widen(Entry entry, double[] spread, double scale, int without)
    {
        var factors = Factors(without);
        var own = OwnFactor(entry, without);
        return Array.ConvertAll(factors, row =>
        {
            var widths = new double[spread.Length];
            for (var h = 0; h < widths.Length; h++)
            {
                var before = h == 0 ? 0 : widths[h - 1];
                widths[h] = h < Math.Max(1, Tested)
                    ? Math.Max(before, row[h] * own * Unit(spread[h], scale))
                    : before * Math.Sqrt((h + 1.0) / h);
            }

            return widths;
        });
    }

    private double Unit(double spread, double scale) =>
        _rich && scale > 0 && spread > 0 ? Math.Sqrt(spread * scale) : spread;

    private IEnumerable<(double Log, int Back)> LogScores(Trial trial)
    {
        for (var h = 0; h < trial.Outturns.Length; h++)
        {
            if (TryScore(trial, h, out var score))
            {
                yield return (Math.Log(score + 0.05), trial.Back);
            }
        }
    }

    private bool TryScore(Trial trial, int h, out double score)
    {
        var fit = trial.Fits[_model];
        var unit = Unit(fit.Spread[h], trial.Scale);
        score = Math.Abs(trial.Outturns[h] - fit.Mean[h]) / unit;
        return unit > 0 && double.IsFinite(score);
    }

    private void Pool(Entry entry)
    {
        foreach (var trial in entry.Trials)
        {
            var own = OwnFactor(entry, trial.Back);
            for (var h = 0; h < trial.Outturns.Length; h++)
            {
                if (TryScore(trial, h, out var score))
                {
                    _scores[h].Add((score / own, trial.Back));
                }
            }
        }
    }

    private double OwnFactor(Entry entry, int without)
    {
        if (!_rich || !_logs.TryGetValue(entry, out var logs))
        {
            return 1;
        }

        var (sum, count) = (0.0, 0);
        foreach (var (log, back) in logs)
        {
            (sum, count) = back == without ? (sum, count) : (sum + log, count + 1);
        }

        var origins = entry.Trials.Count - (without == NoOrigin ? 0 : 1);
        return count == 0 ? 1 : Math.Exp(0.5 * ((sum / count) - _pooledLog) * origins / (origins + 1.0));
    }

    private double[][] Factors(int without)
    {
        if (_factors.TryGetValue(without, out var known))
        {
            return known;
        }

        var factors = Array.ConvertAll(_levels, _ => new double[_scores.Length]);
        for (var h = 0; h < _scores.Length; h++)
        {
            var pool = Around(h, without);
            for (var i = 0; i < _levels.Length; i++)
            {
                var place = (int)Math.Ceiling((pool.Count + 1) * _levels[i]);
                factors[i][h] = pool[Math.Min(place, pool.Count) - 1];
            }
        }

        return _factors[without] = factors;
    }

    private List<double> Around(int h, int without)
    {
        List<double> pool = _rich ? [] : [.. _prior];
        for (var reach = 0; reach < _scores.Length && pool.Count < Neighbours; reach++)
        {
            Take(pool, h - reach, without);
            Take(pool, reach == 0 ? -1 : h + reach, without);
        }

        pool = pool.Count == 0 ? [.. _prior] : pool;
        pool.Sort();
        return pool;
    }

    private void Take(List<double> pool, int h, int without)
    {
        if (h >= 0 && h < _scores.Length)
        {
            pool.AddRange(_scores[h].Where(row => row.Back != without).Select(row => row.Score));
        }
    }
}

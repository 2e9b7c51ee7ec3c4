using System.Globalization;

namespace Maltall.Models.Judge;

/// <summary>Which model of a series is shown, and why.</summary>
internal sealed record Verdict(int Model, Choice Choice, string Reason);

/// <summary>Shows the combination only where held-out origins say that it beats both naive forecasts.</summary>
/// <remarks>
/// One series has few origins, and taking each at its word costs 2–4 % accuracy on the rolling origins of the
/// competition
/// sample's training parts. So the log ratio of a series' errors is drawn towards the panel's (the ratio of mean scaled
/// errors) by its reliability: the correlation of the newest and the oldest third of the origins, whose outturns do not
/// overlap, stepped up or down by Spearman and Brown to the periods covered. Below ten series each is trusted alone.
/// </remarks>
internal sealed class Gate
{
    private const int LeastSeries = 10;
    private const double Unknown = 0.1;
    private readonly double[] _panel = [double.NaN, double.NaN];
    private readonly double[] _trust = [1, 1];

    /// <summary>Learns how far the panel agrees.</summary>
    public Gate(IReadOnlyList<Entry> panel)
    {
        foreach (var naive in (int[])[Contest.Naive, Contest.SeasonalNaive])
        {
            var tested = panel.Where(entry => entry.Scale > 0 && double.IsFinite(Ratio(entry, naive))).ToList();
            if (tested.Count >= LeastSeries)
            {
                _panel[naive] = Log(Mean(tested, Contest.Combination), Mean(tested, naive));
                _trust[naive] = Reliability(panel, naive);
            }
        }
    }

    /// <summary>Decides for one series.</summary>
    public Verdict Decide(Entry entry)
    {
        if (entry.Data.IsConstant)
        {
            return new Verdict(Contest.Naive, Choice.Constant, "every observation is the same");
        }

        var ratios = (double[])[Ratio(entry, Contest.Naive), Ratio(entry, Contest.SeasonalNaive)];
        var best = entry.Error(Contest.SeasonalNaive) < entry.Error(Contest.Naive)
            ? Contest.SeasonalNaive : Contest.Naive;
        var beliefs = (double[])[Belief(entry, ratios[0], 0), Belief(entry, ratios[1], 1)];
        if (!double.IsFinite(beliefs[0]) || !double.IsFinite(beliefs[1]))
        {
            return new Verdict(best, Choice.TooShortToTest, "the series is too short for a held-out test");
        }

        var own = Told(ratios, entry.Trials.Count);
        var drawn = double.IsFinite(_panel[0]) ? ", with the panel's evidence " + Told(beliefs) : "";
        if (beliefs[0] >= 0 || beliefs[1] >= 0)
        {
            return new Verdict(best, Choice.NaiveWasBetter, $"held-out error of {Name()}: {own}{drawn}");
        }

        var alone = ratios[0] < 0 && ratios[1] < 0;
        return new Verdict(
            Contest.Combination, alone ? Choice.BeatNaive : Choice.BeatNaiveInPanel, $"held-out error: {own}{drawn}");
    }

    private static string Name() => Contest.Names[Contest.Combination];

    private static string Told(double[] ratios, int origins) => origins == 0 ? "untested on the series alone"
        : string.Create(CultureInfo.InvariantCulture, $"{Told(ratios)} over {origins} origins");

    private static string Told(double[] ratios) => string.Create(
        CultureInfo.InvariantCulture,
        $"{Percent(ratios[0])} against naive and {Percent(ratios[1])} against seasonal naive");

    private static string Percent(double ratio) => double.IsFinite(ratio)
        ? string.Create(CultureInfo.InvariantCulture, $"{100 * (Math.Exp(ratio) - 1):+0;-0;0} %") : "unknown";

    private static double Ratio(Entry entry, int naive) =>
        entry.Trials.Count == 0 ? double.NaN : Log(entry.Error(Contest.Combination), entry.Error(naive));

    private static double Mean(List<Entry> panel, int model) =>
        panel.Average(entry => entry.Error(model) / entry.Scale / entry.Trials.Sum(trial => trial.Outturns.Length));

    private static double Log(double better, double naive) =>
        better > 0 || naive > 0 ? Math.Log((better + 1e-12) / (naive + 1e-12)) : double.NaN;

    /// <summary>
    /// Reliability of one horizon's worth of outturns, from the newest and the oldest third of the origins.
    /// </summary>
    private static double Reliability(IReadOnlyList<Entry> panel, int naive)
    {
        var thirds = panel.Where(entry => entry.Trials.Count >= 3).Select(entry =>
        {
            var third = entry.Trials.Count / 3;
            var newer = entry with { Trials = [.. entry.Trials.Take(third)] };
            var older = entry with { Trials = [.. entry.Trials.TakeLast(third)] };
            return (Newer: Ratio(newer, naive), Older: Ratio(older, naive), Tests: 0.5 * (Tests(newer) + Tests(older)));
        }).Where(pair => double.IsFinite(pair.Newer) && double.IsFinite(pair.Older)).ToList();
        if (thirds.Count < LeastSeries)
        {
            return Unknown;
        }

        var (newerMean, olderMean) = (thirds.Average(pair => pair.Newer), thirds.Average(pair => pair.Older));
        var shared = thirds.Sum(pair => (pair.Newer - newerMean) * (pair.Older - olderMean));
        var newer = thirds.Sum(pair => Math.Pow(pair.Newer - newerMean, 2));
        var older = thirds.Sum(pair => Math.Pow(pair.Older - olderMean, 2));
        var correlation = newer > 0 && older > 0 ? Math.Max(0, shared / Math.Sqrt(newer * older)) : 0;
        var tests = thirds.Average(pair => pair.Tests);
        return Math.Clamp(correlation / (tests - ((tests - 1) * correlation)), 0, 1);
    }

    /// <summary>Held-out periods in units of the horizon; origins overlap, and each period counts once.</summary>
    private static double Tests(Entry entry)
    {
        var first = entry.Trials.Max(trial => trial.Back);
        var last = entry.Trials.Min(trial => trial.Back - trial.Outturns.Length);
        return (first - last) / (double)entry.Final[0].Mean.Length;
    }

    private double Belief(Entry entry, double own, int naive)
    {
        if (!double.IsFinite(_panel[naive]) || !double.IsFinite(own))
        {
            return double.IsFinite(own) ? own : _panel[naive];
        }

        var (tests, one) = (Tests(entry), _trust[naive]);
        var trust = one <= 0 ? 0 : tests * one / (1 + ((tests - 1) * one));
        return _panel[naive] + (trust * (own - _panel[naive]));
    }
}

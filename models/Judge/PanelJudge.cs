using System.Globalization;
using Maltall.Models.Reconcile;

namespace Maltall.Models.Judge;

/// <summary>Series of one season length, judged together.</summary>
internal sealed class PanelJudge
{
    private readonly Gate _gate;
    private readonly Scorer _scorer;

    /// <summary>Judges a panel.</summary>
    public PanelJudge(IReadOnlyList<Entry> panel, int season, ForecastRequest request)
    {
        // Sums of many numbers depend on their order in the last bit, so the order is the ids', not the caller's.
        List<Entry> ordered = [.. panel.OrderBy(entry => entry.Data.Series.Id, StringComparer.Ordinal)];
        _gate = new Gate(ordered);
        _scorer = new Scorer(ordered, Contest.Names, request);
        Table = _scorer.Score(ordered, string.Create(CultureInfo.InvariantCulture, $"season {season}"));
        Request = request;
    }

    /// <summary>All models over all series.</summary>
    public Backtest Table { get; }

    private ForecastRequest Request { get; }

    /// <summary>Which model of a series is shown.</summary>
    public Verdict Decide(Entry entry) => _gate.Decide(entry);

    /// <summary>The forecast of a series.</summary>
    public Forecast Show(Entry entry) => Presenter.Present(entry, Decide(entry), _scorer, Request);
}

/// <summary>A total that is the sum of its parts' forecasts.</summary>
internal static class TotalJudge
{
    /// <summary>The forecast of a total, with its interval from its own held-out errors.</summary>
    public static Forecast Show(Entry joined, ForecastRequest request)
    {
        var sum = Contest.Names.Count;
        var scorer = new Scorer([joined], [.. Contest.Names, BottomUp.Name], request);
        var naive = Math.Min(joined.Error(Contest.Naive), joined.Error(Contest.SeasonalNaive));
        var own = joined.Error(sum);
        var won = joined.Trials.Count > 0 && own < naive;
        var change = 100 * ((own / Math.Max(naive, 1e-12)) - 1);
        var told = joined.Trials.Count == 0 ? "too short for a held-out test" : string.Create(
            CultureInfo.InvariantCulture, $"held-out error {change:+0;-0;0} % against the better naive of the sum");
        var choice = won ? Choice.SumOfParts : Choice.SumOfPartsDespiteNaive;
        var verdict = new Verdict(sum, choice, $"parts add up to it; {told} over {joined.Trials.Count} origins");
        return Presenter.Present(joined, verdict, scorer, request);
    }
}

using Maltall.Models.Judge;
using Maltall.Models.Reconcile;

namespace Maltall.Models;

/// <summary>
/// Forecasts a panel: fits, tests on rolling origins, decides what may be shown, and calibrates intervals.
/// </summary>
public static class Forecaster
{
    /// <summary>Forecasts every series of a panel.</summary>
    /// <param name="panel">Series with different ids; those of one season length are calibrated together.</param>
    /// <param name="request">Horizon and levels.</param>
    /// <param name="cancel">Looked at once a series.</param>
    /// <returns>The same to the last bit for any number of threads and any order of the panel.</returns>
    /// <exception cref="ArgumentException">Two series have one id.</exception>
    public static ForecastSet Run(IReadOnlyList<Series> panel, ForecastRequest request, CancellationToken cancel) =>
        Run(panel, [], request, cancel);

    /// <summary>
    /// Forecasts every series of a panel, and totals of them so that parts add up to the total's mean.
    /// </summary>
    /// <param name="panel">Series with different ids, the parts among them.</param>
    /// <param name="totals">Totals; each comes after the panel in the answer.</param>
    /// <param name="request">Horizon and levels.</param>
    /// <param name="cancel">Looked at once a series.</param>
    /// <exception cref="ArgumentException">Two series have one id, or parts do not fit together.</exception>
    public static ForecastSet Run(
        IReadOnlyList<Series> panel, IReadOnlyList<Hierarchy> totals, ForecastRequest request, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(panel);
        ArgumentNullException.ThrowIfNull(totals);
        ArgumentNullException.ThrowIfNull(request);
        var byId = new Dictionary<string, Series>(StringComparer.Ordinal);
        if (panel.FirstOrDefault(series => !byId.TryAdd(series.Id, series)) is { } doubled)
        {
            throw new ArgumentException($"The id {doubled.Id} stands for two series.", nameof(panel));
        }

        var sums = totals.Select(total => BottomUp.Total(total, byId)).ToList();
        var entries = Contests([.. panel, .. sums], request, cancel);
        var judges = panel.GroupBy(series => series.Season).OrderBy(group => group.Key)
            .ToDictionary(group => group.Key, group => new PanelJudge(Known(group, entries), group.Key, request));
        var shown = panel.Where(series => entries.ContainsKey(series.Id))
            .Select(series => judges[series.Season].Show(entries[series.Id]));
        var added = totals.Where(total => entries.ContainsKey(total.TotalId))
            .Select(total => Added(total, entries, judges, request));
        var refused = panel.Where(series => !entries.ContainsKey(series.Id))
            .Select(series => new Refusal(series.Id, "it has no observation", "Deliver at least one value."));
        return new ForecastSet([.. shown, .. added], [.. refused], [.. judges.Values.Select(judge => judge.Table)]);
    }

    private static Dictionary<string, Entry> Contests(
        IReadOnlyList<Series> panel, ForecastRequest request, CancellationToken cancel)
    {
        var entries = new Entry?[panel.Count];
        var options = new ParallelOptions { MaxDegreeOfParallelism = request.Threads, CancellationToken = cancel };
        Parallel.For(0, panel.Count, options, i =>
        {
            entries[i] = Prepared.From(panel[i]) is { } data ? Contest.Run(data, request) : null;
        });
        return entries.OfType<Entry>().ToDictionary(entry => entry.Data.Series.Id, StringComparer.Ordinal);
    }

    private static List<Entry> Known(IEnumerable<Series> group, Dictionary<string, Entry> entries) =>
        [.. group.Where(series => entries.ContainsKey(series.Id)).Select(series => entries[series.Id])];

    private static Forecast Added(
        Hierarchy total, Dictionary<string, Entry> entries, Dictionary<int, PanelJudge> judges, ForecastRequest request)
    {
        var parts = total.PartIds.Select(id => entries[id])
            .Select(entry => (Entry: entry, judges[entry.Data.Series.Season].Decide(entry).Model)).ToList();
        var joined = BottomUp.Join(entries[total.TotalId], parts);
        return TotalJudge.Show(joined, request);
    }
}

using System.Globalization;
using Maltall.App.Setup;
using Maltall.Warehouse.Signal;

namespace Maltall.App.Cli;

/// <summary>The sentences that must stand beside charts: what chance gives, what cannot be said, what was rebased.
/// </summary>
/// <param name="session">Gives the language.</param>
internal sealed class SignalNotes(Session session)
{
    private readonly bool english = session.Settings.Lang == "en";

    /// <summary>The notes of charts.</summary>
    /// <param name="charts">The charts with their names.</param>
    /// <param name="indicators">How many indicators they are of.</param>
    public IEnumerable<string> Of(IReadOnlyList<(string Facet, UnitSignals Signals)> charts, int indicators)
    {
        if (charts.Count == 0)
        {
            yield break;
        }

        var periods = charts.Max(one => one.Signals.Chart.Rows.Count);
        var expected = FalseAlarms.Of(new ChartLoad(indicators, charts.Count / indicators, periods))
            .Expected.ToString("0.#", session.Culture);
        yield return Say(
            $"{charts.Count} diagrammer med {periods} perioder: om lag {expected} signaler ventes av tilfeldighet " +
            "alene (normalfordelte, uavhengige verdier med kjente grenser).",
            $"{charts.Count} charts of {periods} periods: about {expected} signals are expected of chance alone " +
            "(normal, independent values with known limits).");
        foreach (var note in Weak(charts).Concat(charts.SelectMany(Recorded)))
        {
            yield return note;
        }
    }

    private IEnumerable<string> Weak(IReadOnlyList<(string Facet, UnitSignals Signals)> charts)
    {
        var trial = Names(charts, one => one.Chart.Segments.Any(segment => segment.Status == ChartStatus.Trial));
        var bare = Names(charts, one => one.Chart.Segments.Any(segment => segment.Status == ChartStatus.ValuesOnly));
        var few = Names(charts, one => one.Choice.IsUnreliable);
        if (trial.Length > 0)
        {
            yield return Say($"Prøvegrenser (6–11 verdier): {trial}. Si ikke noe om kontroll.",
                $"Trial limits (6–11 values): {trial}. Say nothing of control.");
        }

        if (bare.Length > 0)
        {
            yield return Say(
                $"Bare verdier (færre enn 6, eller mer enn en femdel skjult): {bare}.",
                $"Values only (fewer than 6, or more than a fifth hidden): {bare}.");
        }

        if (Names(charts, one => IsDrifting(one.Chart)) is { Length: > 0 } drifting)
        {
            yield return Say(
                $"Mer enn en firedel utenfor grensene: {drifting}. Serien driver eller husker seg selv; grensene " +
                "er for trange, og signalene sier bare det.",
                $"More than a quarter outside the limits: {drifting}. The series drifts or remembers itself; the " +
                "limits are too narrow, and the signals say that alone.");
        }

        if (few.Length > 0)
        {
            yield return Say(
                $"For få hendelser per periode: {few}. Slå sammen perioder eller områder.",
                $"Too few events a period: {few}. Pool periods or areas.");
        }
    }

    private IEnumerable<string> Recorded((string Facet, UnitSignals Signals) chart)
    {
        foreach (var rebase in chart.Signals.Rebases)
        {
            yield return Say($"{chart.Facet}: nye grenser fra {Day(rebase.Date)}. {rebase.Cause} ({rebase.Who})",
                $"{chart.Facet}: new limits from {Day(rebase.Date)}. {rebase.Cause} ({rebase.Who})");
        }

        foreach (var rebase in chart.Signals.RefusedRebases)
        {
            yield return Say(
                $"{chart.Facet}: ingen nye grenser fra {Day(rebase.Date)}, for det trengs 8 verdier på hver side.",
                $"{chart.Facet}: no new limits from {Day(rebase.Date)}, for 8 values are needed on each side.");
        }

        foreach (var one in chart.Signals.Breaks)
        {
            yield return Say(
                $"{chart.Facet}: brudd i data ({one.Label}) {Day(one.Date)}. {one.Cause} ({one.Who})",
                $"{chart.Facet}: break in the data ({one.Label}) {Day(one.Date)}. {one.Cause} ({one.Who})");
        }
    }

    private static bool IsDrifting(Chart chart) =>
        chart.Rows.Count(row => row.Rule is SignalRule.AboveLimit or SignalRule.BelowLimit) * 4
            > chart.Rows.Count(row => row.Rule is not null);

    private static string Names(
        IReadOnlyList<(string Facet, UnitSignals Signals)> charts, Func<UnitSignals, bool> which) =>
        string.Join(", ", charts.Where(one => which(one.Signals)).Select(one => one.Facet));

    private static string Day(DateOnly day) => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    private string Say(string norwegian, string other) => english ? other : norwegian;
}

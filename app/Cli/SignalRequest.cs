using System.CommandLine;
using System.Globalization;
using Maltall.App.Cli.Formats;
using Maltall.App.Setup;
using Maltall.Lake;
using Maltall.Warehouse;
using Maltall.Warehouse.Measure;
using Maltall.Warehouse.Signal;

namespace Maltall.App.Cli;

/// <summary>Signals in the protected figures of indicators.</summary>
internal sealed class SignalRequest
{
    private readonly Option<string?> by = new("--by")
    {
        Description = "Dimensions and a kind of period; the shortest kind when none is named.",
        HelpName = "district,quarter",
    };

    private readonly Option<string[]> where = new("--where")
    {
        Description = "Only the cells with this member; may be repeated.", HelpName = "k=v",
    };

    private readonly Option<string?> period = new("--period")
    {
        Description = "A period, or the first and the last of several.", HelpName = "2011..2013",
    };

    private readonly Option<DateOnly?> asOf = AnalysisCommands.AsOf();

    /// <summary>The options of such a request.</summary>
    public IEnumerable<Option> All => [by, where, period, asOf];

    /// <summary>The charts of indicators, as rows.</summary>
    /// <exception cref="UserError">The request has no meaning, or a rebase is asked for without a cause.</exception>
    public ResultTable Answer(string[] ids, ParseResult parsed, ChartChoices choices, Session session)
    {
        if (parsed.GetValue(choices.Rebase) is not null)
        {
            throw new UserError("An indicator is rebased for a recorded cause only.",
                "Write it with date, cause and name in warehouse/signals/rebases.yaml.");
        }

        using var analysis = AnalysisCommands.Open(session, parsed.GetValue(asOf));
        var book = analysis.Definitions.Causes;
        var charts = ids.SelectMany(id => Charts(analysis, id, parsed, choices, session)
            .Select(one => (Facet: ids.Length > 1 ? $"{id}:{one.Figures.Unit}" : one.Figures.Unit,
                Signals: IndicatorSignals.Of(one.Indicator, one.Figures, book, one.Options)))).ToList();
        ResultColumn[] columns =
            [.. SignalCommand.Columns, new("chart", ResultKind.Text), new("status", ResultKind.Text)];
        var rows = charts.SelectMany(one => one.Signals.Chart.Rows.Select(row => (IReadOnlyList<object?>)
        [
            .. SignalCommand.Cells(one.Facet, row, one.Signals.Chart.Assurance), one.Signals.Choice.Code,
            Word(one.Signals.Chart.StatusOf(row)),
        ]));
        var titles = ids.Select(id => analysis.Definitions.Indicator(id).Title.In(session.Settings.Lang));
        return new ResultTable(string.Join("; ", titles), columns, rows.ToList(),
        [
            .. Figures.Notes(analysis.Publication, session),
            .. new SignalNotes(session).Of(charts, ids.Length),
        ]);
    }

    private IEnumerable<(IndicatorDefinition Indicator, UnitFigures Figures, ChartOptions Options)> Charts(
        Analysis analysis, string id, ParseResult parsed, ChartChoices choices, Session session)
    {
        var indicator = analysis.Definitions.Indicator(id);
        var options = choices.Read(parsed, indicator.Direction == Direction.Up ? Better.Up : Better.Down);
        var filter = AnalysisCommands.Pairs(parsed.GetValue(where));
        var table = analysis.Query(
            new IndicatorRequest([id], By(indicator, parsed), filter, parsed.GetValue(period)), session.Cancellation);
        var whole = filter.Count > 0 ? string.Join('/', filter.Values) : "oslo";
        return IndicatorSignals.UnitsOf(table, whole).Select(unit =>
            (indicator, unit, options with { Target = options.Target ?? unit.Target }));
    }

    /// <summary>What the user broke the indicator down by, with the shortest kind of period when none is named.
    /// </summary>
    private List<string> By(IndicatorDefinition indicator, ParseResult parsed)
    {
        var names = AnalysisCommands.Split(parsed.GetValue(by)).ToList();
        var words = Enum.GetValues<PeriodKind>().Select(Period.WordOf).ToList();
        if (names.Contains(Period.WordOf(PeriodKind.RollingYear)))
        {
            throw new UserError("Rolling years overlap, so that each is like the one before and signals mean nothing.",
                "Ask by a kind of period that does not overlap.");
        }

        return names.Exists(words.Contains) ? names : [.. names, Period.WordOf(indicator.Periods.Min())];
    }

    private static string Word(ChartStatus status) => status switch
    {
        ChartStatus.ValuesOnly => "values only",
        _ => status.ToString().ToLower(CultureInfo.InvariantCulture),
    };
}

using System.CommandLine;
using Maltall.App.Cli.Formats;
using Maltall.App.Setup;
using Maltall.Reports.Compose;
using Maltall.Warehouse.Measure;

namespace Maltall.App.Cli;

/// <summary>The command that lists the indicators, and tells all about one.</summary>
internal static class IndicatorsCommand
{
    /// <summary>The command.</summary>
    public static Verb Make()
    {
        var verb = new Verb("indicators",
            "The catalogue of indicators; of one: what it is, how to read it and how not to, and its known errors.",
            "maltall indicators", "maltall indicators refusal_share --lang nn",
            "maltall indicators --lang en -f csv");
        var id = new Argument<string?>("indicator")
        {
            Description = "Id of one indicator, to read its page.", Arity = ArgumentArity.ZeroOrOne,
        };
        verb.Add(id);
        var (format, output) = verb.AddFormats();
        verb.Does((parsed, session) =>
        {
            var (name, file) = (parsed.GetRequiredValue(format), parsed.GetValue(output));
            var catalog = AnalysisCommands.Today(session);
            if (parsed.GetValue(id) is not { } given)
            {
                Invocation.Write(List(catalog, session), session, name, file);
            }
            else if (name == "table")
            {
                WritePage(catalog.Indicator(given), session, file);
            }
            else
            {
                Invocation.Write(
                    IndicatorRows.Of([catalog.Indicator(given)], session.Settings.Lang), session, name, file);
            }

            return 0;
        });
        return verb;
    }

    private static void WritePage(IndicatorDefinition indicator, Session session, string? file)
    {
        var words = Wording.Load(session.Definitions("reports/definitions")).In(session.Settings.Lang);
        var lines = IndicatorLines.Of(indicator, words);
        if (file is null)
        {
            Console.Out.WriteLine(string.Join(Environment.NewLine, lines));
        }
        else
        {
            File.WriteAllLines(file, lines);
        }
    }

    private static ResultTable List(DefinitionCatalog catalog, Session session)
    {
        ResultColumn[] columns =
        [
            new("indicator", ResultKind.Text), new("code", ResultKind.Text), new("title", ResultKind.Text),
            new("kind", ResultKind.Text), new("unit", ResultKind.Text), new("point", ResultKind.Whole),
            new("programmes", ResultKind.Text), new("dimensions", ResultKind.Text), new("periods", ResultKind.Text),
            new("better", ResultKind.Text), new("version", ResultKind.Whole), new("stale", ResultKind.Text),
        ];
        var stale = StaleWords.Of(session);
        var rows = catalog.Indicators.Select(one => (IReadOnlyList<object?>)
        [
            one.Id, one.Code, one.Title.In(session.Settings.Lang), AnalysisCommands.Lower(one.Kind), one.Unit,
            one.StrategyPoint, string.Join(' ', one.Programmes), string.Join(' ', one.Dimensions),
            string.Join(' ', one.Periods.Select(Period.WordOf)), AnalysisCommands.Lower(one.Direction), one.Version,
            StaleWords.Because(StaleWords.Of(stale, one), session),
        ]);
        return new ResultTable("Indicators", columns, rows.ToList(), []);
    }
}

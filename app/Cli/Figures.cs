using System.Globalization;
using Maltall.App.Cli.Formats;
using Maltall.App.Setup;
using Maltall.Lake;
using Maltall.Warehouse;
using Maltall.Warehouse.Judge;
using Maltall.Warehouse.Measure;
using Maltall.Warehouse.Protect;

namespace Maltall.App.Cli;

/// <summary>Turns figures and verdicts into rows, with the sentences that must stand beside them.</summary>
internal static class Figures
{
    /// <summary>Indicator values as rows.</summary>
    public static ResultTable Of(Analysis analysis, IndicatorTable table, Session session)
    {
        var single = table.Indicators.Count == 1 ? table.Indicators[0] : null;
        ResultColumn[] columns =
        [
            new("indicator", ResultKind.Text),
            .. table.Dimensions.Select(name => new ResultColumn(name, ResultKind.Text)),
            new("value", ResultKind.Number, single is null ? null : DecimalsOf(single)),
            new("sign", ResultKind.Text),
            new("numerator", ResultKind.Number),
            new("denominator", ResultKind.Number),
            new("unit", ResultKind.Text),
            new("target", ResultKind.Number, single is null ? null : DecimalsOf(single)),
            new("status", ResultKind.Text),
            new("definition", ResultKind.Text),
            new("publication", ResultKind.Text),
        ];
        var definitions = table.Indicators.ToDictionary(indicator => indicator.Id);
        var rows = table.Rows.Select(row => (IReadOnlyList<object?>)
        [
            row.Indicator,
            .. row.Keys,
            Number(row.Figure),
            row.Figure.Sign,
            (row.Figure as Figure.Value)?.Numerator,
            (row.Figure as Figure.Value)?.Denominator,
            definitions[row.Indicator].Unit,
            row.Target,
            row.Status is { } status ? Code(status) : null,
            string.Create(CultureInfo.InvariantCulture, $"{row.Indicator}@{definitions[row.Indicator].Version}"),
            analysis.Publication.PublicationId,
        ]);
        var title = string.Join("; ", table.Indicators.Select(indicator => indicator.Title.In(session.Settings.Lang)));
        return new ResultTable(title, columns, rows.ToList(), Notes(analysis.Publication, session));
    }

    /// <summary>The goal tree as rows, parents before their children.</summary>
    public static ResultTable Of(Analysis analysis, IReadOnlyList<GoalVerdict> verdicts, Session session, bool forPerson)
    {
        var lang = session.Settings.Lang;
        ResultColumn[] columns =
        [
            new("goal", ResultKind.Text),
            new("title", ResultKind.Text),
            new("indicator", ResultKind.Text),
            new("unit", ResultKind.Text),
            new("period", ResultKind.Text),
            new("now", ResultKind.Number),
            new("sign", ResultKind.Text),
            new("baseline", ResultKind.Number),
            new("target", ResultKind.Number),
            new("achievement", ResultKind.Number, 2),
            new("status", ResultKind.Text),
            new("carried_by", ResultKind.Text),
        ];
        var rows = verdicts.Select(verdict => (IReadOnlyList<object?>)
        [
            verdict.Goal.Id,
            (forPerson ? new string(' ', 2 * verdict.Depth) : "") + verdict.Goal.Title.In(lang),
            verdict.Goal.Indicator,
            verdict.Goal.Unit,
            verdict.NowPeriod,
            Number(verdict.Now),
            verdict.Goal.Indicator is null ? "" : verdict.Now.Sign,
            verdict.Baseline,
            verdict.Target,
            verdict.Achievement,
            forPerson ? $"{verdict.Status.Shape()} {verdict.Status.Word(lang)}" : Code(verdict.Status),
            verdict.CarriedBy,
        ]);
        var title = lang == "en" ? "Goal achievement (måloppnåelse)" : "Måloppnåelse";
        return new ResultTable(title, columns, rows.ToList(), Notes(analysis.Publication, session));
    }

    /// <summary>The sentences that must stand beside every figure of a publication.</summary>
    public static IReadOnlyList<string> Notes(Publication publication, Session session)
    {
        var culture = session.Culture;
        var english = session.Settings.Lang == "en";
        var published = TimeZoneInfo.ConvertTime(publication.PublishedAt, Session.Oslo).ToString("g", culture);
        var until = publication.DataUntil?.ToString("d", culture) ?? "–";
        var notes = new List<string>
        {
            english
                ? $"Publication {publication.PublicationId}, {published}; data until {until}. : hidden, . cannot occur, .. missing."
                : $"Publisering {publication.PublicationId}, {published}; data til og med {until}. " +
                  ": skjult, . kan ikke forekomme, .. mangler.",
        };
        if (publication.Synthetic)
        {
            notes.Insert(0, english ? "SYNTHETIC DATA (syntetiske data): nothing here is about real people."
                : "SYNTETISKE DATA: ingenting her handler om virkelige personer.");
        }

        return notes;
    }

    private static double? Number(Figure figure) => (figure as Figure.Value)?.Number;

    private static int DecimalsOf(IndicatorDefinition indicator) => indicator.Decimals;

    private static string Code(GoalStatus status) => status switch
    {
        GoalStatus.Reached => "reached",
        GoalStatus.Near => "near",
        GoalStatus.NotReached => "not_reached",
        _ => "not_measurable",
    };
}

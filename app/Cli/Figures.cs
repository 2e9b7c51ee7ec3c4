using System.Globalization;
using Maltall.App.Cli.Formats;
using Maltall.App.Setup;
using Maltall.Lake;
using Maltall.Reports.Compose;
using Maltall.Warehouse.Judge;
using Maltall.Warehouse.Measure;
using Maltall.Warehouse.Protect;

namespace Maltall.App.Cli;

/// <summary>Turns figures into rows, with the sentences that must stand beside them.</summary>
internal static class Figures
{
    /// <summary>Indicator values as rows.</summary>
    /// <param name="context">The publication that they come from.</param>
    /// <param name="table">The values.</param>
    /// <param name="district">The one district that was asked for; null when there are more.</param>
    /// <param name="signals">Which figures are signals.</param>
    /// <param name="brief">Without what is the same in every row of a publication.</param>
    public static ResultTable Of(
        FigureContext context, IndicatorTable table, string? district, SignalColumn signals, bool brief)
    {
        var period = Math.Max(0, table.Dimensions.ToList().FindIndex(
            name => name == "period" || Period.IsKind(name)));
        var (analysis, session, heldBack) = (context.Analysis, context.Session, context.HeldBack);
        var evidence = table.Rows.Any(row => row.Standing is null) ? context.Evidence : null;
        var single = table.Indicators.Count == 1 ? table.Indicators[0] : null;
        ResultColumn[] columns =
        [
            new("indicator", ResultKind.Text),
            .. table.Dimensions.Select(name => new ResultColumn(name, ResultKind.Text)),
            new("value", ResultKind.Number, single is null ? null : DecimalsOf(single)),
            new("sign", ResultKind.Text),
            new("numerator", ResultKind.Number),
            new("denominator", ResultKind.Number),
            new("observations", ResultKind.Whole),
            new("lower", ResultKind.Number, single is null ? null : DecimalsOf(single)),
            new("upper", ResultKind.Number, single is null ? null : DecimalsOf(single)),
            new("unit", ResultKind.Text),
            new("target", ResultKind.Number, single is null ? null : DecimalsOf(single)),
            new("status", ResultKind.Text),
            new("signal", ResultKind.Text),
            new("held_back_share", ResultKind.Number, 3),
            new("figure_status", ResultKind.Text),
            new("trust", ResultKind.Text),
            new("definition", ResultKind.Text),
            new("publication", ResultKind.Text),
        ];
        var definitions = table.Indicators.ToDictionary(indicator => indicator.Id);
        var rows = table.Rows.Select(row => (Row: row, Standing: row.Standing
                ?? Judged(evidence, definitions[row.Indicator], table.Dimensions, (row, district))))
            .Select(((IndicatorRow Row, Standing? Standing) one) => Cells(one.Row, one.Standing));
        IReadOnlyList<object?> Cells(IndicatorRow row, Standing? standing) =>
        [
            row.Indicator,
            .. row.Keys,
            Number(row.Figure),
            row.Figure.Sign,
            (row.Figure as Figure.Value)?.Numerator,
            (row.Figure as Figure.Value)?.Denominator,
            (row.Figure as Figure.Value)?.Observations,
            (row.Figure as Figure.Value)?.Interval?.Low,
            (row.Figure as Figure.Value)?.Interval?.High,
            definitions[row.Indicator].Unit,
            row.Target,
            row.Status?.Code(),
            signals.LabelOf(row, period),
            Share(heldBack, definitions[row.Indicator], table.Dimensions, (row, district)),
            standing?.Status.ToString().ToLower(CultureInfo.InvariantCulture),
            standing?.Trust.ToString(),
            string.Create(CultureInfo.InvariantCulture, $"{row.Indicator}@{definitions[row.Indicator].Version}"),
            analysis.Publication.PublicationId,
        ];
        var title = string.Join("; ", table.Indicators.Select(indicator => indicator.Title.In(session.Settings.Lang)));
        var whole = new ResultTable(title, columns, rows.ToList(), Notes(analysis.Publication, session));
        return brief ? Without(whole, ["definition", "publication"]) : whole;
    }

    /// <summary>What was held back behind a row: of its period, and of its district when it has one.</summary>
    private static double? Share(
        HeldBack heldBack, IndicatorDefinition indicator, IReadOnlyList<string> names,
        (IndicatorRow Row, string? District) asked)
    {
        return PeriodOf(names, asked) is var (period, place)
            ? heldBack.Share(indicator, period, place) : null;
    }

    /// <summary>How settled a figure is that the publication does not hold ready.</summary>
    private static Standing? Judged(
        FigureEvidence? evidence, IndicatorDefinition indicator, IReadOnlyList<string> names,
        (IndicatorRow Row, string? District) asked) =>
        PeriodOf(names, asked) is var (period, place) ? evidence?.Judge(indicator, period, place) : null;

    private static (Period Period, string? District)? PeriodOf(
        IReadOnlyList<string> names, (IndicatorRow Row, string? District) asked)
    {
        var keys = names.Zip(asked.Row.Keys).ToDictionary(pair => pair.First, pair => pair.Second);
        var periods = keys.Where(key => key.Key is not "district").Select(key => Period.TryParse(key.Value, out var one)
            && key.Key is "period" or "month" or "quarter" or "tertial" or "half_year" or "rolling_year" or "year"
                ? one : (Period?)null);
        return periods.OfType<Period>().FirstOrDefault() is { Year: > 0 } period
            ? (period, keys.GetValueOrDefault("district") is { } one and not "total" ? one : asked.District) : null;
    }

    private static ResultTable Without(ResultTable table, string[] names)
    {
        var kept = Enumerable.Range(0, table.Columns.Count)
            .Where(at => !names.Contains(table.Columns[at].Name) && !IsEmpty(table, at)).ToList();
        return table with
        {
            Columns = kept.Select(at => table.Columns[at]).ToList(),
            Rows = table.Rows.Select(row => (IReadOnlyList<object?>)kept.Select(at => row[at]).ToList()).ToList(),
        };
    }

    private static bool IsEmpty(ResultTable table, int at) =>
        table.Columns[at].Name is "target" or "status" or "denominator" or "lower" or "upper"
            or "figure_status" or "trust" or "sign" or "held_back_share" or "signal"
        && table.Rows.All(row => row[at] is null or "" or 0.0 or "common_cause");

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
                ? $"Publication {publication.PublicationId}, {published}; data until {until}. " +
                  ": hidden, . cannot occur, .. missing."
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

    /// <summary>The number of a figure that may be shown; null for any other.</summary>
    public static double? Number(Figure figure) => (figure as Figure.Value)?.Number;

    /// <summary>Decimals of the value as it is stored: a share is between 0 and 1, its decimals are those of the
    /// percentage.</summary>
    private static int DecimalsOf(IndicatorDefinition indicator) =>
        indicator.Decimals + (Notation.IsShare(indicator) ? 2 : 0);
}

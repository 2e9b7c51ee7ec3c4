using System.Globalization;
using Maltall.Lake;
using Maltall.Warehouse;
using Maltall.Warehouse.Measure;

namespace Maltall.Reports.Compose;

/// <summary>Composes the leader's page from a publication.</summary>
/// <param name="folder">The folder <c>reports/definitions</c>.</param>
public sealed class LetterComposer(string folder)
{
    private readonly Wording _wording = Wording.Load(folder);

    /// <summary>Composes the page.</summary>
    /// <param name="analysis">The publication.</param>
    /// <param name="report">The report.</param>
    /// <param name="period">The period to report; null for the last whole tertial of the data.</param>
    /// <param name="language"><c>nb</c>, <c>nn</c> or <c>en</c>.</param>
    /// <param name="cancellation">Passed on to each question.</param>
    /// <exception cref="UserError">The period, the language or a goal is not there.</exception>
    public Letter Compose(
        Analysis analysis, ReportDefinition report, string? period, string language, CancellationToken cancellation)
    {
        var words = _wording.In(language);
        var roots = report.Tables.SelectMany(table => table.Goals).ToList();
        var composition = Composition.Make(analysis, words, period, roots, cancellation);
        var drawn = Drawn(composition, report);
        return new Letter
        {
            Words = words,
            Title = report.Title.In(language),
            Programme = report.Programme.In(language),
            Period = composition.Notation.Name(composition.Period),
            PeriodLabel = composition.Period.Label,
            DataUntil = analysis.Publication.DataUntil is { } until ? composition.Notation.Day(until) : Notation.Dash,
            Synthetic = analysis.Synthetic,
            Summary = Summary.Of(composition),
            Tables = GoalLines.Tables(composition, report),
            Signs = GoalLines.Signs(composition),
            Chart = drawn is null ? null : SeriesChart.Of(composition, Series.Read(composition, drawn, cancellation)),
            Districts = drawn is null ? null : Districts.Of(composition, drawn, cancellation),
            Reservations = report.Reservations.Select(text => text.In(language)).ToList(),
            Sources = Sources(composition, cancellation),
            Definitions = Definitions(composition),
            Publication = words.Fill("publication", ("id", analysis.Publication.PublicationId),
                ("moment", composition.Notation.Moment(analysis.Publication.PublishedAt))),
        };
    }

    private static GoalStanding? Drawn(Composition composition, ReportDefinition report)
    {
        var measured = composition.Standings.Where(standing => standing.Verdict.NowPeriod is not null
            && standing is { Indicator: not null, Goal.Cumulative: false }).ToList();
        return report.Chart is { } id
            ? measured.Find(standing => standing.Goal.Id == id)
            : Summary.FurthestOff(measured) ?? measured.Find(standing => standing.Now is not null);
    }

    private List<string> Sources(Composition composition, CancellationToken cancellation)
    {
        var (words, notation) = (composition.Words, composition.Notation);
        var sql = File.ReadAllText(Path.Combine(folder, "delivered.sql"));
        return composition.Analysis.Sql(sql, cancellation).Rows.Select(row =>
        {
            var source = Convert.ToString(row[0], CultureInfo.InvariantCulture) ?? "";
            return words.Fill("source_line",
                ("source", words.Has($"source_{source}") ? words[$"source_{source}"] : source),
                ("deliveries", words.Count("deliveries", Convert.ToInt32(row[1], CultureInfo.InvariantCulture))),
                ("last", LastDelivered(notation, row[2])),
                ("rows", Notation.Whole(Number(row[3]), words.Language)),
                ("rejected", Notation.Whole(Number(row[4]), words.Language)),
                ("share", row[5] is double share ? notation.Percent(share, 1) : Notation.Dash));
        }).ToList();
    }

    private static string LastDelivered(Notation notation, object? value) => value switch
    {
        DateOnly day => notation.Name(Period.Containing(PeriodKind.Month, day)),
        DateTime moment => LastDelivered(notation, DateOnly.FromDateTime(moment)),
        _ => Notation.Dash,
    };

    private static long Number(object? value) =>
        value is null ? 0 : Convert.ToInt64(value, CultureInfo.InvariantCulture);

    private static List<Explained> Definitions(Composition composition) => composition.Standings
        .Select(standing => standing.Indicator).OfType<IndicatorDefinition>().DistinctBy(indicator => indicator.Id)
        .Select(indicator => new Explained(
            indicator.Title.In(composition.Words.Language), Texts(indicator, composition.Words).ToList()))
        .ToList();

    private static IEnumerable<string> Texts(IndicatorDefinition indicator, Words words)
    {
        yield return indicator.Description.In(words.Language).Trim();
        if (indicator.HowToRead is { } reading)
        {
            yield return words.Fill("definition_reading", ("text", reading.In(words.Language)));
        }

        yield return words.Fill("definition_source", ("source", indicator.Source), ("id", indicator.Id),
            ("version", indicator.Version.ToString(CultureInfo.InvariantCulture)));
    }
}

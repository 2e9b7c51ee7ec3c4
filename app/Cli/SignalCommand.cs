using System.CommandLine;
using System.Globalization;
using Maltall.App.Cli.Formats;
using Maltall.Lake;
using Maltall.Warehouse.Signal;

namespace Maltall.App.Cli;

/// <summary>The command that tells signals from noise, in an indicator or in the points of a file.</summary>
internal static class SignalCommand
{
    /// <summary>Columns of every answer.</summary>
    internal static readonly IReadOnlyList<ResultColumn> Columns =
    [
        new("facet", ResultKind.Text), new("date", ResultKind.Text), new("value", ResultKind.Number),
        new("segment", ResultKind.Whole), new("mean", ResultKind.Number), new("lpl", ResultKind.Number),
        new("upl", ResultKind.Number), new("rule", ResultKind.Text), new("variation", ResultKind.Text),
        new("assurance", ResultKind.Text),
    ];

    /// <summary>The command.</summary>
    public static Verb Make()
    {
        var verb = new Verb("signal", "Which points of an indicator or of a file are signals, and which are noise.",
            "maltall signal refusal_share --by district,quarter",
            "maltall signal --file points.csv --better down --target 60",
            "maltall signal --file points.csv --rebase 2015-01-01 --baseline-points 24 --format csv");
        var indicators = new Argument<string[]>("indicator")
        {
            Description = "Ids of indicators; `maltall indicators` lists them.", Arity = ArgumentArity.ZeroOrMore,
        };
        var file = new Option<string?>("--file")
        {
            Description = "CSV with date, value and, if there are several series, facet.", HelpName = "points.csv",
        };
        var columns = (Date: Column("date"), Value: Column("value"), Facet: Column("facet"));
        var (asked, chart) = (new SignalRequest(), new ChartChoices());
        verb.Add(indicators);
        foreach (var option in (Option[])
            [.. asked.All, file, columns.Date, columns.Value, columns.Facet, .. chart.All])
        {
            verb.Add(option);
        }

        verb.Returns((parsed, session) => (parsed.GetRequiredValue(indicators), parsed.GetValue(file)) switch
        {
            ([], { } path) => OfFile(path, new PointColumns(parsed.GetValue(columns.Date),
                parsed.GetValue(columns.Value), parsed.GetValue(columns.Facet)), parsed, chart),
            ([_, ..] ids, null) => asked.Answer(ids, parsed, chart, session),
            _ => throw new UserError("Signals of what?", "Name indicators, or a file with --file."),
        });
        return verb;
    }

    private static ResultTable OfFile(string path, PointColumns columns, ParseResult parsed, ChartChoices choices)
    {
        var file = PointsFile.Read(path, columns);
        var rebases = file.Dates(parsed.GetValue(choices.Rebase) ?? "");
        var options = choices.Read(parsed, Better.Up);
        var rows = new List<IReadOnlyList<object?>>();
        foreach (var series in file.Series)
        {
            var starts = rebases.Where(date => date >= series.Dates[0] && date <= series.Dates[^1])
                .Select(date => series.Dates.TakeWhile(at => at < date).Count());
            var chart = XmrChart.Of(series.Points, options with { Rebases = starts.ToHashSet() });
            rows.AddRange(chart.Rows.Select(row => Cells(series.Facet, row, chart.Assurance)));
            Warn(series.Facet, chart);
        }

        if (!file.IsEven)
        {
            Console.Error.WriteLine("The dates have no clear step; neighbours are taken as consecutive.");
        }

        return new ResultTable(Path.GetFileName(path), Columns, rows, []);
    }

    /// <summary>The cells of a row.</summary>
    internal static object?[] Cells(string facet, ChartRow row, Assurance? assurance) =>
    [
        facet, row.Period, row.Value, (long)row.Segment, row.Mean, row.Lower, row.Upper,
        row.Rule is { } rule ? SignalWords.Label(rule) : null,
        row.Variation is { } variation ? SignalWords.Label(variation) : null,
        assurance is { } sure ? SignalWords.Label(sure) : null,
    ];

    private static void Warn(string facet, Chart chart)
    {
        foreach (var segment in chart.Segments.Where(segment => segment.Status != ChartStatus.Limits))
        {
            var advice = segment.Status == ChartStatus.Trial ? "the limits are for trial; say nothing of control"
                : "look at the values, not at the limits";
            Console.Error.WriteLine(string.Create(CultureInfo.InvariantCulture,
                $"{facet}, segment {segment.Number}: {segment.Values} values; {advice}."));
        }
    }

    private static Option<string?> Column(string name) => new($"--{name}")
    {
        Description = $"Column with the {name}s; `{name}` when it is not given.", HelpName = "C",
    };
}

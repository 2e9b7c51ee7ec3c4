using System.CommandLine;
using System.Globalization;
using Maltall.App.Cli.Formats;
using Maltall.Lake;
using Maltall.Warehouse.Signal;

namespace Maltall.App.Cli;

/// <summary>The command that tells signals from noise, in the points of a file.</summary>
internal static class SignalCommand
{
    private static readonly ResultColumn[] Columns =
    [
        new("facet", ResultKind.Text), new("date", ResultKind.Text), new("value", ResultKind.Number),
        new("segment", ResultKind.Whole), new("mean", ResultKind.Number), new("lpl", ResultKind.Number),
        new("upl", ResultKind.Number), new("rule", ResultKind.Text), new("variation", ResultKind.Text),
        new("assurance", ResultKind.Text),
    ];

    /// <summary>The command.</summary>
    public static Verb Make()
    {
        var verb = new Verb("signal", "Which points of a series are signals, and which are noise.",
            "maltall signal --file points.csv --better down --target 60",
            "maltall signal --file points.csv --rebase 2015-01-01 --baseline-points 24 --format csv");
        var file = new Option<string>("--file")
        {
            Description = "CSV with date, value and, if there are several series, facet.", HelpName = "points.csv",
            Required = true,
        };
        var columns = (Date: Column("date"), Value: Column("value"), Facet: Column("facet"));
        var chart = new ChartChoices();
        foreach (var option in (Option[])[file, columns.Date, columns.Value, columns.Facet, .. chart.All])
        {
            verb.Add(option);
        }

        verb.Returns((parsed, _) =>
        {
            var named = new PointColumns(
                parsed.GetValue(columns.Date), parsed.GetValue(columns.Value), parsed.GetValue(columns.Facet));
            return OfFile(parsed.GetRequiredValue(file), named, parsed, chart);
        });
        return verb;
    }

    private static ResultTable OfFile(string path, PointColumns columns, ParseResult parsed, ChartChoices choices)
    {
        var file = PointsFile.Read(path, columns);
        var rebases = file.Dates(parsed.GetValue(choices.Rebase) ?? "");
        var options = choices.Read(parsed);
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

    private static object?[] Cells(string facet, ChartRow row, Assurance? assurance) =>
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

/// <summary>The options of a chart on the command line.</summary>
internal sealed class ChartChoices
{
    private readonly Option<string> better = new("--better")
    {
        Description = "Which way is better.", DefaultValueFactory = _ => "up",
    };

    private readonly Option<double?> target = new("--target")
    {
        Description = "The target, in the unit of the values.", HelpName = "X",
    };

    private readonly Option<int?> baseline = new("--baseline-points")
    {
        Description = "The limits stand on the first N points of each segment.", HelpName = "N",
    };

    private readonly Option<bool> noScreen = new("--no-screen")
    {
        Description = "Keep large moving ranges in the limits.",
    };

    /// <summary>Makes the options.</summary>
    public ChartChoices() => better.AcceptOnlyFromAmong("up", "down", "neutral");

    /// <summary>Dates from which the limits are worked out anew.</summary>
    public Option<string?> Rebase { get; } = new("--rebase")
    {
        Description = "Dates from which the limits are worked out anew; have a reason.", HelpName = "DATE,…",
    };

    /// <summary>All of them.</summary>
    public IEnumerable<Option> All => [better, target, Rebase, baseline, noScreen];

    /// <summary>The options as the user gave them, without rebases.</summary>
    /// <exception cref="UserError">The target or the baseline cannot be used.</exception>
    public ChartOptions Read(ParseResult parsed)
    {
        var (goal, points) = (parsed.GetValue(target), parsed.GetValue(baseline));
        if (points is < 2 || goal is { } wanted && !double.IsFinite(wanted))
        {
            throw new UserError("A baseline has at least 2 points, and a target is a finite number.",
                "Write them as --baseline-points 12 --target 60.");
        }

        return new ChartOptions
        {
            Better = parsed.GetRequiredValue(better) switch
            {
                "down" => Better.Down,
                "neutral" => Better.Neutral,
                _ => Better.Up,
            },
            Target = goal, BaselinePoints = points, ScreenOutliers = !parsed.GetValue(noScreen),
        };
    }
}

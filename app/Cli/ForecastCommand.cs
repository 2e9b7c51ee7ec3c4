using System.CommandLine;
using System.Globalization;
using Maltall.App.Cli.Formats;
using Maltall.App.Setup;
using Maltall.Lake;
using Maltall.Models;

namespace Maltall.App.Cli;

/// <summary>The command that forecasts: an indicator per district, or the series of a file.</summary>
internal static class ForecastCommand
{
    /// <summary>The command.</summary>
    public static Verb Make()
    {
        var verb = new Verb("forecast", "The coming periods of an indicator per district, or of series in a file.",
            "maltall forecast applications --horizon 12",
            "maltall forecast --file series.csv --horizon 6 --levels 80,95");
        var indicator = new Argument<string?>("indicator")
        {
            Description = "An indicator that counts per month and district.", Arity = ArgumentArity.ZeroOrOne,
        };
        var file = new Option<string?>("--file")
        {
            Description = "CSV with series_id,period,value.", HelpName = "series.csv",
        };
        var season = new Option<int?>("--season")
        {
            Description = "Periods a season; by the periods' kind when not given.", HelpName = "M",
        };
        var horizon = new Option<int>("--horizon")
        {
            Description = "Periods ahead.", HelpName = "H", DefaultValueFactory = _ => 12,
        };
        var levels = new Option<string>("--levels")
        {
            Description = "Levels of the intervals, in percent.", HelpName = "80,95",
            DefaultValueFactory = _ => "80,95",
        };
        var asOf = AnalysisCommands.AsOf();
        verb.Add(indicator);
        foreach (var option in new Option[] { file, season, horizon, levels, asOf })
        {
            verb.Add(option);
        }

        verb.Returns((parsed, session) =>
        {
            var request = Request(parsed.GetValue(horizon), parsed.GetRequiredValue(levels));
            return (parsed.GetValue(indicator), parsed.GetValue(file)) switch
            {
                ({ } id, null) => OfIndicator(session, id, request, parsed.GetValue(asOf)),
                (null, { } path) => OfFile(session, path, parsed.GetValue(season), request),
                _ => throw new UserError("Forecast what?", "Name one indicator, or a file with --file."),
            };
        });
        return verb;
    }

    private static ForecastRequest Request(int horizon, string levels)
    {
        var parts = levels.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        var numbers = parts.Select(part => int.TryParse(part, NumberStyles.None, CultureInfo.InvariantCulture,
            out var level)
            && level is > 0 and < 100 ? level : 0).ToList();
        return numbers.Count > 0 && numbers.All(level => level > 0) && horizon is >= 1 and <= 1000
            ? new ForecastRequest(horizon, numbers)
            : throw new UserError("The horizon is from 1 to 1000, and levels are whole percents.",
                "Write them as --horizon 12 --levels 80,95.");
    }

    private static ResultTable OfIndicator(Session session, string id, ForecastRequest request, DateOnly? asOf)
    {
        using var analysis = AnalysisCommands.Open(session, asOf);
        var title = analysis.Definitions.Indicator(id).Title.In(session.Settings.Lang);
        var forecasts = DemandForecast.Of(analysis, id, request, session.Cancellation);
        var oslo = forecasts.FirstOrDefault(forecast => forecast.SeriesId == "oslo");
        return Table(title, forecasts, request, [.. Figures.Notes(analysis.Publication, session), .. Why(oslo)]);
    }

    private static ResultTable OfFile(Session session, string path, int? season, ForecastRequest request)
    {
        var set = Forecaster.Run(SeriesFile.Read(path, season), request, session.Cancellation);
        foreach (var refusal in set.Refusals)
        {
            Console.Error.WriteLine($"{refusal.SeriesId}: {refusal.Reason}. {refusal.Remedy}");
        }

        return Table(Path.GetFileName(path), set.Forecasts, request, []);
    }

    private static IEnumerable<string> Why(Forecast? forecast) => forecast is null ? []
        : [$"Oslo: {forecast.Model}. {forecast.Reason}"];

    private static ResultTable Table(
        string title, IReadOnlyList<Forecast> forecasts, ForecastRequest request, IReadOnlyList<string> notes)
    {
        ResultColumn[] columns =
        [
            new("series_id", ResultKind.Text), new("step", ResultKind.Whole), new("period", ResultKind.Text),
            new("mean", ResultKind.Number, 1),
            .. request.Levels.SelectMany(level => new[] { Bound("lo", level), Bound("hi", level) }),
            new("model", ResultKind.Text),
        ];
        var rows = forecasts.SelectMany(forecast => forecast.Steps.Select(step => (IReadOnlyList<object?>)
        [
            forecast.SeriesId, (long)step.Step, step.Period.ToString(), step.Mean,
            .. request.Levels.SelectMany(level => new object?[] { step.At(level).Low, step.At(level).High }),
            forecast.Model,
        ]));
        return new ResultTable(title, columns, rows.ToList(), notes);
    }

    private static ResultColumn Bound(string side, int level) =>
        new(string.Create(CultureInfo.InvariantCulture, $"{side}{level}"), ResultKind.Number, 1);
}

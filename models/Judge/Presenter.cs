using System.Globalization;

namespace Maltall.Models.Judge;

/// <summary>Turns a judged series into what a reader is shown.</summary>
internal static class Presenter
{
    /// <summary>Steps, intervals, table and notes of the model that was decided on.</summary>
    public static Forecast Present(Entry entry, Verdict verdict, Scorer scorer, ForecastRequest request)
    {
        var data = entry.Data;
        var (widths, tested) = (scorer.HalfWidths(entry, verdict.Model), scorer.Tested(verdict.Model));
        var fit = entry.Final[verdict.Model];
        var steps = new ForecastStep[request.Horizon];
        for (var h = 0; h < steps.Length; h++)
        {
            var mean = fit.Mean[h];
            var floor = data.NonNegative ? 0 : double.NegativeInfinity;
            var intervals = request.Levels.Select((level, i) => new Interval(
                level, Math.Max(floor, mean - widths[i][h]), mean + widths[i][h]));
            steps[h] = new ForecastStep(h + 1, data.Origin.Plus(h + 1), mean, [.. intervals], h < tested);
        }

        return new Forecast
        {
            SeriesId = data.Series.Id,
            Model = fit.Model,
            Choice = verdict.Choice,
            Reason = verdict.Reason,
            Steps = steps,
            Backtest = scorer.Score(entry),
            Residuals = fit.Residuals,
            Notes = [.. Notes(entry, tested, request.Horizon)],
        };
    }

    private static IEnumerable<string> Notes(Entry entry, int tested, int horizon)
    {
        foreach (var note in entry.Data.Notes)
        {
            yield return note;
        }

        if (entry.Data.IsConstant)
        {
            yield return "the history never changes, so its spread is unknown; the limits are the value itself";
        }
        else if (tested < horizon)
        {
            yield return string.Create(
                CultureInfo.InvariantCulture, $"steps after {tested} are beyond any held-out test");
        }
    }
}

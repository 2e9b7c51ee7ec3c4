namespace Maltall.Models.Judge;

/// <summary>Scores of forecasts against outturns, as the M4 competition defines them.</summary>
/// <remarks>Makridakis, Spiliotis, Assimakopoulos (2020), The M4 Competition, section 2.4.</remarks>
public static class Accuracy
{
    /// <summary>Mean absolute step over one season of the history: the unit of MASE and MSIS.</summary>
    /// <param name="history">Observations without gaps.</param>
    /// <param name="season">Periods a season.</param>
    /// <returns>NaN when the history has no whole season or never changes.</returns>
    public static double Scale(ReadOnlySpan<double> history, int season)
    {
        var lag = history.Length > season ? season : 1;
        var sum = 0.0;
        for (var t = lag; t < history.Length; t++)
        {
            sum += Math.Abs(history[t] - history[t - lag]);
        }

        return sum > 0 ? sum / (history.Length - lag) : double.NaN;
    }

    /// <summary>Symmetric mean absolute percentage error, 0–200; both zero counts as no error.</summary>
    public static double Smape(ReadOnlySpan<double> outturn, ReadOnlySpan<double> mean)
    {
        var sum = 0.0;
        for (var h = 0; h < outturn.Length; h++)
        {
            var size = Math.Abs(outturn[h]) + Math.Abs(mean[h]);
            sum += size > 0 ? 200 * Math.Abs(outturn[h] - mean[h]) / size : 0;
        }

        return sum / outturn.Length;
    }

    /// <summary>
    /// Mean absolute error in units of <paramref name="scale"/>; outturns that are not known are left out.
    /// </summary>
    public static double Mase(ReadOnlySpan<double> outturn, ReadOnlySpan<double> mean, double scale)
    {
        var (sum, count) = (0.0, 0);
        for (var h = 0; h < outturn.Length; h++)
        {
            if (!double.IsNaN(outturn[h]))
            {
                sum += Math.Abs(outturn[h] - mean[h]);
                count++;
            }
        }

        return sum / count / scale;
    }

    /// <summary>The interval score of one outturn: width, and a fine for what lies outside.</summary>
    /// <remarks>Gneiting and Raftery (2007), eq. 43; divided by the scale and averaged it is M4's MSIS.</remarks>
    public static double IntervalScore(double outturn, Interval interval)
    {
        var fine = 2 / (1 - (interval.Level / 100.0));
        return interval.High - interval.Low + (fine * Math.Max(0, interval.Low - outturn))
            + (fine * Math.Max(0, outturn - interval.High));
    }

    /// <summary>
    /// The overall weighted average: mean of sMAPE and MASE, each against Naive2's mean over all series.
    /// </summary>
    public static double Owa(double smape, double mase, double naiveSmape, double naiveMase) =>
        0.5 * ((smape / naiveSmape) + (mase / naiveMase));

    /// <summary>The loss of one quantile.</summary>
    /// <param name="outturn">What came.</param>
    /// <param name="quantile">The quantile forecast.</param>
    /// <param name="probability">Its probability, 0–1.</param>
    public static double Pinball(double outturn, double quantile, double probability) =>
        outturn >= quantile ? probability * (outturn - quantile) : (1 - probability) * (quantile - outturn);
}

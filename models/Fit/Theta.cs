namespace Maltall.Models.Fit;

/// <summary>The standard Theta method: simple exponential smoothing with half the slope of the line as drift.</summary>
/// <remarks>
/// Assimakopoulos and Nikolopoulos (2000); the form used is Hyndman and Billah (2003), Unmasking the Theta method,
/// eq. 8:
/// the forecast is SES plus b/2 · (h − 1 + 1/α − (1 − α)ⁿ/α), with b the least-squares slope over time.
/// </remarks>
public sealed class Theta : IModel
{
    /// <inheritdoc/>
    public string Name => "Theta";

    /// <inheritdoc/>
    public Fitted Fit(History history, int horizon)
    {
        var values = history.Adjusted.ToArray();
        for (var t = 0; t < values.Length; t++)
        {
            values[t] /= history.Scale;
        }

        var form = new EtsForm(Part.Additive, Trend.None, Part.None);
        var bench = new EtsBench(values, history.Season);
        if (bench.Fit(form, isOnly: true) is not { } fit)
        {
            return new Naive().Fit(history, horizon) with { Model = Name };
        }

        var smoothed = bench.Forecast(fit, horizon, history.Scale) with { Model = Name };
        var run = new EtsRun(form, values, history.Season, [], []);
        run.At(fit.Point);
        AddDrift(smoothed, run.Alpha, 0.5 * Slope(history.Adjusted));
        return Seasoned.Restore(history, smoothed);
    }

    /// <summary>Least-squares slope of values over 1, 2, ….</summary>
    internal static double Slope(ReadOnlySpan<double> values)
    {
        var n = values.Length;
        var (mean, middle, sum) = (Seasonality.Mean(values), 0.5 * (n + 1), 0.0);
        for (var t = 0; t < n; t++)
        {
            sum += (t + 1 - middle) * (values[t] - mean);
        }

        return 12 * sum / (n * (((double)n * n) - 1));
    }

    private static void AddDrift(Fitted smoothed, double alpha, double drift)
    {
        var left = 1.0;
        for (var t = 0; t < smoothed.Residuals.Length; t++)
        {
            smoothed.Residuals[t] -= drift * (1 - left) / alpha;
            left *= 1 - alpha;
        }

        for (var h = 0; h < smoothed.Mean.Length; h++)
        {
            smoothed.Mean[h] += drift * (h + ((1 - left) / alpha));
        }
    }
}

namespace Maltall.Models.Fit;

/// <summary>How often a series must be differenced before it stays about its mean.</summary>
internal static class Stationarity
{
    /// <summary>Plain and seasonal differences: at most two in all.</summary>
    public static (int Plain, int Seasonal) Differences(double[] values, int season)
    {
        var seasonal = season > 1 && Strength(values, season) > 0.64 ? 1 : 0;
        var steps = seasonal == 1 ? Difference(values, season) : values;
        var plain = 0;
        while (plain + seasonal < 2 && steps.Length > 4 && Kpss(steps, (int)(3 * Math.Sqrt(steps.Length) / 13)) > 0.463)
        {
            steps = Difference(steps, 1);
            plain++;
        }

        return (plain, seasonal);
    }

    /// <summary>Values minus those some periods back.</summary>
    public static double[] Difference(double[] values, int lag)
    {
        var steps = new double[Math.Max(0, values.Length - lag)];
        for (var t = 0; t < steps.Length; t++)
        {
            steps[t] = values[t + lag] - values[t];
        }

        return steps;
    }

    /// <summary>KPSS statistic about a level; 0.463 is its 5 % limit.</summary>
    /// <remarks>Kwiatkowski, Phillips, Schmidt, Shin (1992), eq. 13, with Bartlett weights.</remarks>
    internal static double Kpss(double[] values, int lags)
    {
        var n = values.Length;
        var mean = Seasonality.Mean(values);
        var (partial, sum, variance) = (0.0, 0.0, 0.0);
        foreach (var value in values)
        {
            partial += value - mean;
            sum += partial * partial;
            variance += (value - mean) * (value - mean) / n;
        }

        for (var lag = 1; lag <= lags; lag++)
        {
            var covariance = 0.0;
            for (var t = lag; t < n; t++)
            {
                covariance += (values[t] - mean) * (values[t - lag] - mean) / n;
            }

            variance += 2 * (1 - (lag / (lags + 1.0))) * covariance;
        }

        return variance > 1e-20 ? sum / (variance * n * n) : 0;
    }

    /// <summary>Share of the variance about the trend that the season explains, 0–1.</summary>
    internal static double Strength(double[] values, int season)
    {
        var parts = Stl.Of(values, season);
        var (about, left) = (new double[values.Length], new double[values.Length]);
        for (var t = 0; t < values.Length; t++)
        {
            about[t] = values[t] - parts.Trend[t];
            left[t] = about[t] - parts.Season[t];
        }

        var whole = Variance(about);
        return whole > 1e-20 ? Math.Max(0, 1 - (Variance(left) / whole)) : 0;
    }

    private static double Variance(double[] values)
    {
        var (mean, sum) = (Seasonality.Mean(values), 0.0);
        foreach (var value in values)
        {
            sum += (value - mean) * (value - mean);
        }

        return sum / values.Length;
    }
}

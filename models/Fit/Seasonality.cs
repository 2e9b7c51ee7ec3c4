namespace Maltall.Models.Fit;

/// <summary>Finds a repeating season and takes it out of a series.</summary>
internal static class Seasonality
{
    /// <summary>M4's test: is the autocorrelation at the seasonal lag beyond its 90 % limit?</summary>
    /// <remarks>
    /// Makridakis, Spiliotis, Assimakopoulos (2020), The M4 Competition, and its published script: at least three
    /// seasons,
    /// limit 1.645 · √((1 + 2 Σ r²ₖ, k &lt; m) / n).
    /// </remarks>
    public static bool IsSeasonal(ReadOnlySpan<double> values, int season)
    {
        if (season < 2 || values.Length < 3 * season)
        {
            return false;
        }

        var mean = Mean(values);
        var variance = Autocovariance(values, mean, 0);
        if (variance <= 1e-12 * mean * mean)
        {
            return false;
        }

        var sum = 1.0;
        for (var lag = 1; lag < season; lag++)
        {
            var r = Autocovariance(values, mean, lag) / variance;
            sum += 2 * r * r;
        }

        var limit = 1.645 * Math.Sqrt(sum / values.Length);
        return Math.Abs(Autocovariance(values, mean, season) / variance) > limit;
    }

    /// <summary>Classical decomposition: one factor (mean 1) or amount (sum 0) for each place in the season.</summary>
    /// <param name="values">At least two seasons.</param>
    /// <param name="season">Periods a season.</param>
    /// <param name="multiplicative">Ratios to the moving average, else differences from it.</param>
    /// <returns>Index 0 belongs to the first value; empty when a multiplicative factor would not be positive.</returns>
    public static double[] Indices(ReadOnlySpan<double> values, int season, bool multiplicative)
    {
        var sums = new double[season];
        var counts = new int[season];
        var half = season / 2;
        for (var t = half; t + half < values.Length; t++)
        {
            var trend = Centred(values, t, season);
            if (multiplicative && trend <= 0)
            {
                return [];
            }

            sums[t % season] += multiplicative ? values[t] / trend : values[t] - trend;
            counts[t % season]++;
        }

        for (var i = 0; i < season; i++)
        {
            sums[i] /= Math.Max(1, counts[i]);
        }

        var mean = Mean(sums);
        for (var i = 0; i < season; i++)
        {
            sums[i] = multiplicative ? sums[i] / mean : sums[i] - mean;
        }

        return multiplicative && !(sums.Min() > 0.01) ? [] : sums;
    }

    /// <summary>The centred moving average over one season, where there is a whole one around.</summary>
    public static IEnumerable<(int Index, double Trend)> Trend(double[] values, int season)
    {
        for (var t = season / 2; t + (season / 2) < values.Length; t++)
        {
            yield return (t, Centred(values, t, season));
        }
    }

    /// <summary>Arithmetic mean; 0 of nothing.</summary>
    public static double Mean(ReadOnlySpan<double> values)
    {
        var sum = 0.0;
        foreach (var value in values)
        {
            sum += value;
        }

        return values.Length == 0 ? 0 : sum / values.Length;
    }

    private static double Autocovariance(ReadOnlySpan<double> values, double mean, int lag)
    {
        var sum = 0.0;
        for (var t = lag; t < values.Length; t++)
        {
            sum += (values[t] - mean) * (values[t - lag] - mean);
        }

        return sum;
    }

    private static double Centred(ReadOnlySpan<double> values, int t, int season)
    {
        var half = season / 2;
        var window = values.Slice(t - half, (2 * half) + 1);
        var sum = Mean(window) * window.Length;
        return season % 2 == 1 ? sum / season : (sum - (0.5 * (window[0] + window[^1]))) / season;
    }
}

namespace Maltall.Models.Fit;

/// <summary>The last observation goes on: the yardstick of every other model.</summary>
public sealed class Naive : IModel
{
    /// <inheritdoc/>
    public string Name => "naive";

    /// <inheritdoc/>
    public Fitted Fit(History history, int horizon) => Lagged.Fit(Name, history.Values, lag: 1, horizon);
}

/// <summary>The same period of the last season goes on; naive where there is no whole season.</summary>
public sealed class SeasonalNaive : IModel
{
    /// <inheritdoc/>
    public string Name => "seasonal naive";

    /// <inheritdoc/>
    public Fitted Fit(History history, int horizon) =>
        Lagged.Fit(Name, history.Values, history.Length > history.Season ? history.Season : 1, horizon);
}

/// <summary>Naive on the series without its season, by M4's test: the denominator of OWA.</summary>
public sealed class Naive2 : IModel
{
    /// <inheritdoc/>
    public string Name => "naive2";

    /// <inheritdoc/>
    public Fitted Fit(History history, int horizon) =>
        Seasoned.Restore(history, Lagged.Fit(Name, history.Adjusted, lag: 1, horizon));
}

/// <summary>The mean step of the history goes on from the last observation.</summary>
/// <remarks>Hyndman and Athanasopoulos, Forecasting: principles and practice (3rd ed.), section 5.2.</remarks>
public sealed class Drift : IModel
{
    /// <inheritdoc/>
    public string Name => "drift";

    /// <inheritdoc/>
    public Fitted Fit(History history, int horizon)
    {
        var values = history.Values;
        var naive = Lagged.Fit(Name, values, lag: 1, horizon);
        var steps = Math.Max(1, values.Length - 1);
        var slope = (values[^1] - values[0]) / steps;
        for (var h = 0; h < horizon; h++)
        {
            naive.Mean[h] += slope * (h + 1);
        }

        for (var t = 1; t < values.Length; t++)
        {
            naive.Residuals[t] -= slope;
        }

        var sigma = Lagged.Rms(naive.Residuals, values.Length > 2 ? 1 : 0);
        for (var h = 0; h < horizon; h++)
        {
            naive.Spread[h] = sigma * Math.Sqrt((h + 1) * (1 + ((h + 1.0) / steps)));
        }

        return naive;
    }
}

/// <summary>Forecasts that repeat the value some periods back.</summary>
internal static class Lagged
{
    public static Fitted Fit(string name, ReadOnlySpan<double> values, int lag, int horizon)
    {
        var residuals = new double[values.Length];
        Array.Fill(residuals, double.NaN);
        for (var t = lag; t < values.Length; t++)
        {
            residuals[t] = values[t] - values[t - lag];
        }

        var sigma = Rms(residuals, unknowns: 0);
        var (mean, spread) = (new double[horizon], new double[horizon]);
        for (var h = 0; h < horizon; h++)
        {
            mean[h] = values[values.Length - lag + (h % lag)];
            spread[h] = sigma * Math.Sqrt((h / lag) + 1);
        }

        return new Fitted(name, mean, spread, residuals);
    }

    /// <summary>Root of the mean squared residual, with the number of fitted unknowns taken from the count.</summary>
    public static double Rms(ReadOnlySpan<double> residuals, int unknowns)
    {
        var (sum, count) = (0.0, 0);
        foreach (var residual in residuals)
        {
            if (!double.IsNaN(residual))
            {
                sum += residual * residual;
                count++;
            }
        }

        return count == 0 ? 0 : Math.Sqrt(sum / Math.Max(count - unknowns, Math.Max(1, count / 2)));
    }
}

/// <summary>Puts the season back on a forecast of the adjusted series.</summary>
internal static class Seasoned
{
    public static Fitted Restore(History history, Fitted adjusted)
    {
        for (var h = 0; h < adjusted.Mean.Length; h++)
        {
            adjusted.Mean[h] = history.Restore(history.Length + h, adjusted.Mean[h]);
            adjusted.Spread[h] *= history.Weight(history.Length + h);
        }

        for (var t = 0; t < adjusted.Residuals.Length; t++)
        {
            adjusted.Residuals[t] *= history.Weight(t);
        }

        return adjusted;
    }
}

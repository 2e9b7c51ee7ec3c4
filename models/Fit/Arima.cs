namespace Maltall.Models.Fit;

/// <summary>Seasonal ARIMA with orders found step by step.</summary>
/// <remarks>
/// Hyndman and Khandakar (2008), Automatic time series forecasting, section 3: KPSS for the differences, seasonal
/// strength
/// above 0.64 for the seasonal one (Wang, Smith, Hyndman 2006), then the neighbours of the best order by corrected
/// Akaike
/// criterion.
/// </remarks>
public sealed class Arima : IModel
{
    private const int MostOrders = 40;

    /// <inheritdoc/>
    public string Name => "ARIMA";

    /// <inheritdoc/>
    public Fitted Fit(History history, int horizon)
    {
        var values = history.Values.ToArray();
        for (var t = 0; t < values.Length; t++)
        {
            values[t] /= history.Scale;
        }

        var seasonal = history.Season > 1 && values.Length >= (2 * history.Season) + 5;
        var (d, seasonD) = Stationarity.Differences(values, seasonal ? history.Season : 1);
        var bench = new ArimaBench(values, seasonal ? history.Season : 1, d, seasonD);
        return values.Length < 6 || bench.Search(MostOrders) is not { } best
            ? new Naive().Fit(history, horizon) with { Model = Name }
            : bench.Forecast(horizon, history.Scale) with { Model = $"{Name}{best.Order}" };
    }
}

/// <summary>An order with its best unknowns.</summary>
internal sealed record ArimaFit(ArimaOrder Order, double[] Point, double Criterion);

/// <summary>Fits orders to one history that was differenced once and for all.</summary>
internal sealed class ArimaBench
{
    // An order with a root nearer to the unit circle is differenced once too often or too seldom; R asks for 1.01.
    private const double Distance = 1.03;

    private readonly double[] _values;
    private readonly double[] _steps;
    private readonly int _season;
    private readonly (int D, int SeasonD) _differences;
    private readonly double _size;
    private readonly List<ArimaFit> _found = [];

    public ArimaBench(double[] values, int season, int d, int seasonD)
    {
        (_values, _season, _differences) = (values, season, (d, seasonD));
        var steps = seasonD == 1 ? Stationarity.Difference(values, season) : values;
        for (var i = 0; i < d; i++)
        {
            steps = Stationarity.Difference(steps, 1);
        }

        _steps = [.. steps];
        var mean = Seasonality.Mean(_steps);
        _size = Math.Sqrt(_steps.Sum(step => (step - mean) * (step - mean)) / Math.Max(1, _steps.Length));
        _size = _size > 1e-12 ? _size : 1;
        for (var t = 0; t < _steps.Length; t++)
        {
            _steps[t] /= _size;
        }
    }

    /// <summary>The best order, or null when the history carries none.</summary>
    public ArimaFit? Search(int most)
    {
        var tried = new HashSet<ArimaOrder>();
        ArimaFit? best = null;
        foreach (var start in Starts())
        {
            best = Better(best, tried.Add(start) ? Fit(start, best) : null);
        }

        for (var better = best; better is not null && tried.Count < most;)
        {
            better = null;
            var near = best!.Order.Neighbours(_season > 1);
            foreach (var order in near.Where(order => order.IsAllowed && tried.Add(order)))
            {
                var found = Fit(order, best);
                (best, better) = found?.Criterion < best.Criterion ? (found, found) : (best, better);
                if (better is not null)
                {
                    break;
                }
            }
        }

        return best;
    }

    /// <summary>The forecasts of the orders found, weighted by how near their criteria come to the best.</summary>
    public Fitted Forecast(int horizon, double scale)
    {
        _found.Sort((one, other) => one.Criterion.CompareTo(other.Criterion));
        var near = _found.TakeWhile(fit => fit.Criterion < _found[0].Criterion + Weighted.Within);
        return Weighted.Mean([.. near.Select(fit => (fit.Criterion, Forecast(fit, horizon, scale)))]);
    }

    /// <summary>The forecast of one order on the values themselves.</summary>
    public Fitted Forecast(ArimaFit fit, int horizon, double scale)
    {
        var run = new ArimaRun(fit.Order, _steps, _season);
        run.At(fit.Point);
        var n = _values.Length;
        var ar = Whole(run.Ar);
        var extended = new double[n + horizon];
        var errors = new double[n + horizon];
        _values.CopyTo(extended, 0);
        for (var t = 0; t < _steps.Length; t++)
        {
            errors[n - _steps.Length + t] = run.Errors[t] * _size;
        }

        var constant = run.Mean * _size * (1 - Enumerable.Range(0, run.Ar.Count).Sum(i => run.Ar[i].Weight));
        for (var t = n; t < n + horizon; t++)
        {
            extended[t] = constant + run.Ma.Sum(errors, t);
            for (var lag = 1; lag < ar.Length && lag <= t; lag++)
            {
                extended[t] += ar[lag] * extended[t - lag];
            }
        }

        var residuals = Enumerable.Range(0, n).Select(t => t < n - _steps.Length ? double.NaN : errors[t] * scale);
        double[] known = [.. residuals];
        var spread = Spread(ar, run.Ma, Lagged.Rms(known, fit.Order.Unknowns), horizon);
        return new Fitted("", [.. extended.Skip(n).Select(value => value * scale)], spread, known);
    }

    private static ArimaFit? Better(ArimaFit? one, ArimaFit? other) =>
        other is not null && (one is null || other.Criterion < one.Criterion) ? other : one;

    /// <summary>Standard errors from the weights of past errors in the forecast.</summary>
    private static double[] Spread(double[] ar, Lags ma, double sigma, int horizon)
    {
        var psi = new double[horizon];
        var spread = new double[horizon];
        var variance = 0.0;
        for (var h = 0; h < horizon; h++)
        {
            psi[h] = h == 0 ? 1 : 0;
            for (var i = 0; i < ma.Count; i++)
            {
                psi[h] += ma[i].Lag == h ? ma[i].Weight : 0;
            }

            for (var lag = 1; lag < ar.Length && lag <= h; lag++)
            {
                psi[h] += ar[lag] * psi[h - lag];
            }

            variance += psi[h] * psi[h];
            spread[h] = sigma * Math.Sqrt(variance);
        }

        return spread;
    }

    private IEnumerable<ArimaOrder> Starts()
    {
        var constant = _differences.D + _differences.SeasonD <= 1;
        var seasonal = _season > 1 ? 1 : 0;
        foreach (var (p, q, ps, qs) in ((int, int, int, int)[])[(0, 0, 0, 0), (1, 0, 1, 0), (0, 1, 0, 1), (2, 2, 1, 1)])
        {
            var season = (ps * seasonal, _differences.SeasonD, qs * seasonal);
            yield return new ArimaOrder(p, _differences.D, q, season, constant);
        }
    }

    private ArimaFit? Fit(ArimaOrder order, ArimaFit? near)
    {
        var (counted, n) = (order.Unknowns + 1, _steps.Length);
        if (n - counted - 1 <= 0)
        {
            return null;
        }

        var point = Start(order, near);
        var run = new ArimaRun(order, _steps, _season);
        var likelihood = point.Length == 0
            ? run.At(point) : Simplex.Minimise(ref run, point, 0.3, 100 * point.Length);
        var correction = 2.0 * counted * (counted + 1) / (n - counted - 1);
        if (!double.IsFinite(likelihood) || !run.IsInside(Distance))
        {
            return null;
        }

        var fit = new ArimaFit(order, point, likelihood + (2 * counted) + correction);
        _found.Add(fit);
        return fit;
    }

    /// <summary>Starts where a neighbour ended, with zeros for what it has not.</summary>
    private double[] Start(ArimaOrder order, ArimaFit? near)
    {
        var point = new double[order.Unknowns];
        if (order.Constant)
        {
            point[^1] = near is { Order.Constant: true } ? near.Point[^1] : Seasonality.Mean(_steps);
        }

        if (near is not null)
        {
            var (to, from) = (0, 0);
            foreach (var (wanted, known) in Sizes(order).Zip(Sizes(near.Order)))
            {
                Array.Copy(near.Point, from, point, to, Math.Min(wanted, known));
                (to, from) = (to + wanted, from + known);
            }
        }

        return point;
    }

    private static int[] Sizes(ArimaOrder order) => [order.P, order.Q, order.Seasonal.P, order.Seasonal.Q];

    /// <summary>Autoregressive weights times the differences, by lag.</summary>
    private double[] Whole(Lags ar)
    {
        var size = _season + 3 + (_season * _differences.SeasonD) + _differences.D + 1;
        var weights = new double[size + 1];
        weights[0] = -1;
        for (var i = 0; i < ar.Count; i++)
        {
            weights[ar[i].Lag] += ar[i].Weight;
        }

        for (var i = 0; i < _differences.D; i++)
        {
            weights = Times(weights, 1);
        }

        return _differences.SeasonD == 1 ? Times(weights, _season) : weights;
    }

    private static double[] Times(double[] weights, int lag) =>
        [.. weights.Select((weight, i) => i >= lag ? weight - weights[i - lag] : weight)];
}

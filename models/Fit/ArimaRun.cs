namespace Maltall.Models.Fit;

/// <summary>The likelihood of one ARIMA order on a differenced series.</summary>
/// <remarks>
/// Unconditional sum of squares by backcasting: Box, Jenkins, Reinsel, Ljung (2015), Time Series Analysis, section
/// 7.1.4.
/// The determinant of the covariance is that of the pure AR and MA parts, ∏ (1 − r²ⱼ)⁻ʲ over partial autocorrelations,
/// which keeps roots off the unit circle. The search runs over atanh of the partials (Monahan 1984), so every point is
/// stationary and invertible.
/// </remarks>
internal struct ArimaRun : IObjective
{
    private readonly ArimaOrder _order;
    private readonly double[] _values;
    private readonly int _season;
    private readonly int _before;
    private readonly double[] _work;
    private readonly double[] _errors;
    private readonly Lags _ar;
    private readonly Lags _ma;
    private double _determinant;

    public ArimaRun(ArimaOrder order, double[] values, int season)
    {
        (_order, _values, _season) = (order, values, season);
        var longest = Math.Max(order.P + (season * order.Seasonal.P), order.Q + (season * order.Seasonal.Q));
        _before = Math.Min(values.Length, 2 * longest);
        _work = new double[values.Length + _before];
        _errors = new double[values.Length + _before];
        (_ar, _ma) = (new Lags(), new Lags());
    }

    /// <summary>Autoregressive weights by lag, after <see cref="At"/>.</summary>
    public readonly Lags Ar => _ar;

    /// <summary>Moving-average weights by lag.</summary>
    public readonly Lags Ma => _ma;

    /// <summary>The mean of the differenced series.</summary>
    public double Mean { get; private set; }

    /// <summary>One-step errors of the differenced series.</summary>
    public readonly ReadOnlySpan<double> Errors => _errors.AsSpan(_before);

    public double At(ReadOnlySpan<double> point)
    {
        Read(point);
        if (_before > 0)
        {
            Backcast();
        }

        for (var t = 0; t < _values.Length; t++)
        {
            _work[_before + t] = _values[t] - Mean;
        }

        var squares = Pass(_work.Length);
        var n = _values.Length;
        var likelihood = (n * Math.Log(Math.Max(squares / n, 1e-20))) + _determinant;
        return double.IsFinite(likelihood) ? likelihood : double.PositiveInfinity;
    }

    /// <summary>Every root of the plain polynomials is at least so far from zero.</summary>
    public readonly bool IsInside(double distance)
    {
        Span<double> ar = stackalloc double[3];
        Span<double> ma = stackalloc double[3];
        for (var i = 0; i < _order.P; i++)
        {
            ar[i] = _ar[i].Weight * Math.Pow(distance, i + 1);
        }

        for (var i = 0; i < _order.Q; i++)
        {
            ma[i] = -_ma[i].Weight * Math.Pow(distance, i + 1);
        }

        return IsStationary(ar[.._order.P]) && IsStationary(ma[.._order.Q]);
    }

    /// <summary>Steps Durbin and Levinson's recursion down: all partial autocorrelations lie within ±1.</summary>
    private static bool IsStationary(Span<double> weights)
    {
        Span<double> before = stackalloc double[3];
        for (var last = weights.Length - 1; last >= 0; last--)
        {
            var partial = weights[last];
            if (Math.Abs(partial) >= 1)
            {
                return false;
            }

            weights.CopyTo(before);
            for (var i = 0; i < last; i++)
            {
                weights[i] = (before[i] + (partial * before[last - 1 - i])) / (1 - (partial * partial));
            }
        }

        return true;
    }

    private void Read(ReadOnlySpan<double> point)
    {
        var (p, q, seasonal) = (_order.P, _order.Q, _order.Seasonal);
        _determinant = 0;
        var limit = 1.0 / (_values.Length + 1);
        Span<double> plain = stackalloc double[3];
        Turn(point[..p], plain, limit);
        _ar.Set(plain[..p], Partial(point.Slice(p + q, seasonal.P), limit), _season, product: -1);
        Turn(point.Slice(p, q), plain, limit);
        for (var j = 0; j < q; j++)
        {
            plain[j] = -plain[j];
        }

        var season = -Partial(point.Slice(p + q + seasonal.P, seasonal.Q), limit);
        _ma.Set(plain[..q], season, _season, product: 1);
        Mean = _order.Constant ? point[^1] : 0;
    }

    /// <summary>Partial autocorrelations to weights, by Durbin and Levinson.</summary>
    private void Turn(ReadOnlySpan<double> point, Span<double> weights, double limit)
    {
        Span<double> before = stackalloc double[3];
        for (var j = 0; j < point.Length; j++)
        {
            var partial = 0.995 * Math.Tanh(point[j]);
            _determinant -= (j + 1) * Math.Log(Math.Max(1 - (partial * partial), limit));
            weights.CopyTo(before);
            for (var i = 0; i < j; i++)
            {
                weights[i] = before[i] - (partial * before[j - 1 - i]);
            }

            weights[j] = partial;
        }
    }

    private double Partial(ReadOnlySpan<double> point, double limit)
    {
        if (point.Length == 0)
        {
            return 0;
        }

        var partial = 0.99 * Math.Tanh(point[0]);
        _determinant -= _season * Math.Log(Math.Max(1 - (partial * partial), limit));
        return partial;
    }

    /// <summary>Runs the model backwards in time and lets it say what came before the first value.</summary>
    private readonly void Backcast()
    {
        var n = _values.Length;
        for (var t = 0; t < n; t++)
        {
            _work[t] = _values[n - 1 - t] - Mean;
        }

        Pass(n);
        for (var t = n; t < n + _before; t++)
        {
            _errors[t] = 0;
            _work[t] = Expected(t);
        }

        // The furthest backcast comes first in time.
        Array.Copy(_work, n, _work, 0, _before);
        Array.Reverse(_work, 0, _before);
    }

    private readonly double Pass(int length)
    {
        var squares = 0.0;
        for (var t = 0; t < length; t++)
        {
            var error = _work[t] - Expected(t);
            _errors[t] = error;
            squares += error * error;
        }

        return squares;
    }

    private readonly double Expected(int t) => _ar.Sum(_work, t) + _ma.Sum(_errors, t);
}

/// <summary>Weights at the few lags that have one.</summary>
internal sealed class Lags
{
    private readonly int[] _lags = new int[8];
    private readonly double[] _weights = new double[8];

    /// <summary>Number of lags.</summary>
    public int Count { get; private set; }

    /// <summary>A lag and its weight.</summary>
    public (int Lag, double Weight) this[int index] => (_lags[index], _weights[index]);

    /// <summary>Multiplies a plain polynomial by a seasonal one of the first order.</summary>
    /// <param name="plain">Weights of lags 1, 2, ….</param>
    /// <param name="seasonal">Weight of the seasonal lag; 0 is none.</param>
    /// <param name="season">The seasonal lag.</param>
    /// <param name="product">Sign of the products: −1 for autoregressive weights, 1 for moving-average ones.</param>
    public void Set(ReadOnlySpan<double> plain, double seasonal, int season, int product)
    {
        Count = 0;
        for (var i = 0; i < plain.Length; i++)
        {
            Add(i + 1, plain[i]);
        }

        if (seasonal == 0)
        {
            return;
        }

        Add(season, seasonal);
        for (var i = 0; i < plain.Length; i++)
        {
            Add(season + i + 1, product * seasonal * plain[i]);
        }
    }

    /// <summary>The weighted sum of earlier values; those before the first are zero.</summary>
    public double Sum(double[] values, int t)
    {
        var sum = 0.0;
        for (var i = 0; i < Count; i++)
        {
            var from = t - _lags[i];
            sum += from >= 0 ? _weights[i] * values[from] : 0;
        }

        return sum;
    }

    private void Add(int lag, double weight) => (_lags[Count], _weights[Count++]) = (lag, weight);
}

namespace Maltall.Models.Fit;

/// <summary>One form of ETS on one history: the recursion, its likelihood and its forecast.</summary>
/// <remarks>
/// Values are in units of their mean size, so every unknown is of order one. The smoothing weights are searched through
/// a logistic map, which keeps them within the usual bounds: α in (0, 1), β in (0, α), γ in (0, 1 − α), φ in 0.8–0.98.
/// </remarks>
internal struct EtsRun(EtsForm form, double[] values, int season, double[] indices, double[] work) : IObjective
{
    private readonly EtsForm _form = form;
    private readonly double[] _values = values;
    private readonly double[] _indices = indices;
    private readonly double[] _work = work;
    private readonly int _season = season;
    private double _alpha;
    private double _beta;
    private double _gamma;
    private double _phi;
    private double _level;
    private double _slope;

    public double[]? Residuals { get; set; }

    public readonly double Alpha => _alpha;

    public double At(ReadOnlySpan<double> point)
    {
        Read(point);
        return Pass();
    }

    /// <summary>Means and standard errors ahead, after <see cref="At"/> on the point wanted.</summary>
    public readonly void Ahead(double sigma, Span<double> mean, Span<double> spread)
    {
        var (damp, power, variance) = (0.0, 1.0, 1.0);
        var n = _values.Length;
        for (var h = 0; h < mean.Length; h++)
        {
            power *= _phi;
            damp += power;
            var level = _level + (damp * _slope);
            mean[h] = _form.Season switch
            {
                Part.Additive => level + _work[(n + h) % _season],
                Part.Multiplicative => level * _work[(n + h) % _season],
                _ => level,
            };
            spread[h] = sigma * Math.Sqrt(variance) * (_form.Error == Part.Multiplicative ? Math.Abs(mean[h]) : 1);
            var weight = _alpha + (_beta * damp) + ((h + 1) % _season == 0 ? _gamma : 0);
            variance += weight * weight;
        }
    }

    private static double Logistic(double x) => 1 / (1 + Math.Exp(-x));

    private void Read(ReadOnlySpan<double> point)
    {
        _alpha = 0.0001 + (0.9998 * Logistic(point[0]));
        _level = point[1];
        var next = 2;
        (_beta, _slope, _phi, _gamma) = (0, 0, 1, 0);
        if (_form.Trend != Trend.None)
        {
            _beta = _alpha * Logistic(point[next++]);
            _slope = point[next++];
        }

        if (_form.Trend == Trend.Damped)
        {
            _phi = 0.8 + (0.18 * Logistic(point[next++]));
        }

        if (_form.Season != Part.None)
        {
            _gamma = (1 - _alpha) * Logistic(point[next]);
        }
    }

    private double Pass()
    {
        _indices.AsSpan().CopyTo(_work);
        var (squares, logs, product, place) = (0.0, 0.0, 1.0, 0);
        var relative = _form.Error == Part.Multiplicative;
        for (var t = 0; t < _values.Length; t++)
        {
            var fitted = Step(_values[t], place, out var error);
            if (Residuals is not null)
            {
                Residuals[t] = error;
            }

            if (relative)
            {
                if (!(fitted > 1e-4))
                {
                    return double.PositiveInfinity;
                }

                error /= fitted;
                product *= fitted;
                if (product is < 1e-100 or > 1e100)
                {
                    (logs, product) = (logs + Math.Log(product), 1);
                }
            }

            squares += error * error;
            place = place + 1 == _season ? 0 : place + 1;
        }

        var n = _values.Length;
        var likelihood = (n * Math.Log(Math.Max(squares / n, 1e-16))) + (2 * (logs + Math.Log(product)));
        return double.IsNaN(likelihood) ? double.PositiveInfinity : likelihood;
    }

    private double Step(double value, int place, out double error)
    {
        var trend = _phi * _slope;
        var level = _level + trend;
        switch (_form.Season)
        {
            case Part.None:
                error = value - level;
                _level = level + (_alpha * error);
                _slope = trend + (_beta * error);
                return level;
            case Part.Additive:
                error = value - level - _work[place];
                _level = level + (_alpha * error);
                _slope = trend + (_beta * error);
                _work[place] += _gamma * error;
                return value - error;
            default:
                var index = _work[place];
                error = value - (level * index);
                _level = level + (_alpha * error / index);
                _slope = trend + (_beta * error / index);
                _work[place] += _gamma * error / level;
                return level > 0 && index > 0 ? level * index : double.NaN;
        }
    }
}

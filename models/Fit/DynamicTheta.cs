namespace Maltall.Models.Fit;

/// <summary>The dynamic Theta model: the line is learned again at each observation.</summary>
/// <remarks>
/// Fiorucci, Pellegrini, Louzada, Petropoulos, Koehler (2016), Models for optimising the theta method and their
/// relationship to state space models, section 3: DOTM searches θ, DSTM holds it at 2.
/// </remarks>
public sealed class DynamicTheta : IModel
{
    private readonly bool _optimised;

    private DynamicTheta(string name, bool optimised) => (Name, _optimised) = (name, optimised);

    /// <summary>DOTM: first level, α and θ are searched.</summary>
    public static DynamicTheta Optimised { get; } = new("DOTM", optimised: true);

    /// <summary>DSTM: θ is 2.</summary>
    public static DynamicTheta Standard { get; } = new("DSTM", optimised: false);

    /// <inheritdoc/>
    public string Name { get; }

    /// <inheritdoc/>
    public Fitted Fit(History history, int horizon)
    {
        if (history.Length < 3)
        {
            return new Naive().Fit(history, horizon) with { Model = Name };
        }

        var values = history.Adjusted.ToArray();
        for (var t = 0; t < values.Length; t++)
        {
            values[t] /= history.Scale;
        }

        double[] point = _optimised ? [values[0], 0, 0] : [values[0], 0];
        var run = new ThetaRun(values);
        Simplex.Minimise(ref run, point, 0.4, 130 * point.Length);
        var residuals = new double[values.Length];
        run.Residuals = residuals;
        run.At(point);
        var (mean, spread) = (new double[horizon], new double[horizon]);
        run.Ahead(Lagged.Rms(residuals.AsSpan(1), point.Length), mean, spread);
        for (var h = 0; h < horizon; h++)
        {
            (mean[h], spread[h]) = (mean[h] * history.Scale, spread[h] * history.Scale);
        }

        for (var t = 0; t < residuals.Length; t++)
        {
            residuals[t] *= history.Scale;
        }

        return Seasoned.Restore(history, new Fitted(Name, mean, spread, residuals));
    }
}

/// <summary>The recursion of the dynamic Theta model on one history in units of its size.</summary>
internal struct ThetaRun(double[] values) : IObjective
{
    private readonly double[] _values = values;
    private double _alpha;
    private double _omega;
    private double _level;
    private double _left;
    private double _mean;
    private double _intercept;
    private double _slope;

    public double[]? Residuals { get; set; }

    public double At(ReadOnlySpan<double> point)
    {
        _level = point[0];
        _alpha = 0.01 + (0.98 / (1 + Math.Exp(-point[1])));
        _omega = point.Length < 3 ? 0.5 : 1 / (1 + Math.Exp(-point[2]));
        (_left, _mean, _intercept, _slope) = (1, 0, 0, 0);
        var sum = 0.0;
        for (var t = 0; t < _values.Length; t++)
        {
            var error = _values[t] - Fitted();
            if (Residuals is not null)
            {
                Residuals[t] = error;
            }

            // The line has no slope before the second value, so the first error is the first level's alone.
            sum += t == 0 ? 0.1 * error * error : error * error;
            Learn(_values[t], t + 1);
        }

        return double.IsNaN(sum) ? double.PositiveInfinity : Math.Log(Math.Max(sum, 1e-30));
    }

    public void Ahead(double sigma, Span<double> mean, Span<double> spread)
    {
        var variance = 1.0;
        for (var h = 0; h < mean.Length; h++)
        {
            mean[h] = Fitted();
            spread[h] = sigma * Math.Sqrt(variance);
            variance += _alpha * _alpha;
            Learn(mean[h], _values.Length + h + 1);
        }
    }

    private readonly double Fitted() =>
        _level + (_omega * ((_left * _intercept) + ((1 - (_left * (1 - _alpha))) / _alpha * _slope)));

    private void Learn(double value, int t)
    {
        _slope = t == 1 ? 0 : (((t - 2) * _slope) + (6.0 * (value - _mean) / t)) / (t + 1);
        _mean += (value - _mean) / t;
        _intercept = _mean - (0.5 * (t + 1) * _slope);
        _level += _alpha * (value - _level);
        _left *= 1 - _alpha;
    }
}

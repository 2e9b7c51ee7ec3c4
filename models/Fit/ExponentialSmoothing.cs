namespace Maltall.Models.Fit;

/// <summary>The ETS family; forms are weighted by the corrected Akaike criterion.</summary>
/// <remarks>
/// Hyndman, Koehler, Snyder, Grose (2002), A state space framework for automatic forecasting. Here the first level and
/// slope are searched, while the first season comes from decomposition but is counted in the criterion.
/// </remarks>
public sealed class ExponentialSmoothing : IModel
{
    private readonly IReadOnlyList<EtsForm> _forms;
    private readonly bool _adjusted;

    private ExponentialSmoothing(string name, IReadOnlyList<EtsForm> forms, bool adjusted) =>
        (Name, _forms, _adjusted) = (name, forms, adjusted);

    /// <summary>The whole family, on the series as it is.</summary>
    public static ExponentialSmoothing Automatic { get; } = new("ETS", EtsForm.All, adjusted: false);

    /// <summary>Simple exponential smoothing of the series without its season.</summary>
    public static ExponentialSmoothing Simple { get; } = Adjusted("SES", Trend.None);

    /// <summary>Holt's line on the series without its season.</summary>
    public static ExponentialSmoothing Holt { get; } = Adjusted("Holt", Trend.Additive);

    /// <summary>Holt's damped line on the series without its season.</summary>
    public static ExponentialSmoothing DampedHolt { get; } = Adjusted("damped Holt", Trend.Damped);

    /// <inheritdoc/>
    public string Name { get; }

    /// <summary>One stated form, on the series as it is.</summary>
    public static ExponentialSmoothing Of(EtsForm form) => new($"ETS({form})", [form], adjusted: false);

    /// <inheritdoc/>
    public Fitted Fit(History history, int horizon)
    {
        var source = _adjusted ? history.Adjusted : history.Values;
        var values = new double[source.Length];
        for (var t = 0; t < values.Length; t++)
        {
            values[t] = source[t] / history.Scale;
        }

        var bench = new EtsBench(values, history.Season);
        var fits = _forms.Select(form => bench.Fit(form, isOnly: _forms.Count == 1)).OfType<EtsFit>()
            .OrderBy(fit => fit.Criterion).ToList();
        if (fits.Count == 0)
        {
            return new Naive().Fit(history, horizon) with { Model = Name };
        }

        var name = _forms.Count > 1 ? $"{Name}({fits[0].Form})" : Name;
        var near = fits.TakeWhile(fit => fit.Criterion < fits[0].Criterion + Weighted.Within);
        var fitted = Weighted.Mean([.. near.Select(fit =>
            (fit.Criterion, bench.Forecast(fit, horizon, history.Scale)))]) with { Model = name };
        return _adjusted ? Seasoned.Restore(history, fitted) : fitted;
    }

    private static ExponentialSmoothing Adjusted(string name, Trend trend) =>
        new(name, [new EtsForm(Part.Additive, trend, Part.None)], adjusted: true);
}

/// <summary>A form with its best unknowns.</summary>
internal sealed record EtsFit(EtsForm Form, double[] Point, double Criterion);

/// <summary>Fits forms to one history and shares what they have in common.</summary>
internal sealed class EtsBench
{
    private readonly double[] _values;
    private readonly int _season;
    private readonly double[] _work;
    private readonly bool _positive;
    private readonly double[] _ratios = [];
    private readonly double[] _amounts = [];

    public EtsBench(double[] values, int season)
    {
        (_values, _season, _work) = (values, season, new double[season]);
        _positive = Array.TrueForAll(values, value => value > 0);
        if (season < 2 || values.Length < (2 * season) + 2)
        {
            return;
        }

        // The start of the history tells the season at the start; five seasons steady it.
        var start = values.AsSpan(0, Math.Min(values.Length, 5 * season));
        _amounts = Seasonality.Indices(start, season, multiplicative: false);
        _ratios = _positive ? Seasonality.Indices(start, season, multiplicative: true) : [];
    }

    /// <summary>The best unknowns of a form, or null when the history cannot carry it.</summary>
    public EtsFit? Fit(EtsForm form, bool isOnly)
    {
        var indices = Indices(form);
        var unknowns = form.Unknowns;
        var counted = unknowns + 1 + (form.Season == Part.None ? 0 : _season - 1);
        var spare = _values.Length - counted - 1;
        if ((form.Season != Part.None && indices.Length == 0)
            || (form.Error == Part.Multiplicative && !_positive)
            || (spare <= 0 && !isOnly)
            || _values.Length < 2)
        {
            return null;
        }

        var point = Start(form, indices);
        var run = new EtsRun(form, _values, _season, indices, _work);
        var likelihood = Simplex.Minimise(ref run, point, 0.4, 120 * unknowns);
        if (!double.IsFinite(likelihood))
        {
            return null;
        }

        var correction = spare > 0 ? 2.0 * counted * (counted + 1) / spare : 0;
        return new EtsFit(form, point, likelihood + (2 * counted) + correction);
    }

    public Fitted Forecast(EtsFit fit, int horizon, double scale)
    {
        var residuals = new double[_values.Length];
        var run = new EtsRun(fit.Form, _values, _season, Indices(fit.Form), _work) { Residuals = residuals };
        run.At(fit.Point);
        var (mean, spread) = (new double[horizon], new double[horizon]);
        run.Ahead(Sigma(fit.Form, residuals), mean, spread);
        for (var h = 0; h < horizon; h++)
        {
            (mean[h], spread[h]) = (mean[h] * scale, spread[h] * scale);
        }

        for (var t = 0; t < residuals.Length; t++)
        {
            residuals[t] *= scale;
        }

        return new Fitted(fit.Form.ToString(), mean, spread, residuals);
    }

    private double Sigma(EtsForm form, double[] residuals)
    {
        if (form.Error == Part.Additive)
        {
            return Lagged.Rms(residuals, form.Unknowns);
        }

        var relative = new double[residuals.Length];
        for (var t = 0; t < relative.Length; t++)
        {
            relative[t] = residuals[t] / (_values[t] - residuals[t]);
        }

        return Lagged.Rms(relative, form.Unknowns);
    }

    private double[] Indices(EtsForm form) => form.Season switch
    {
        Part.Additive => _amounts,
        Part.Multiplicative => _ratios,
        _ => [],
    };

    private double[] Start(EtsForm form, double[] indices)
    {
        var (level, slope) = Line(form, indices);
        var point = new double[form.Unknowns];
        (point[0], point[1]) = (-0.5, form.Trend == Trend.None ? level + slope : level);
        var next = 2;
        if (form.Trend != Trend.None)
        {
            (point[next], point[next + 1]) = (-1.5, slope);
            next += 2;
        }

        if (form.Trend == Trend.Damped)
        {
            point[next++] = 1;
        }

        if (form.Season != Part.None)
        {
            point[next] = -2;
        }

        return point;
    }

    /// <summary>
    /// A line through the first values without their season: the level before the first one, and the slope.
    /// </summary>
    private (double Level, double Slope) Line(EtsForm form, double[] indices)
    {
        var n = Math.Min(_values.Length, Math.Max(10, indices.Length == 0 ? 0 : 2 * _season));
        var (sumT, sumY, sumTt, sumTy) = (0.0, 0.0, 0.0, 0.0);
        for (var t = 1; t <= n; t++)
        {
            var value = form.Season switch
            {
                Part.Additive => _values[t - 1] - indices[(t - 1) % _season],
                Part.Multiplicative => _values[t - 1] / indices[(t - 1) % _season],
                _ => _values[t - 1],
            };
            (sumT, sumY, sumTt, sumTy) = (sumT + t, sumY + value, sumTt + ((double)t * t), sumTy + (t * value));
        }

        var slope = ((n * sumTy) - (sumT * sumY)) / ((n * sumTt) - (sumT * sumT));
        return ((sumY - (slope * sumT)) / n, slope);
    }
}

namespace Maltall.Models.Fit;

/// <summary>What a model may see: the observations up to one origin, without gaps, and their season.</summary>
public sealed class History
{
    private readonly double[] _values;
    private readonly double[] _adjusted;
    private readonly double[] _indices;

    /// <summary>Looks at observations and takes the season out where M4's test finds one.</summary>
    /// <param name="values">In time order, at least one, all finite.</param>
    /// <param name="season">Periods a season; 1 is none.</param>
    /// <exception cref="ArgumentException">There are no values, or one is not finite.</exception>
    public History(ReadOnlySpan<double> values, int season)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(season, 1);
        if (values.Length == 0 || values.ContainsAnyExceptInRange(double.MinValue, double.MaxValue))
        {
            throw new ArgumentException("A history has at least one value, and all are finite.", nameof(values));
        }

        (_values, Season) = (values.ToArray(), season);
        IsPositive = !values.ContainsAnyExceptInRange(double.Epsilon, double.MaxValue);
        Scale = Math.Max(MeanSize(values), 1e-100);
        (_indices, IsMultiplicative) = FindSeason(values, season);
        _adjusted = _indices.Length == 0 ? _values : Adjust();
    }

    /// <summary>The observations.</summary>
    public ReadOnlySpan<double> Values => _values;

    /// <summary>The observations without their season; the same when no season was found.</summary>
    public ReadOnlySpan<double> Adjusted => _adjusted;

    /// <summary>Number of observations.</summary>
    public int Length => _values.Length;

    /// <summary>Periods a season.</summary>
    public int Season { get; }

    /// <summary>A season was found.</summary>
    public bool IsSeasonal => _indices.Length > 0;

    /// <summary>The season multiplies; else it adds.</summary>
    public bool IsMultiplicative { get; }

    /// <summary>All observations are above zero.</summary>
    public bool IsPositive { get; }

    /// <summary>Mean absolute value; models work in this unit.</summary>
    public double Scale { get; }

    /// <summary>Puts the season back on a value of the adjusted series.</summary>
    /// <param name="index">Place in time, 0 for the first observation; may lie in the future.</param>
    /// <param name="value">The adjusted value.</param>
    public double Restore(int index, double value)
    {
        if (_indices.Length == 0)
        {
            return value;
        }

        var amount = _indices[index % Season];
        return IsMultiplicative ? value * amount : value + amount;
    }

    /// <summary>What one unit of the adjusted series is worth at a place in time.</summary>
    internal double Weight(int index) => IsMultiplicative ? _indices[index % Season] : 1;

    private static double MeanSize(ReadOnlySpan<double> values)
    {
        var sum = 0.0;
        foreach (var value in values)
        {
            sum += Math.Abs(value) / values.Length;
        }

        return sum;
    }

    private static (double[] Indices, bool Multiplicative) FindSeason(ReadOnlySpan<double> values, int season)
    {
        if (!Seasonality.IsSeasonal(values, season))
        {
            return ([], false);
        }

        // A year with some zeros still has ratios, as long as its moving averages are above zero.
        var ratios = values.IndexOfAnyInRange(double.NegativeInfinity, -double.Epsilon) < 0
            ? Seasonality.Indices(values, season, multiplicative: true)
            : [];
        return ratios.Length > 0 ? (ratios, true) : (Seasonality.Indices(values, season, multiplicative: false), false);
    }

    private double[] Adjust()
    {
        var adjusted = new double[_values.Length];
        for (var t = 0; t < adjusted.Length; t++)
        {
            var amount = _indices[t % Season];
            adjusted[t] = IsMultiplicative ? _values[t] / amount : _values[t] - amount;
        }

        return adjusted;
    }
}

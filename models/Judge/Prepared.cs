using System.Globalization;

namespace Maltall.Models.Judge;

/// <summary>A series made ready: ends trimmed, gaps filled, far past left out.</summary>
internal sealed class Prepared
{
    /// <summary>Observations looked at; a longer past costs time and tells little of the next steps.</summary>
    public const int MostObservations = 1000;

    private readonly bool[] _observed;

    private Prepared(Series series, int first, int last)
    {
        Series = series;
        Origin = series.PeriodAt(last);
        var all = series.Values.AsSpan();
        var most = Math.Max(MostObservations, 4 * series.Season);
        var from = Math.Max(first, last + 1 - most);
        Values = all[from..(last + 1)].ToArray();
        _observed = Array.ConvertAll(Values, value => !double.IsNaN(value));
        var gaps = FillGaps();
        NonNegative = Values.AsSpan().IndexOfAnyInRange(double.NegativeInfinity, -double.Epsilon) < 0;
        IsConstant = Array.TrueForAll(Values, value => value == Values[0]);
        Notes = [.. NotesOf(gaps, from > first, last < series.Values.Length - 1)];
    }

    public Series Series { get; }

    public double[] Values { get; }

    /// <summary>Period of the last observation.</summary>
    public Period Origin { get; }

    public bool NonNegative { get; }

    public bool IsConstant { get; }

    public IReadOnlyList<string> Notes { get; }

    /// <summary>Makes a series ready, or answers null when it has no observation.</summary>
    public static Prepared? From(Series series)
    {
        var values = series.Values.AsSpan();
        var first = values.IndexOfAnyInRange(double.NegativeInfinity, double.PositiveInfinity);
        var last = values.LastIndexOfAnyInRange(double.NegativeInfinity, double.PositiveInfinity);
        return first < 0 ? null : new Prepared(series, first, last);
    }

    /// <summary>Outturns after an origin; NaN where nothing was observed.</summary>
    public double[] Outturns(int origin, int steps)
    {
        var outturns = new double[steps];
        for (var h = 0; h < steps; h++)
        {
            outturns[h] = _observed[origin + h] ? Values[origin + h] : double.NaN;
        }

        return outturns;
    }

    private int FillGaps()
    {
        var (gaps, season) = (0, Series.Season);
        for (var t = 0; t < Values.Length; t++)
        {
            if (_observed[t])
            {
                continue;
            }

            gaps++;
            var inside = season > 1 && t >= season && t + season < Values.Length;
            Values[t] = inside && _observed[t - season] && _observed[t + season]
                ? 0.5 * (Values[t - season] + Values[t + season])
                : Line(t);
        }

        return gaps;
    }

    private double Line(int t)
    {
        // The last value is observed, so one after exists; a cut may have left none before.
        var next = Array.IndexOf(_observed, true, t);
        return t == 0 ? Values[next] : Values[t - 1] + ((Values[next] - Values[t - 1]) / (next - t + 1));
    }

    private IEnumerable<string> NotesOf(int gaps, bool cut, bool openEnd)
    {
        if (gaps > 0)
        {
            yield return string.Create(CultureInfo.InvariantCulture, $"{gaps} gaps were filled between neighbours");
        }

        if (cut)
        {
            yield return string.Create(
                CultureInfo.InvariantCulture, $"only the last {Values.Length} observations were used");
        }

        if (openEnd)
        {
            yield return $"the last observation is of {Origin}, and the first step follows it";
        }
    }
}

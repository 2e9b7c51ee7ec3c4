using System.Collections.Immutable;

namespace Maltall.Models;

/// <summary>One series of equally spaced observations.</summary>
public sealed record Series
{
    /// <summary>Most periods a series may span, gaps included.</summary>
    public const int MostPeriods = 2_000_000;

    /// <summary>Takes observations in time order.</summary>
    /// <param name="id">What the caller calls the series; repeated in every answer.</param>
    /// <param name="season">Periods until the season repeats; 1 is no season, 12 a year of months.</param>
    /// <param name="start">Period of the first value.</param>
    /// <param name="values">One value a period; <see cref="double.NaN"/> is a gap.</param>
    /// <exception cref="ArgumentException">The season is below 1, a value is infinite, or there are too
    /// many.</exception>
    public Series(string id, int season, Period start, IReadOnlyList<double> values)
    {
        ArgumentNullException.ThrowIfNull(id);
        ArgumentNullException.ThrowIfNull(values);
        ArgumentOutOfRangeException.ThrowIfLessThan(season, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(season, 1000);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(values.Count, MostPeriods, nameof(values));
        for (var i = 0; i < values.Count; i++)
        {
            if (double.IsInfinity(values[i]) || Math.Abs(values[i]) > 1e100)
            {
                throw new ArgumentException(
                    $"Series {id}, {start.Plus(i)}: a value must lie within ±1e100, or be a gap.", nameof(values));
            }
        }

        (Id, Season, Start) = (id, season, start);
        Values = [.. values];
    }

    /// <summary>What the caller calls the series.</summary>
    public string Id { get; }

    /// <summary>Periods until the season repeats; 1 is no season.</summary>
    public int Season { get; }

    /// <summary>Period of the first value.</summary>
    public Period Start { get; }

    /// <summary>One value a period, in time order; <see cref="double.NaN"/> is a gap.</summary>
    public ImmutableArray<double> Values { get; }

    /// <summary>The period of the value at an index.</summary>
    public Period PeriodAt(int index) => Start.Plus(index);
}

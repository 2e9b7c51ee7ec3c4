namespace Maltall.Models;

/// <summary>What came of putting the points of one series in order.</summary>
public abstract record SeriesReading
{
    private SeriesReading()
    {
    }

    /// <summary>The points make a series; periods without a point are gaps.</summary>
    public sealed record Read(Series Series) : SeriesReading;

    /// <summary>The points do not make a series.</summary>
    /// <param name="SeriesId">The series.</param>
    /// <param name="Reason">What is wrong.</param>
    /// <param name="Remedy">What to do.</param>
    public sealed record Refused(string SeriesId, string Reason, string Remedy) : SeriesReading;

    /// <summary>Orders points by period, leaves gaps as gaps and refuses what cannot be one series.</summary>
    /// <param name="id">What the caller calls the series.</param>
    /// <param name="season">Periods a season; null takes it from the kind of period (12, 4, 3, else 1).</param>
    /// <param name="points">Points in any order; a value that is not a number is a gap.</param>
    public static SeriesReading From(string id, int? season, IReadOnlyList<(Period Period, double Value)> points)
    {
        ArgumentNullException.ThrowIfNull(points);
        if (points.Count == 0)
        {
            return new Refused(id, "it has no points", "Leave the series out, or deliver its points.");
        }

        var ordered = points.OrderBy(point => point.Period.Ordinal).ToList();
        var (first, last) = (ordered[0].Period, ordered[^1].Period);
        if (ordered.Exists(point => point.Period.Kind != first.Kind))
        {
            return new Refused(id, "its periods are of several kinds", "Use one of year, tertial, quarter, month.");
        }

        var length = last.Ordinal - first.Ordinal + 1;
        if (length > Series.MostPeriods)
        {
            return new Refused(id, $"it spans {length} periods", $"At most {Series.MostPeriods} are allowed.");
        }

        for (var i = 1; i < ordered.Count; i++)
        {
            if (ordered[i].Period == ordered[i - 1].Period)
            {
                return new Refused(id, $"{ordered[i].Period} stands twice", "Keep one value for each period.");
            }
        }

        if (ordered.Exists(point => double.IsInfinity(point.Value) || Math.Abs(point.Value) > 1e100))
        {
            return new Refused(id, "a value is not finite or beyond ±1e100", "Correct it, or leave it out.");
        }

        var values = new double[length];
        Array.Fill(values, double.NaN);
        ordered.ForEach(point => values[point.Period.Ordinal - first.Ordinal] = point.Value);
        return new Read(new Series(id, season ?? first.PerYear, first, values));
    }
}

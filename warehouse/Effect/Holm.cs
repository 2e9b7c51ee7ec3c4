namespace Maltall.Warehouse.Effect;

/// <summary>P-values adjusted for how many outcomes were tested.</summary>
public static class Holm
{
    /// <summary>Adjusts p-values so that the chance of any false finding among them stays below the level.</summary>
    /// <param name="values">One p-value an outcome; null where there was no test, which counts for nothing.</param>
    /// <returns>One adjusted p-value an outcome, at most 1.</returns>
    /// <remarks>Holm (1979), A simple sequentially rejective multiple test procedure.</remarks>
    public static IReadOnlyList<double?> Adjust(IReadOnlyList<double?> values)
    {
        var order = Enumerable.Range(0, values.Count).Where(at => values[at] is not null)
            .OrderBy(at => values[at]).ToList();
        var adjusted = new double?[values.Count];
        var least = 0.0;
        for (var rank = 0; rank < order.Count; rank++)
        {
            least = Math.Max(least, Math.Min(1, (order.Count - rank) * values[order[rank]].GetValueOrDefault()));
            adjusted[order[rank]] = least;
        }

        return adjusted;
    }
}

namespace Maltall.Warehouse.Protect.Suppress;

/// <summary>
/// Writes a vector exactly as a weighted sum of others, where rounded arithmetic only knows which take part.
/// </summary>
internal static class ExactSum
{
    /// <param name="target">The vector to write.</param>
    /// <param name="terms">Independent vectors.</param>
    /// <returns>The weight of each term; null when the target is no sum of them.</returns>
    public static long[]? Weights(in FieldVector target, IReadOnlyList<FieldVector> terms)
    {
        var rows = new List<(int Lead, Dictionary<int, long> Row, long[] Origin)>();
        for (var term = 0; term < terms.Count; term++)
        {
            var origin = new long[terms.Count];
            origin[term] = 1;
            var row = Clear(terms[term], rows, origin);
            if (row.Count == 0)
            {
                return null;
            }

            var lead = row.Keys.Min();
            var scale = FieldVector.Invert(row[lead]);
            rows.Add((
                lead,
                row.ToDictionary(pair => pair.Key, pair => FieldVector.Multiply(pair.Value, scale)),
                Array.ConvertAll(origin, weight => FieldVector.Multiply(weight, scale))));
        }

        var weights = new long[terms.Count];
        return Clear(target, rows, weights).Count == 0 ? Array.ConvertAll(weights, FieldVector.Negate) : null;
    }

    /// <summary>Takes the rows out of a vector, and the same multiples of their origins out of its own.</summary>
    private static Dictionary<int, long> Clear(
        in FieldVector vector, List<(int Lead, Dictionary<int, long> Row, long[] Origin)> rows, long[] origin)
    {
        var rest = new Dictionary<int, long>();
        for (var index = 0; index < vector.Length; index++)
        {
            rest[vector.At[index]] = vector.Of[index];
        }

        foreach (var (lead, row, rowOrigin) in rows)
        {
            if (!rest.TryGetValue(lead, out var value))
            {
                continue;
            }

            var factor = FieldVector.Negate(value);
            foreach (var (at, amount) in row)
            {
                var sum = (rest.GetValueOrDefault(at) + FieldVector.Multiply(amount, factor)) % FieldVector.Prime;
                if (sum == 0)
                {
                    rest.Remove(at);
                }
                else
                {
                    rest[at] = sum;
                }
            }

            for (var term = 0; term < origin.Length; term++)
            {
                origin[term] = (origin[term] + FieldVector.Multiply(rowOrigin[term], factor)) % FieldVector.Prime;
            }
        }

        return rest;
    }
}

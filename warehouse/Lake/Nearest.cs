namespace Maltall.Lake;

/// <summary>Finds the name that a user probably meant.</summary>
public static class Nearest
{
    /// <summary>The candidate with the least Levenshtein distance to <paramref name="name"/>; empty when there is none.</summary>
    /// <param name="name">What the user wrote.</param>
    /// <param name="candidates">The names there are.</param>
    public static string To(string name, IEnumerable<string> candidates) =>
        candidates.Order(StringComparer.Ordinal).MinBy(candidate => Edits(name, candidate)) ?? "";

    private static int Edits(string from, string to)
    {
        var row = Enumerable.Range(0, to.Length + 1).ToArray();
        for (var i = 1; i <= from.Length; i++)
        {
            var diagonal = row[0];
            row[0] = i;
            for (var j = 1; j <= to.Length; j++)
            {
                var swap = diagonal + (from[i - 1] == to[j - 1] ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.Min(swap, Math.Min(row[j], row[j - 1]) + 1);
            }
        }

        return row[^1];
    }
}

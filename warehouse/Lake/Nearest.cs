namespace Maltall.Lake;

/// <summary>Finds what a user may have meant by a misspelt name.</summary>
public static class Nearest
{
    /// <summary>The candidate with the fewest single-letter edits; of several, the one that begins most
    /// alike.</summary>
    /// <param name="name">What was written.</param>
    /// <param name="candidates">Valid names; empty gives an empty text.</param>
    public static string To(string name, IEnumerable<string> candidates) =>
        candidates.Order(StringComparer.Ordinal)
            .MinBy(candidate => (Edits(name, candidate), -AlikeAtStart(name, candidate))) ?? "";

    private static int AlikeAtStart(string name, string candidate) =>
        name.Zip(candidate).TakeWhile(pair => pair.First == pair.Second).Count();

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

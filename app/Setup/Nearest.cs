namespace Maltall.App.Setup;

/// <summary>Finds the name a user probably meant.</summary>
public static class Nearest
{
    /// <summary>The candidate with the least Levenshtein distance to <paramref name="name"/>.</summary>
    /// <param name="name">What the user wrote.</param>
    /// <param name="candidates">The names there are, at least one.</param>
    /// <exception cref="InvalidOperationException">There are no candidates.</exception>
    public static string To(string name, IEnumerable<string> candidates) =>
        candidates.MinBy(candidate => Distance(name, candidate))
        ?? throw new InvalidOperationException("There are no names to choose from.");

    private static int Distance(string left, string right)
    {
        var previous = Enumerable.Range(0, right.Length + 1).ToArray();
        for (var i = 1; i <= left.Length; i++)
        {
            var current = new int[right.Length + 1];
            current[0] = i;
            for (var j = 1; j <= right.Length; j++)
            {
                var change = left[i - 1] == right[j - 1] ? 0 : 1;
                current[j] = Math.Min(Math.Min(current[j - 1], previous[j]) + 1, previous[j - 1] + change);
            }

            previous = current;
        }

        return previous[right.Length];
    }
}

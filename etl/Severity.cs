namespace Maltall.Etl;

/// <summary>What becomes of a row that breaks a rule.</summary>
public enum Severity
{
    /// <summary>The row is not landed; the rest of the delivery is.</summary>
    Reject,

    /// <summary>The row is landed, and the supplier is told.</summary>
    Warn,

    /// <summary>The whole delivery is refused; nothing of it is landed.</summary>
    Block,
}

/// <summary>The words for severities in contracts and in the lake.</summary>
public static class SeverityWords
{
    /// <summary>The words, in the order of <see cref="Severity"/>.</summary>
    public static IReadOnlyList<string> All { get; } = ["reject", "warn", "block"];

    /// <summary>The word for a severity.</summary>
    public static string Code(this Severity severity) => All[(int)severity];

    /// <summary>The severity that a word names.</summary>
    /// <exception cref="ArgumentException">It is none of <see cref="All"/>.</exception>
    public static Severity Read(string word) => All.Contains(word) ? (Severity)All.ToList().IndexOf(word)
        : throw new ArgumentException($"'{word}' is no severity.", nameof(word));
}

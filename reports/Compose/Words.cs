namespace Maltall.Reports.Compose;

/// <summary>The fixed sentences in one language.</summary>
public sealed class Words
{
    private readonly Dictionary<string, string> _texts;

    internal Words(string language, Dictionary<string, string> texts)
    {
        Language = language;
        _texts = texts;
    }

    /// <summary>The languages there are: bokmål, nynorsk, English.</summary>
    public static IReadOnlyList<string> Languages { get; } = ["nb", "nn", "en"];

    /// <summary><c>nb</c>, <c>nn</c> or <c>en</c>.</summary>
    public string Language { get; }

    /// <summary>A text without blanks to fill.</summary>
    /// <param name="key">Its name in the file.</param>
    /// <exception cref="KeyNotFoundException">There is no such text.</exception>
    public string this[string key] => _texts[key];

    /// <summary>True when there is such a text.</summary>
    /// <param name="key">Its name in the file.</param>
    public bool Has(string key) => _texts.ContainsKey(key);

    /// <summary>A text with its blanks filled: <c>{goal}</c> becomes the value named <c>goal</c>.</summary>
    /// <param name="key">Its name in the file.</param>
    /// <param name="blanks">Names and what to write there.</param>
    /// <exception cref="KeyNotFoundException">There is no such text.</exception>
    public string Fill(string key, params (string Name, string Value)[] blanks) =>
        blanks.Aggregate(_texts[key], (text, blank) =>
            text.Replace($"{{{blank.Name}}}", blank.Value, StringComparison.Ordinal));

    /// <summary>
    /// The form of a text that fits a count: <c>KEY_none</c>, <c>KEY_one</c> or <c>KEY_many</c> with <c>{n}</c> filled.
    /// </summary>
    /// <param name="key">Name without the ending.</param>
    /// <param name="count">The count, 0 or more.</param>
    public string Count(string key, int count) => count switch
    {
        0 => _texts[$"{key}_none"],
        1 => _texts[$"{key}_one"],
        _ => Fill($"{key}_many", ("n", Notation.Whole(count, Language))),
    };
}

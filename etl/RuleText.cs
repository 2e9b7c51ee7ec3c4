namespace Maltall.Etl;

/// <summary>A rule in words for the supplier, by language: nb, nn, en. It never holds a delivered value.</summary>
/// <param name="Says">What is wrong with a row that breaks it.</param>
/// <param name="Remedy">What to do.</param>
public sealed record RuleText(IReadOnlyDictionary<string, string> Says, IReadOnlyDictionary<string, string> Remedy)
{
    /// <summary>A text from its words in each language.</summary>
    internal static IReadOnlyDictionary<string, string> In(string nb, string nn, string en) =>
        new Dictionary<string, string> { ["nb"] = nb, ["nn"] = nn, ["en"] = en };
}

using System.Security.Cryptography;

namespace Maltall.Etl.Forget;

/// <summary>
/// What a request to forget is doing, sealed under the lake's key until it is done, so that one that was killed goes on
/// with the same replacements. It is gone when the request is done, and with it all that links them to a person.
/// </summary>
internal sealed record ErasureJournal
{
    private const int PseudonymDigits = 31;
    private const int KeyDigits = 24;

    /// <summary>Identifies the request.</summary>
    public required string Id { get; init; }

    /// <summary>When it began.</summary>
    public required DateTimeOffset StartedAt { get; init; }

    /// <summary>The identity numbers.</summary>
    public required IReadOnlyList<string> Numbers { get; init; }

    /// <summary>An anonymous household by each pseudonym.</summary>
    public required IReadOnlyDictionary<string, string> Persons { get; init; }

    /// <summary>For each key column, the new key by the old.</summary>
    public required IReadOnlyDictionary<string, IReadOnlyDictionary<string, string>> Keys { get; init; }

    /// <summary>Rows changed so far.</summary>
    public long Rows { get; init; }

    /// <summary>Tables changed so far.</summary>
    public IReadOnlyList<string> Tables { get; init; } = [];

    /// <summary>Files changed so far.</summary>
    public IReadOnlyList<string> Files { get; init; } = [];

    /// <summary>The file in a lake.</summary>
    public static string Path(string lake) => System.IO.Path.Combine(lake, ".forget", "journal.sealed");

    /// <summary>A household that stands for nobody.</summary>
    public static string Anonymous() => $"~{RandomNumberGenerator.GetHexString(PseudonymDigits, lowercase: true)}";

    /// <summary>
    /// New keys that follow each other as the old ones do, so that what is told apart by their order stays told apart.
    /// </summary>
    public static Dictionary<string, string> NewKeys(IReadOnlyCollection<string> old) => old
        .Order(StringComparer.Ordinal)
        .Zip(Enumerable.Range(0, old.Count).Select(_ => $"~{RandomNumberGenerator.GetHexString(KeyDigits, true)}")
            .Order(StringComparer.Ordinal))
        .ToDictionary(pair => pair.First, pair => pair.Second, StringComparer.Ordinal);
}

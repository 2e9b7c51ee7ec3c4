namespace Maltall.Etl.Forget;

/// <summary>
/// What a change of the key is doing, sealed under the new key until it is done: under the old one, whoever has that
/// could read from the disk what is to be kept from him.
/// </summary>
internal sealed record RekeyJournal
{
    /// <summary>Identifies the change.</summary>
    public required string Id { get; init; }

    /// <summary>Tells the old key from others.</summary>
    public required string OldFingerprint { get; init; }

    /// <summary>The new pseudonym by the old, of every person in any version of any table.</summary>
    public required IReadOnlyDictionary<string, string> Persons { get; init; }

    /// <summary>Number of persons of whom no delivery is kept any more.</summary>
    public required long Unlinked { get; init; }
}

/// <summary>How far a change of the key has come, for its record.</summary>
internal sealed record RekeyProgress
{
    /// <summary>The change that it belongs to.</summary>
    public required string Id { get; init; }

    /// <summary>Rows changed so far.</summary>
    public long Rows { get; init; }

    /// <summary>Tables changed so far.</summary>
    public IReadOnlyList<string> Tables { get; init; } = [];

    /// <summary>Files changed so far, by their paths below the lake.</summary>
    public IReadOnlyList<string> Files { get; init; } = [];

    /// <summary>Those of them that are kept deliveries.</summary>
    public int Deliveries { get; init; }

    /// <summary>The file in a lake.</summary>
    public static string Path(string lake) => System.IO.Path.Combine(lake, ".forget", "rekey-progress.sealed");
}

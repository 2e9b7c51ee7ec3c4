namespace Maltall.Lake.Log;

/// <summary>A file that has left the table; the log tells of it for a week, for readers of an older version.</summary>
/// <param name="File">The file.</param>
/// <param name="DeletedAt">When, in milliseconds since 1970 UTC.</param>
internal sealed record Tombstone(DataFile File, long DeletedAt);

/// <summary>All that the log says about a table at one version.</summary>
internal sealed record LogState
{
    /// <summary>Version; 0 is the first.</summary>
    public required long Version { get; init; }

    /// <summary>When it was committed, in milliseconds since 1970 UTC.</summary>
    public required long Timestamp { get; init; }

    /// <summary>Columns and settings.</summary>
    public required TableSchema Schema { get; init; }

    /// <summary>Least version of a reader.</summary>
    public required int ReaderVersion { get; init; }

    /// <summary>Least version of a writer.</summary>
    public required int WriterVersion { get; init; }

    /// <summary>Live files by path.</summary>
    public required IReadOnlyDictionary<string, DataFile> Files { get; init; }

    /// <summary>Files that left, by path.</summary>
    public required IReadOnlyDictionary<string, Tombstone> Tombstones { get; init; }

    /// <summary>The version that holds each transaction.</summary>
    public required IReadOnlyDictionary<string, long> Transactions { get; init; }

    /// <summary>Length and time of the commit file, to tell whether the table was removed and made anew.</summary>
    public required (long Length, DateTime Modified) Commit { get; init; }

    /// <summary>Live files in the order in which they came.</summary>
    public IEnumerable<DataFile> Ordered => Files.Values.OrderBy(file => file.Order);
}

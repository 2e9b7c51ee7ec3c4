namespace Maltall.Lake;

/// <summary>One Parquet file of a snapshot.</summary>
/// <param name="Path">Path relative to the folder of the table, with <c>/</c> between folders.</param>
/// <param name="Bytes">Size in bytes.</param>
/// <param name="Rows">Number of rows; null where the writer left no statistics.</param>
/// <param name="Partition">Value of each partition column in the text form of the Delta protocol; null for no
/// value.</param>
/// <param name="Stats">Statistics as the JSON of the Delta protocol; null where the writer left none.</param>
public sealed record DataFile(
    string Path,
    long Bytes,
    long? Rows,
    IReadOnlyDictionary<string, string?> Partition,
    string? Stats)
{
    /// <summary>When the file was written, in milliseconds since 1970 UTC.</summary>
    internal long ModifiedAt { get; init; }

    /// <summary>Mark of the columns that the file holds; null in a file of another writer.</summary>
    internal string? Mark { get; init; }

    /// <summary>Place among the files of the table, in the order in which they came.</summary>
    internal long Order { get; init; }
}

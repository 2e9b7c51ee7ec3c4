namespace Maltall.Lake;

/// <summary>One Parquet file of a snapshot.</summary>
/// <param name="Path">Path relative to the folder of the table, with <c>/</c> between folders.</param>
/// <param name="Bytes">Size in bytes.</param>
/// <param name="Rows">Number of rows; null where the writer left no statistics.</param>
/// <param name="Partition">Value of each partition column in the text form of the Delta protocol; null for no value.</param>
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

    /// <summary>Which columns the file holds, as written by the writer; null in files of other writers.</summary>
    internal string? Columns { get; init; }
}

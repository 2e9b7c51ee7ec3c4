namespace Maltall.Lake;

/// <summary>A table as it stands at one version; it never changes.</summary>
public sealed record Snapshot
{
    internal Snapshot()
    {
    }

    /// <summary>Name of the table, such as <c>landed/bit_application</c>.</summary>
    public required string Table { get; init; }

    /// <summary>Full path of the folder of the table.</summary>
    public required string Folder { get; init; }

    /// <summary>Version; 0 is the first.</summary>
    public required long Version { get; init; }

    /// <summary>When the version was committed.</summary>
    public required DateTimeOffset Timestamp { get; init; }

    /// <summary>Columns in the order of the table.</summary>
    public required IReadOnlyList<Column> Columns { get; init; }

    /// <summary>Columns whose values give folders.</summary>
    public required IReadOnlyList<string> PartitionBy { get; init; }

    /// <summary>Live files, oldest first.</summary>
    public required IReadOnlyList<DataFile> Files { get; init; }

    /// <summary>Number of rows; null when a file of another writer has no statistics.</summary>
    public long? Rows => throw new NotImplementedException(Table);

    /// <summary>True when a write with this transaction id is in the table.</summary>
    /// <param name="transactionId">As given to <see cref="Write"/>.</param>
    public bool HasApplied(string transactionId) => throw new NotImplementedException(Table);

    /// <summary>A parenthesised DuckDB select of all rows, to stand after <c>from</c>.</summary>
    public string ToSql() => throw new NotImplementedException(Table);
}

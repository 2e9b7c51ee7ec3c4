using Maltall.Lake.Files;
using Maltall.Lake.Log;

namespace Maltall.Lake;

/// <summary>A table as it stands at one version; it never changes.</summary>
public sealed record Snapshot
{
    internal Snapshot(DeltaTable table, LogState state)
    {
        State = state;
        Table = table.Name;
        Folder = table.Folder;
        Files = [.. state.Ordered];
    }

    /// <summary>Name of the table, such as <c>landed/bit_application</c>.</summary>
    public string Table { get; }

    /// <summary>Full path of the folder of the table.</summary>
    public string Folder { get; }

    /// <summary>Version; 0 is the first.</summary>
    public long Version => State.Version;

    /// <summary>When the version was committed.</summary>
    public DateTimeOffset Timestamp => DateTimeOffset.FromUnixTimeMilliseconds(State.Timestamp);

    /// <summary>Columns in the order of the table.</summary>
    public IReadOnlyList<Column> Columns => State.Schema.Columns;

    /// <summary>Columns whose values give folders.</summary>
    public IReadOnlyList<string> PartitionBy => State.Schema.PartitionBy;

    /// <summary>Live files, oldest first.</summary>
    public IReadOnlyList<DataFile> Files { get; }

    /// <summary>Number of rows; null when a file of another writer has no statistics.</summary>
    public long? Rows => Files.All(file => file.Rows is not null) ? Files.Sum(file => file.Rows) : null;

    internal LogState State { get; }

    /// <summary>True when a write with this transaction id is in the table.</summary>
    /// <param name="transactionId">As given to <see cref="Write"/>.</param>
    public bool HasApplied(string transactionId) => State.Transactions.ContainsKey(transactionId);

    /// <summary>A parenthesised DuckDB select of all rows, to stand after <c>from</c>.</summary>
    /// <remarks>Names every file, so it stays right when the table moves on; rows come in the order of the
    /// files.</remarks>
    public string ToSql() => $"({new Scan(Folder, State.Schema).Select(Files, Columns)})";
}

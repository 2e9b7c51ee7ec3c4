using System.Globalization;
using DuckDB.NET.Data;
using Maltall.Lake.Files;

namespace Maltall.Lake.Commit;

/// <summary>The rows of a write, worked out once and kept in a temporary table until they are committed.</summary>
internal sealed class StagedRows : IDisposable
{
    private static long made;
    private readonly DuckDBConnection connection;

    public StagedRows(DuckDBConnection connection, string select)
    {
        this.connection = connection;
        Name = string.Create(CultureInfo.InvariantCulture, $"_maltall_rows_{Interlocked.Increment(ref made)}");
        connection.Run($"create temp table {Name} as select * from ({select})");
        Count = connection.Query($"select count(*) from {Name}", reader => reader.GetInt64(0))[0];
    }

    /// <summary>Name of the temporary table.</summary>
    public string Name { get; }

    /// <summary>Number of rows.</summary>
    public long Count { get; }

    /// <summary>All rows.</summary>
    public string Select => $"select * from {Name}";

    /// <inheritdoc/>
    public void Dispose() => connection.Run($"drop table if exists {Name}");
}

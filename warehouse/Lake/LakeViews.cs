using DuckDB.NET.Data;
using Maltall.Lake.Files;

namespace Maltall.Lake;

/// <summary>Shows snapshots as views of a DuckDB connection.</summary>
public static class LakeViews
{
    /// <summary>Makes or replaces a view of a snapshot, and its schema where it is lacking.</summary>
    /// <param name="connection">Open connection.</param>
    /// <param name="snapshot">What the view shows.</param>
    /// <param name="schema">Schema of the view, such as <c>landed</c>.</param>
    /// <param name="view">Name of the view.</param>
    public static void Expose(DuckDBConnection connection, Snapshot snapshot, string schema, string view)
        => connection.Run($"""
            create schema if not exists {Sql.Name(schema)};
            create or replace view {Sql.Name(schema)}.{Sql.Name(view)} as select * from {snapshot.ToSql()};
            """);
}

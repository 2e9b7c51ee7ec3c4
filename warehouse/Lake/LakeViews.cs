using DuckDB.NET.Data;

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
        => throw new NotImplementedException(schema + view);
}

using DuckDB.NET.Data;

namespace Maltall.Lake;

/// <summary>Writes the rows of a DuckDB select to a Delta table. Several processes may write to the same table at once.</summary>
/// <param name="table">The table; made by the first write when it does not exist.</param>
/// <param name="connection">Open connection on which the select can run; best from <see cref="LakeConnection.Open"/>.</param>
public sealed class TableWriter(DeltaTable table, DuckDBConnection connection)
{
    /// <summary>Adds rows. A column that the table lacks is added to it; a column that the select lacks is null.</summary>
    /// <exception cref="UserError">A column has another type than in the table, or lacks a value that it must have.</exception>
    public CommitOutcome Append(Write write, CancellationToken cancellation)
        => throw new NotImplementedException(table.Name + connection.State);

    /// <summary>Replaces the rows that have the key of a new row, and adds the new rows; all other rows stay.</summary>
    /// <exception cref="UserError">As for append, or two new rows have the same key.</exception>
    public CommitOutcome ReplaceByKey(Write write, CancellationToken cancellation)
        => throw new NotImplementedException(table.Name + connection.State);

    /// <summary>Replaces every partition that has a new row; the other partitions stay.</summary>
    /// <exception cref="UserError">As for append, or the table has no partitions.</exception>
    public CommitOutcome ReplacePartitions(Write write, CancellationToken cancellation)
        => throw new NotImplementedException(table.Name + connection.State);

    /// <summary>Replaces all rows, and the columns by those of the select.</summary>
    /// <exception cref="UserError">A value is lacking that must be there, or a partition column.</exception>
    public CommitOutcome ReplaceAll(Write write, CancellationToken cancellation)
        => throw new NotImplementedException(table.Name + connection.State);

    /// <summary>Merges small files; the rows stay as they are.</summary>
    /// <param name="minFiles">Fewest small files of a partition that are worth merging; at least 2.</param>
    /// <param name="cancellation">Asked before the commit.</param>
    public CommitOutcome Compact(int minFiles, CancellationToken cancellation)
        => throw new NotImplementedException(table.Name + connection.State + minFiles);
}

namespace Maltall.Lake;

/// <summary>A small Delta table whose rows are objects: each property is a column, named in snake case.</summary>
/// <typeparam name="T">Class with settable properties of type string, int, long, double, bool, decimal, DateOnly or
/// DateTimeOffset, or nullable forms of these.</typeparam>
/// <param name="table">The table; made by the first append.</param>
public sealed class RowTable<T>(DeltaTable table)
    where T : class, new()
{
    /// <summary>Adds rows.</summary>
    /// <param name="rows">In the order in which they are to be read.</param>
    /// <param name="transactionId">Name of the work, so that it is applied once only; null where it may be applied again.</param>
    /// <param name="cancellation">Asked before the commit.</param>
    public CommitOutcome Append(IReadOnlyList<T> rows, string? transactionId, CancellationToken cancellation)
        => throw new NotImplementedException(table.Name);

    /// <summary>Reads all rows, oldest first; none when the table does not exist.</summary>
    /// <param name="at">Snapshot to read; the newest when left out.</param>
    public IReadOnlyList<T> Read(Snapshot? at = null) => throw new NotImplementedException(table.Name);
}

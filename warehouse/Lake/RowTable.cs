using Maltall.Lake.Commit;
using Maltall.Lake.Files;
using Maltall.Lake.Log;

namespace Maltall.Lake;

/// <summary>A small Delta table whose rows are objects: each property is a column, named in snake case.</summary>
/// <typeparam name="T">Class with settable properties of type string, int, long, double, bool, decimal, DateOnly or
/// DateTimeOffset, or nullable forms of these. Where an old row lacks a value, the property stays as the class made
/// it.</typeparam>
/// <param name="table">The table; made by the first append. It has no partitions.</param>
public sealed class RowTable<T>(DeltaTable table)
    where T : class, new()
{
    // From so many files on, an append also merges them, so that reading stays quick.
    private const int ManyFiles = 64;

    private static readonly RowShape<T> Shape = new();

    /// <summary>Adds rows.</summary>
    /// <param name="rows">In the order in which they are to be read.</param>
    /// <param name="transactionId">Name of the work, so that it is applied once only; null where it may be applied
    /// again.</param>
    /// <param name="cancellation">Asked before each attempt to commit.</param>
    /// <exception cref="UserError">The table has a column of another type, or partitions.</exception>
    public CommitOutcome Append(IReadOnlyList<T> rows, string? transactionId, CancellationToken cancellation)
    {
        var committer = new Committer(table);
        var work = new Work(state => Prepare(rows, state, transactionId), (change, _) => change, Discard);
        var outcome = committer.Run(work, transactionId, cancellation);
        if (table.Log.Newest() is { } newest && newest.Files.Count >= ManyFiles)
        {
            // The rows stand by now, so this is not to be cancelled.
            LogEngine.Use(engine => new TableWriter(table, engine).Compact(ManyFiles, CancellationToken.None));
        }

        return outcome;
    }

    /// <summary>Reads all rows, oldest first; none when the table does not exist.</summary>
    /// <param name="at">Snapshot to read; the newest when left out.</param>
    public IReadOnlyList<T> Read(Snapshot? at = null)
    {
        var snapshot = at ?? table.Latest();
        return snapshot is null || snapshot.Files.Count == 0 ? []
            : LogEngine.Use(engine => engine.Query(Shape.Select(snapshot), reader => Shape.Read(reader)));
    }

    private Change? Prepare(IReadOnlyList<T> rows, LogState? state, string? transactionId)
    {
        var schema = Shape.Match(state?.Schema, table);
        var change = new Change
        {
            Basis = state,
            Operation = "WRITE",
            Parameters = new Dictionary<string, string> { ["mode"] = "Append" },
            Schema = schema,
            Adds = rows.Count == 0 ? [] : [Shape.Write(rows, schema, table)],
            Rows = rows.Count,
        };
        return rows.Count == 0 && !change.ChangesSchema && transactionId is null ? null : change;
    }

    private void Discard(Change change)
    {
        foreach (var file in change.Adds)
        {
            File.Delete(Path.Combine(table.Folder, file.Path));
        }
    }
}

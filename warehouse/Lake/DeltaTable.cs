using Maltall.Lake.Log;

namespace Maltall.Lake;

/// <summary>One Delta table: its versions and its history. Rows are written by <see cref="TableWriter"/>.</summary>
public sealed class DeltaTable
{
    internal DeltaTable(DeltaLake lake, string name)
    {
        Lake = lake;
        Name = name;
        Folder = Path.Combine(lake.Root, name.Replace('/', Path.DirectorySeparatorChar));
        Log = new LogFolder(Path.Combine(Folder, "_delta_log"), name);
    }

    /// <summary>Folders under the root of the lake, such as <c>landed/bit_application</c>.</summary>
    public string Name { get; }

    /// <summary>Full path of the folder of the table.</summary>
    public string Folder { get; }

    /// <summary>True when the table has at least one version.</summary>
    public bool Exists => Log.Newest() is not null;

    internal DeltaLake Lake { get; }

    internal LogFolder Log { get; }

    /// <summary>The newest version; null when the table does not exist.</summary>
    /// <exception cref="UserError">The table needs a newer reader than this one.</exception>
    public Snapshot? Latest() => Log.Newest() is { } state ? new Snapshot(this, state) : null;

    /// <summary>The table as it was at a version.</summary>
    /// <param name="version">0 is the first.</param>
    /// <exception cref="UserError">There is no such version, or it can no longer be read.</exception>
    public Snapshot At(long version) => new(this, Log.At(version));

    /// <summary>The table as it was at a moment; null when it did not exist then.</summary>
    /// <param name="time">A commit at this very moment is seen.</param>
    /// <exception cref="UserError">The log has been cleaned and no longer reaches so far back.</exception>
    public Snapshot? At(DateTimeOffset time) => Log.VersionAt(time) is { } version ? At(version) : null;

    /// <summary>The commits that the log still holds, oldest first.</summary>
    public IReadOnlyList<CommitEntry> History() => Log.History();

    /// <summary>Makes an empty table; does nothing when it exists with the same types and partition columns.</summary>
    /// <param name="columns">At least one that gives no folders.</param>
    /// <param name="partitionBy">Names of columns whose values give folders; may be empty.</param>
    /// <param name="cancellation">Asked before the commit.</param>
    /// <exception cref="UserError">The table exists with another type of a column or other partition
    /// columns.</exception>
    public void Create(IReadOnlyList<Column> columns, IReadOnlyList<string> partitionBy, CancellationToken cancellation)
    {
        var now = Lake.Clock.GetUtcNow();
        var schema = TableSchema.New(columns, partitionBy, now);
        for (var attempt = 0; attempt < 2; attempt++)
        {
            cancellation.ThrowIfCancellationRequested();
            if (Log.Newest() is { } state)
            {
                CheckSame(schema, state.Schema);
                return;
            }

            var change = new Change { Basis = null, Operation = "CREATE TABLE", Schema = schema };
            if (Log.TryCommit(change, now))
            {
                return;
            }
        }
    }

    private void CheckSame(TableSchema wanted, TableSchema existing)
    {
        var other = wanted.Columns.FirstOrDefault(column =>
            existing.Find(column.Name) is { } known && known.Type != column.Type);
        if (other is not null)
        {
            throw new UserError(
                $"The table {Name} has a column {other.Name} of another type than {other.Type}.",
                "Give the new meaning a new name.");
        }

        if (!wanted.PartitionBy.SequenceEqual(existing.PartitionBy, StringComparer.OrdinalIgnoreCase))
        {
            throw new UserError(
                $"The table {Name} is partitioned by {string.Join(", ", existing.PartitionBy)}.",
                "Keep that, or write the rows to a new table.");
        }
    }
}

using DuckDB.NET.Data;
using Maltall.Lake.Commit;
using Maltall.Lake.Files;
using Maltall.Lake.Log;

namespace Maltall.Lake;

/// <summary>Writes the rows of a DuckDB select to a Delta table. Several processes may write to the same table at
/// once.</summary>
/// <param name="table">The table; made by the first write when it does not exist.</param>
/// <param name="connection">Open connection on which the select can run, from
/// <see cref="LakeConnection.Open"/>.</param>
/// <remarks>A whole number of 32 bits may go into a column of 64; every other change of type is refused.</remarks>
public sealed class TableWriter(DeltaTable table, DuckDBConnection connection)
{
    private const long SmallFile = 32L << 20;

    private readonly BulkFiles files = new(table, connection);
    private readonly Committer committer = new(table);

    /// <summary>Adds rows. A column that the table lacks is added to it; a column that the select lacks is
    /// null.</summary>
    /// <param name="write">The rows. No rows, no new column and no transaction id make no version.</param>
    /// <param name="cancellation">Asked before each attempt to commit.</param>
    /// <exception cref="UserError">A column has another type than in the table, or lacks a value that it must
    /// have.</exception>
    public CommitOutcome Append(Write write, CancellationToken cancellation)
        => committer.Run(
            new Work(state => PrepareAppend(write, state), (change, _) => change, Discard),
            write.TransactionId,
            cancellation);

    /// <summary>Replaces the rows that have the key of a new row, and adds the new rows; all other rows stay.</summary>
    /// <param name="write">The rows and their key; a null in a key is like another null. No rows make no
    /// version.</param>
    /// <param name="cancellation">Asked before each attempt to commit.</param>
    /// <exception cref="UserError">As for append, or two new rows have the same key.</exception>
    public CommitOutcome ReplaceByKey(Write write, CancellationToken cancellation)
    {
        using var rows = new StagedRows(connection, write.Select);
        return committer.Run(
            new KeyReplacement(table, connection, write, rows).Work(), write.TransactionId, cancellation);
    }

    /// <summary>Replaces every partition that has a new row; the other partitions stay.</summary>
    /// <param name="write">The rows. No rows make no version.</param>
    /// <param name="cancellation">Asked before each attempt to commit.</param>
    /// <exception cref="UserError">As for append, or the table has no partitions.</exception>
    public CommitOutcome ReplacePartitions(Write write, CancellationToken cancellation)
        => committer.Run(
            new Work(state => PreparePartitions(write, state), WithPartitionsOf, Discard),
            write.TransactionId,
            cancellation);

    /// <summary>Replaces all rows, and the columns by those of the select.</summary>
    /// <param name="write">The rows. No rows into an empty table with the same columns make no version.</param>
    /// <param name="cancellation">Asked before each attempt to commit.</param>
    /// <exception cref="UserError">A value is lacking that must be there, or a partition column.</exception>
    public CommitOutcome ReplaceAll(Write write, CancellationToken cancellation)
        => committer.Run(
            new Work(
                state => PrepareAll(write, state),
                (change, newer) => change with { Removes = [.. newer.Ordered] },
                Discard),
            write.TransactionId,
            cancellation);

    /// <summary>Merges small files; the rows stay as they are.</summary>
    /// <param name="minFiles">Fewest small files of a partition that are worth merging; at least 2.</param>
    /// <param name="cancellation">Asked before each attempt to commit.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="minFiles"/> is below 2.</exception>
    public CommitOutcome Compact(int minFiles, CancellationToken cancellation)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(minFiles, 2);
        return committer.Run(
            new Work(
                state => PrepareCompact(minFiles, state),
                (change, newer) => change.Removes.All(file => newer.Files.ContainsKey(file.Path)) ? change : null,
                Discard),
            null,
            cancellation);
    }

    private static string PartitionOf(DataFile file, TableSchema schema)
        => string.Join('\n', schema.PartitionBy.Select(name =>
            file.Partition.GetValueOrDefault(name) is { } value ? Uri.EscapeDataString(value) : "\0"));

    private static Change WithPartitionsOf(Change change, LogState newer)
    {
        var replaced = change.Adds.Select(file => PartitionOf(file, change.Schema)).ToHashSet(StringComparer.Ordinal);
        return change with
        {
            Removes = [.. newer.Ordered.Where(file => replaced.Contains(PartitionOf(file, change.Schema)))],
        };
    }

    private static Dictionary<string, string> Mode(string mode) => new() { ["mode"] = mode };

    private Change? PrepareAppend(Write write, LogState? state)
    {
        var match = Match(write, state);
        var added = files.Write(match.Select, match.Schema);
        var change = Written(write, state, match.Schema, added) with { Parameters = Mode("Append") };
        return added.Count == 0 && !change.ChangesSchema && write.TransactionId is null ? null : change;
    }

    private Change? PreparePartitions(Write write, LogState? state)
    {
        if (state is null || state.Schema.PartitionBy.Count == 0)
        {
            throw new UserError(
                $"The table {table.Name} has no partitions to replace.",
                "Create it with partition columns, or replace by key.");
        }

        var match = Match(write, state);
        var added = files.Write(match.Select, match.Schema);
        var change = Written(write, state, match.Schema, added) with { Parameters = Mode("Overwrite") };
        return added.Count == 0 ? null : WithPartitionsOf(change, state);
    }

    private Change? PrepareAll(Write write, LogState? state)
    {
        var now = table.Lake.Clock.GetUtcNow();
        var match = ColumnMatch.MakeWhole(connection, write.Select, table.Name, state?.Schema, now);
        var added = files.Write(match.Select, match.Schema);
        var change = Written(write, state, match.Schema, added) with
        {
            Parameters = Mode("Overwrite"),
            Removes = state is null ? [] : [.. state.Ordered],
        };
        return added.Count == 0 && change.Removes.Count == 0 && !change.ChangesSchema ? null : change;
    }

    private Change? PrepareCompact(int minFiles, LogState? state)
    {
        if (state is null)
        {
            return null;
        }

        var small = state.Ordered
            .Where(file => file.Bytes < SmallFile)
            .GroupBy(file => PartitionOf(file, state.Schema), StringComparer.Ordinal)
            .Where(group => group.Count() >= minFiles)
            .SelectMany(group => group)
            .ToList();
        return small.Count == 0 ? null : new Change
        {
            Basis = state,
            Operation = "OPTIMIZE",
            Schema = state.Schema,
            Adds = files.Write(new Scan(table.Folder, state.Schema).Select(small, state.Schema.Columns), state.Schema),
            Removes = small,
            ChangesRows = false,
        };
    }

    private ColumnMatch Match(Write write, LogState? state)
        => ColumnMatch.Make(connection, write.Select, table.Name, state?.Schema, table.Lake.Clock.GetUtcNow());

    private static Change Written(
        Write write, LogState? state, TableSchema schema, IReadOnlyList<DataFile> added) => new()
        {
            Basis = state,
            Operation = "WRITE",
            Schema = schema,
            Adds = added,
            Rows = added.Sum(file => file.Rows ?? 0),
            Note = write.Note,
        };

    private void Discard(Change change) => files.Discard(change.Adds);
}

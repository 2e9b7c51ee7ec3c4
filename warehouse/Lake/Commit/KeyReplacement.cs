using DuckDB.NET.Data;
using Maltall.Lake.Files;
using Maltall.Lake.Log;

namespace Maltall.Lake.Commit;

/// <summary>Replaces rows by key: only files that hold such a key are written again, without those rows.</summary>
/// <param name="table">The table.</param>
/// <param name="connection">Where the new rows are.</param>
/// <param name="write">Key and note.</param>
/// <param name="rows">The new rows.</param>
internal sealed class KeyReplacement(DeltaTable table, DuckDBConnection connection, Write write, StagedRows rows)
{
    private readonly BulkFiles files = new(table, connection);

    /// <summary>The work.</summary>
    /// <exception cref="UserError">The key is lacking, is no column, or two new rows have the same.</exception>
    public Work Work()
    {
        CheckKey();
        return new Work(Prepare, Rebase, change => files.Discard(change.Adds));
    }

    private Change? Prepare(LogState? state)
    {
        if (rows.Count == 0 && state is not null)
        {
            return null;
        }

        var match = Match(state);
        var touched = state is null ? [] : Touched(match, state, [.. state.Ordered]);
        var select = match.Select;
        if (state is not null && touched.Count > 0)
        {
            var scan = new Scan(table.Folder, match.Schema);
            var kept = $"select old.* from ({scan.Select(touched, match.Schema.Columns)}) old "
                + $"anti join ({match.Select}) new on {SameKey()}";
            select = $"{kept} union all ({match.Select})";
        }

        return new Change
        {
            Basis = state,
            Operation = "MERGE",
            Parameters = new Dictionary<string, string> { ["predicate"] = string.Join(", ", write.Key) },
            Schema = match.Schema,
            Adds = files.Write(select, match.Schema),
            Removes = touched,
            Rows = rows.Count,
            Note = write.Note,
        };
    }

    // What was written stays right as long as the files it came from are there and no newer file holds one of the keys.
    private Change? Rebase(Change change, LogState newer)
    {
        var before = change.Basis!.Files; // The committer brings changes of an existing table only.
        var added = newer.Ordered.Where(file => !before.ContainsKey(file.Path)).ToList();
        return change.Removes.All(file => newer.Files.ContainsKey(file.Path))
            && Touched(Match(newer), newer, added).Count == 0
            ? change : null;
    }

    private ColumnMatch Match(LogState? state)
        => ColumnMatch.Make(connection, rows.Select, table.Name, state?.Schema, table.Lake.Clock.GetUtcNow());

    private List<DataFile> Touched(ColumnMatch match, LogState state, List<DataFile> candidates)
    {
        var key = write.Key.Select(name => state.Schema.Find(name) ?? throw new UserError(
            $"The key column {name} is not in the table {table.Name}.", "Choose the key among its columns.")).ToList();
        var pruning = new KeyPruning(connection, match.Select, key, state.Schema);
        var possible = candidates.Where(pruning.MayHold).ToList();
        if (possible.Count == 0)
        {
            return [];
        }

        var scan = new Scan(table.Folder, state.Schema);
        var found = connection.Query(
            $"select distinct old.{Scan.FileColumn} from ({scan.Select(possible, key, withFile: true)}) old "
            + $"semi join ({match.Select}) new on {SameKey()}",
            reader => reader.GetString(0)).ToHashSet(StringComparer.Ordinal);
        return [.. possible.Where(file => found.Contains(scan.FullPath(file)))];
    }

    private string SameKey()
        => string.Join(" and ", write.Key.Select(name =>
            $"old.{Sql.Name(name)} is not distinct from new.{Sql.Name(name)}"));

    private void CheckKey()
    {
        if (write.Key.Count == 0)
        {
            throw new UserError($"Replacing rows of the table {table.Name} needs a key.", "Name at least one column.");
        }

        var columns = connection.Query($"describe {rows.Name}", reader => reader.GetString(0));
        var unknown = write.Key.FirstOrDefault(name => !columns.Exists(column => TableSchema.Same(column, name)));
        if (unknown is not null)
        {
            throw new UserError(
                $"The new rows for the table {table.Name} lack the key column {unknown}.", "Give it in the select.");
        }

        var key = string.Join(", ", write.Key.Select(Sql.Name));
        var twice = connection.Query(
            $"select count(*) from (select 1 from {rows.Name} group by {key} having count(*) > 1)",
            reader => reader.GetInt64(0))[0];
        if (twice > 0)
        {
            var names = string.Join(", ", write.Key);
            throw new UserError(
                $"{twice} keys ({names}) occur more than once among the new rows for the table {table.Name}.",
                "Give one row for each key.");
        }
    }
}

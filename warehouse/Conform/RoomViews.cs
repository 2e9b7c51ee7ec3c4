using DuckDB.NET.Data;
using Maltall.Lake;

namespace Maltall.Warehouse.Conform;

/// <summary>Shows the lake's tables on a connection by room and name, each when it is first needed.</summary>
/// <param name="lake">The lake.</param>
/// <param name="connection">Open connection.</param>
/// <param name="versions">Version of each table by its name in the lake; a table that is not there does not
/// exist.</param>
/// <param name="expected">Columns of tables that may not have been delivered yet, by their name in the lake.</param>
internal sealed class RoomViews(
    DeltaLake lake,
    DuckDBConnection connection,
    IReadOnlyDictionary<string, long> versions,
    IReadOnlyDictionary<string, IReadOnlyList<Column>> expected)
{
    private readonly Dictionary<string, Snapshot?> shown = new(StringComparer.Ordinal);

    /// <summary>Shows a table.</summary>
    /// <param name="name">Room and table, such as <c>landed.bit_application</c>.</param>
    /// <returns>Its snapshot; null for a table that is not delivered yet, which is shown empty.</returns>
    /// <exception cref="UserError">There is no such table, and none is expected.</exception>
    internal Snapshot? Show(string name)
    {
        if (!shown.TryGetValue(name, out var snapshot))
        {
            snapshot = ShowFirst(name);
            shown[name] = snapshot;
        }

        return snapshot;
    }

    /// <summary>Shows a snapshot in the place of what was shown by that name.</summary>
    internal void Replace(string name, Snapshot snapshot)
    {
        var (room, table) = Split(name);
        LakeViews.Expose(connection, snapshot, room, table);
        shown[name] = snapshot;
    }

    /// <summary>Shows a select in the place of what was shown by that name.</summary>
    internal void Replace(string name, string select)
    {
        var (room, table) = Split(name);
        using var command = connection.CreateCommand();
        command.CommandText = $"""
            create schema if not exists "{room}";
            create or replace view "{room}"."{table}" as {select};
            """;
        command.ExecuteNonQuery();
        shown[name] = null;
    }

    private Snapshot? ShowFirst(string name)
    {
        var (room, table) = Split(name);
        var key = $"{room}/{table}";
        if (versions.TryGetValue(key, out var version))
        {
            var snapshot = lake.Table(key).At(version);
            LakeViews.Expose(connection, snapshot, room, table);
            AddNewer(room, table, snapshot);
            return snapshot;
        }

        if (!expected.TryGetValue(key, out var columns))
        {
            throw new UserError($"There is no table {name}", "Run `maltall run`, or correct the name.");
        }

        ShowEmpty(room, table, columns);
        return null;
    }

    /// <summary>Columns that are expected and that an older table lacks are shown as not known.</summary>
    private void AddNewer(string room, string table, Snapshot snapshot)
    {
        var known = snapshot.Columns.Select(column => column.Name).ToHashSet();
        var newer = expected.GetValueOrDefault($"{room}/{table}", []).Where(column => !known.Contains(column.Name))
            .Select(column => $", null::{DuckType(column.Type)} as \"{column.Name}\"").ToList();
        if (newer.Count > 0)
        {
            using var command = connection.CreateCommand();
            command.CommandText = $"create or replace view \"{room}\".\"{table}\" as " +
                $"select *{string.Concat(newer)} from {snapshot.ToSql()} as older";
            command.ExecuteNonQuery();
        }
    }

    private void ShowEmpty(string room, string table, IReadOnlyList<Column> columns)
    {
        var list = string.Join(", ", columns.Select(column => $"null::{DuckType(column.Type)} as \"{column.Name}\""));
        using var command = connection.CreateCommand();
        command.CommandText = $"""
            create schema if not exists "{room}";
            create or replace view "{room}"."{table}" as select {list} where false;
            """;
        command.ExecuteNonQuery();
    }

    private static (string Room, string Table) Split(string name)
    {
        var dot = name.IndexOf('.', StringComparison.Ordinal);
        return (name[..dot], name[(dot + 1)..]);
    }

    private static string DuckType(ColumnType type) => type switch
    {
        ColumnType.Text => "varchar",
        ColumnType.Integer => "integer",
        ColumnType.Long => "bigint",
        ColumnType.Double => "double",
        ColumnType.Boolean => "boolean",
        ColumnType.Date => "date",
        ColumnType.Timestamp => "timestamptz",
        _ => "decimal(18,2)",
    };
}

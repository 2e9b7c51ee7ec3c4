using System.Text.RegularExpressions;
using DuckDB.NET.Data;
using Maltall.Lake.Log;

namespace Maltall.Lake.Files;

/// <summary>A select brought into the columns and types of a table.</summary>
/// <param name="Schema">The table after the write: its columns, and new ones at the end.</param>
/// <param name="Select">A select of all columns of the schema, in order, in their types.</param>
internal sealed partial record ColumnMatch(TableSchema Schema, string Select)
{
    /// <summary>Matches the columns of a select with a table by name.</summary>
    /// <param name="connection">Where the select runs.</param>
    /// <param name="select">The rows.</param>
    /// <param name="table">Name of the table, for messages.</param>
    /// <param name="schema">The table; null when there is none.</param>
    /// <param name="now">Time of the write.</param>
    /// <exception cref="UserError">A type differs, or a column that must have values is lacking.</exception>
    public static ColumnMatch Make(
        DuckDBConnection connection, string select, string table, TableSchema? schema, DateTimeOffset now)
    {
        var given = Describe(connection, select, table);
        var columns = schema?.Columns.ToList() ?? [];
        foreach (var one in given.Where(one => schema?.Find(one.Name) is null))
        {
            columns.Add(new Column(one.Name, one.Type));
        }

        var after = schema is null ? TableSchema.New(columns, [], now)
            : columns.Count > schema.Columns.Count ? schema.With(columns)
            : schema;
        return new ColumnMatch(after, Project(select, given, after, table));
    }

    /// <summary>Matches for a write that replaces the whole table: its columns are those of the select.</summary>
    public static ColumnMatch MakeWhole(
        DuckDBConnection connection, string select, string table, TableSchema? schema, DateTimeOffset now)
    {
        var given = Describe(connection, select, table);
        var columns = given
            .Select(one => schema?.Find(one.Name) is { } known && known.Type == one.Type
                ? known : new Column(one.Name, one.Type))
            .ToList();
        var after = schema is null ? TableSchema.New(columns, [], now)
            : columns.SequenceEqual(schema.Columns) ? schema
            : schema.With(columns);
        return new ColumnMatch(after, Project(select, given, after, table));
    }

    private static string Project(string select, List<Given> given, TableSchema schema, string table)
    {
        var parts = schema.Columns.Select(column =>
            Part(column, given.Find(one => TableSchema.Same(one.Name, column.Name)), schema, table));
        return $"select {string.Join(", ", parts)} from ({select})";
    }

    private static List<Given> Describe(DuckDBConnection connection, string select, string table)
        => connection.Query($"describe select * from ({select})", reader =>
        {
            var (name, type) = (reader.GetString(0), reader.GetString(1));
            return new Given(name, type, Type(type) ?? throw new UserError(
                $"The column {name} for the table {table} has the type {type}, which the lake does not keep.",
                "Cast it in the select."));
        });

    private static string Part(Column column, Given? given, TableSchema schema, string table)
    {
        if (given is null)
        {
            return column.Nullable
                ? $"cast(null as {Sql.Type(column.Type)}) as {Sql.Name(column.Name)}"
                : throw new UserError(
                    $"The table {table} must have a value of {column.Name} in each row.", "Give it in the select.");
        }

        if (given.Type != column.Type && !(given.Type == ColumnType.Integer && column.Type == ColumnType.Long))
        {
            throw new UserError(
                $"The column {column.Name} of the table {table} is {column.Type}, and cannot become {given.Type}.",
                "Cast it in the select, or give the new meaning a new name.");
        }

        var value = given.Engine == "TIMESTAMP" ? $"timezone('UTC', {Sql.Name(given.Name)})" : Sql.Name(given.Name);

        // To the protocol an empty partition value is no value.
        var whole = column.Type == ColumnType.Text && schema.IsPartition(column.Name) ? $"nullif({value}, '')" : value;
        return $"cast({whole} as {Sql.Type(column.Type)}) as {Sql.Name(column.Name)}";
    }

    private static ColumnType? Type(string engine) => engine switch
    {
        "VARCHAR" or "UUID" => ColumnType.Text,
        "TINYINT" or "SMALLINT" or "INTEGER" or "UTINYINT" or "USMALLINT" => ColumnType.Integer,
        "BIGINT" or "UINTEGER" or "HUGEINT" or "UBIGINT" => ColumnType.Long,
        "FLOAT" or "DOUBLE" => ColumnType.Double,
        "BOOLEAN" => ColumnType.Boolean,
        "DATE" => ColumnType.Date,
        "TIMESTAMP" or "TIMESTAMP WITH TIME ZONE" => ColumnType.Timestamp,
        _ => FewDecimals().IsMatch(engine) ? ColumnType.Decimal
            : engine.StartsWith("ENUM(", StringComparison.Ordinal) ? ColumnType.Text
            : null,
    };

    // A sum of amounts has 38 digits; one too great for the table stops the write.
    [GeneratedRegex("^DECIMAL\\([0-9]+,[012]\\)$", RegexOptions.CultureInvariant)]
    private static partial Regex FewDecimals();

    private sealed record Given(string Name, string Engine, ColumnType Type);
}

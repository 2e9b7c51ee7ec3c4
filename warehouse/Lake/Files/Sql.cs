using DuckDB.NET.Data;

namespace Maltall.Lake.Files;

/// <summary>Pieces of DuckDB SQL, and running it.</summary>
internal static class Sql
{
    /// <summary>A name as SQL has it.</summary>
    public static string Name(string name) => $"\"{name.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";

    /// <summary>A text as SQL has it.</summary>
    public static string Text(string text) => $"'{text.Replace("'", "''", StringComparison.Ordinal)}'";

    /// <summary>The path of a file to read; DuckDB takes * ? and [ in a path as a pattern unless they stand in
    /// brackets.</summary>
    public static string Source(string path)
        => Text(path.AsSpan().IndexOfAny("*?[") < 0 ? path : string.Concat(path.Select(letter =>
            letter is '*' or '?' or '[' ? $"[{letter}]" : letter.ToString())));

    /// <summary>The DuckDB type of a column.</summary>
    public static string Type(ColumnType type) => type switch
    {
        ColumnType.Text => "VARCHAR",
        ColumnType.Integer => "INTEGER",
        ColumnType.Long => "BIGINT",
        ColumnType.Double => "DOUBLE",
        ColumnType.Boolean => "BOOLEAN",
        ColumnType.Date => "DATE",
        ColumnType.Timestamp => "TIMESTAMPTZ",
        ColumnType.Decimal => "DECIMAL(18,2)",
        _ => throw new ArgumentOutOfRangeException(nameof(type), type, "Not a type of column."),
    };

    /// <summary>Runs statements.</summary>
    public static void Run(this DuckDBConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }

    /// <summary>Runs a select and takes each row.</summary>
    public static List<T> Query<T>(this DuckDBConnection connection, string sql, Func<DuckDBDataReader, T> row)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        using var reader = command.ExecuteReader();
        var rows = new List<T>();
        while (reader.Read())
        {
            rows.Add(row(reader));
        }

        return rows;
    }
}

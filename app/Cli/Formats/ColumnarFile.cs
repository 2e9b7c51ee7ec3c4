using Apache.Arrow.Ipc;
using DuckDB.NET.Data;
using Maltall.Lake;

namespace Maltall.App.Cli.Formats;

/// <summary>A result as Parquet or as an Arrow IPC stream, typed, for R, Python and other engines.</summary>
internal static class ColumnarFile
{
    /// <summary>Writes a zstd Parquet file; an earlier file of that name is replaced.</summary>
    public static void WriteParquet(ResultTable table, string path)
    {
        using var connection = Load(table);
        using var command = connection.CreateCommand();
        command.CommandText =
            $"copy result to '{path.Replace("'", "''", StringComparison.Ordinal)}' (format parquet, compression zstd)";
        command.ExecuteNonQuery();
    }

    /// <summary>Writes an Arrow IPC stream; an earlier file of that name is replaced.</summary>
    public static void WriteArrow(ResultTable table, string path)
    {
        using var connection = Load(table);
        using var command = connection.CreateCommand();
        command.CommandText = "from result";
        using var stream = command.ExecuteArrowStream();
        using var file = File.Create(path);
        using var writer = new ArrowStreamWriter(file, stream.Schema);
        writer.WriteStart();
        while (stream.ReadNextRecordBatchAsync().AsTask().GetAwaiter().GetResult() is { } batch)
        {
            using (batch)
            {
                writer.WriteRecordBatch(batch);
            }
        }

        writer.WriteEnd();
    }

    private static DuckDBConnection Load(ResultTable table)
    {
        var connection = LakeConnection.Open();
        using (var command = connection.CreateCommand())
        {
            var columns = table.Columns.Select(column =>
                $"\"{column.Name.Replace("\"", "\"\"", StringComparison.Ordinal)}\" {TypeOf(column.Kind)}");
            command.CommandText = $"create table result ({string.Join(", ", columns)})";
            command.ExecuteNonQuery();
        }

        using var appender = connection.CreateAppender("result");
        foreach (var values in table.Rows)
        {
            var row = appender.CreateRow();
            for (var at = 0; at < values.Count; at++)
            {
                Append(row, values[at], table.Columns[at].Kind);
            }

            row.EndRow();
        }

        return connection;
    }

    private static string TypeOf(ResultKind kind) => kind switch
    {
        ResultKind.Whole => "bigint",
        ResultKind.Number => "double",
        ResultKind.Boolean => "boolean",
        ResultKind.Date => "date",
        ResultKind.Timestamp => "timestamptz",
        _ => "varchar",
    };

    private static void Append(IDuckDBAppenderRow row, object? value, ResultKind kind)
    {
        var culture = System.Globalization.CultureInfo.InvariantCulture;
        _ = (kind, value) switch
        {
            (_, null) => row.AppendNullValue(),
            (ResultKind.Whole, _) => row.AppendValue(Convert.ToInt64(value, culture)),
            (ResultKind.Number, _) => row.AppendValue(Convert.ToDouble(value, culture)),
            (ResultKind.Boolean, bool flag) => row.AppendValue(flag),
            (ResultKind.Date, DateOnly day) => row.AppendValue(day),
            (ResultKind.Timestamp, DateTimeOffset instant) => row.AppendValue(instant),
            _ => row.AppendValue(Cells.ForMachine(value)),
        };
    }
}

using System.Globalization;
using System.IO.Compression;
using System.Reflection;
using System.Text;
using System.Text.Json;
using DuckDB.NET.Data;
using Maltall.Lake.Log;
using Parquet;
using Parquet.Schema;

namespace Maltall.Lake.Files;

/// <summary>How the properties of a class stand in a table.</summary>
/// <typeparam name="T">The class of the rows.</typeparam>
internal sealed class RowShape<T>
    where T : class, new()
{
    private static readonly ParquetOptions Options = new()
    {
        CompressionMethod = CompressionMethod.Zstd,
        CompressionLevel = CompressionLevel.Optimal,
    };

    private readonly List<(PropertyInfo Property, Column Column)> fields =
    [
        .. typeof(T).GetProperties(BindingFlags.Public | BindingFlags.Instance)
            .Where(property => property is { CanRead: true, CanWrite: true })
            .Select(property => (property, new Column(
                JsonNamingPolicy.SnakeCaseLower.ConvertName(property.Name), Type(property.PropertyType)))),
    ];

    /// <summary>The table after these rows: its columns, and new ones at the end.</summary>
    /// <exception cref="UserError">The table has another type of a column, one that must have values, or
    /// partitions.</exception>
    public TableSchema Match(TableSchema? schema, DeltaTable table)
    {
        if (schema is null)
        {
            return TableSchema.New([.. fields.Select(field => field.Column)], [], table.Lake.Clock.GetUtcNow());
        }

        var names = fields.Select(field => field.Column.Name).ToList();
        var other = fields.Select(field => field.Column)
            .FirstOrDefault(column => schema.Find(column.Name) is { } known && known.Type != column.Type)
            ?? schema.Columns.FirstOrDefault(column => !column.Nullable && !names.Contains(column.Name));
        if (other is not null || schema.PartitionBy.Count > 0)
        {
            throw new UserError(
                $"The table {table.Name} does not fit its rows ({other?.Name ?? "it has partitions"}).",
                "Write the rows to a new table.");
        }

        var added = fields.Select(field => field.Column).Where(column => schema.Find(column.Name) is null).ToList();
        return added.Count == 0 ? schema : schema.With([.. schema.Columns, .. added]);
    }

    /// <summary>A select of the properties that the snapshot has, in order; null for the others.</summary>
    public string Select(Snapshot snapshot)
    {
        var names = fields.Select(field => snapshot.State.Schema.Find(field.Column.Name) is { } column
            ? Sql.Name(column.Name) : $"cast(null as {Sql.Type(field.Column.Type)})");
        return $"select {string.Join(", ", names)} from {snapshot.ToSql()}";
    }

    /// <summary>Makes an object of a row of <see cref="Select"/>.</summary>
    public T Read(DuckDBDataReader reader)
    {
        var row = new T();
        foreach (var (index, (property, column)) in fields.Index())
        {
            if (!reader.IsDBNull(index))
            {
                property.SetValue(row, Value(reader, index, column.Type));
            }
        }

        return row;
    }

    /// <summary>Writes rows to a new file, and waits until it is on the disk.</summary>
    public DataFile Write(IReadOnlyList<T> rows, TableSchema schema, DeltaTable table)
    {
        var columns = schema.FileColumns
            .Select(column => new Source(column, fields.Find(field => field.Column.Name == column.Name).Property))
            .ToList();
        var content = Parquet(rows, columns);
        Disk.CreateFolder(table.Folder);
        var name = $"part-{Guid.NewGuid()}.zstd.parquet";
        using (var handle = File.OpenHandle(Path.Combine(table.Folder, name), FileMode.CreateNew, FileAccess.Write))
        {
            RandomAccess.Write(handle, content.Span, 0);
            RandomAccess.FlushToDisk(handle);
        }

        Disk.FlushFolder(table.Folder);
        var ranges = columns.ToDictionary(one => one.Column.Name, one => Range(rows, one.Property, one.Column.Type));
        var stats = Statistics.Write(rows.Count, schema.FileColumns, ranges);
        return new DataFile(name, content.Length, rows.Count, new Dictionary<string, string?>(), stats)
        {
            ModifiedAt = table.Lake.Clock.GetUtcNow().ToUnixTimeMilliseconds(),
            Mark = schema.Mark,
        };
    }

    // Parquet.Net is asynchronous only; to memory it never waits.
    private static ReadOnlyMemory<byte> Parquet(IReadOnlyList<T> rows, List<Source> columns)
        => ParquetAsync(rows, columns).GetAwaiter().GetResult();

    private static async Task<ReadOnlyMemory<byte>> ParquetAsync(
        IReadOnlyList<T> rows, List<Source> columns)
    {
        var fields = columns.ConvertAll(one => Field(one.Column));
        using var stream = new MemoryStream();
        var schema = new ParquetSchema(fields);
        await using (var writer = await ParquetWriter.CreateAsync(schema, stream, Options).ConfigureAwait(false))
        {
            using var group = writer.CreateRowGroup();
            foreach (var (field, (column, property)) in fields.Zip(columns))
            {
                var values = rows.Select(row => property?.GetValue(row)).ToList();
                await WriteAsync(group, field, column.Type, values).ConfigureAwait(false);
            }
        }

        return stream.ToArray();
    }

    private static Task WriteAsync(
        ParquetRowGroupWriter group, DataField field, ColumnType type, List<object?> values) => type switch
    {
        ColumnType.Text => group.WriteAsync(field, values.ConvertAll(value => (string)value!)),
        ColumnType.Integer => Values<int>(group, field, values),
        ColumnType.Long => Values<long>(group, field, values),
        ColumnType.Double => Values<double>(group, field, values),
        ColumnType.Boolean => Values<bool>(group, field, values),
        ColumnType.Date => Values<DateOnly>(group, field, values),
        ColumnType.Timestamp => Values<DateTime>(
            group, field, values.ConvertAll(value => value is DateTimeOffset time ? time.UtcDateTime : (object?)null)),
        ColumnType.Decimal => Values<decimal>(group, field, values),
        _ => throw new ArgumentOutOfRangeException(nameof(type), type, "Not a type of column."),
    };

    private static Task Values<TValue>(ParquetRowGroupWriter group, DataField field, List<object?> values)
        where TValue : struct
        => group.WriteAsync<TValue>(
            field, values.Select(value => (TValue?)value).ToArray().AsMemory(), null, null, CancellationToken.None);

    private static DataField Field(Column column) => column.Type switch
    {
        ColumnType.Text => new DataField(column.Name, typeof(string), true),
        ColumnType.Integer => new DataField(column.Name, typeof(int), true),
        ColumnType.Long => new DataField(column.Name, typeof(long), true),
        ColumnType.Double => new DataField(column.Name, typeof(double), true),
        ColumnType.Boolean => new DataField(column.Name, typeof(bool), true),
        ColumnType.Date => new DataField(column.Name, typeof(DateOnly), true),
        ColumnType.Timestamp => new DateTimeDataField(
            column.Name, DateTimeFormat.Timestamp, true, DateTimeTimeUnit.Micros, isNullable: true),
        ColumnType.Decimal => new DecimalDataField(column.Name, 18, 2, isNullable: true),
        _ => throw new ArgumentOutOfRangeException(nameof(column), column.Type, "Not a type of column."),
    };

    private static ColumnRange Range(IReadOnlyList<T> rows, PropertyInfo? property, ColumnType type)
    {
        var values = rows.Select(row => property?.GetValue(row)).OfType<object>().ToList();
        var nulls = rows.Count - values.Count;
        if (values.Count == 0 || type == ColumnType.Boolean || values.Exists(value => value is double.NaN))
        {
            return new ColumnRange(null, null, nulls);
        }

        // Texts by their bytes in UTF-8, as every reader orders them.
        List<object> sorted = type == ColumnType.Text
            ? [.. values.OrderBy(Bytes, StringComparer.Ordinal)]
            : [.. values.Order()];
        return new ColumnRange(Shown(sorted[0]), Shown(sorted[^1]), nulls);
    }

    private static string Bytes(object text) => Convert.ToHexString(Encoding.UTF8.GetBytes((string)text));

    private static string Shown(object value) => value switch
    {
        string text => text,
        DateOnly day => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
        DateTimeOffset time => time.ToUniversalTime().ToString("O", CultureInfo.InvariantCulture),
        double number => number.ToString("R", CultureInfo.InvariantCulture),
        IFormattable number => number.ToString(null, CultureInfo.InvariantCulture),
        _ => throw new ArgumentOutOfRangeException(nameof(value), value.GetType(), "Not a type of column."),
    };

    private static object Value(DuckDBDataReader reader, int index, ColumnType type) => type switch
    {
        ColumnType.Text => reader.GetString(index),
        ColumnType.Integer => reader.GetInt32(index),
        ColumnType.Long => reader.GetInt64(index),
        ColumnType.Double => reader.GetDouble(index),
        ColumnType.Boolean => reader.GetBoolean(index),
        ColumnType.Date => reader.GetFieldValue<DateOnly>(index),
        ColumnType.Timestamp => new DateTimeOffset(DateTime.SpecifyKind(reader.GetDateTime(index), DateTimeKind.Utc)),
        ColumnType.Decimal => reader.GetDecimal(index),
        _ => throw new ArgumentOutOfRangeException(nameof(type), type, "Not a type of column."),
    };

    private static ColumnType Type(Type property) => (Nullable.GetUnderlyingType(property) ?? property) switch
    {
        var type when type == typeof(string) => ColumnType.Text,
        var type when type == typeof(int) => ColumnType.Integer,
        var type when type == typeof(long) => ColumnType.Long,
        var type when type == typeof(double) => ColumnType.Double,
        var type when type == typeof(bool) => ColumnType.Boolean,
        var type when type == typeof(DateOnly) => ColumnType.Date,
        var type when type == typeof(DateTimeOffset) => ColumnType.Timestamp,
        var type when type == typeof(decimal) => ColumnType.Decimal,
        var type => throw new ArgumentException($"A property of type {type.Name} cannot be a column."),
    };

    // A column, and the property that gives it; null where the class has none.
    private sealed record Source(Column Column, PropertyInfo? Property);
}

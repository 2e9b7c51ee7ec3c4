using System.Globalization;
using System.Text;
using System.Text.Json;
using DuckDB.NET.Data;
using Maltall.Lake.Files;
using Maltall.Lake.Log;

namespace Maltall.Lake.Commit;

/// <summary>Leaves out files whose statistics show that they cannot hold a key, without opening them.</summary>
internal sealed class KeyPruning
{
    private readonly List<(Column Column, string Least, string Greatest)> ranges = [];
    private readonly TableSchema schema;

    /// <summary>Finds the range of each key column among the new rows.</summary>
    /// <param name="connection">Where the rows are.</param>
    /// <param name="rows">A select of the new rows in the types of the table.</param>
    /// <param name="key">Key columns of the table.</param>
    /// <param name="schema">The table.</param>
    public KeyPruning(DuckDBConnection connection, string rows, IReadOnlyList<Column> key, TableSchema schema)
    {
        this.schema = schema;
        var parts = key.Select(column =>
            $"min({Text(column)}), max({Text(column)}), count(*) - count({Sql.Name(column.Name)})");
        connection.Query($"select {string.Join(", ", parts)} from ({rows})", reader =>
        {
            foreach (var (index, column) in key.Index())
            {
                // A key without value may be in any file.
                var hasRange = reader.GetInt64(index * 3 + 2) == 0 && !reader.IsDBNull(index * 3);
                if (hasRange && column.Type != ColumnType.Boolean)
                {
                    ranges.Add((column, Shown(reader, index * 3), Shown(reader, index * 3 + 1)));
                }
            }

            return true;
        });
    }

    /// <summary>True when the file may hold one of the keys.</summary>
    public bool MayHold(DataFile file)
    {
        if (ranges.Count == 0)
        {
            return true;
        }

        using var document = JsonDocument.Parse(string.IsNullOrEmpty(file.Stats) ? "{}" : file.Stats);
        return ranges.TrueForAll(range => MayHold(file, document.RootElement, range));
    }

    private bool MayHold(DataFile file, JsonElement stats, (Column Column, string Least, string Greatest) range)
    {
        var name = range.Column.Name;
        var (least, greatest) = schema.IsPartition(name)
            ? (file.Partition.GetValueOrDefault(name), file.Partition.GetValueOrDefault(name))
            : (Bound(stats, "minValues", name), Bound(stats, "maxValues", name));
        return least is null || greatest is null
            || (Compare(range.Column.Type, range.Least, greatest) <= 0
                && Compare(range.Column.Type, range.Greatest, least) >= 0);
    }

    // A moment is compared in microseconds since 1970, which is exact.
    private static string Text(Column column) => column.Type == ColumnType.Timestamp
        ? $"epoch_us({Sql.Name(column.Name)})" : Sql.Name(column.Name);

    private static string Shown(DuckDBDataReader reader, int ordinal) => reader.GetValue(ordinal) switch
    {
        string text => text,
        DateOnly day => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
        DateTime day => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
        IFormattable value => value.ToString(null, CultureInfo.InvariantCulture),
        var other => throw new InvalidOperationException($"A key of type {other.GetType()} is not expected."),
    };

    private static string? Bound(JsonElement stats, string kind, string name)
        => stats.TryGetProperty(kind, out var values) && values.TryGetProperty(name, out var value)
            ? value.ValueKind == JsonValueKind.String ? value.GetString() : value.GetRawText()
            : null;

    private static int Compare(ColumnType type, string key, string bound) => type switch
    {
        ColumnType.Integer or ColumnType.Long => Number(key).CompareTo(Number(bound)),
        ColumnType.Decimal => Number(key).CompareTo(Number(bound)),
        ColumnType.Double => double.Parse(key, CultureInfo.InvariantCulture)
            .CompareTo(double.Parse(bound, CultureInfo.InvariantCulture)),
        ColumnType.Timestamp => long.Parse(key, CultureInfo.InvariantCulture).CompareTo(Microseconds(bound)),
        ColumnType.Date => string.CompareOrdinal(key, bound),
        _ => Encoding.UTF8.GetBytes(key).AsSpan().SequenceCompareTo(Encoding.UTF8.GetBytes(bound)),
    };

    private static decimal Number(string text) => decimal.Parse(text, NumberStyles.Float, CultureInfo.InvariantCulture);

    private static long Microseconds(string text)
        => (DateTimeOffset.Parse(text, CultureInfo.InvariantCulture) - DateTimeOffset.UnixEpoch).Ticks / 10;
}

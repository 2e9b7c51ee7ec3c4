using Maltall.Lake;

namespace Maltall.Warehouse.Conform;

/// <summary>Columns of the tables about the runs themselves, for a lake that has none yet.</summary>
internal static class OperationTables
{
    private static readonly Dictionary<string, IReadOnlyList<Column>> Columns = new()
    {
        ["operations/batch"] =
        [
            new("batch_id", ColumnType.Text), new("source", ColumnType.Text),
            new("contract_version", ColumnType.Integer), new("file", ColumnType.Text),
            new("content_hash", ColumnType.Text), new("landed_at", ColumnType.Timestamp),
            new("rows_in", ColumnType.Long), new("landed", ColumnType.Long), new("rejected", ColumnType.Long),
            new("duplicate", ColumnType.Long), new("status", ColumnType.Text), new("reason", ColumnType.Text),
            new("synthetic", ColumnType.Boolean), new("period", ColumnType.Text), new("warned", ColumnType.Long),
        ],
        ["operations/arrival"] =
        [
            new("batch_id", ColumnType.Text), new("source", ColumnType.Text), new("unit", ColumnType.Text),
            new("rows", ColumnType.Long), new("rejected", ColumnType.Long),
        ],
        ["operations/reject"] =
        [
            new("batch_id", ColumnType.Text), new("source", ColumnType.Text), new("file", ColumnType.Text),
            new("row", ColumnType.Long), new("column", ColumnType.Text), new("rule", ColumnType.Text),
            new("message", ColumnType.Text), new("remedy", ColumnType.Text), new("severity", ColumnType.Text),
            new("unit", ColumnType.Text), new("detail", ColumnType.Text),
        ],
    };

    /// <summary>These tables beside those that are expected from sources.</summary>
    internal static IReadOnlyDictionary<string, IReadOnlyList<Column>> With(
        IReadOnlyDictionary<string, IReadOnlyList<Column>> expected)
    {
        var all = new Dictionary<string, IReadOnlyList<Column>>(Columns);
        foreach (var (name, columns) in expected)
        {
            all[name] = columns;
        }

        return all;
    }
}

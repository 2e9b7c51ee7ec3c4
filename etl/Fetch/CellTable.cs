using System.Globalization;
using DuckDB.NET.Data;

namespace Maltall.Etl.Fetch;

/// <summary>A cell of a statistics table, all values still text.</summary>
internal sealed record StatisticCell(string Coordinates, string? Contents, string? Region, string? Period)
{
    /// <summary>Unit of the value.</summary>
    public string? Unit { get; init; }

    /// <summary>The number as it was written; null when there is none.</summary>
    public string? Value { get; init; }

    /// <summary>The sign that stands for an absent value, such as <c>.</c>, <c>..</c> or <c>:</c>.</summary>
    public string? Status { get; init; }
}

/// <summary>A whole statistics table before it is staged.</summary>
/// <param name="DatasetId">The table's own id, or else the file's name.</param>
/// <param name="UpdatedAt">When the publisher updated it, ISO 8601; null when the file does not say.</param>
/// <param name="Cells">Its cells, row-major.</param>
internal sealed record StatisticTable(string DatasetId, string? UpdatedAt, IEnumerable<StatisticCell> Cells);

/// <summary>Stages rows that were read in this process: a temporary table of texts.</summary>
internal static class CellTable
{
    private static readonly string[] Columns =
        ["dataset_id", "coordinates", "contents_code", "region_code", "period", "unit", "value", "status",
        "updated_at"];

    /// <summary>Stages the cells of a statistics table.</summary>
    public static Staging.Rows Stage(
        DuckDBConnection connection, StatisticTable table, CancellationToken cancellation) =>
        Stage(connection, Columns, table.Cells.Select((cell, at) => (Row: at + 1L, Values: (IReadOnlyList<string?>)
        [
            table.DatasetId, cell.Coordinates, cell.Contents, cell.Region, cell.Period, cell.Unit, cell.Value,
            cell.Status, table.UpdatedAt,
        ])), cancellation);

    /// <summary>Stages rows of texts.</summary>
    /// <param name="connection">Where the temporary table <c>staged</c> is made anew.</param>
    /// <param name="columns">Names of the columns.</param>
    /// <param name="rows">Number of each row in its file, and its texts.</param>
    /// <param name="cancellation">Looked at once in a while.</param>
    public static Staging.Rows Stage(
        DuckDBConnection connection, IReadOnlyList<string> columns,
        IEnumerable<(long Row, IReadOnlyList<string?> Values)> rows,
        CancellationToken cancellation)
    {
        using (var command = connection.CreateCommand())
        {
            var typed = columns.Select(name => $"{Sql.Name(name)} varchar");
            command.CommandText = $"create or replace temp table staged (_row bigint, {string.Join(", ", typed)})";
            command.ExecuteNonQuery();
        }

        var count = 0L;
        using (var appender = connection.CreateAppender("staged"))
        {
            foreach (var (number, values) in rows)
            {
                if (count++ % 10_000 == 0)
                {
                    cancellation.ThrowIfCancellationRequested();
                }

                var row = appender.CreateRow().AppendValue(number);
                foreach (var value in values)
                {
                    row.AppendValue(value);
                }

                row.EndRow();
            }
        }

        return new Staging.Rows("select * from staged", count, [], 1);
    }

    /// <summary>Coordinates of a flat position, row-major with the last dimension fastest.</summary>
    public static int[] Unfold(long position, IReadOnlyList<int> sizes)
    {
        var at = new int[sizes.Count];
        for (var dimension = sizes.Count - 1; dimension >= 0; dimension--)
        {
            at[dimension] = (int)(position % sizes[dimension]);
            position /= sizes[dimension];
        }

        return at;
    }

    /// <summary>A number as text that no culture changes.</summary>
    public static string Number(double value) => value.ToString("R", CultureInfo.InvariantCulture);
}

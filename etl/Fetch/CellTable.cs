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
    /// <summary>Cells that a table may have; PxWeb gives at most 800 000 at a time.</summary>
    private const long MostCells = 20_000_000;

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

    /// <summary>What is said of a table with more cells than <see cref="MostCells"/>.</summary>
    public static string TooLarge { get; } = string.Create(CultureInfo.InvariantCulture,
        $"the dimensions span more than {MostCells} cells");

    /// <summary>Number of cells that the dimensions span; null when it is more than a table may have.</summary>
    public static long? Total(IReadOnlyList<List<string>> codes)
    {
        var total = 1L;
        foreach (var dimension in codes)
        {
            total *= dimension.Count;
            if (total > MostCells)
            {
                return null;
            }
        }

        return total;
    }

    /// <summary>
    /// Every cell, row-major with the last dimension fastest: its position and the index in each dimension. The list of
    /// indices is one and the same, so it is read before the next cell is asked for.
    /// </summary>
    public static IEnumerable<(long Position, int[] At)> Walk(IReadOnlyList<List<string>> codes)
    {
        var at = new int[codes.Count];
        var total = Total(codes) ?? 0;
        for (var position = 0L; position < total; position++)
        {
            yield return (position, at);
            for (var dimension = codes.Count - 1; dimension >= 0
                && ++at[dimension] == codes[dimension].Count; dimension--)
            {
                at[dimension] = 0;
            }
        }
    }

    /// <summary>The cell's place as text, such as <c>Region=0301;Tid=2011</c>.</summary>
    public static string Coordinates(IReadOnlyList<string> names, IReadOnlyList<List<string>> codes, int[] at) =>
        string.Join(';', names.Select((name, dimension) => $"{name}={codes[dimension][at[dimension]]}"));
}

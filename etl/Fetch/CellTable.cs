using System.Globalization;

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

    /// <summary>Stages the cells of a statistics table, whose columns the contract names as they are.</summary>
    /// <param name="contract">The contract.</param>
    /// <param name="scratch">Private folder for the rows.</param>
    /// <param name="table">The table.</param>
    /// <param name="cancellation">Looked at once in a while.</param>
    public static Staging.Rows Stage(
        Contract contract, string scratch, StatisticTable table, CancellationToken cancellation) =>
        Stage(new Headings(contract, Columns), scratch, Columns.Length, table.Cells.Select((cell, at) =>
        (Row: at + 1L, Values: (IReadOnlyList<string?>)
        [
            table.DatasetId, cell.Coordinates, cell.Contents, cell.Region, cell.Period, cell.Unit, cell.Value,
            cell.Status, table.UpdatedAt,
        ])), cancellation);

    /// <summary>Stages rows of texts.</summary>
    /// <param name="headings">The file's headings.</param>
    /// <param name="scratch">Private folder for the rows.</param>
    /// <param name="width">Number of fields of a row.</param>
    /// <param name="rows">Number of each row in its file, and its texts.</param>
    /// <param name="cancellation">Looked at once in a while.</param>
    public static Staging.Rows Stage(
        Headings headings, string scratch, int width, IEnumerable<(long Row, IReadOnlyList<string?> Values)> rows,
        CancellationToken cancellation)
    {
        var path = Path.Combine(scratch, $"{Guid.NewGuid():N}.rows");
        var records = RowFile.Write(path, rows, cancellation);
        var file = headings.In(new RecordFile(path, RowFile.Divider, "utf-8")
        {
            Blocks = [new CsvBlock(0, 1, long.MaxValue)], Wanted = width, Columns = [], IsOwn = true,
        });
        var wide = Math.Max(1, file.Wide.Count);
        return new Staging.Rows(file, records * wide, [], wide);
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

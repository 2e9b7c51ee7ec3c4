using System.Text.Json;
using DuckDB.NET.Data;

namespace Maltall.Etl.Fetch;

/// <summary>Brings a delivery of any format into the query engine.</summary>
/// <param name="connection">Where it is staged.</param>
/// <param name="scratch">Folder for temporary copies.</param>
internal sealed class Stager(DuckDBConnection connection, string scratch)
{
    /// <summary>Bytes that a file may have that is read whole; a CSV file may have any number.</summary>
    private const long Largest = 256L << 20;

    /// <summary>Stages a file by its contract.</summary>
    public Staging Stage(Contract contract, string path, string name, CancellationToken cancellation)
    {
        if (new FileInfo(path).Length == 0)
        {
            return new Staging.Refused("the file is empty", "Deliver the file again with its heading and rows.");
        }

        if (contract.Format != "csv" && new FileInfo(path).Length > Largest)
        {
            return new Staging.Refused("the file is larger than 256 MB", "Deliver it in parts.");
        }

        var stem = Path.GetFileNameWithoutExtension(name);
        return contract.Format switch
        {
            "csv" => new CsvStaging(contract, scratch).Stage(path, cancellation),
            "json-stat" => Json(path, stem, cancellation),
            "px" => Px(path, stem, cancellation),
            _ => Xlsx(contract, path, cancellation),
        };
    }

    private Staging Json(string path, string stem, CancellationToken cancellation)
    {
        try
        {
            return CellTable.Stage(connection, JsonStatReader.Read(File.ReadAllBytes(path), stem), cancellation);
        }
        catch (JsonException error)
        {
            return new Staging.Refused($"the file is not JSON-stat: {error.Message}", "Fetch the table again.");
        }
    }

    private Staging Px(string path, string stem, CancellationToken cancellation)
    {
        try
        {
            return CellTable.Stage(connection, PxReader.Read(File.ReadAllBytes(path), stem), cancellation);
        }
        catch (PxFormatException error)
        {
            return new Staging.Refused($"the file is not a PX file: {error.Message}", "Fetch the table again.");
        }
    }

    private Staging Xlsx(Contract contract, string path, CancellationToken cancellation)
    {
        try
        {
            using var file = File.OpenRead(path);
            var rows = WorkbookReader.Read(file);
            if (rows.Count == 0)
            {
                return new Staging.Refused("the first sheet is empty",
                    "Deliver the workbook again with its heading and rows.");
            }

            var heading = rows[0].Cells.Select(cell => cell?.Trim() ?? "").ToList();
            while (heading.Count > 0 && heading[^1].Length == 0)
            {
                heading.RemoveAt(heading.Count - 1);
            }

            var headings = new Headings(contract, heading);
            if (headings.Refusal() is { } refused)
            {
                return refused;
            }

            var columns = heading.Select((_, at) =>
                $"f{at.ToString(System.Globalization.CultureInfo.InvariantCulture)}");
            var staged = CellTable.Stage(connection, columns.ToList(), Rest(rows, heading.Count), cancellation);
            return new Staging.Rows(headings.Select("staged"), staged.RowsIn, staged.Faults, staged.RowsPerFault);
        }
        catch (InvalidDataException error)
        {
            return new Staging.Refused($"the file is not an XLSX workbook: {error.Message}",
                "Save it as XLSX and deliver it again.");
        }
    }

    private static IEnumerable<(long Row, IReadOnlyList<string?> Values)> Rest(
        List<(long Row, List<string?> Cells)> rows, int width) => rows.Skip(1).Select(row =>
            (row.Row, (IReadOnlyList<string?>)[.. Enumerable.Range(0, width).Select(row.Cells.ElementAtOrDefault)]));
}

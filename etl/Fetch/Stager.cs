using System.Text.Json;

namespace Maltall.Etl.Fetch;

/// <summary>Makes the records of a delivery of any format readable.</summary>
/// <param name="scratch">Private folder for rows that are not read where they lie.</param>
internal sealed class Stager(string scratch)
{
    private const int HeadingWithin = 20;

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
            "csv" => new CsvStaging(contract).Stage(path, cancellation),
            "json-stat" => Json(contract, path, stem, cancellation),
            "px" => Px(contract, path, stem, cancellation),
            _ => Xlsx(contract, path, cancellation),
        };
    }

    private Staging Json(Contract contract, string path, string stem, CancellationToken cancellation)
    {
        try
        {
            using var file = File.OpenRead(path);
            using var document = JsonDocument.Parse(file);
            return CellTable.Stage(contract, scratch, JsonStatReader.Read(document, stem), cancellation);
        }
        catch (Exception error) when (error is JsonException or InvalidOperationException)
        {
            // The second is what the library throws for a text that is no Unicode.
            return new Staging.Refused($"the file is not JSON-stat: {error.Message}", "Fetch the table again.");
        }
    }

    private Staging Px(Contract contract, string path, string stem, CancellationToken cancellation)
    {
        try
        {
            return CellTable.Stage(contract, scratch, PxReader.Read(File.ReadAllBytes(path), stem), cancellation);
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
            using var row = WorkbookReader.Rows(file).GetEnumerator();
            var heading = Heading(contract, row);
            if (heading.Count == 0)
            {
                return new Staging.Refused("the first sheet is empty",
                    "Deliver the workbook again with its heading and rows.");
            }

            var headings = new Headings(contract, heading);
            if (headings.Refusal() is { } refused)
            {
                return refused;
            }

            return CellTable.Stage(headings, scratch, heading.Count, Rest(row, heading.Count), cancellation);
        }
        catch (InvalidDataException error)
        {
            return new Staging.Refused($"the file is not an XLSX workbook: {error.Message}",
                "Save it as XLSX and deliver it again.");
        }
    }

    /// <summary>
    /// The first of the sheet's first rows that has every column of the contract, with the rows after it left to be
    /// read; titles may stand above it. Without one, the first row, so that the answer can say what it lacks.
    /// </summary>
    private static List<string> Heading(Contract contract, IEnumerator<(long Row, List<string?> Cells)> rows)
    {
        List<string>? first = null;
        for (var tried = 0; tried < HeadingWithin && rows.MoveNext(); tried++)
        {
            var heading = rows.Current.Cells.Select(cell => cell?.Trim() ?? "").ToList();
            while (heading.Count > 0 && heading[^1].Length == 0)
            {
                heading.RemoveAt(heading.Count - 1);
            }

            if (new Headings(contract, heading).HasAll)
            {
                return heading;
            }

            first ??= heading;
        }

        return first ?? [];
    }

    private static IEnumerable<(long Row, IReadOnlyList<string?> Values)> Rest(
        IEnumerator<(long Row, List<string?> Cells)> rows, int width)
    {
        while (rows.MoveNext())
        {
            var cells = rows.Current.Cells;
            yield return (rows.Current.Row,
                Enumerable.Range(0, width).Select(at => at < cells.Count ? cells[at] : null).ToList());
        }
    }
}

using System.Globalization;
using System.IO.Compression;
using System.Xml;
using DocumentFormat.OpenXml;
using DocumentFormat.OpenXml.Packaging;
using DocumentFormat.OpenXml.Spreadsheet;

namespace Maltall.Etl.Fetch;

/// <summary>Reads the first sheet of an XLSX workbook, row by row, each cell as text.</summary>
internal static class WorkbookReader
{
    private const int MostColumns = 16_384;
    private const long MostBytes = 1L << 30;

    /// <summary>
    /// Below this a decimal has the 15 digits that the sheet shows, without the noise of the binary number.
    /// </summary>
    private const double MostExact = 1e27;

    /// <summary>Days from the epoch of 1900 to that of 1904, which some workbooks count from.</summary>
    private const int LaterEpoch = 1462;

    /// <summary>The rows that hold anything: the number of the row in the sheet, and its cells by column.</summary>
    /// <exception cref="InvalidDataException">
    /// The file is no workbook, is cut off, or unpacks to more than 1 GB.
    /// </exception>
    public static IEnumerable<(long Row, List<string?> Cells)> Rows(Stream file)
    {
        using var rows = Unguarded(file).GetEnumerator();
        while (true)
        {
            bool more;
            try
            {
                more = rows.MoveNext();
            }
            catch (Exception error) when (error is OpenXmlPackageException or FileFormatException or XmlException
                or FormatException or OverflowException or ArgumentException or InvalidOperationException
                or KeyNotFoundException or NotSupportedException or EndOfStreamException or InvalidCastException)
            {
                throw new InvalidDataException("its parts are broken, or it is cut off", error);
            }

            if (!more)
            {
                yield break;
            }

            yield return rows.Current;
        }
    }

    private static IEnumerable<(long Row, List<string?> Cells)> Unguarded(Stream file)
    {
        using (var zip = new ZipArchive(file, ZipArchiveMode.Read, leaveOpen: true))
        {
            if (zip.Entries.Sum(entry => entry.Length) > MostBytes)
            {
                throw new InvalidDataException("it unpacks to more than 1 GB");
            }
        }

        file.Position = 0;
        using var document = SpreadsheetDocument.Open(file, isEditable: false);
        var book = document.WorkbookPart ?? throw new InvalidDataException("it has no sheets");
        var first = book.Workbook?.Descendants<Sheet>().FirstOrDefault()?.Id?.Value
            ?? throw new InvalidDataException("it has no sheets");
        var style = new CellStyle(Shared(book), DateStyles(book),
            book.Workbook?.WorkbookProperties?.Date1904?.Value == true ? LaterEpoch : 0);
        using var reader = OpenXmlReader.Create((WorksheetPart)book.GetPartById(first));
        var number = 0L;
        while (reader.Read())
        {
            if (reader.ElementType != typeof(Row) || !reader.IsStartElement)
            {
                continue;
            }

            var row = (Row)(reader.LoadCurrentElement() ?? throw new InvalidDataException("a row is broken"));
            number = row.RowIndex?.Value ?? number + 1;
            var cells = Cells(row, style);
            if (cells.Any(cell => !string.IsNullOrWhiteSpace(cell)))
            {
                yield return (number, cells);
            }
        }
    }

    private static List<string?> Cells(Row row, CellStyle style)
    {
        var cells = new List<string?>();
        foreach (var cell in row.Elements<Cell>())
        {
            var at = cell.CellReference?.Value is { } reference ? Column(reference) : cells.Count;
            while (cells.Count <= at)
            {
                cells.Add(null);
            }

            cells[at] = Text(cell, style);
        }

        return cells;
    }

    private static string? Text(Cell cell, CellStyle style)
    {
        var raw = cell.CellValue?.Text;
        if (cell.DataType?.Value == CellValues.InlineString)
        {
            return cell.InlineString?.InnerText;
        }

        if (cell.DataType?.Value == CellValues.SharedString)
        {
            return int.TryParse(raw, NumberStyles.None, CultureInfo.InvariantCulture, out var index)
                && index < style.Shared.Count ? style.Shared[index] : null;
        }

        if (cell.DataType?.Value == CellValues.Boolean)
        {
            return raw == "1" ? "true" : "false";
        }

        return cell.DataType is null || cell.DataType.Value == CellValues.Number
            ? Number(raw, cell.StyleIndex?.Value is { } at && style.Dates.Contains(at), style.Epoch) : raw;
    }

    /// <summary>
    /// A number as Excel shows it: a sheet keeps binary fractions, of which 15 digits are meant (0.1 + 0.2 is 0.3).
    /// </summary>
    private static string? Number(string? raw, bool isDate, int epoch)
    {
        if (!double.TryParse(raw, NumberStyles.Float, CultureInfo.InvariantCulture, out var number))
        {
            return raw;
        }

        return isDate && number is > 0 and < 2_957_003
            ? DateTime.FromOADate(number + epoch).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)
            : Math.Abs(number) < MostExact ? ((decimal)number).ToString(CultureInfo.InvariantCulture) : raw;
    }

    private static int Column(string reference)
    {
        var column = 0;
        foreach (var letter in reference.TakeWhile(char.IsAsciiLetterUpper))
        {
            column = (column * 26) + (letter - 'A' + 1);
        }

        return column is > 0 and <= MostColumns ? column - 1
            : throw new InvalidDataException("a cell stands outside the sheet");
    }

    private static List<string> Shared(WorkbookPart book) =>
        book.SharedStringTablePart?.SharedStringTable?.Elements<SharedStringItem>().Select(item => item.InnerText)
            .ToList() ?? [];

    /// <summary>
    /// Positions of cell formats that show a number as a day: built-in 14–22 and own formats with y and d.
    /// </summary>
    private static HashSet<uint> DateStyles(WorkbookPart book)
    {
        var sheet = book.WorkbookStylesPart?.Stylesheet;
        var own = (sheet?.NumberingFormats?.Elements<NumberingFormat>() ?? [])
            .Where(format => format.FormatCode?.Value is { } code
                && code.Contains('y', StringComparison.OrdinalIgnoreCase)
                && code.Contains('d', StringComparison.OrdinalIgnoreCase))
            .Select(format => format.NumberFormatId?.Value ?? 0).ToHashSet();
        return (sheet?.CellFormats?.Elements<CellFormat>() ?? [])
            .Select((format, at) => (Id: format.NumberFormatId?.Value ?? 0, at))
            .Where(pair => pair.Id is >= 14 and <= 22 || own.Contains(pair.Id))
            .Select(pair => (uint)pair.at).ToHashSet();
    }

    /// <summary>What the cells of a workbook refer to.</summary>
    /// <param name="Shared">Texts that cells share.</param>
    /// <param name="Dates">Cell formats that show a day.</param>
    /// <param name="Epoch">Days to add to a day's number.</param>
    private sealed record CellStyle(List<string> Shared, HashSet<uint> Dates, int Epoch);
}

using System.Globalization;
using System.Xml;
using DocumentFormat.OpenXml;
using DocumentFormat.OpenXml.Packaging;
using DocumentFormat.OpenXml.Spreadsheet;

namespace Maltall.Etl.Fetch;

/// <summary>Reads the first sheet of an XLSX workbook, row by row, each cell as text.</summary>
internal static class WorkbookReader
{
    /// <summary>Columns that a sheet may have (Office Open XML, the last is XFD).</summary>
    private const int MostColumns = 16_384;

    /// <summary>
    /// Below this a decimal has the 15 digits that the sheet shows, without the noise of the binary number.
    /// </summary>
    private const double MostExact = 1e27;

    /// <summary>The rows that hold anything: the number of the row in the sheet, and its cells by column.</summary>
    /// <exception cref="InvalidDataException">The file is no workbook.</exception>
    public static List<(long Row, List<string?> Cells)> Read(Stream file)
    {
        try
        {
            return [.. Rows(file)];
        }
        catch (Exception error) when (error is OpenXmlPackageException or FileFormatException or XmlException
            or FormatException or ArgumentException or InvalidOperationException or KeyNotFoundException)
        {
            throw new InvalidDataException("its parts are broken", error);
        }
    }

    private static IEnumerable<(long Row, List<string?> Cells)> Rows(Stream file)
    {
        using var document = SpreadsheetDocument.Open(file, isEditable: false);
        var book = document.WorkbookPart ?? throw new InvalidDataException("the workbook has no sheets");
        var first = book.Workbook?.Descendants<Sheet>().FirstOrDefault()?.Id?.Value
            ?? throw new InvalidDataException("the workbook has no sheets");
        var shared = Shared(book);
        var dates = DateStyles(book);
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
            var cells = Cells(row, shared, dates);
            if (cells.Any(cell => !string.IsNullOrWhiteSpace(cell)))
            {
                yield return (number, cells);
            }
        }
    }

    private static List<string?> Cells(Row row, List<string> shared, HashSet<uint> dates)
    {
        var cells = new List<string?>();
        foreach (var cell in row.Elements<Cell>())
        {
            var at = cell.CellReference?.Value is { } reference ? Column(reference) : cells.Count;
            while (cells.Count <= at)
            {
                cells.Add(null);
            }

            cells[at] = Text(cell, shared, dates);
        }

        return cells;
    }

    private static string? Text(Cell cell, List<string> shared, HashSet<uint> dates)
    {
        var raw = cell.CellValue?.Text;
        if (cell.DataType?.Value == CellValues.InlineString)
        {
            return cell.InlineString?.InnerText;
        }

        if (cell.DataType?.Value == CellValues.SharedString)
        {
            return int.TryParse(raw, NumberStyles.None, CultureInfo.InvariantCulture, out var index)
                && index < shared.Count
                ? shared[index] : null;
        }

        if (cell.DataType?.Value == CellValues.Boolean)
        {
            return raw == "1" ? "true" : "false";
        }

        if (cell.DataType is null || cell.DataType.Value == CellValues.Number)
        {
            return Number(raw, cell.StyleIndex?.Value is { } style && dates.Contains(style));
        }

        return raw;
    }

    private static string? Number(string? raw, bool isDate)
    {
        if (!double.TryParse(raw, NumberStyles.Float, CultureInfo.InvariantCulture, out var number))
        {
            return raw;
        }

        return isDate && number is > 0 and < 2_958_466
            ? DateTime.FromOADate(number).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)
            : Math.Abs(number) < MostExact ? ((decimal)number).ToString(CultureInfo.InvariantCulture) : raw;
    }

    private static int Column(string reference)
    {
        var column = 0;
        foreach (var letter in reference.TakeWhile(char.IsAsciiLetterUpper))
        {
            column = (column * 26) + (letter - 'A' + 1);
            if (column > MostColumns)
            {
                throw new InvalidDataException("a cell lies outside the sheet");
            }
        }

        return Math.Max(column - 1, 0);
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
}

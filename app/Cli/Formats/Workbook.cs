using System.Globalization;
using DocumentFormat.OpenXml;
using DocumentFormat.OpenXml.Packaging;
using DocumentFormat.OpenXml.Spreadsheet;

namespace Maltall.App.Cli.Formats;

/// <summary>A result as an Excel workbook: the rows as a table on the first sheet, what they mean on the
/// second.</summary>
internal static class Workbook
{
    private const uint PlainStyle = 0;
    private const uint HeadingStyle = 1;
    private const uint DateStyle = 2;
    private const uint WrappedStyle = 3;

    /// <summary>Writes the workbook; an earlier file of that name is replaced.</summary>
    public static void Write(ResultTable table, string path)
    {
        using var document = SpreadsheetDocument.Create(path, SpreadsheetDocumentType.Workbook);
        var book = document.AddWorkbookPart();
        book.Workbook = new DocumentFormat.OpenXml.Spreadsheet.Workbook();
        var sheets = book.Workbook.AppendChild(new Sheets());
        book.AddNewPart<WorkbookStylesPart>().Stylesheet = Styles();
        if (table.Sheet is { } layout)
        {
            AddSheet(book, sheets, layout.Name, Rows(table, layout), Frame.Of(layout));
        }
        else
        {
            AddSheet(book, sheets, "Tall", Rows(table), new Frame([], 18, 1));
            AddSheet(book, sheets, "Om tallene", About(table), new Frame([], 90, 0));
        }

        document.PackageProperties.Title = table.Title;
        document.PackageProperties.Language = "nb-NO";
    }

    private static void AddSheet(WorkbookPart book, Sheets sheets, string name, IEnumerable<Row> rows, Frame frame)
    {
        var part = book.AddNewPart<WorksheetPart>();
        using (var writer = OpenXmlWriter.Create(part))
        {
            writer.WriteStartElement(new Worksheet());
            if (frame.FrozenRows > 0)
            {
                writer.WriteElement(new SheetViews(new SheetView(new Pane
                {
                    VerticalSplit = frame.FrozenRows,
                    TopLeftCell = string.Create(CultureInfo.InvariantCulture, $"A{frame.FrozenRows + 1}"),
                    ActivePane = PaneValues.BottomLeft,
                    State = PaneStateValues.Frozen,
                })
                { WorkbookViewId = 0 }));
            }

            writer.WriteElement(new Columns(frame.Columns()));
            writer.WriteStartElement(new SheetData());
            foreach (var row in rows)
            {
                writer.WriteElement(row);
            }

            writer.WriteEndElement();
            writer.WriteEndElement();
        }

        sheets.AppendChild(new Sheet
        {
            Id = book.GetIdOfPart(part), SheetId = (uint)sheets.ChildElements.Count + 1, Name = name,
        });
    }

    private static IEnumerable<Row> Rows(ResultTable table) =>
        table.Rows.Select(row => new Row(row.Select(Cell)))
            .Prepend(new Row(table.Columns.Select(column => Text(column.Name, HeadingStyle))));

    /// <summary>The lines above the heading, the heading, and the rows with their texts wrapped.</summary>
    private static IEnumerable<Row> Rows(ResultTable table, SheetLayout layout) =>
    [
        .. layout.Lines.Select((line, at) => new Row(Text(line, at == 0 ? HeadingStyle : PlainStyle))),
        new Row(layout.Headings.Select(heading => Text(heading, HeadingStyle))),
        .. table.Rows.Select(row => new Row(row.Select(value =>
            value is string text ? Text(text, WrappedStyle) : Cell(value)))),
    ];

    private static IEnumerable<Row> About(ResultTable table) =>
        table.Notes.Prepend(table.Title).Select(line => new Row(Text(line, PlainStyle)));

    private static Cell Cell(object? value) => value switch
    {
        null => new Cell(),
        bool flag => new Cell { DataType = CellValues.Boolean, CellValue = new CellValue(flag) },
        int or long or double or decimal => new Cell
        {
            DataType = CellValues.Number,
            CellValue = new CellValue(Convert.ToString(value, CultureInfo.InvariantCulture)!),
        },
        DateOnly day => new Cell
        {
            StyleIndex = DateStyle,
            CellValue = new CellValue(day.ToDateTime(TimeOnly.MinValue).ToOADate()
                .ToString(CultureInfo.InvariantCulture)),
        },
        _ => Text(Cells.ForMachine(value), PlainStyle),
    };

    private static Cell Text(string text, uint style) => new()
    {
        DataType = CellValues.InlineString,
        StyleIndex = style,
        InlineString = new InlineString(new Text(text) { Space = SpaceProcessingModeValues.Preserve }),
    };

    private static Stylesheet Styles() => new(
        new Fonts(new Font(), new Font(new Bold())),
        new Fills(new Fill(new PatternFill { PatternType = PatternValues.None }),
            new Fill(new PatternFill { PatternType = PatternValues.Gray125 })),
        new Borders(new Border()),
        new CellFormats(
            new CellFormat(),
            new CellFormat { FontId = 1, ApplyFont = true },
            new CellFormat { NumberFormatId = 14, ApplyNumberFormat = true },
            new CellFormat(new Alignment { WrapText = true, Vertical = VerticalAlignmentValues.Top })
            {
                ApplyAlignment = true,
            }));

    /// <summary>Widths and frozen rows of a sheet.</summary>
    /// <param name="Widths">Widths of the first columns.</param>
    /// <param name="Others">Width of the others.</param>
    /// <param name="FrozenRows">Rows that stay in sight.</param>
    private sealed record Frame(IReadOnlyList<double> Widths, double Others, double FrozenRows)
    {
        public static Frame Of(SheetLayout layout) => new(layout.Widths, 18, layout.Lines.Count + 1);

        public IEnumerable<Column> Columns() => Widths.Select((width, at) => Column(at + 1, at + 1, width))
            .Append(Column(Widths.Count + 1, 64, Others));

        private static Column Column(int first, int last, double width) =>
            new() { Min = (uint)first, Max = (uint)last, Width = width, CustomWidth = true };
    }
}

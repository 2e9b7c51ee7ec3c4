using DocumentFormat.OpenXml;
using DocumentFormat.OpenXml.Packaging;
using DocumentFormat.OpenXml.Spreadsheet;
using Xunit;

namespace Maltall.Etl.Tests;

public sealed class WorkbookTests
{
    private static readonly string[] Norwegian =
    [
        "Aktivitetsnr", "Program", "Strategipunkt", "Type", "Målnivå", "Bydel", "Område", "Dato", "Deltakere",
        "Herav ansatte", "Nådd i målgruppen", "Budsjett kr", "Brukt kr", "Status",
    ];

    private static readonly string[] English =
    [
        "Activity ID", "Programme", "Strategy point", "Activity type", "Goal kind", "District", "Area", "Date",
        "Participants", "Of which employees", "Reached in target group", "Budget NOK", "Spent NOK", "Progress",
    ];

    private static readonly Contract Contract = TestLake.Catalog.Find("programme_activity");

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Headings_may_stand_in_either_language(bool english)
    {
        using var lake = new TestLake();
        var file = lake.Beside("programaktivitet_2012-03.xlsx");
        Write(file, [english ? English : Norwegian, Activity("A000001", 40961, 1200.5),
            Activity("A000002", "2012-02-30", 3)]);

        var reading = lake.Land(Contract, file)[0];

        Assert.Equal("rows 2, landed 1, rejected 1, duplicate 0", DeliveryCase.Outcome(reading));
        Assert.Equal("A000001|2012-02-22|1200.50|2", TestLake.Rows("select activity_id, cast(held_on as varchar), " +
            $"cast(budget_nok as varchar), _row from {lake.Landed(Contract)}")[0]);
        Assert.Equal((3, "Dato"), lake.Log.Rejects(Contract.Id).Select(reject => (reject.Row, reject.Column)).Single());
    }

    [Fact]
    public void An_amount_is_what_the_sheet_shows_and_not_its_binary_noise()
    {
        using var lake = new TestLake();
        var file = lake.Beside("programaktivitet_2012-03.xlsx");
        Write(file, [Norwegian, Activity("A000001", 40961, 0.1 + 0.2), Activity("A000002", 40961, 1e15)]);

        lake.Land(Contract, file);

        Assert.Equal(["0.30", "1000000000000000.00"],
            TestLake.Rows($"select cast(budget_nok as varchar) from {lake.Landed(Contract)} order by activity_id"));
    }

    [Fact]
    public void Empty_rows_are_no_rows_and_rows_keep_their_number()
    {
        using var lake = new TestLake();
        var file = lake.Beside("programaktivitet_2012-03.xlsx");
        Write(file, [Norwegian, [], ["", " "], Activity("A000001", 40961, -1)]);

        var reading = lake.Land(Contract, file)[0];

        Assert.Equal("rows 1, landed 0, rejected 1, duplicate 0", DeliveryCase.Outcome(reading));
        Assert.Equal((4, "budget_nok_in_range"),
            lake.Log.Rejects(Contract.Id).Select(reject => (reject.Row, reject.Rule)).Single());
    }

    [Fact]
    public void Titles_may_stand_above_the_heading()
    {
        using var lake = new TestLake();
        var file = lake.Beside("programaktivitet_2012-03.xlsx");
        Write(file, [["Aktiviteter i BSU"], [], Norwegian, Activity("A000001", 40961, 1)]);

        var reading = lake.Land(Contract, file)[0];

        Assert.Equal("rows 1, landed 1, rejected 0, duplicate 0", DeliveryCase.Outcome(reading));
        Assert.Equal(4, lake.Number(Contract, "_row"));
    }

    [Fact]
    public void A_workbook_without_a_sound_heading_is_refused()
    {
        using var lake = new TestLake();
        var missing = lake.Beside("programaktivitet_1.xlsx");
        Write(missing, [Norwegian[..5]]);
        var twice = lake.Beside("programaktivitet_2.xlsx");
        Write(twice, [[.. Norwegian, "Area"]]);
        var empty = lake.Beside("programaktivitet_3.xlsx");
        Write(empty, []);

        var readings = lake.Land(Contract, missing, twice, empty);

        Assert.Contains("Bydel", Assert.IsType<Reading.Refused>(readings[0]).Reason, StringComparison.Ordinal);
        Assert.Contains("twice", Assert.IsType<Reading.Refused>(readings[1]).Reason, StringComparison.Ordinal);
        Assert.Contains("empty", Assert.IsType<Reading.Refused>(readings[2]).Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void A_corrupt_workbook_is_refused_wherever_it_is_broken()
    {
        using var lake = new TestLake();
        var whole = lake.Beside("whole.xlsx");
        Write(whole, [Norwegian, Activity("A000001", 40961, 1)]);
        var bytes = File.ReadAllBytes(whole);
        var files = new List<string>();
        for (var cut = 1; cut < bytes.Length; cut += Math.Max(1, bytes.Length / 40))
        {
            files.Add(lake.Beside($"cut_{files.Count}.xlsx"));
            File.WriteAllBytes(files[^1], bytes[..cut]);
            files.Add(lake.Beside($"cut_{files.Count}.xlsx"));
            File.WriteAllBytes(files[^1], [.. bytes[..cut], (byte)(bytes[cut] ^ 0x55), .. bytes[(cut + 1)..]]);
        }

        var readings = lake.Land(Contract, files);

        Assert.Equal(files.Count, readings.Count);
        Assert.True(readings.OfType<Reading.Refused>().Count() > files.Count / 2);
    }

    [Fact]
    public void A_cell_reference_beyond_the_sheet_is_refused()
    {
        using var lake = new TestLake();
        var file = lake.Beside("programaktivitet_2012-03.xlsx");
        Write(file, [Norwegian, Activity("A000001", 40961, 1)], "ZZZZZZ2");

        var reading = lake.Land(Contract, file)[0];

        Assert.IsType<Reading.Refused>(reading);
    }

    private static object[] Activity(string id, object day, double budget) =>
        [id, "BSU", 1, "kurs", "prosess", "10", "Romsås", day, 12, 3, 9, budget, 10, "planlagt"];

    private static void Write(string file, IReadOnlyList<object[]> rows, string? reference = null)
    {
        using var document = SpreadsheetDocument.Create(file, SpreadsheetDocumentType.Workbook);
        var book = document.AddWorkbookPart();
        var styles = book.AddNewPart<WorkbookStylesPart>();
        styles.Stylesheet = new Stylesheet(new CellFormats(
            new CellFormat { NumberFormatId = 0 }, new CellFormat { NumberFormatId = 14 }));
        var sheet = book.AddNewPart<WorksheetPart>();
        var data = new SheetData();
        for (var at = 0; at < rows.Count; at++)
        {
            data.Append(new Row(rows[at].Select(Cell)) { RowIndex = (uint)at + 1 });
        }

        if (reference is not null)
        {
            data.Descendants<Cell>().Last().CellReference = reference;
        }

        sheet.Worksheet = new Worksheet(data);
        book.Workbook = new Workbook(new Sheets(new Sheet { Name = "A", SheetId = 1, Id = book.GetIdOfPart(sheet) }));
    }

    private static Cell Cell(object value) => value switch
    {
        string text => new Cell { DataType = CellValues.InlineString, InlineString = new InlineString(new Text(text)) },
        int day and > 40_000 => new Cell { StyleIndex = 1, CellValue = new CellValue(day) },
        double number => new Cell
        {
            CellValue = new CellValue(number.ToString("G17", System.Globalization.CultureInfo.InvariantCulture)),
        },
        _ => new Cell { CellValue = new CellValue((int)value) },
    };
}

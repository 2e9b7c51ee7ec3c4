using System.Globalization;
using System.IO.Compression;
using System.Security;
using System.Text;

namespace Maltall.Etl.Synthesize;

/// <summary>
/// A workbook of one sheet, the same bytes each time: parts in a fixed order with a fixed date and uncompressed, which
/// the packaging library does not promise.
/// </summary>
internal static class Workbook
{
    private const string Main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
    private const string Relations = "http://schemas.openxmlformats.org/package/2006/relationships";
    private const string Office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
    private const string Content = "application/vnd.openxmlformats-officedocument.spreadsheetml";
    private const string Declaration = "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n";

    /// <summary>The columns that hold numbers and days; all else is text.</summary>
    private static readonly bool[] _numeric =
        [false, false, true, false, false, false, false, false, true, true, true, true, true, false];

    private static readonly DateTimeOffset _epoch = new(1980, 1, 1, 0, 0, 0, TimeSpan.Zero);

    public static byte[] Bytes(string sheet, IReadOnlyList<string> header, List<string[]> rows)
    {
        var shared = new SharedText();
        var cells = Sheet(header, rows, shared);
        using var bytes = new MemoryStream();
        using (var zip = new ZipArchive(bytes, ZipArchiveMode.Create, leaveOpen: true))
        {
            Add(zip, "[Content_Types].xml", ContentTypes());
            Add(zip, "_rels/.rels", Relationships(("officeDocument", "xl/workbook.xml")));
            Add(zip, "xl/workbook.xml", $"<workbook xmlns=\"{Main}\" xmlns:r=\"{Office}\"><sheets>" +
                $"<sheet name=\"{sheet}\" sheetId=\"1\" r:id=\"rId1\"/></sheets></workbook>");
            Add(zip, "xl/_rels/workbook.xml.rels", Relationships(
                ("worksheet", "worksheets/sheet1.xml"),
                ("styles", "styles.xml"),
                ("sharedStrings", "sharedStrings.xml")));
            Add(zip, "xl/worksheets/sheet1.xml", cells);
            Add(zip, "xl/styles.xml", Styles());
            Add(zip, "xl/sharedStrings.xml", shared.ToXml(Main));
        }

        return bytes.ToArray();
    }

    private static void Add(ZipArchive zip, string name, string xml)
    {
        var entry = zip.CreateEntry(name, CompressionLevel.NoCompression);
        entry.LastWriteTime = _epoch;
        using var stream = entry.Open();
        stream.Write(Encoding.UTF8.GetBytes(Declaration + xml));
    }

    private static string Sheet(IReadOnlyList<string> header, List<string[]> rows, SharedText shared)
    {
        var xml = new StringBuilder($"<worksheet xmlns=\"{Main}\"><sheetData>");
        Row(xml, 1, header.Select((text, i) => TextCell(Name(i, 1), text, shared)));
        for (var i = 0; i < rows.Count; i++)
        {
            var number = i + 2;
            Row(xml, number, rows[i].Select((text, column) => Cell(Name(column, number), column, text, shared)));
        }

        return xml.Append("</sheetData></worksheet>").ToString();
    }

    private static void Row(StringBuilder xml, int number, IEnumerable<string> cells) =>
        xml.Append(CultureInfo.InvariantCulture, $"<row r=\"{number}\">").AppendJoin("", cells).Append("</row>");

    private static string Name(int column, int row) =>
        string.Create(CultureInfo.InvariantCulture, $"{(char)('A' + column)}{row}");

    /// <summary>A number or a day where the text is one; else text, as a clerk's slip is kept by the sheet.</summary>
    private static string Cell(string name, int column, string text, SharedText shared)
    {
        if (text.Length == 0)
        {
            return "";
        }

        var isNumber = decimal.TryParse(text, NumberStyles.Number, CultureInfo.InvariantCulture, out _);
        if (_numeric[column] && isNumber)
        {
            return $"<c r=\"{name}\"><v>{text}</v></c>";
        }

        var culture = CultureInfo.InvariantCulture;
        return DateOnly.TryParseExact(text, "dd.MM.yyyy", culture, DateTimeStyles.None, out var day)
            ? string.Create(
                CultureInfo.InvariantCulture,
                $"<c r=\"{name}\" s=\"1\"><v>{day.DayNumber - new DateOnly(1899, 12, 30).DayNumber}</v></c>")
            : TextCell(name, text, shared);
    }

    private static string TextCell(string name, string text, SharedText shared) =>
        string.Create(CultureInfo.InvariantCulture, $"<c r=\"{name}\" t=\"s\"><v>{shared.Place(text)}</v></c>");

    private static string ContentTypes() =>
        "<Types xmlns=\"http://schemas.openxmlformats.org/package/2006/content-types\">" +
        "<Default Extension=\"rels\" ContentType=\"application/vnd.openxmlformats-package.relationships+xml\"/>" +
        "<Default Extension=\"xml\" ContentType=\"application/xml\"/>" +
        $"<Override PartName=\"/xl/workbook.xml\" ContentType=\"{Content}.sheet.main+xml\"/>" +
        $"<Override PartName=\"/xl/worksheets/sheet1.xml\" ContentType=\"{Content}.worksheet+xml\"/>" +
        $"<Override PartName=\"/xl/styles.xml\" ContentType=\"{Content}.styles+xml\"/>" +
        $"<Override PartName=\"/xl/sharedStrings.xml\" ContentType=\"{Content}.sharedStrings+xml\"/></Types>";

    private static string Relationships(params (string Type, string Target)[] targets)
    {
        var xml = targets.Select((target, i) => string.Create(
            CultureInfo.InvariantCulture,
            $"<Relationship Id=\"rId{i + 1}\" Type=\"{Office}/{target.Type}\" Target=\"{target.Target}\"/>"));
        return $"<Relationships xmlns=\"{Relations}\">{string.Concat(xml)}</Relationships>";
    }

    /// <summary>Style 1 is a day (built-in format 14).</summary>
    private static string Styles() =>
        $"<styleSheet xmlns=\"{Main}\"><fonts count=\"1\"><font/></fonts>" +
        "<fills count=\"2\"><fill><patternFill patternType=\"none\"/></fill>" +
        "<fill><patternFill patternType=\"gray125\"/></fill></fills><borders count=\"1\"><border/></borders>" +
        "<cellStyleXfs count=\"1\"><xf/></cellStyleXfs><cellXfs count=\"2\"><xf xfId=\"0\"/>" +
        "<xf numFmtId=\"14\" xfId=\"0\" applyNumberFormat=\"1\"/></cellXfs></styleSheet>";

    /// <summary>The texts of the sheet, each kept once.</summary>
    private sealed class SharedText
    {
        private readonly Dictionary<string, int> _places = [];
        private readonly StringBuilder _items = new();

        public int Place(string text)
        {
            if (!_places.TryGetValue(text, out var place))
            {
                place = _places.Count;
                _places.Add(text, place);
                _items.Append("<si><t>").Append(SecurityElement.Escape(text)).Append("</t></si>");
            }

            return place;
        }

        public string ToXml(string main) => $"<sst xmlns=\"{main}\">{_items}</sst>";
    }
}

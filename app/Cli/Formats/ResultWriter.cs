using System.Globalization;
using System.Text;
using System.Text.Json;
using Maltall.Lake;
using Spectre.Console;

namespace Maltall.App.Cli.Formats;

/// <summary>Writes a result in the format that the user asked for: to a file, or to standard output.</summary>
/// <param name="format">One of <see cref="Formats"/>.</param>
/// <param name="output">File to write; null for standard output.</param>
/// <param name="culture">How a person's table shows numbers and dates.</param>
internal sealed class ResultWriter(string format, string? output, CultureInfo culture)
{
    private const int Widest = 4000;

    /// <summary>The formats, by their names on the command line.</summary>
    public static IReadOnlyList<string> Formats { get; } =
        ["table", "csv", "json", "parquet", "arrow", "xlsx", "json-stat"];

    /// <summary>Writes the rows; the notes go to <paramref name="error"/> when the format has no room for
    /// them.</summary>
    /// <exception cref="UserError">A binary format without a file, or a table that the format cannot hold.</exception>
    public void Write(ResultTable table, TextWriter error)
    {
        if (format is "parquet" or "arrow" or "xlsx")
        {
            WriteBinary(table);
        }
        else
        {
            using var writer = OpenText();
            WriteText(table, writer);
        }

        if (format is not ("table" or "xlsx" or "json"))
        {
            foreach (var note in table.Notes)
            {
                error.WriteLine(note);
            }
        }
    }

    /// <summary>The rows in one of the formats that are text.</summary>
    public byte[] ToBytes(ResultTable table)
    {
        using var stream = new MemoryStream();
        using (var writer = new StreamWriter(stream, new UTF8Encoding(false), 1 << 16, leaveOpen: true))
        {
            WriteText(table, writer);
        }

        return stream.ToArray();
    }

    private void WriteText(ResultTable table, TextWriter writer)
    {
        switch (format)
        {
            case "csv":
                WriteCsv(table, writer);
                break;
            case "json":
                WriteJson(table, writer);
                break;
            case "json-stat":
                writer.WriteLine(JsonStat.From(table));
                break;
            default:
                WriteTable(table, writer);
                break;
        }
    }

    private void WriteBinary(ResultTable table)
    {
        if (output is null && !Console.IsOutputRedirected)
        {
            throw new UserError($"{format} is not text, and nothing would be readable in this window.",
                $"Add --output FILE.{format}, or send standard output to a file.");
        }

        var path = output ?? Path.GetTempFileName();
        switch (format)
        {
            case "xlsx":
                Workbook.Write(table, path);
                break;
            case "parquet":
                ColumnarFile.WriteParquet(table, path);
                break;
            default:
                ColumnarFile.WriteArrow(table, path);
                break;
        }

        if (output is null)
        {
            using (var file = File.OpenRead(path))
            using (var stdout = Console.OpenStandardOutput())
            {
                file.CopyTo(stdout);
            }

            File.Delete(path);
        }
    }

    private StreamWriter OpenText() => output is null
        ? new StreamWriter(Console.OpenStandardOutput(), new UTF8Encoding(false))
        : new StreamWriter(output, false, new UTF8Encoding(false));

    private static void WriteCsv(ResultTable table, TextWriter writer)
    {
        writer.Write(string.Join(',', table.Columns.Select(column => Quote(column.Name))));
        writer.Write('\n');
        foreach (var row in table.Rows)
        {
            writer.Write(string.Join(',', row.Select(value => Quote(Cells.ForMachine(value)))));
            writer.Write('\n');
        }
    }

    private static string Quote(string text) => text.AsSpan().IndexOfAny(",\"\r\n") < 0 ? text
        : $"\"{text.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";

    private static void WriteJson(ResultTable table, TextWriter writer)
    {
        var rows = table.Rows.Select(row => table.Columns
            .Select((column, at) => (column.Name, Value: row[at] is DateTimeOffset or DateOnly or DateTime
                ? Cells.ForMachine(row[at]) : row[at]))
            .ToDictionary(pair => pair.Name, pair => pair.Value));
        var document = new Dictionary<string, object>
        {
            ["title"] = table.Title,
            ["notes"] = table.Notes,
            ["rows"] = rows,
        };
        writer.WriteLine(JsonSerializer.Serialize(document, JsonText.Readable));
    }

    private void WriteTable(ResultTable table, TextWriter writer)
    {
        var grid = new Table { Border = TableBorder.Simple, UseSafeBorder = false };
        foreach (var column in table.Columns)
        {
            var numeric = column.Kind is ResultKind.Whole or ResultKind.Number;
            var heading = new TableColumn(Markup.Escape(column.Name)).NoWrap();
            grid.AddColumn(numeric ? heading.RightAligned() : heading);
        }

        foreach (var row in table.Rows)
        {
            grid.AddRow(row.Select((value, at) =>
                (Spectre.Console.Rendering.IRenderable)new Text(Cells.ForPerson(value, table.Columns[at], culture))));
        }

        var console = AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(writer) });
        if (output is not null || Console.IsOutputRedirected)
        {
            console.Profile.Width = Widest;
        }

        writer.WriteLine(table.Title);
        console.Write(grid);
        foreach (var note in table.Notes)
        {
            writer.WriteLine(note);
        }
    }
}

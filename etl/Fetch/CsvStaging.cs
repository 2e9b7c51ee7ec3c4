using System.Globalization;

namespace Maltall.Etl.Fetch;

/// <summary>
/// Brings a CSV file into the query engine: where it lies when it is sound, else by a copy of its sound records.
/// </summary>
/// <param name="contract">What the file must hold.</param>
/// <param name="scratch">
/// Folder for the copy; only the user may read it, and it is gone when the delivery is landed.
/// </param>
internal sealed class CsvStaging(Contract contract, string scratch)
{
    private static readonly string Options = "header = false, auto_detect = false, null_padding = false, " +
        $"max_line_size = {(4 * CsvScan.LongestRecord).ToString(CultureInfo.InvariantCulture)}";

    /// <summary>Looks the file over and gives the SQL that reads it.</summary>
    public Staging Stage(string path, CancellationToken cancellation)
    {
        var layout = Scan(path, null, cancellation);
        if (Refusal(path, layout) is { } refused)
        {
            return refused;
        }

        var headings = new Headings(contract, layout.Heading);
        if (headings.Refusal() is { } wrong)
        {
            return wrong;
        }

        var source = layout.Plain ? Plain(path, layout) : Copied(path, layout, cancellation);
        var wide = Math.Max(1, headings.Wide.Count);
        return new Staging.Rows(headings.Select(source), layout.Records * wide, layout.Faults, wide);
    }

    private CsvLayout Scan(string path, CsvCopy? copy, CancellationToken cancellation)
    {
        using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, 1,
            FileOptions.SequentialScan);
        return new CsvScan((byte)contract.Csv.Delimiter, contract.Csv.SkipLines).Scan(file, copy, cancellation);
    }

    private Staging.Refused? Refusal(string path, CsvLayout layout)
    {
        if (layout.Heading.Count == 0)
        {
            return new Staging.Refused("the file is empty", "Deliver the file again with its heading and rows.");
        }

        if (IsUtf16(path))
        {
            return new Staging.Refused("the file is written in UTF-16",
                $"Write it in {Allowed()} and deliver it again.");
        }

        return contract.Csv.Encodings.Contains(layout.Encoding) ? null : new Staging.Refused(
            "the file is not valid UTF-8", $"Write it in {Allowed()} and deliver it again.");
    }

    private string Allowed() => string.Join(" or ", contract.Csv.Encodings);

    private static bool IsUtf16(string path)
    {
        Span<byte> start = stackalloc byte[64];
        using var file = File.OpenRead(path);
        var read = file.Read(start);
        return start[..read].StartsWith((ReadOnlySpan<byte>)[0xFF, 0xFE])
            || start[..read].StartsWith((ReadOnlySpan<byte>)[0xFE, 0xFF])
            || start[..read].Count((byte)0) > read / 4;
    }

    private string Plain(string path, CsvLayout layout) => string.Create(CultureInfo.InvariantCulture, $"""
        (select row_number() over () + {layout.HeadingLine} as _row, *
         from read_csv({Sql.Text(path)}, skip = {layout.HeadingLine}, encoding = '{layout.Encoding}',
            delim = {Sql.Text(contract.Csv.Delimiter.ToString())}, quote = '"', escape = '"',
            columns = {Columns(layout.Heading.Count, "")}, {Options}))
        """);

    private string Copied(string path, CsvLayout layout, CancellationToken cancellation)
    {
        Directory.CreateDirectory(scratch);
        var copy = Path.Combine(scratch, $"{Guid.NewGuid():N}.csv");
        var options = new FileStreamOptions
        {
            Mode = FileMode.CreateNew,
            Access = FileAccess.Write,
            BufferSize = 1 << 16,
        };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }

        using (var stream = new FileStream(copy, options))
        {
            var records = new CsvCopy(stream, (byte)contract.Csv.Delimiter, layout.Encoding == "latin-1");
            Scan(path, records, cancellation);
        }

        var fields = layout.Heading.Select((_, at) => $"{CsvCopy.Restored(Headings.F(at))} as {Headings.F(at)}");
        return $"""
            (select cast(line as bigint) as _row, {string.Join(", ", fields)}
             from read_csv({Sql.Text(copy)}, skip = 0, delim = '{CsvCopy.Divider}', quote = '', escape = '',
                columns = {Columns(layout.Heading.Count, "'line': 'varchar', ")}, {Options}))
            """;
    }

    private static string Columns(int count, string first) =>
        $"{{{first}{string.Join(", ", Enumerable.Range(0, count).Select(at => $"'{Headings.F(at)}': 'varchar'"))}}}";
}

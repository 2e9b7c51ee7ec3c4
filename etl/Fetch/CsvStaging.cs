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
    /// <summary>Bytes that the engine reads at a time from a large file.</summary>
    private const long Buffer = 32L << 20;

    /// <summary>Looks the file over and gives the SQL that reads it.</summary>
    public Staging Stage(string path, CancellationToken cancellation)
    {
        if (IsUtf16(path))
        {
            return new Staging.Refused("the file is written in UTF-16",
                $"Write it in {Allowed()} and deliver it again.");
        }

        var layout = Scan(path, null, cancellation);
        if (layout.HeadingLine == 0)
        {
            return new Staging.Refused("the file is empty", "Deliver the file again with its heading and rows.");
        }

        if (!contract.Csv.Encodings.Contains(layout.Encoding))
        {
            return new Staging.Refused("the file is not valid UTF-8", $"Write it in {Allowed()} and deliver it again.");
        }

        var headings = new Headings(contract, layout.Heading);
        if (headings.Refusal() is { } wrong)
        {
            return wrong;
        }

        var isPlain = layout.Plain;
        var source = isPlain ? Plain(path, layout) : Copied(path, ref layout, cancellation);
        var wide = Math.Max(1, headings.Wide.Count);
        return new Staging.Rows(headings.Select(source, !isPlain), layout.Records * wide, layout.Faults, wide)
        {
            FirstLine = isPlain ? layout.HeadingLine + 1 : null,
        };
    }

    private CsvLayout Scan(string path, CsvCopy? copy, CancellationToken cancellation)
    {
        using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, 1,
            FileOptions.SequentialScan);
        return new CsvScan((byte)contract.Csv.Delimiter, contract.Csv.SkipLines).Scan(file, copy, cancellation);
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
        read_csv({Sql.Text(path)}, skip = {layout.HeadingLine}, encoding = '{layout.Encoding}',
            delim = {Sql.Text(contract.Csv.Delimiter.ToString())}, quote = '"', escape = '"',
            columns = {Columns(layout.Heading.Count, "")}, {Options(path)})
        """);

    private string Copied(string path, ref CsvLayout layout, CancellationToken cancellation)
    {
        Directory.CreateDirectory(scratch);
        var copy = Path.Combine(scratch, $"{Guid.NewGuid():N}.csv");
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write, BufferSize =
            1 << 16 };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }

        using (var stream = new FileStream(copy, options))
        {
            layout = Scan(path, new CsvCopy(stream, (byte)contract.Csv.Delimiter, layout.Encoding), cancellation);
        }

        var fields = layout.Heading.Select((_, at) => $"{CsvCopy.Restored(Headings.F(at))} as {Headings.F(at)}");
        return $"""
            (select cast(line as bigint) as _row, {string.Join(", ", fields)}
             from read_csv({Sql.Text(copy)}, skip = 0, delim = '{CsvCopy.Divider}', quote = '', escape = '',
                columns = {Columns(layout.Heading.Count, "'line': 'varchar', ")}, {Options(copy)}))
            """;
    }

    /// <summary>The engine sets its buffers aside before it reads, so a small file asks for small ones.</summary>
    private static string Options(string path)
    {
        var buffer = Math.Clamp(new FileInfo(path).Length + 1, 4096, Buffer);
        var line = Math.Min(buffer, 4L * CsvScan.LongestRecord);
        return string.Create(CultureInfo.InvariantCulture,
            $"header = false, auto_detect = false, null_padding = false, max_line_size = {line}, " +
            $"buffer_size = {buffer}");
    }

    private static string Columns(int count, string first) =>
        $"{{{first}{string.Join(", ", Enumerable.Range(0, count).Select(at => $"'{Headings.F(at)}': 'varchar'"))}}}";
}

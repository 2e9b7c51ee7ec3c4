namespace Maltall.Etl.Fetch;

/// <summary>Looks a CSV file over, so that its records can be read where it lies.</summary>
/// <param name="contract">What the file must hold.</param>
internal sealed class CsvStaging(Contract contract)
{
    /// <summary>Bytes from which a file is worth the memory of a sketch of its keys.</summary>
    private const long Large = 32L << 20;

    private readonly CsvFields _fields = new((byte)contract.Csv.Delimiter);

    /// <summary>Looks the file over.</summary>
    public Staging Stage(string path, CancellationToken cancellation)
    {
        if (IsUtf16(path))
        {
            return new Staging.Refused("the file is written in UTF-16",
                $"Write it in {Allowed()} and deliver it again.");
        }

        using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, 1,
            FileOptions.SequentialScan);
        var keys = file.Length >= Large ? KeySketch.Of(file, contract, _fields) : null;
        var layout = new CsvScan(_fields, contract.Csv.SkipLines, null).Scan(file, keys, cancellation);
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

        var records = headings.In(new RecordFile(path, (byte)contract.Csv.Delimiter, layout.Encoding)
        {
            Blocks = layout.Blocks, Wanted = layout.Heading.Count, Columns = [],
            Faulty = layout.Faults.Select(fault => fault.Line).ToHashSet(),
        });
        var wide = Math.Max(1, records.Wide.Count);
        return new Staging.Rows(records, layout.Records * wide, layout.Faults, wide) { Keys = keys };
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
}

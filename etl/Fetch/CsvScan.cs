using System.Text;
using System.Text.Unicode;

namespace Maltall.Etl.Fetch;

/// <summary>
/// Looks over the bytes of a CSV file once: finds the encoding, the heading, where its blocks of records begin, and
/// each record that could not be read.
/// </summary>
/// <param name="fields">How a record is divided.</param>
/// <param name="skipLines">Lines before the heading.</param>
/// <param name="encoding">utf-8 when an earlier look settled on it; null the first time.</param>
internal sealed class CsvScan(CsvFields fields, int skipLines, string? encoding)
{
    /// <summary>Bytes of a block; a thread reads one at a time.</summary>
    private const long BlockSize = 4 << 20;

    private readonly List<Fault> _faults = [];
    private readonly List<(long Offset, long Line)> _starts = [];
    private byte[] _heading = [];
    private long _records;
    private long _headingLine;
    private long _inUtf8;
    private long _notInUtf8;
    private bool _mark;

    /// <summary>Looks over the file.</summary>
    /// <param name="file">The bytes.</param>
    /// <param name="keys">Told of each readable record; null where nobody asks.</param>
    /// <param name="cancellation">Looked at once in a while.</param>
    public CsvLayout Scan(Stream file, KeySketch? keys, CancellationToken cancellation)
    {
        using var walk = new CsvWalk(file, fields, skipLines);
        while (walk.Next())
        {
            if ((_records & 0xFFFF) == 0)
            {
                cancellation.ThrowIfCancellationRequested();
            }

            Take(walk, keys);
        }

        var settled = encoding ?? Encoding();
        var heading = fields.Texts(_heading, settled == "utf-8" ? System.Text.Encoding.UTF8
            : System.Text.Encoding.Latin1);
        if (settled == "utf-8" && encoding is null && _notInUtf8 > 0)
        {
            // Only now is it known that the records that are no UTF-8 are broken ones.
            file.Position = 0;
            keys?.Clear();
            return new CsvScan(fields, skipLines, settled).Scan(file, keys, cancellation);
        }

        keys?.Finish();
        return new CsvLayout(settled, heading, _headingLine, _records, _faults)
        {
            Blocks = [.. _starts.Select((start, at) => new CsvBlock(start.Offset, start.Line,
                at + 1 < _starts.Count ? _starts[at + 1].Offset : long.MaxValue))],
        };
    }

    /// <summary>The rule that a record breaks; null when it can be read.</summary>
    /// <param name="walk">Stands at the record.</param>
    /// <param name="fields">How a record is divided.</param>
    /// <param name="inUtf8">Whether the file is UTF-8.</param>
    public static string? Fault(CsvWalk walk, CsvFields fields, bool inUtf8)
    {
        var body = walk.Body;
        return walk.IsPlain && walk.Rule is null && !inUtf8
            ? fields.CountPlain(body) == walk.Wanted ? null : "field_count"
            : walk.Rule ?? (inUtf8 && !Ascii.IsValid(body) && !Utf8.IsValid(body) ? "is_utf8"
                : fields.Fault(body, walk.Wanted));
    }

    /// <summary>
    /// A file with the mark of UTF-8 at its head, or with more records that are UTF-8 than not, is UTF-8 with a few
    /// broken records; another that is not UTF-8 throughout is Latin-1.
    /// </summary>
    private string Encoding() => _notInUtf8 == 0 || _mark || _inUtf8 > _notInUtf8 ? "utf-8" : "latin-1";

    private void Take(CsvWalk walk, KeySketch? keys)
    {
        var body = walk.Body;
        if (walk.Line == 1 && body.StartsWith("\uFEFF"u8))
        {
            _mark = true;
            body = body[3..];
        }

        if (walk.Rule != "line_too_long")
        {
            Count(walk.Record);
        }

        if (walk.Line <= skipLines || body.IsEmpty)
        {
            return;
        }

        if (_headingLine == 0)
        {
            _headingLine = walk.Line;
            _heading = body.ToArray();
            walk.Wanted = fields.Count(_heading);
            keys?.Locate(fields.Texts(_heading, System.Text.Encoding.Latin1));
            return;
        }

        if (_starts.Count == 0 || walk.Offset - _starts[^1].Offset >= BlockSize)
        {
            _starts.Add((walk.Offset, walk.Line));
        }

        _records++;
        if (Fault(walk, fields, encoding == "utf-8") is { } rule)
        {
            _faults.Add(new Fault(walk.Line, rule));
        }
        else
        {
            keys?.Take(body, walk.Offset, walk.IsPlain);
        }
    }

    /// <summary>Counts the signs of an encoding.</summary>
    private void Count(ReadOnlySpan<byte> record)
    {
        if (!Ascii.IsValid(record))
        {
            var valid = Utf8.IsValid(record);
            _inUtf8 += valid ? 1 : 0;
            _notInUtf8 += valid ? 0 : 1;
        }
    }
}

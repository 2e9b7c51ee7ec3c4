using System.Buffers;
using System.Text;
using System.Text.Unicode;

namespace Maltall.Etl.Fetch;

/// <summary>
/// Looks over the bytes of a CSV file once (RFC 4180), with bounded memory whatever the file holds: finds the encoding,
/// the heading, and each record that could not be read. A second look can write a copy without those.
/// </summary>
/// <param name="delimiter">Byte between fields.</param>
/// <param name="skipLines">Lines before the heading.</param>
internal sealed class CsvScan(byte delimiter, int skipLines)
{
    /// <summary>Bytes that one record may have.</summary>
    public const int LongestRecord = 1 << 20;

    private const byte NewLine = (byte)'\n';
    private const byte Return = (byte)'\r';

    private readonly CsvFields _fields = new(delimiter);
    private readonly List<Fault> _faults = [];
    private CsvCopy? _copy;
    private byte[] _heading = [];
    private long _line;
    private long _records;
    private long _headingLine;
    private int _wanted;
    private long _inUtf8;
    private long _notInUtf8;
    private bool _mark;
    private bool _control;
    private bool _unlike;
    private bool _crlf;
    private bool _lf;

    /// <summary>Looks over the file.</summary>
    /// <param name="file">The bytes.</param>
    /// <param name="copy">
    /// Takes the readable records, in the encoding that an earlier look found; null the first time.
    /// </param>
    /// <param name="cancellation">Looked at once per buffer.</param>
    public CsvLayout Scan(Stream file, CsvCopy? copy, CancellationToken cancellation)
    {
        _copy = copy;
        var buffer = ArrayPool<byte>.Shared.Rent((2 * LongestRecord) + 4096);
        try
        {
            Walk(file, buffer, cancellation);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer, clearArray: true);
        }

        var encoding = copy?.Encoding ?? Encoding();
        var plain = _faults.Count == 0 && !_unlike && !(_crlf && _lf)
            && (encoding == "utf-8" ? _notInUtf8 == 0 : !_control);
        var heading = _fields.Texts(_heading, encoding == "utf-8" ? System.Text.Encoding.UTF8
            : System.Text.Encoding.Latin1);
        return new CsvLayout(encoding, heading, _headingLine, _records, _faults, plain);
    }

    /// <summary>
    /// A file with the mark of UTF-8 at its head, or with more records that are UTF-8 than not, is UTF-8 with a few
    /// broken records; another that is not UTF-8 throughout is Latin-1.
    /// </summary>
    private string Encoding() => _notInUtf8 == 0 || _mark || _inUtf8 > _notInUtf8 ? "utf-8" : "latin-1";

    private void Walk(Stream file, byte[] buffer, CancellationToken cancellation)
    {
        var filled = 0;
        var ended = false;
        var skipping = false;
        while (!ended || filled > 0)
        {
            cancellation.ThrowIfCancellationRequested();
            while (!ended && filled < buffer.Length)
            {
                var read = file.Read(buffer, filled, buffer.Length - filled);
                ended = read == 0;
                filled += read;
            }

            var used = Records(buffer.AsSpan(0, filled), ended, ref skipping);
            buffer.AsSpan(used, filled - used).CopyTo(buffer);
            filled -= used;
        }
    }

    /// <summary>Takes whole records off the front of the bytes; gives the number of bytes taken.</summary>
    private int Records(ReadOnlySpan<byte> bytes, bool ended, ref bool skipping)
    {
        var at = 0;
        while (at < bytes.Length)
        {
            var rest = bytes[at..];
            if (skipping)
            {
                var end = rest.IndexOf(NewLine);
                skipping = end < 0;
                at += end < 0 ? rest.Length : end + 1;
                continue;
            }

            var size = RecordSize(rest, ended, out var lines, out var rule);
            if (size < 0 && rest.Length <= LongestRecord && !ended)
            {
                break;
            }

            if (size < 0)
            {
                (size, lines, rule, skipping) = (rest.Length, 1, "line_too_long", true);
            }

            Take(rest[..size], lines, rule);
            at += size;
        }

        return at;
    }

    /// <summary>
    /// Bytes of the first record with its line end; -1 when its end is not among the bytes. A quotation mark that is
    /// closed on a later line makes one record of several lines only when that record can be read; else it is a
    /// misplaced one, and the lines after it stand for themselves, so that one slip costs one row.
    /// </summary>
    private int RecordSize(ReadOnlySpan<byte> bytes, bool ended, out int lines, out string? rule)
    {
        lines = 1;
        rule = null;
        var end = bytes.IndexOf(NewLine);
        var first = end < 0 ? (ended ? bytes.Length : -1) : end + 1;
        if (first < 0 || first > LongestRecord)
        {
            rule = first > LongestRecord ? "line_too_long" : null;
            return first;
        }

        if (_line < skipLines || !CsvFields.LeavesOpen(bytes[..first]))
        {
            return first;
        }

        var size = SeveralLines(bytes, first, ended, out lines);
        var undecided = size < 0 && !ended && bytes.Length <= LongestRecord;
        if (undecided || (size > 0 && IsReadable(bytes[..size])))
        {
            return size;
        }

        lines = 1;
        rule = "unterminated_quote";
        return first;
    }

    private static int SeveralLines(ReadOnlySpan<byte> bytes, int size, bool ended, out int lines)
    {
        lines = 1;
        for (var open = true; open;)
        {
            var next = bytes[size..].IndexOf(NewLine);
            var grown = next >= 0 ? size + next + 1 : ended ? bytes.Length : -1;
            if (grown == size || grown < 0 || grown > LongestRecord)
            {
                return -1;
            }

            open ^= CsvFields.LeavesOpen(bytes[size..grown]);
            size = grown;
            lines++;
        }

        return size;
    }

    private bool IsReadable(ReadOnlySpan<byte> record)
    {
        var body = Body(record);
        return _headingLine == 0 ? _fields.Count(body) > 0 : _fields.Fault(body, _wanted) is null;
    }

    private void Take(ReadOnlySpan<byte> record, int lines, string? rule)
    {
        var start = _line + 1;
        _line += lines;
        if (start == 1 && record.StartsWith("\uFEFF"u8))
        {
            _mark = true;
            record = record[3..];
        }

        var readable = rule == "line_too_long" || IsEncoded(record);
        NoteLineEnd(record);
        var body = Body(record);
        // The engine takes a lone return for the end of a line, so one in a title would move what it skips.
        _unlike |= lines > 1 || body.Contains(Return);
        if (start <= skipLines)
        {
            return;
        }

        _unlike |= body.IsEmpty;
        if (body.IsEmpty)
        {
            return;
        }

        if (_headingLine == 0)
        {
            _headingLine = start;
            _heading = body.ToArray();
            _wanted = _fields.Count(_heading);
            return;
        }

        _records++;
        rule ??= readable ? _fields.Fault(body, _wanted) : "is_utf8";
        if (rule is not null)
        {
            _faults.Add(new Fault(start, rule));
        }
        else
        {
            _copy?.Write(start, body);
        }
    }

    /// <summary>Counts the signs of an encoding; false for bytes that are not in the one that was settled on.</summary>
    private bool IsEncoded(ReadOnlySpan<byte> record)
    {
        if (Ascii.IsValid(record))
        {
            return true;
        }

        var valid = Utf8.IsValid(record);
        _inUtf8 += valid ? 1 : 0;
        _notInUtf8 += valid ? 0 : 1;
        _control |= record.ContainsAnyInRange((byte)0x80, (byte)0x9F);
        return valid || _copy is not { Encoding: "utf-8" };
    }

    private void NoteLineEnd(ReadOnlySpan<byte> record)
    {
        if (!record.IsEmpty && record[^1] == NewLine)
        {
            var crlf = record.Length > 1 && record[^2] == Return;
            _crlf |= crlf;
            _lf |= !crlf;
        }
    }

    private static ReadOnlySpan<byte> Body(ReadOnlySpan<byte> record) =>
        record.IsEmpty || record[^1] != NewLine ? record
            : record[..^(record.Length > 1 && record[^2] == Return ? 2 : 1)];
}


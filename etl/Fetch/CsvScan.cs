using System.Buffers;
using System.Text;
using System.Text.Unicode;

namespace Maltall.Etl.Fetch;

/// <summary>A record whose structure is broken, so that its values cannot be read.</summary>
/// <param name="Line">Line of the file, from 1, on which the record begins.</param>
/// <param name="Rule">The rule that it breaks.</param>
public sealed record Fault(long Line, string Rule);

/// <summary>What one look over the bytes of a CSV file found, before its values are read.</summary>
/// <param name="Encoding">utf-8 or latin-1.</param>
/// <param name="Heading">The headings, in the file's order.</param>
/// <param name="HeadingLine">Line of the heading, from 1.</param>
/// <param name="Records">Number of records below the heading, faulty ones counted.</param>
/// <param name="Faults">The faulty records.</param>
/// <param name="Plain">
/// Whether each record is one whole line with one kind of line end, so that the file can be read where it lies.
/// </param>
public sealed record CsvLayout(
    string Encoding, IReadOnlyList<string> Heading, long HeadingLine, long Records, IReadOnlyList<Fault> Faults,
    bool Plain);

/// <summary>
/// Looks over the bytes of a CSV file once (RFC 4180), with bounded memory whatever the file holds: finds the encoding,
/// the heading, and each record that could not be read, and can hand on those that could.
/// </summary>
/// <param name="delimiter">Byte between fields.</param>
/// <param name="skipLines">Lines before the heading.</param>
internal sealed class CsvScan(byte delimiter, int skipLines)
{
    /// <summary>Bytes that one record may have.</summary>
    public const int LongestRecord = 1 << 20;

    private const byte Quote = (byte)'"';
    private const byte NewLine = (byte)'\n';
    private const byte Return = (byte)'\r';

    private readonly List<Fault> _faults = [];
    private readonly CsvFields _fields = new(delimiter);
    private long _line;
    private long _records;
    private long _headingLine;
    private int _wanted;
    private bool _utf8 = true;
    private bool _several;
    private bool _blank;
    private bool _return;
    private bool _windows;
    private bool _crlf;
    private bool _lf;
    private byte[] _headingBytes = [];

    /// <summary>Looks over the file; every readable record goes to <paramref name="copy"/>, with its line.</summary>
    /// <param name="file">The bytes.</param>
    /// <param name="copy">Takes each readable record; null when not wanted.</param>
    /// <param name="cancellation">Looked at once per buffer.</param>
    public CsvLayout Scan(Stream file, CsvCopy? copy, CancellationToken cancellation)
    {
        var buffer = ArrayPool<byte>.Shared.Rent((2 * LongestRecord) + 4096);
        try
        {
            Walk(file, copy, buffer, cancellation);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer, clearArray: true);
        }

        var encoding = _utf8 ? "utf-8" : "latin-1";
        var heading = _fields.Texts(_headingBytes, encoding == "utf-8" ? Encoding.UTF8 : Encoding.Latin1);
        var plain = _faults.Count == 0 && !_several && !_blank && !_return && !(_crlf && _lf) && (_utf8 || !_windows);
        return new CsvLayout(encoding, heading, _headingLine, _records, _faults, plain);
    }

    private void Walk(Stream file, CsvCopy? copy, byte[] buffer, CancellationToken cancellation)
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

            var used = Records(buffer.AsSpan(0, filled), ended, copy, ref skipping);
            buffer.AsSpan(used, filled - used).CopyTo(buffer);
            filled -= used;
            if (ended && used == 0)
            {
                break;
            }
        }
    }

    /// <summary>Takes whole records off the front of the bytes; gives the number of bytes taken.</summary>
    private int Records(ReadOnlySpan<byte> bytes, bool ended, CsvCopy? copy, ref bool skipping)
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
            if (size < 0)
            {
                if (rest.Length <= LongestRecord && !ended)
                {
                    break;
                }

                size = rest.Length;
                rule = "line_too_long";
                skipping = true;
                lines = 1;
            }

            Take(rest[..size], lines, rule, copy);
            at += size;
        }

        return at;
    }

    /// <summary>Bytes of the first record with its line end; -1 when its end is not among the bytes.</summary>
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

        if (_line < skipLines || bytes[..first].IndexOf(Quote) < 0)
        {
            return first;
        }

        var size = first;
        var open = OddQuotes(bytes[..size]);
        while (open)
        {
            var next = size >= bytes.Length ? -1 : bytes[size..].IndexOf(NewLine);
            var grown = next >= 0 ? size + next + 1 : ended ? bytes.Length : -1;
            if (grown == size || grown < 0 || grown > LongestRecord)
            {
                var undecided = grown < 0 && bytes.Length <= LongestRecord;
                rule = "unterminated_quote";
                lines = 1;
                return undecided ? -1 : first;
            }

            open ^= OddQuotes(bytes[size..grown]);
            size = grown;
            lines++;
        }

        return size;
    }

    private static bool OddQuotes(ReadOnlySpan<byte> bytes) => (bytes.Count(Quote) & 1) == 1;

    private void Take(ReadOnlySpan<byte> record, int lines, string? rule, CsvCopy? copy)
    {
        var start = _line + 1;
        _line += lines;
        NoteEncoding(record);
        var body = Body(record);
        _several |= lines > 1;
        _return |= body.Contains(Return);
        _windows |= body.ContainsAnyInRange((byte)0x80, (byte)0x9F);
        if (start <= skipLines)
        {
            return;
        }

        if (body.IsEmpty)
        {
            _blank = true;
            return;
        }

        if (_headingLine == 0)
        {
            _headingLine = start;
            var bom = body.StartsWith("\uFEFF"u8) ? 3 : 0;
            _headingBytes = body[bom..].ToArray();
            _wanted = _fields.Count(_headingBytes);
            return;
        }

        _records++;
        rule ??= Fault(body);
        if (rule is not null)
        {
            _faults.Add(new Fault(start, rule));
        }
        else
        {
            copy?.Write(start, body);
        }
    }

    private ReadOnlySpan<byte> Body(ReadOnlySpan<byte> record)
    {
        if (record.IsEmpty || record[^1] != NewLine)
        {
            return record;
        }

        var crlf = record.Length > 1 && record[^2] == Return;
        _crlf |= crlf;
        _lf |= !crlf;
        return record[..^(crlf ? 2 : 1)];
    }

    private void NoteEncoding(ReadOnlySpan<byte> record)
    {
        _utf8 = _utf8 && (Utf8.IsValid(record) || record.Length > LongestRecord);
    }

    private string? Fault(ReadOnlySpan<byte> body)
    {
        if (body.ContainsAny(CsvCopy.Reserved))
        {
            return "no_control_byte";
        }

        var found = _fields.Count(body);
        return found < 0 ? "quotes_around_whole_field" : found == _wanted ? null : "field_count";
    }
}

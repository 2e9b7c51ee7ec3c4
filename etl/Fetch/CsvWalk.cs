using System.Buffers;

namespace Maltall.Etl.Fetch;

/// <summary>
/// Goes through the records of a CSV file (RFC 4180) one by one, with bounded memory whatever the file holds.
/// </summary>
/// <param name="file">The bytes, at the start of a record.</param>
/// <param name="fields">How a record is divided.</param>
/// <param name="skipLines">Lines before the heading.</param>
internal sealed class CsvWalk(Stream file, CsvFields fields, int skipLines) : IDisposable
{
    /// <summary>Bytes that one record may have.</summary>
    public const int LongestRecord = 1 << 20;

    private const byte NewLine = (byte)'\n';
    private const byte Return = (byte)'\r';

    private readonly byte[] _buffer = ArrayPool<byte>.Shared.Rent((2 * LongestRecord) + 4096);
    private long _nextOffset;
    private long _nextLine;
    private long _end = long.MaxValue;
    private int _at;
    private int _filled;
    private int _start;
    private int _size;
    private bool _ended;
    private bool _skipping;

    /// <summary>Number of fields that the heading has; 0 while it is not found.</summary>
    public int Wanted { get; set; }

    /// <summary>The rule that the record breaks by its lines; null when it does not.</summary>
    public string? Rule { get; private set; }

    /// <summary>Line on which the record begins, from 1.</summary>
    public long Line { get; private set; }

    /// <summary>Lines that the record has.</summary>
    public int Lines { get; private set; }

    /// <summary>Place of the record's first byte in the file.</summary>
    public long Offset { get; private set; }

    /// <summary>Whether no byte near the record has a meaning but delimiters and line ends.</summary>
    public bool IsPlain { get; private set; }

    /// <summary>The record with its line end; valid until the next step.</summary>
    public ReadOnlySpan<byte> Record => _buffer.AsSpan(_start, _size);

    /// <summary>The record without its line end.</summary>
    public ReadOnlySpan<byte> Body => Record is [.., Return, NewLine] ? Record[..^2]
        : Record is [.., NewLine] ? Record[..^1] : Record;

    /// <summary>Goes on from a record whose place and line are known, up to another place.</summary>
    public void Begin(CsvBlock block)
    {
        file.Position = block.Offset;
        (_nextOffset, _nextLine, _end) = (block.Offset, block.Line - 1, block.End);
        (_at, _filled, _ended, _skipping) = (0, 0, false, false);
    }

    /// <summary>Goes to the next record; false at the end.</summary>
    public bool Next()
    {
        while (_nextOffset < _end && (Fill() || _at < _filled))
        {
            var rest = _buffer.AsSpan(_at, _filled - _at);
            if (_skipping)
            {
                Skip(rest);
                continue;
            }

            var size = RecordSize(rest, out var lines, out var rule);
            if (size < 0 && rest.Length <= LongestRecord && !_ended)
            {
                Refill();
                continue;
            }

            if (size < 0)
            {
                (size, lines, rule, _skipping) = (rest.Length, 1, "line_too_long", true);
            }

            (Offset, Line, Lines, Rule) = (_nextOffset, _nextLine + 1, lines, rule);
            (_start, _size) = (_at, size);
            _at += size;
            _nextOffset += size;
            _nextLine += lines;
            return true;
        }

        return false;
    }

    /// <inheritdoc/>
    public void Dispose() => ArrayPool<byte>.Shared.Return(_buffer, clearArray: true);

    /// <summary>Whether there are bytes, after reading more when all are used.</summary>
    private bool Fill()
    {
        if (_at == _filled && !_ended)
        {
            Refill();
        }

        return _at < _filled;
    }

    private void Refill()
    {
        _buffer.AsSpan(_at, _filled - _at).CopyTo(_buffer);
        _filled -= _at;
        _at = 0;
        while (!_ended && _filled < _buffer.Length)
        {
            var read = file.Read(_buffer, _filled, _buffer.Length - _filled);
            _ended = read == 0;
            _filled += read;
        }

        IsPlain = fields.ArePlain(_buffer.AsSpan(0, _filled));
    }

    private void Skip(ReadOnlySpan<byte> rest)
    {
        var end = rest.IndexOf(NewLine);
        var used = end < 0 ? rest.Length : end + 1;
        _skipping = end < 0;
        _at += used;
        _nextOffset += used;
    }

    /// <summary>
    /// Bytes of the first record with its line end; -1 when its end is not among the bytes. A quotation mark that is
    /// closed on a later line makes one record of several lines only when that record can be read; else it is a
    /// misplaced one, and the lines after it stand for themselves, so that one slip costs one row.
    /// </summary>
    private int RecordSize(ReadOnlySpan<byte> bytes, out int lines, out string? rule)
    {
        lines = 1;
        rule = null;
        var end = bytes.IndexOf(NewLine);
        var first = end < 0 ? (_ended ? bytes.Length : -1) : end + 1;
        if (first < 0 || first > LongestRecord)
        {
            rule = first > LongestRecord ? "line_too_long" : null;
            return first;
        }

        if (IsPlain || _nextLine < skipLines || !fields.LeavesOpen(bytes[..first]))
        {
            return first;
        }

        var size = SeveralLines(bytes, first, out lines);
        var undecided = size < 0 && !_ended && bytes.Length <= LongestRecord;
        if (undecided || (size > 0 && IsReadable(bytes[..size])))
        {
            return size;
        }

        lines = 1;
        rule = "unterminated_quote";
        return first;
    }

    private int SeveralLines(ReadOnlySpan<byte> bytes, int size, out int lines)
    {
        lines = 1;
        for (var open = true; open;)
        {
            var next = bytes[size..].IndexOf(NewLine);
            var grown = next >= 0 ? size + next + 1 : _ended ? bytes.Length : -1;
            if (grown == size || grown < 0 || grown > LongestRecord)
            {
                return -1;
            }

            open ^= fields.LeavesOpen(bytes[size..grown]);
            size = grown;
            lines++;
        }

        return size;
    }

    private bool IsReadable(ReadOnlySpan<byte> record)
    {
        var body = record is [.., Return, NewLine] ? record[..^2] : record is [.., NewLine] ? record[..^1] : record;
        return Wanted == 0 ? fields.Count(body) > 0 : fields.Fault(body, Wanted) is null;
    }
}

/// <summary>A stretch of whole records.</summary>
/// <param name="Offset">Place of its first byte.</param>
/// <param name="Line">Line of its first record, from 1.</param>
/// <param name="End">Place after its last byte.</param>
internal readonly record struct CsvBlock(long Offset, long Line, long End);

using Maltall.Etl.Fetch;

namespace Maltall.Etl.Forget;

/// <summary>Takes the records of a CSV file one by one, by the same rule as the reader: a quotation mark that is closed
/// on a later line makes one record of the lines when that can be read; else each line stands for itself.</summary>
/// <param name="file">The bytes.</param>
/// <param name="fields">Finds fields.</param>
/// <param name="headingLine">Line of the heading, from 1.</param>
/// <param name="wanted">Number of fields of the heading.</param>
internal sealed class CsvRecords(Stream file, CsvFields fields, long headingLine, int wanted)
{
    private readonly byte[] _buffer = new byte[1 << 16];
    private readonly Queue<byte[]> _ahead = new();
    private int _at;
    private int _filled;

    /// <summary>Every byte of the file, record by record; a line up to the heading is told from a record.</summary>
    public IEnumerable<(byte[] Bytes, bool IsRecord)> Read()
    {
        for (var line = 1L; Next() is { } bytes; line++)
        {
            yield return line <= headingLine ? (bytes, false) : (Whole(bytes), true);
        }
    }

    private byte[] Whole(byte[] first)
    {
        if (!fields.LeavesOpen(first))
        {
            return first;
        }

        var lines = new List<byte[]> { first };
        var (size, open) = (first.Length, true);
        while (open && size <= CsvWalk.LongestRecord && Following(lines.Count - 1) is { } next)
        {
            lines.Add(next);
            size += next.Length;
            open ^= fields.LeavesOpen(next);
        }

        var whole = lines.SelectMany(line => line).ToArray();
        if (open || size > CsvWalk.LongestRecord || fields.Fault(Body(whole), wanted) is not null)
        {
            return first;
        }

        for (var line = 1; line < lines.Count; line++)
        {
            _ahead.Dequeue();
        }

        return whole;
    }

    /// <summary>A record without its line end.</summary>
    public static ReadOnlySpan<byte> Body(ReadOnlySpan<byte> record) =>
        record.IsEmpty || record[^1] != '\n' ? record : record[..^(record.Length > 1 && record[^2] == '\r' ? 2 : 1)];

    private byte[]? Next() => _ahead.Count > 0 ? _ahead.Dequeue() : Line();

    // A line that comes later and is not taken yet.
    private byte[]? Following(int index)
    {
        while (_ahead.Count <= index)
        {
            if (Line() is not { } line)
            {
                return null;
            }

            _ahead.Enqueue(line);
        }

        return _ahead.ElementAt(index);
    }

    private byte[]? Line()
    {
        using var line = new MemoryStream();
        while (true)
        {
            if (_at == _filled)
            {
                (_at, _filled) = (0, file.Read(_buffer));
                if (_filled == 0)
                {
                    return line.Length == 0 ? null : line.ToArray();
                }
            }

            var end = _buffer.AsSpan(_at, _filled - _at).IndexOf((byte)'\n');
            var taken = end < 0 ? _filled - _at : end + 1;
            line.Write(_buffer, _at, taken);
            _at += taken;
            if (end >= 0)
            {
                return line.ToArray();
            }
        }
    }
}

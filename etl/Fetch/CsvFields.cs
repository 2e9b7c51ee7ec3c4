using System.Buffers;
using System.Numerics;
using System.Runtime.Intrinsics;
using System.Text;

namespace Maltall.Etl.Fetch;

/// <summary>Finds the fields of one record: by RFC 4180, or in a file of our own, which has no quotes.</summary>
/// <param name="delimiter">Byte between fields.</param>
/// <param name="isOwn">Whether <see cref="RowFile"/> wrote the file.</param>
internal sealed class CsvFields(byte delimiter, bool isOwn = false)
{
    private const byte Quote = (byte)'"';

    /// <summary>The bytes that no text of a delivery holds: NUL, and those that divide files of records.</summary>
    private static readonly SearchValues<byte> Control = SearchValues.Create([0x00, 0x1D, 0x1E, 0x1F]);
    private static readonly SearchValues<byte> Meaning = SearchValues.Create([0x00, 0x1D, 0x1E, 0x1F, Quote]);

    /// <summary>Whether bytes hold no quotation mark and no control byte.</summary>
    public bool ArePlain(ReadOnlySpan<byte> bytes) => isOwn || !bytes.ContainsAny(Meaning);

    /// <summary>Number of fields of a record without quotation marks.</summary>
    public int CountPlain(ReadOnlySpan<byte> record) => record.Count(delimiter) + 1;

    /// <summary>Whether a quotation mark that the bytes open is still open at their end.</summary>
    public bool LeavesOpen(ReadOnlySpan<byte> bytes) => !isOwn && (bytes.Count(Quote) & 1) == 1;

    /// <summary>The rule of structure that a record breaks; null when it can be read.</summary>
    /// <param name="record">The record without its line end.</param>
    /// <param name="wanted">Number of fields that the heading has.</param>
    public string? Fault(ReadOnlySpan<byte> record, int wanted)
    {
        if (isOwn)
        {
            return null;
        }

        if (record.ContainsAny(Control))
        {
            return "no_control_byte";
        }

        var found = Count(record);
        return found < 0 ? "quotes_around_whole_field" : found == wanted ? null : "field_count";
    }

    /// <summary>Number of fields; -1 when a quote stands inside a field that is not quoted.</summary>
    public int Count(ReadOnlySpan<byte> record)
    {
        if (record.IndexOf(Quote) < 0)
        {
            return record.Count(delimiter) + 1;
        }

        var fields = 1;
        for (var at = 0; ; fields++)
        {
            var end = End(record, at);
            if (end < 0 || end == record.Length)
            {
                return end < 0 ? -1 : fields;
            }

            at = end + 1;
        }
    }

    /// <summary>
    /// Where each field of a readable record ends, quotes and all; the next begins one byte after.
    /// </summary>
    /// <param name="record">The record without its line end.</param>
    /// <param name="ends">Takes the ends; those that it has no room for are left out.</param>
    /// <param name="isPlain">Whether the record is known to hold no quotation mark.</param>
    /// <returns>Number of fields found.</returns>
    public int Split(ReadOnlySpan<byte> record, Span<int> ends, bool isPlain)
    {
        if (isPlain || isOwn || !record.Contains(Quote))
        {
            return SplitPlain(record, ends);
        }

        var found = 0;
        for (var at = 0; at <= record.Length && found < ends.Length; at++)
        {
            at = End(record, at);
            ends[found++] = at;
        }

        return found;
    }

    /// <summary>A field of a record that was split.</summary>
    public static ReadOnlySpan<byte> Of(ReadOnlySpan<byte> record, ReadOnlySpan<int> ends, int at)
    {
        var start = at == 0 ? 0 : ends[at - 1] + 1;
        return record[start..ends[at]];
    }

    /// <summary>First byte after the field that begins at a place; -1 when its quotes are wrong.</summary>
    public int End(ReadOnlySpan<byte> record, int at)
    {
        if (at < record.Length && record[at] == Quote)
        {
            var after = Close(record, at + 1) + 1;
            return after == record.Length || (after < record.Length && record[after] == delimiter) ? after : -1;
        }

        var next = record[at..].IndexOf(delimiter);
        var end = next < 0 ? record.Length : at + next;
        return record[at..end].IndexOf(Quote) < 0 ? end : -1;
    }

    /// <summary>The fields as texts, trimmed; a field with wrong quotes takes the rest.</summary>
    public List<string> Texts(ReadOnlySpan<byte> record, Encoding encoding)
    {
        var fields = new List<string>();
        for (var at = 0; at <= record.Length && !record.IsEmpty;)
        {
            var end = End(record, at);
            end = end < 0 ? record.Length : end;
            var text = encoding.GetString(record[at..end]).Trim();
            fields.Add(text is ['"', .. var inner, '"'] ? inner.Replace("\"\"", "\"", StringComparison.Ordinal) : text);
            at = end + 1;
        }

        return fields;
    }

    /// <summary>Looks at 32 bytes at a time; fields are short, and a search for each would cost more.</summary>
    private int SplitPlain(ReadOnlySpan<byte> record, Span<int> ends)
    {
        var (found, at) = (0, 0);
        for (var sought = Vector256.Create(delimiter); at + Vector256<byte>.Count <= record.Length;
            at += Vector256<byte>.Count)
        {
            var bits = Vector256.Equals(Vector256.Create(record[at..]), sought).ExtractMostSignificantBits();
            for (; bits != 0; bits &= bits - 1)
            {
                if (found == ends.Length)
                {
                    return found;
                }

                ends[found++] = at + BitOperations.TrailingZeroCount(bits);
            }
        }

        for (; at <= record.Length && found < ends.Length; at++)
        {
            if (at == record.Length || record[at] == delimiter)
            {
                ends[found++] = at;
            }
        }

        return found;
    }

    private static int Close(ReadOnlySpan<byte> record, int at)
    {
        while (at < record.Length && (record[at] != Quote || (at + 1 < record.Length && record[at + 1] == Quote)))
        {
            at += record[at] == Quote ? 2 : 1;
        }

        return at;
    }
}

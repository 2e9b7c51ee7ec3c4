using System.Text;

namespace Maltall.Etl.Fetch;

/// <summary>Finds the fields of one CSV record (RFC 4180).</summary>
/// <param name="delimiter">Byte between fields.</param>
internal sealed class CsvFields(byte delimiter)
{
    private const byte Quote = (byte)'"';

    /// <summary>Whether a quotation mark that the bytes open is still open at their end.</summary>
    public static bool LeavesOpen(ReadOnlySpan<byte> bytes) => (bytes.Count(Quote) & 1) == 1;

    /// <summary>The rule of structure that a record breaks; null when it can be read.</summary>
    /// <param name="record">The record without its line end.</param>
    /// <param name="wanted">Number of fields that the heading has.</param>
    public string? Fault(ReadOnlySpan<byte> record, int wanted)
    {
        if (record.ContainsAny(CsvCopy.Reserved))
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

    private static int Close(ReadOnlySpan<byte> record, int at)
    {
        while (at < record.Length && (record[at] != Quote || (at + 1 < record.Length && record[at + 1] == Quote)))
        {
            at += record[at] == Quote ? 2 : 1;
        }

        return at;
    }
}

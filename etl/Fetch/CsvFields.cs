using System.Text;

namespace Maltall.Etl.Fetch;

/// <summary>Finds the fields of one CSV record (RFC 4180).</summary>
/// <param name="delimiter">Byte between fields.</param>
internal sealed class CsvFields(byte delimiter)
{
    private const byte Quote = (byte)'"';

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

using System.Text;

namespace Maltall.Etl.Fetch;

/// <summary>Finds the fields of one CSV record in its bytes (RFC 4180).</summary>
/// <param name="delimiter">Byte between fields.</param>
internal readonly struct CsvFields(byte delimiter)
{
    private const byte Quote = (byte)'"';
    private const byte Return = (byte)'\r';

    /// <summary>Byte between fields.</summary>
    public byte Delimiter => delimiter;

    /// <summary>Whether a quotation mark that the bytes open is still open at their end.</summary>
    public static bool LeavesOpen(ReadOnlySpan<byte> bytes) => (bytes.Count(Quote) & 1) == 1;

    /// <summary>The rule of structure that a record breaks; null when it can be read.</summary>
    /// <param name="body">The record without its line end.</param>
    /// <param name="wanted">Number of fields that the heading has.</param>
    public string? Fault(ReadOnlySpan<byte> body, int wanted)
    {
        if (body.Contains((byte)0))
        {
            return "no_nul_byte";
        }

        var found = Count(body, out var bareReturn);
        return found < 0 ? "quotes_around_whole_field"
            : bareReturn ? "no_bare_return"
            : found == wanted ? null : "field_count";
    }

    /// <summary>Number of fields; -1 when a quotation mark stands inside a field that is not quoted.</summary>
    /// <param name="body">The record without its line end.</param>
    /// <param name="bareReturn">Whether a carriage return stands outside quotation marks.</param>
    public int Count(ReadOnlySpan<byte> body, out bool bareReturn)
    {
        bareReturn = false;
        if (!body.Contains(Quote))
        {
            bareReturn = body.Contains(Return);
            return body.Count(delimiter) + 1;
        }

        var fields = 1;
        for (var at = 0; at <= body.Length; fields++)
        {
            var end = End(body, at);
            if (end < 0)
            {
                return -1;
            }

            bareReturn |= at < body.Length && body[at] != Quote && body[at..end].Contains(Return);
            if (end == body.Length)
            {
                break;
            }

            at = end + 1;
        }

        return fields;
    }

    /// <summary>The texts of the fields.</summary>
    public List<string> Split(ReadOnlySpan<byte> body, Encoding encoding)
    {
        var fields = new List<string>();
        for (var at = 0; at <= body.Length && body.Length > 0;)
        {
            var end = End(body, at);
            end = end < 0 ? body.Length : end;
            var text = encoding.GetString(body[at..end]).Trim();
            fields.Add(text.StartsWith('"') ? text.Trim('"').Replace("\"\"", "\"", StringComparison.Ordinal) : text);
            at = end + 1;
        }

        return fields;
    }

    private int End(ReadOnlySpan<byte> body, int at)
    {
        if (at < body.Length && body[at] == Quote)
        {
            var close = at + 1;
            while (close < body.Length && (body[close] != Quote || (close + 1 < body.Length && body[close + 1] == Quote)))
            {
                close += body[close] == Quote ? 2 : 1;
            }

            var after = close + 1;
            return after == body.Length || (after < body.Length && body[after] == delimiter) ? after : -1;
        }

        var next = body[at..].IndexOf(delimiter);
        var end = next < 0 ? body.Length : at + next;
        return body[at..end].Contains(Quote) ? -1 : end;
    }
}

using System.Buffers;
using System.Globalization;
using System.Text;

namespace Maltall.Etl.Fetch;

/// <summary>
/// Writes sound records in a form that leaves nothing to interpret: UTF-8, no quotes, one record a line, fields
/// divided by the byte 1F; a line feed inside a field is the byte 1E and a carriage return 1D.
/// </summary>
/// <param name="file">Takes the copy.</param>
/// <param name="delimiter">Byte between the fields of a record.</param>
/// <param name="encoding">What the records are written in: utf-8 or latin-1.</param>
internal sealed class CsvCopy(Stream file, byte delimiter, string encoding)
{
    /// <summary>The bytes that a delivery may not hold: those that have a meaning here, and NUL.</summary>
    public static readonly SearchValues<byte> Reserved = SearchValues.Create([0x00, Return, Feed, Unit]);

    private const byte Unit = 0x1F;
    private const byte Feed = 0x1E;
    private const byte Return = 0x1D;
    private const byte Quote = (byte)'"';

    private readonly CsvFields _fields = new(delimiter);
    private readonly bool _isLatin1 = encoding != "utf-8";

    /// <summary>What the records are written in.</summary>
    public string Encoding => encoding;

    /// <summary>SQL of the character between fields.</summary>
    public static string Divider => "\u001F";

    /// <summary>SQL that gives a field its line ends back.</summary>
    public static string Restored(string column) => $"translate({column}, chr(29) || chr(30), chr(13) || chr(10))";

    /// <summary>Writes a record.</summary>
    /// <param name="line">Line of the file on which it begins; the copy's first field.</param>
    /// <param name="record">The record, with right quotes and without its line end.</param>
    public void Write(long line, ReadOnlySpan<byte> record)
    {
        Span<byte> number = stackalloc byte[24];
        line.TryFormat(number, out var digits, default, CultureInfo.InvariantCulture);
        file.Write(number[..digits]);
        for (var at = 0; at <= record.Length;)
        {
            var end = _fields.End(record, at);
            file.WriteByte(Unit);
            Field(record[at..end]);
            at = end + 1;
        }

        file.WriteByte((byte)'\n');
    }

    private void Field(ReadOnlySpan<byte> field)
    {
        if (Ascii.IsValid(field) && !field.ContainsAny(Quote, (byte)'\n', (byte)'\r'))
        {
            file.Write(field);
            return;
        }

        var quoted = !field.IsEmpty && field[0] == Quote;
        for (var at = quoted ? 1 : 0; at < field.Length - (quoted ? 1 : 0); at++)
        {
            var letter = field[at];
            at += quoted && letter == Quote ? 1 : 0;
            Letter(letter);
        }
    }

    private void Letter(byte letter)
    {
        if (_isLatin1 && letter >= 0x80)
        {
            Span<byte> utf8 = stackalloc byte[3];
            var rune = new Rune(WesternText.Letter(letter));
            file.Write(utf8[..rune.EncodeToUtf8(utf8)]);
            return;
        }

        file.WriteByte(letter switch { (byte)'\n' => Feed, (byte)'\r' => Return, _ => letter });
    }
}

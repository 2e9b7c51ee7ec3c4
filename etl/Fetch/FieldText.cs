using System.Text;

namespace Maltall.Etl.Fetch;

/// <summary>Gives the text of a field as UTF-8, without its quotes; holds the bytes until the next field.</summary>
/// <param name="inUtf8">Whether the file is UTF-8; else it is Latin-1.</param>
/// <param name="isOwn">Whether <see cref="RowFile"/> wrote the file.</param>
internal sealed class FieldText(bool inUtf8, bool isOwn)
{
    private const byte Quote = (byte)'"';
    private const int Longest = 3 * CsvWalk.LongestRecord;

    private byte[] _scratch = new byte[1024];

    /// <summary>The text of a field.</summary>
    /// <param name="field">Its bytes, as they stand in the record.</param>
    public ReadOnlySpan<byte> Of(ReadOnlySpan<byte> field)
    {
        if (isOwn)
        {
            return field.Contains(RowFile.Escape) ? Restored(field) : field;
        }

        var text = field is [Quote, .., Quote] ? Unquoted(field[1..^1]) : field;
        return inUtf8 || Ascii.IsValid(text) ? text : Western(text);
    }

    private ReadOnlySpan<byte> Unquoted(ReadOnlySpan<byte> inner)
    {
        if (!inner.Contains(Quote))
        {
            return inner;
        }

        var target = Room(inner.Length);
        var size = 0;
        for (var at = 0; at < inner.Length; at++)
        {
            target[size++] = inner[at];
            at += inner[at] == Quote ? 1 : 0;
        }

        return target.AsSpan(0, size);
    }

    private ReadOnlySpan<byte> Western(ReadOnlySpan<byte> text)
    {
        // The bytes may lie in the scratch already, so they are copied before it grows or is written over.
        var source = text.ToArray();
        var target = Room(source.Length * 3);
        var size = 0;
        foreach (var letter in source)
        {
            size += new Rune(WesternText.Letter(letter)).EncodeToUtf8(target.AsSpan(size));
        }

        return target.AsSpan(0, size);
    }

    private ReadOnlySpan<byte> Restored(ReadOnlySpan<byte> field)
    {
        var target = Room(field.Length);
        var size = 0;
        for (var at = 0; at < field.Length; at++)
        {
            target[size++] = field[at] == RowFile.Escape ? RowFile.Escaped(field[++at]) : field[at];
        }

        return target.AsSpan(0, size);
    }

    private byte[] Room(int size)
    {
        if (_scratch.Length < size)
        {
            _scratch = new byte[Math.Min(Math.Max(size, 2 * _scratch.Length), Math.Max(size, Longest))];
        }

        return _scratch;
    }
}

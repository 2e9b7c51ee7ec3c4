using System.Globalization;
using System.Text;

namespace Maltall.Etl.Fetch;

/// <summary>Blanks around and inside texts in UTF-8.</summary>
internal static class Blank
{
    /// <summary>The text without the blanks (Unicode category Zs) at its ends.</summary>
    public static ReadOnlySpan<byte> Trim(ReadOnlySpan<byte> text)
    {
        if (text is [> (byte)' ' and < 0x80, .., > (byte)' ' and < 0x80])
        {
            return text;
        }

        while (!text.IsEmpty && (text[0] == ' ' || text[0] >= 0x80))
        {
            var size = Size(text, fromEnd: false);
            if (size == 0)
            {
                break;
            }

            text = text[size..];
        }

        while (!text.IsEmpty && (text[^1] == ' ' || text[^1] >= 0x80))
        {
            var size = Size(text, fromEnd: true);
            if (size == 0)
            {
                break;
            }

            text = text[..^size];
        }

        return text;
    }

    /// <summary>
    /// Bytes of a blank between thousands at the head of a text: space, no-break space or narrow no-break space; 0 for
    /// anything else.
    /// </summary>
    public static int BetweenThousands(ReadOnlySpan<byte> text) => text switch
    {
        [(byte)' ', ..] => 1,
        [0xC2, 0xA0, ..] => 2,
        [0xE2, 0x80, 0xAF, ..] => 3,
        _ => 0,
    };

    private static int Size(ReadOnlySpan<byte> text, bool fromEnd)
    {
        var size = 0;
        var rune = default(Rune);
        _ = fromEnd ? Rune.DecodeLastFromUtf8(text, out rune, out size) : Rune.DecodeFromUtf8(text, out rune, out size);
        return Rune.GetUnicodeCategory(rune) == UnicodeCategory.SpaceSeparator ? size : 0;
    }
}

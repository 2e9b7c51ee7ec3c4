using System.Text;

namespace Maltall.Etl.Fetch;

/// <summary>
/// Latin-1 as its writers mean it: the bytes 80–9F are the letters of Windows-1252, and the five that it leaves open
/// are control characters (WHATWG Encoding Standard).
/// </summary>
internal static class WesternText
{
    private const int First = 0x80;
    private const string Letters =
        "€\u0081‚ƒ„…†‡ˆ‰Š‹Œ\u008DŽ\u008F\u0090‘’“”•–—˜™š›œ\u009DžŸ";

    /// <summary>The letter of a byte.</summary>
    public static char Letter(byte code) =>
        code is >= First and < First + 32 ? Letters[code - First] : (char)code;

    /// <summary>The text of bytes.</summary>
    public static string Text(ReadOnlySpan<byte> bytes)
    {
        var text = new StringBuilder(bytes.Length);
        foreach (var code in bytes)
        {
            text.Append(Letter(code));
        }

        return text.ToString();
    }
}

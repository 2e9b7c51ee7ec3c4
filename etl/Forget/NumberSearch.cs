namespace Maltall.Etl.Forget;

/// <summary>Finds runs of eleven digits in bytes, also where a blank, point or dash divides the digits.</summary>
internal static class NumberSearch
{
    /// <summary>Digits of an identity number.</summary>
    public const int Digits = 11;

    /// <summary>Each run that a test holds for, with where it begins and the first byte after it.</summary>
    public static List<(int Start, int End, string Number)> Find(ReadOnlySpan<byte> bytes, Func<string, bool> concerns)
    {
        var found = new List<(int Start, int End, string Number)>();
        Span<char> digits = stackalloc char[Digits];
        for (var at = 0; at < bytes.Length; at++)
        {
            if (!IsDigit(bytes[at]) || (at > 0 && IsDigit(bytes[at - 1])))
            {
                continue;
            }

            var end = Run(bytes, at, digits);
            if (end > 0 && concerns(new string(digits)))
            {
                found.Add((at, end, new string(digits)));
            }
        }

        return found;
    }

    private static int Run(ReadOnlySpan<byte> bytes, int at, Span<char> digits)
    {
        var taken = 0;
        while (at < bytes.Length && taken < Digits)
        {
            if (IsDigit(bytes[at]))
            {
                digits[taken++] = (char)bytes[at];
            }
            else if (bytes[at] is not ((byte)' ' or (byte)'.' or (byte)'-' or 0xA0 or 0xC2))
            {
                return -1;
            }

            at++;
        }

        return taken == Digits && (at == bytes.Length || !IsDigit(bytes[at])) ? at : -1;
    }

    private static bool IsDigit(byte letter) => letter is >= (byte)'0' and <= (byte)'9';
}

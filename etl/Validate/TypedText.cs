using System.Buffers.Text;
using System.Globalization;
using System.Text;
using Maltall.Etl.Fetch;

namespace Maltall.Etl.Validate;

/// <summary>Reads values from their texts in UTF-8, as strictly as a contract means them.</summary>
internal static class TypedText
{
    private const int DayLength = 10;
    private const int LongestNumber = 256;
    private const long MostCents = 999_999_999_999_999_999;
    private static readonly int Epoch = new DateOnly(1970, 1, 1).DayNumber;

    /// <summary>A whole number, plain or with a blank between each three digits.</summary>
    public static bool Whole(ReadOnlySpan<byte> text, NumberForm form, out long value) =>
        Digits(text, form, out value, out var used) && used == text.Length;

    /// <summary>
    /// An amount with at most two decimals, in hundredths; at most 16 digits before the decimal sign.
    /// </summary>
    public static bool Money(ReadOnlySpan<byte> text, NumberForm form, out long hundredths)
    {
        hundredths = 0;
        if (!Digits(text, form, out var whole, out var used))
        {
            return false;
        }

        var decimals = text[used..];
        var cents = 0L;
        if (!decimals.IsEmpty)
        {
            if (decimals.Length is < 2 or > 3 || decimals[0] != form.DecimalSign || !AreDigits(decimals[1..]))
            {
                return false;
            }

            cents = (decimals[1] - '0') * 10L + (decimals.Length == 3 ? decimals[2] - '0' : 0);
        }

        if (whole is > MostCents / 100 or < -(MostCents / 100))
        {
            return false;
        }

        hundredths = (whole * 100) + (text[0] == '-' ? -cents : cents);
        return true;
    }

    /// <summary>A number with any decimals, an exponent or none; it may end with the decimal sign.</summary>
    public static bool Number(ReadOnlySpan<byte> text, NumberForm form, out double value)
    {
        value = 0;
        if (text.Length > LongestNumber || !WholePart(text, form, out var used))
        {
            return false;
        }

        var rest = text[used..];
        if (!rest.IsEmpty && rest[0] == form.DecimalSign)
        {
            var decimals = CountDigits(rest[1..]);
            if (decimals == 0 && rest.Length > 1)
            {
                return false;
            }

            rest = rest[(1 + decimals)..];
        }

        if (!rest.IsEmpty && !IsExponent(rest))
        {
            return false;
        }

        Span<byte> plain = stackalloc byte[LongestNumber];
        var size = 0;
        for (var at = 0; at < text.Length; at++)
        {
            var between = form.Between(text[at..]);
            at += Math.Max(0, between - 1);
            if (between == 0)
            {
                plain[size++] = text[at] == form.DecimalSign ? (byte)'.' : text[at];
            }
        }

        size -= size > 0 && plain[size - 1] == '.' ? 1 : 0;
        return Utf8Parser.TryParse(plain[..size], out value, out var read) && read == size && double.IsFinite(value);
    }

    /// <summary>A day, as days since 1970-01-01.</summary>
    /// <param name="text">The text.</param>
    /// <param name="form">dd.MM.yyyy, MM/dd/yyyy or yyyy-MM-dd.</param>
    /// <param name="value">The day.</param>
    public static bool Day(ReadOnlySpan<byte> text, DayForm form, out int value)
    {
        value = 0;
        if (text.Length != DayLength)
        {
            return false;
        }

        var (between, first, second, year, month, day) = form switch
        {
            DayForm.DayFirst => ('.', 2, 5, 6, 3, 0),
            DayForm.MonthFirst => ('/', 2, 5, 6, 0, 3),
            _ => ('-', 4, 7, 0, 5, 8),
        };
        if (text[first] != between || text[second] != between || !AreDigits(text.Slice(year, 4))
            || !AreDigits(text.Slice(month, 2)) || !AreDigits(text.Slice(day, 2)))
        {
            return false;
        }

        var (y, m, d) = (Number(text.Slice(year, 4)), Number(text.Slice(month, 2)), Number(text.Slice(day, 2)));
        if (y < 1 || m is < 1 or > 12 || d < 1 || d > DateTime.DaysInMonth(y, m))
        {
            return false;
        }

        value = new DateOnly(y, m, d).DayNumber - Epoch;
        return true;
    }

    /// <summary>An instant by ISO 8601, as microseconds since 1970-01-01 UTC; without an offset it is UTC.</summary>
    public static bool Instant(ReadOnlySpan<byte> text, out long value)
    {
        value = 0;
        if (text.Length < DayLength || !Day(text[..DayLength], DayForm.YearFirst, out _)
            || !DateTimeOffset.TryParse(Encoding.UTF8.GetString(text), CultureInfo.InvariantCulture,
                DateTimeStyles.AssumeUniversal, out var instant))
        {
            return false;
        }

        value = (instant - DateTimeOffset.UnixEpoch).Ticks / TimeSpan.TicksPerMicrosecond;
        return true;
    }

    /// <summary>
    /// Whether eleven digits begin with a day and a month and have two right control digits modulo 11. A D-number adds
    /// 40 to the day, a synthetic number 40 or 80 to the month; both are made by the same rule.
    /// </summary>
    /// <remarks>Skatteetaten, Folkeregisteret: control digits k1 and k2 of the identity number.</remarks>
    public static bool IsIdentityNumber(ReadOnlySpan<byte> text)
    {
        if (text.Length != 11 || !AreDigits(text))
        {
            return false;
        }

        ReadOnlySpan<byte> first = [3, 7, 6, 1, 8, 9, 4, 5, 2, 1];
        ReadOnlySpan<byte> second = [5, 4, 3, 2, 7, 6, 5, 4, 3, 2, 1];
        var (day, month, one, two) = (Number(text[..2]), Number(text[2..4]), 0, 0);
        for (var at = 0; at < 11; at++)
        {
            var digit = text[at] - '0';
            one += at < first.Length ? first[at] * digit : 0;
            two += second[at] * digit;
        }

        return day < 72 && day % 40 is >= 1 and <= 31 && month < 93 && month % 40 is >= 1 and <= 12
            && one % 11 == 0 && two % 11 == 0;
    }

    /// <summary>The whole number at the head of a text: its value, and the bytes that it takes.</summary>
    private static bool Digits(ReadOnlySpan<byte> text, NumberForm form, out long value, out int used)
    {
        value = 0;
        if (!WholePart(text, form, out used))
        {
            return false;
        }

        var negative = text[0] == '-';
        foreach (var letter in text[..used])
        {
            if (letter is < (byte)'0' or > (byte)'9')
            {
                continue;
            }

            var digit = letter - '0';
            if (value < (long.MinValue + digit) / 10)
            {
                return false;
            }

            // Summed below zero, where there is room for one more.
            value = (value * 10) - digit;
        }

        if (!negative && value == long.MinValue)
        {
            return false;
        }

        value = negative ? value : -value;
        return true;
    }

    /// <summary>Bytes of digits, with a sign or none, divided by three and three or not.</summary>
    private static bool WholePart(ReadOnlySpan<byte> text, NumberForm form, out int used)
    {
        used = text is [(byte)'-', ..] ? 1 : 0;
        var first = CountDigits(text[used..]);
        used += first;
        if (first == 0)
        {
            return false;
        }

        for (var between = form.Between(text[used..]); between > 0; between = form.Between(text[used..]))
        {
            if (first > 3 || CountDigits(text[(used + between)..]) != 3)
            {
                return false;
            }

            used += between + 3;
        }

        return true;
    }

    private static bool IsExponent(ReadOnlySpan<byte> text)
    {
        if (text[0] is not ((byte)'e' or (byte)'E'))
        {
            return false;
        }

        var digits = text[1..] is [(byte)'-' or (byte)'+', ..] ? text[2..] : text[1..];
        return !digits.IsEmpty && AreDigits(digits);
    }

    // Plain loops: the texts are a few bytes, for which a vectored search costs more.
    private static int CountDigits(ReadOnlySpan<byte> text)
    {
        var count = 0;
        while (count < text.Length && char.IsAsciiDigit((char)text[count]))
        {
            count++;
        }

        return count;
    }

    private static bool AreDigits(ReadOnlySpan<byte> text) => CountDigits(text) == text.Length;

    private static int Number(ReadOnlySpan<byte> digits)
    {
        var value = 0;
        foreach (var digit in digits)
        {
            value = (value * 10) + (digit - '0');
        }

        return value;
    }
}

/// <summary>How a delivery writes numbers.</summary>
/// <param name="DecimalSign">Byte before decimals.</param>
/// <param name="Thousands">Byte between thousands, beside blanks; 0 when there is none.</param>
internal readonly record struct NumberForm(byte DecimalSign, byte Thousands)
{
    /// <summary>Bytes of what stands between thousands at the head of a text; 0 when nothing does.</summary>
    public int Between(ReadOnlySpan<byte> text) =>
        Thousands != 0 && !text.IsEmpty && text[0] == Thousands ? 1 : Blank.BetweenThousands(text);
}

/// <summary>How a delivery writes days.</summary>
internal enum DayForm
{
    /// <summary>yyyy-MM-dd.</summary>
    YearFirst,

    /// <summary>dd.MM.yyyy.</summary>
    DayFirst,

    /// <summary>MM/dd/yyyy.</summary>
    MonthFirst,
}

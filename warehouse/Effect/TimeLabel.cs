using System.Globalization;

namespace Maltall.Warehouse.Effect;

/// <summary>How the periods of a panel are written.</summary>
internal enum TimeKind
{
    /// <summary>Whole numbers: years (2012) or a running index (1, 2, …).</summary>
    Number,

    /// <summary>Quarters: 2012-Q1.</summary>
    Quarter,

    /// <summary>Thirds of a year: 2012-T1.</summary>
    Tertial,

    /// <summary>Months: 2012-01.</summary>
    Month,

    /// <summary>Days: 2012-01-31.</summary>
    Day,
}

/// <summary>The label of a period, with what is needed to put it in order.</summary>
/// <param name="Kind">How it is written.</param>
/// <param name="Ordinal">Grows with time within a kind.</param>
/// <param name="Text">The label as it is shown.</param>
internal readonly record struct TimeLabel(TimeKind Kind, long Ordinal, string Text) : IComparable<TimeLabel>
{
    private static readonly string[] DayFormats =
        ["yyyy-MM-dd", "yyyy-MM-dd HH:mm:ss", "yyyy-MM-ddTHH:mm:ss", "yyyyMMdd", "dd.MM.yyyy"];

    /// <summary>Reads <c>2012</c>, <c>17</c>, <c>2012-Q1</c>, <c>2012-T1</c>, <c>2012-01</c> or
    /// <c>2012-01-31</c>; the hyphen before Q and T may be left out, and <c>2012.0</c> is 2012.</summary>
    /// <param name="text">The label; white space around it is ignored.</param>
    /// <param name="label">The label when the answer is true.</param>
    /// <returns>False when the text is none of these.</returns>
    public static bool TryParse(string text, out TimeLabel label)
    {
        var trimmed = text.Trim();
        return TryPart(trimmed, out label) || TryDay(trimmed, out label) || TryNumber(trimmed, out label);
    }

    /// <summary>Earlier labels come first; labels of two kinds are compared by the day on which they begin.</summary>
    /// <param name="other">The label to compare with.</param>
    public int CompareTo(TimeLabel other) =>
        Kind == other.Kind ? Ordinal.CompareTo(other.Ordinal) : FirstDay.CompareTo(other.FirstDay);

    /// <summary>True when the two are of one kind, or both can be put in a calendar.</summary>
    /// <param name="other">The other label.</param>
    public bool IsComparableWith(TimeLabel other) =>
        Kind == other.Kind || (IsInCalendar && other.IsInCalendar);

    private bool IsInCalendar => Kind != TimeKind.Number || Ordinal is >= 1000 and <= 9998;

    private int FirstDay => Kind switch
    {
        TimeKind.Day => (int)Ordinal,
        TimeKind.Number => new DateOnly((int)Ordinal, 1, 1).DayNumber,
        _ => new DateOnly((int)(Ordinal / PerYear), ((int)(Ordinal % PerYear) * (12 / PerYear)) + 1, 1).DayNumber,
    };

    private int PerYear => PartsOf(Kind);

    private static int PartsOf(TimeKind kind) => kind switch
    {
        TimeKind.Month => 12,
        TimeKind.Quarter => 4,
        _ => 3,
    };

    private static bool TryNumber(string text, out TimeLabel label)
    {
        var read = double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number)
            && Math.Abs(number) < 1e12 && Math.Floor(number) == number;
        var whole = read ? (long)number : 0;
        label = new TimeLabel(TimeKind.Number, whole, whole.ToString(CultureInfo.InvariantCulture));
        return read;
    }

    private static bool TryDay(string text, out TimeLabel label)
    {
        var read = DateTime.TryParseExact(
            text, DayFormats, CultureInfo.InvariantCulture, DateTimeStyles.None, out var moment);
        var day = DateOnly.FromDateTime(moment);
        label = new TimeLabel(TimeKind.Day, day.DayNumber, day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture));
        return read && day.Year is >= 1000 and <= 9998;
    }

    private static bool TryPart(string text, out TimeLabel label)
    {
        label = default;
        if (text.Length is < 6 or > 8 || !int.TryParse(text.AsSpan(0, 4), NumberStyles.None,
            CultureInfo.InvariantCulture, out var year) || year < 1000)
        {
            return false;
        }

        var rest = text.AsSpan(4).TrimStart("- ");
        var kind = char.ToUpperInvariant(rest.Length > 0 ? rest[0] : ' ') switch
        {
            'Q' or 'K' => TimeKind.Quarter,
            'T' => TimeKind.Tertial,
            'M' => TimeKind.Month,
            _ when text[4] == '-' => TimeKind.Month,
            _ => TimeKind.Number,
        };
        var digits = rest.Length > 0 && char.IsLetter(rest[0]) ? rest[1..] : rest;
        var read = int.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out var part);
        if (!read || kind == TimeKind.Number || part < 1 || part > PartsOf(kind))
        {
            return false;
        }

        label = new TimeLabel(kind, ((long)year * PartsOf(kind)) + part - 1, Write(kind, year, part));
        return true;
    }

    private static string Write(TimeKind kind, int year, int part) => kind switch
    {
        TimeKind.Month => string.Create(CultureInfo.InvariantCulture, $"{year:0000}-{part:00}"),
        TimeKind.Quarter => string.Create(CultureInfo.InvariantCulture, $"{year:0000}-Q{part}"),
        _ => string.Create(CultureInfo.InvariantCulture, $"{year:0000}-T{part}"),
    };
}

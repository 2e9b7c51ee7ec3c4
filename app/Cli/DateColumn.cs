using System.Globalization;
using Maltall.Warehouse.Measure;
using Maltall.Warehouse.Signal;

namespace Maltall.App.Cli;

/// <summary>
/// Reads a column of dates, in whatever one way the whole column is written: days, moments, months, weeks, the periods
/// of the house, or running numbers.
/// </summary>
internal static class DateColumn
{
    private static readonly string[] Iso =
    [
        "yyyy-MM-dd", "yyyy-MM", "yyyy", "yyyy-M-d", "yyyyMMdd", "yyyyMM", "yyyy/MM/dd", "yyyy/M/d", "yyyy-MM-ddTHH",
        "yyyy-MM-ddTHH:mm", "yyyy-MM-ddTHH:mm:ss", "yyyy-MM-ddTHH:mm:ss.FFFFFFF", "yyyy-MM-dd HH:mm",
        "yyyy-MM-dd HH:mm:ss", "yyyy-MM-dd HH:mm:ss.FFFFFFF", "yyyy/MM/dd HH:mm", "yyyy/MM/dd HH:mm:ss",
    ];

    private static readonly string[] DayFirst = Endings("d.M.yyyy", "d/M/yyyy", "d-M-yyyy", "d.M.yy", "d/M/yy");

    private static readonly string[] MonthFirst = Endings("M/d/yyyy", "M/d/yy", "M-d-yyyy");

    private static readonly string[] Named =
    [
        "d MMM yyyy", "d MMMM yyyy", "d-MMM-yyyy", "d-MMM-yy", "d MMM yy", "MMM d, yyyy",
        "MMMM d, yyyy", "MMM yyyy", "MMMM yyyy", "MMM-yyyy", "MMM-yy", "MMM yy", "yyyy MMM", "yyyy-MMM",
    ];

    private static readonly CultureInfo[] Tongues = [CultureInfo.InvariantCulture, Norwegian()];

    private static readonly Func<string, DateTime?>[] Readers =
    [
        text => Exact(text, Iso), OfPeriod, text => Exact(text, DayFirst), text => Exact(text, MonthFirst), OfName,
        OfWeek, OfNumber,
    ];

    /// <summary>How the column is written; of two ways that fit, the one with even steps, else day first.</summary>
    /// <param name="column">The texts of the column, none empty.</param>
    /// <returns>A reader that gives null for what it cannot read.</returns>
    public static Func<string, DateTime?> ReaderFor(IReadOnlyList<string> column)
    {
        var fit = Array.FindAll(Readers, reader => column.All(text => reader(text.Trim()) is not null));
        var even = fit.Length < 2 ? null : Array.Find(fit, reader => TimeLine.Of(column.Select(text =>
            reader(text.Trim()).GetValueOrDefault())).IsEven);
        return even ?? (fit.Length > 0 ? fit[0] : Readers.MaxBy(reader => column.Count(text =>
            reader(text.Trim()) is not null))!); // There are readers.
    }

    /// <summary>Reads one date as the column is written, else in any way; null when it is none.</summary>
    public static DateTime? Read(string text, Func<string, DateTime?> reader) =>
        reader(text.Trim()) ?? Readers.Select(other => other(text.Trim())).FirstOrDefault(date => date is not null);

    private static DateTime? Exact(string text, string[] formats) =>
        DateTimeOffset.TryParseExact(text, formats, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal,
            out var plain) ? plain.DateTime
        : text.Length > 16 && DateTimeOffset.TryParseExact(text, WithZone, CultureInfo.InvariantCulture,
            DateTimeStyles.None, out var zoned) ? zoned.DateTime : null;

    private static readonly string[] WithZone =
        ["yyyy-MM-ddTHH:mmK", "yyyy-MM-ddTHH:mm:ssK", "yyyy-MM-ddTHH:mm:ss.FFFFFFFK", "yyyy-MM-dd HH:mm:ssK"];

    /// <summary>A period of the house, also as Statistics Norway writes it: 2012K1, 2012M01.</summary>
    private static DateTime? OfPeriod(string text)
    {
        var label = text.ToUpperInvariant().Replace(" ", "", StringComparison.Ordinal).Replace('K', 'Q');
        label = label.Length is 6 or 7 && label[0] is 'Q' or 'T' or 'H' ? $"{label[^4..]}-{label[..2]}" : label;
        label = label.Length is 6 or 7 && char.IsAsciiLetter(label[4]) ? $"{label[..4]}-{label[4..]}" : label;
        label = label.Replace("-M", "-", StringComparison.Ordinal);
        return label.Length is 4 or 7 && Period.TryParse(label, out var period)
            ? period.Start.ToDateTime(TimeOnly.MinValue) : null;
    }

    private static DateTime? OfName(string text) => Tongues.Select(tongue => DateTime.TryParseExact(
        text.Replace(".", "", StringComparison.Ordinal), Named, tongue, DateTimeStyles.None, out var date)
        ? date : (DateTime?)null).FirstOrDefault(date => date is not null);

    /// <summary>Norwegian with months cut to three letters, for the system's own differ from place to place.</summary>
    private static CultureInfo Norwegian()
    {
        var culture = (CultureInfo)CultureInfo.GetCultureInfo("nb-NO").Clone();
        culture.DateTimeFormat.AbbreviatedMonthNames =
            ["jan", "feb", "mar", "apr", "mai", "jun", "jul", "aug", "sep", "okt", "nov", "des", ""];
        culture.DateTimeFormat.AbbreviatedMonthGenitiveNames = culture.DateTimeFormat.AbbreviatedMonthNames;
        return culture;
    }

    /// <summary>The Monday of a week: 2020-W05, 2020W05, 2020U05.</summary>
    private static DateTime? OfWeek(string text)
    {
        var parts = text.ToUpperInvariant().Replace("-", "", StringComparison.Ordinal).Split('W', 'U');
        return parts is [{ Length: 4 }, { Length: 1 or 2 }] && Whole(parts[0]) is { } year and > 0
            && Whole(parts[1]) is { } week && week >= 1 && week <= ISOWeek.GetWeeksInYear((int)year)
            ? ISOWeek.ToDateTime((int)year, (int)week, DayOfWeek.Monday) : null;
    }

    /// <summary>A running number, as that many days after an arbitrary one.</summary>
    private static DateTime? OfNumber(string text) =>
        Whole(text) is { } number && Math.Abs(number) < 700_000 ? new DateTime(2000, 1, 1).AddDays(number) : null;

    private static long? Whole(string text) => long.TryParse(
        text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) ? number : null;

    private static string[] Endings(params string[] days) =>
        [.. days, .. days.Select(day => day + " HH:mm"), .. days.Select(day => day + " HH:mm:ss")];
}

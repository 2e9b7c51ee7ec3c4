using System.Globalization;
using Maltall.Lake;

namespace Maltall.App.Cli;

/// <summary>Reads a stretch of months, as a user writes it.</summary>
internal static class MonthRange
{
    /// <summary>First days of the first and last month of <c>2015-03</c>, <c>2015</c> or <c>2014..2015</c>.</summary>
    /// <exception cref="UserError">It is no such stretch, or ends before it begins.</exception>
    public static (DateOnly First, DateOnly Last) Read(string text)
    {
        var ends = text.Split("..");
        var (first, last) = (Month(ends[0], 1), Month(ends[^1], 12));
        return ends.Length <= 2 && first is { } from && last is { } to && from <= to ? (from, to) : throw new UserError(
            $"'{text}' is no stretch of months.", "Write it as 2015-03, 2015, 2014..2015 or 2014-07..2015-06.");
    }

    private static DateOnly? Month(string text, int otherwise)
    {
        var whole = text.Length == 4 ? string.Create(CultureInfo.InvariantCulture, $"{text}-{otherwise:00}") : text;
        return DateOnly.TryParseExact($"{whole}-01", "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None,
            out var day) ? day : null;
    }
}

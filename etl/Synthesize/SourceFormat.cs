using System.Globalization;

namespace Maltall.Etl.Synthesize;

/// <summary>How a source writes its rows, and how they break.</summary>
internal sealed record SourceFormat<T>(string Source, string FileStart, string[] Header)
{
    /// <summary>The fields of a case by the last known stage; with one wrong value when asked.</summary>
    public required Func<T, int, bool, string[]> Render { get; init; }

    public required Breakage[] Breakages { get; init; }

    /// <summary>Column of an amount in kroner; -1 when there is none.</summary>
    public int AmountColumn { get; init; } = -1;
}

/// <summary>A way in which a row breaks its contract.</summary>
internal sealed record Breakage(string Rule, Func<string[], string[]> Break)
{
    public static Breakage TooManyFields { get; } = new("too_many_fields", row => [.. row, "0"]);

    public static Breakage Set(string[] header, string rule, string column, string value) =>
        Change(header, rule, (column, _ => value));

    /// <summary>31 February of the year that the column has.</summary>
    public static Breakage InvalidDate(string[] header, string column) =>
        Change(header, "invalid_date", (column, date => "31.02." + date[^4..]));

    /// <summary>Changes columns, each from what it holds.</summary>
    public static Breakage Change(
        string[] header, string rule, params (string Column, Func<string, string> To)[] changes)
    {
        var places = changes.Select(change => (Place: Array.IndexOf(header, change.Column), change.To)).ToArray();
        return new Breakage(rule, row =>
        {
            string[] broken = [.. row];
            foreach (var (place, to) in places)
            {
                broken[place] = to(broken[place]);
            }

            return broken;
        });
    }
}

/// <summary>Days, amounts and yes-or-no as Norwegian office systems write them.</summary>
internal static class Written
{
    private static readonly NumberFormatInfo _norwegian = new() { NumberDecimalSeparator = "," };

    public static string Day(DateOnly day) => day.ToString("dd.MM.yyyy", CultureInfo.InvariantCulture);

    public static string Day(DateOnly? day) => day is { } known ? Day(known) : "";

    public static DateOnly ToDay(string text) => DateOnly.ParseExact(text, "dd.MM.yyyy", CultureInfo.InvariantCulture);

    public static string Nok(decimal amount) => amount.ToString("0.00", _norwegian);

    public static string Count(int count) => count.ToString(CultureInfo.InvariantCulture);

    public static string YesNo(bool yes) => yes ? "J" : "N";

    /// <summary>Groups the whole kroner by three; null when there are fewer than four digits.</summary>
    public static string? Grouped(string amount, char separator)
    {
        var comma = amount.IndexOf(',', StringComparison.Ordinal);
        if (comma < 4)
        {
            return null;
        }

        for (var place = comma - 3; place > 0; place -= 3)
        {
            amount = amount.Insert(place, separator.ToString());
        }

        return amount;
    }
}

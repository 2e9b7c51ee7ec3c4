using System.Globalization;

namespace Maltall.App.Cli.Formats;

/// <summary>Turns single values into text, for machines and for people.</summary>
internal static class Cells
{
    /// <summary>The value as machines read it: invariant, ISO dates, true and false.</summary>
    public static string ForMachine(object? value) => value switch
    {
        null => "",
        bool flag => flag ? "true" : "false",
        DateOnly day => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
        DateTime instant => instant.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture),
        DateTimeOffset instant => instant.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'",
            CultureInfo.InvariantCulture),
        IFormattable number => number.ToString(null, CultureInfo.InvariantCulture),
        _ => value.ToString() ?? "",
    };

    /// <summary>The value as a person reads it, by the language's number and date format.</summary>
    public static string ForPerson(object? value, ResultColumn column, CultureInfo culture) => value switch
    {
        null => "",
        double number when column.Decimals is { } decimals =>
            number.ToString("N" + decimals.ToString(CultureInfo.InvariantCulture), culture),
        double number => number.ToString("#,##0.####", culture),
        decimal number => number.ToString("#,##0.##", culture),
        int or long => Convert.ToInt64(value, CultureInfo.InvariantCulture)
            .ToString(column.Name == "year" ? "0" : "N0", culture),
        DateOnly day => day.ToString("d", culture),
        DateTimeOffset instant => instant.ToString("g", culture),
        _ => ForMachine(value),
    };
}

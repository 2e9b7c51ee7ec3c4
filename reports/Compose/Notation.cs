using System.Globalization;
using Maltall.Warehouse.Measure;
using Maltall.Warehouse.Protect;

namespace Maltall.Reports.Compose;

/// <summary>
/// How numbers, days and periods are written in one language. Written out here rather than left to the machine's
/// culture data, so that a letter is the same on every machine.
/// </summary>
/// <param name="words">The language's texts.</param>
public sealed class Notation(Words words)
{
    private const char Space = '\u00a0'; // A number is never broken over two lines.
    private static readonly NumberFormatInfo Norwegian = new()
    {
        NumberDecimalSeparator = ",", NumberGroupSeparator = Space.ToString(), NegativeSign = "−",
    };

    private static readonly NumberFormatInfo English = new() { NegativeSign = "−" };

    private static readonly TimeZoneInfo Oslo = TimeZoneInfo.FindSystemTimeZoneById("Europe/Oslo");

    /// <summary>The sign for what does not apply.</summary>
    public const string Dash = "–";

    /// <summary>A whole number: <c>1 234</c>.</summary>
    /// <param name="number">The number.</param>
    /// <param name="language"><c>nb</c>, <c>nn</c> or <c>en</c>.</param>
    public static string Whole(long number, string language) => number.ToString("N0", FormatOf(language));

    /// <summary>A number with a fixed number of decimals; never a minus before zero.</summary>
    /// <param name="number">A finite number.</param>
    /// <param name="decimals">Decimals, 0–15.</param>
    public string Number(double number, int decimals)
    {
        var rounded = Math.Round(number, decimals, MidpointRounding.AwayFromZero);
        var format = string.Create(CultureInfo.InvariantCulture, $"N{decimals}");
        return (rounded == 0 ? 0 : rounded).ToString(format, FormatOf(words.Language));
    }

    /// <summary>A share as percent: <c>23,4 %</c>.</summary>
    /// <param name="share">The share; 1 is all.</param>
    /// <param name="decimals">Decimals of the percentage.</param>
    public string Percent(double share, int decimals) =>
        Number(share * 100, decimals) + (words.Language == "en" ? "%" : $"{Space}%");

    /// <summary>
    /// Share of the way from baseline to target. Far outside it the number says nothing but that the way is short, so
    /// it stops at −100 and 200 percent.
    /// </summary>
    /// <param name="share">The share; 1 is the target.</param>
    public string Way(double share) => share switch
    {
        < -1 => words.Fill("way_below", ("share", Percent(-1, 0))),
        > 2 => words.Fill("way_above", ("share", Percent(2, 0))),
        _ => Percent(share, 0),
    };

    /// <summary>A value of an indicator as it stands in a table; only percent carries its unit.</summary>
    /// <param name="value">The value; null when it is not known.</param>
    /// <param name="indicator">The indicator.</param>
    public string Amount(double? value, IndicatorDefinition indicator) => value switch
    {
        null => Dash,
        { } share when IsShare(indicator) => Percent(share, indicator.Decimals),
        { } number => Number(number, indicator.Decimals),
    };

    /// <summary>A figure as it stands in a table: the value, or the sign for why there is none.</summary>
    /// <param name="figure">The figure.</param>
    /// <param name="indicator">Its indicator.</param>
    public string Amount(Figure figure, IndicatorDefinition indicator) =>
        figure is Figure.Value value ? Amount(value.Number, indicator) : figure.Sign;

    /// <summary>A value as it stands in a sentence: with its unit.</summary>
    /// <param name="value">The value.</param>
    /// <param name="indicator">The indicator.</param>
    public string InSentence(double value, IndicatorDefinition indicator) => IsShare(indicator)
        ? Amount(value, indicator)
        : $"{Amount(value, indicator)}{Space}{Unit(indicator)}";

    /// <summary>A change with its sign: <c>+1,2 pp</c> for a share, else in the indicator's unit.</summary>
    /// <param name="change">The change.</param>
    /// <param name="indicator">The indicator.</param>
    public string Change(double change, IndicatorDefinition indicator)
    {
        var share = IsShare(indicator);
        var written = Number(share ? change * 100 : change, indicator.Decimals);
        var sign = change > 0 && written.Any(letter => letter is >= '1' and <= '9') ? "+" : "";
        return share ? $"{sign}{written}{Space}{words["percentage_points"]}" : sign + written;
    }

    /// <summary>The unit in words.</summary>
    /// <param name="indicator">The indicator.</param>
    public string Unit(IndicatorDefinition indicator) => words.Has($"unit_{indicator.Unit}")
        ? words[$"unit_{indicator.Unit}"]
        : indicator.Unit.Replace('_', ' ');

    /// <summary>A day: <c>30. april 2012</c>.</summary>
    /// <param name="day">The day.</param>
    public string Day(DateOnly day) => words.Fill("day",
        ("day", Plain(day.Day)), ("month", words[$"month_{Plain(day.Month)}"]), ("year", Plain(day.Year)));

    /// <summary>A moment in Oslo's time: <c>30. april 2012 kl. 07.30</c>.</summary>
    /// <param name="moment">The moment.</param>
    public string Moment(DateTimeOffset moment)
    {
        var there = TimeZoneInfo.ConvertTime(moment, Oslo);
        var clock = there.ToString(words.Language == "en" ? "HH:mm" : "HH.mm", CultureInfo.InvariantCulture);
        return words.Fill("moment", ("day", Day(DateOnly.FromDateTime(there.DateTime))), ("clock", clock));
    }

    /// <summary>A period in words: <c>1. tertial 2012</c>, <c>april 2012</c>, <c>2012</c>.</summary>
    /// <param name="period">The period.</param>
    public string Name(Period period) => period.Kind switch
    {
        PeriodKind.Year => Plain(period.Year),
        PeriodKind.Month => words.Fill("period_month",
            ("month", words[$"month_{Plain(period.Number)}"]), ("year", Plain(period.Year))),
        PeriodKind.RollingYear => words.Fill("period_rolling_year",
            ("month", words[$"month_{Plain(period.Number)}"]), ("year", Plain(period.Year))),
        _ => words.Fill($"period_{Period.WordOf(period.Kind)}",
            ("n", Plain(period.Number)), ("year", Plain(period.Year))),
    };

    /// <summary>A period in words, from its label; the label itself when it is no period.</summary>
    /// <param name="label">Such as <c>2012-T1</c>.</param>
    public string Name(string label) => Period.TryParse(label, out var period) ? Name(period) : label;

    /// <summary>True when the indicator is written in percent.</summary>
    /// <param name="indicator">The indicator.</param>
    public static bool IsShare(IndicatorDefinition indicator) =>
        indicator.Kind is IndicatorKind.Share or IndicatorKind.CohortShare;

    private static string Plain(int number) => number.ToString(CultureInfo.InvariantCulture);

    private static NumberFormatInfo FormatOf(string language) => language == "en" ? English : Norwegian;
}

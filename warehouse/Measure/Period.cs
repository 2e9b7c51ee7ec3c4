using System.Globalization;
using Maltall.Lake;

namespace Maltall.Warehouse.Measure;

/// <summary>How long a period is; the order is from short to long.</summary>
public enum PeriodKind
{
    /// <summary>A calendar month, written <c>2012-01</c>.</summary>
    Month,

    /// <summary>A quarter, written <c>2012-Q1</c>.</summary>
    Quarter,

    /// <summary>A third of a year, the agreement's reporting period, written <c>2012-T1</c>.</summary>
    Tertial,

    /// <summary>Half a year, written <c>2012-H1</c>.</summary>
    HalfYear,

    /// <summary>Twelve months that end with a month, written <c>2012-R03</c>; these overlap.</summary>
    RollingYear,

    /// <summary>A calendar year, written <c>2012</c>.</summary>
    Year,
}

/// <summary>A calendar period; half-open, so that neighbours meet without overlap, but for rolling years.</summary>
/// <param name="Kind">Month, quarter, tertial, half year, rolling year or year.</param>
/// <param name="Year">Calendar year, 1900–2200; that of its end for a rolling year.</param>
/// <param name="Number">Number within the year from 1; 1 for a year, the last month of a rolling year.</param>
/// <exception cref="ArgumentOutOfRangeException">The year has no such period.</exception>
public readonly record struct Period(PeriodKind Kind, int Year, int Number)
{
    /// <summary>Calendar year.</summary>
    public int Year { get; } = Year is >= 1900 and <= 2200 ? Year
        : throw new ArgumentOutOfRangeException(nameof(Year), Year, "A year lies between 1900 and 2200.");

    /// <summary>Number within the year from 1; 1 for a year.</summary>
    public int Number { get; } = Number >= 1 && Number <= 12 / StepOf(Kind) ? Number
        : throw new ArgumentOutOfRangeException(nameof(Number), Number, "The year has no such period.");

    /// <summary>First day of the period.</summary>
    public DateOnly Start => End.AddMonths(-MonthsIn(Kind));

    /// <summary>First day that the period of the same kind before it does not have; of most kinds the start.</summary>
    public DateOnly StepStart => new(Year, ((Number - 1) * StepOf(Kind)) + 1, 1);

    /// <summary>First day after the period.</summary>
    public DateOnly End => StepStart.AddMonths(StepOf(Kind));

    /// <summary>
    /// The period as it is written everywhere: <c>2012-01</c>, <c>2012-Q1</c>, <c>2012-T1</c>, <c>2012-H1</c>,
    /// <c>2012-R03</c>, <c>2012</c>.
    /// </summary>
    public string Label => Kind switch
    {
        PeriodKind.Month => string.Create(CultureInfo.InvariantCulture, $"{Year:0000}-{Number:00}"),
        PeriodKind.Year => Year.ToString("0000", CultureInfo.InvariantCulture),
        PeriodKind.RollingYear => string.Create(CultureInfo.InvariantCulture, $"{Year:0000}-R{Number:00}"),
        _ => string.Create(CultureInfo.InvariantCulture, $"{Year:0000}-{Letter(Kind)}{Number}"),
    };

    /// <summary>The period of the same kind right after this one.</summary>
    public Period Next => Containing(Kind, End);

    /// <summary>The period of the same kind right before this one.</summary>
    public Period Previous => Containing(Kind, StepStart.AddDays(-1));

    /// <summary>True for the word of a kind of period, such as <c>half_year</c>.</summary>
    /// <param name="word">Any word.</param>
    public static bool IsKind(string word) => IndicatorFile.PeriodWords.ContainsKey(word);

    /// <summary>Months in a period of a kind: 1, 3, 4, 6 or 12.</summary>
    /// <param name="kind">The kind.</param>
    public static int MonthsIn(PeriodKind kind) => kind switch
    {
        PeriodKind.Month => 1,
        PeriodKind.Quarter => 3,
        PeriodKind.Tertial => 4,
        PeriodKind.HalfYear => 6,
        _ => 12,
    };

    /// <summary>Months from the end of a period of a kind to the end of the next: 1, 3, 4, 6 or 12.</summary>
    /// <param name="kind">The kind.</param>
    public static int StepOf(PeriodKind kind) => kind == PeriodKind.RollingYear ? 1 : MonthsIn(kind);

    /// <summary>The period of a kind that holds a day; the rolling year whose last month holds it.</summary>
    /// <param name="kind">The kind.</param>
    /// <param name="day">Any day of the period.</param>
    public static Period Containing(PeriodKind kind, DateOnly day) =>
        new(kind, day.Year, ((day.Month - 1) / StepOf(kind)) + 1);

    /// <summary>The last period of a kind that is over when a day is over.</summary>
    /// <param name="kind">The kind.</param>
    /// <param name="until">The last day with data.</param>
    public static Period LastCompleteAt(PeriodKind kind, DateOnly until)
    {
        var containing = Containing(kind, until);
        return containing.End <= until.AddDays(1) ? containing : containing.Previous;
    }

    /// <summary>
    /// Reads a period as it is written: <c>2012-01</c>, <c>2012-Q1</c>, <c>2012-T1</c>, <c>2012-H1</c>,
    /// <c>2012-R03</c>, <c>2012</c>.
    /// </summary>
    /// <param name="text">The text.</param>
    /// <exception cref="UserError">The text is no period.</exception>
    public static Period Parse(string text) => TryParse(text, out var period) ? period
        : throw new UserError(
            $"'{text}' is not a period",
            "Write a month 2012-01, a quarter 2012-Q1, a tertial 2012-T1, a half year 2012-H1, " +
            "twelve months 2012-R03 or a year 2012.");

    /// <summary>Reads a period as it is written; false when the text is no period.</summary>
    /// <param name="text">The text.</param>
    /// <param name="period">The period read.</param>
    public static bool TryParse(string text, out Period period)
    {
        period = default;
        var parts = text.Split('-');
        if (parts.Length > 2 || !TryNumber(parts[0], 4, out var year) || year is < 1900 or > 2200)
        {
            return false;
        }

        if (parts.Length == 1)
        {
            period = new Period(PeriodKind.Year, year, 1);
            return true;
        }

        var kind = KindOf(parts[1]);
        var digits = kind == PeriodKind.Month ? parts[1] : parts[1][1..];
        if (!TryNumber(digits, kind is PeriodKind.Month or PeriodKind.RollingYear ? 2 : 1, out var number)
            || number < 1 || number > 12 / StepOf(kind))
        {
            return false;
        }

        period = new Period(kind, year, number);
        return true;
    }

    /// <summary>
    /// The word of a kind in requests and definitions: <c>month</c>, <c>quarter</c>, <c>tertial</c>,
    /// <c>half_year</c>, <c>rolling_year</c>, <c>year</c>.
    /// </summary>
    /// <param name="kind">The kind.</param>
    public static string WordOf(PeriodKind kind) => kind switch
    {
        PeriodKind.Month => "month",
        PeriodKind.Quarter => "quarter",
        PeriodKind.Tertial => "tertial",
        PeriodKind.HalfYear => "half_year",
        PeriodKind.RollingYear => "rolling_year",
        _ => "year",
    };

    private static char Letter(PeriodKind kind) => kind switch
    {
        PeriodKind.Quarter => 'Q',
        PeriodKind.Tertial => 'T',
        _ => 'H',
    };

    private static PeriodKind KindOf(string part) => part.FirstOrDefault() switch
    {
        'Q' => PeriodKind.Quarter,
        'T' => PeriodKind.Tertial,
        'H' => PeriodKind.HalfYear,
        'R' => PeriodKind.RollingYear,
        _ => PeriodKind.Month,
    };

    private static bool TryNumber(string text, int length, out int number)
    {
        number = 0;
        return text.Length == length
            && int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out number);
    }
}

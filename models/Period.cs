using System.Globalization;

namespace Maltall.Models;

/// <summary>How the periods of a series follow each other.</summary>
public enum PeriodKind
{
    /// <summary>Whole numbers: a year (2012) or a running index (1, 2, …).</summary>
    Whole,

    /// <summary>Tertials, three a year: 2012-T1.</summary>
    Tertial,

    /// <summary>Quarters, four a year: 2012-Q1.</summary>
    Quarter,

    /// <summary>Months, twelve a year: 2012-01.</summary>
    Month,
}

/// <summary>One period of a series; adding a whole number of steps gives a later one of the same kind.</summary>
/// <param name="Kind">Year or index, tertial, quarter or month.</param>
/// <param name="Ordinal">Running number: the whole number itself, else year × periods per year + place in the
/// year.</param>
public readonly record struct Period(PeriodKind Kind, long Ordinal)
{
    /// <summary>Periods per year; 1 for years and indices, whose season only the asker knows.</summary>
    public int PerYear => Kind switch
    {
        PeriodKind.Month => 12,
        PeriodKind.Quarter => 4,
        PeriodKind.Tertial => 3,
        _ => 1,
    };

    /// <summary>Reads <c>2012</c>, <c>17</c>, <c>2012-T1</c>, <c>2012-Q1</c> or <c>2012-01</c>.</summary>
    /// <param name="text">The label as a file has it; white space around it is ignored.</param>
    /// <param name="period">The period when the answer is true.</param>
    /// <returns>False when the label is none of these.</returns>
    public static bool TryParse(string? text, out Period period)
    {
        period = default;
        var label = (text ?? "").AsSpan().Trim();
        if (long.TryParse(label, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var whole))
        {
            period = new Period(PeriodKind.Whole, whole);
            return Math.Abs(whole) < 1_000_000_000_000;
        }

        return label.Length == 7 && label[4] == '-' && TryYear(label[..4], out var year)
            && TryPart(year, label[5..], out period);
    }

    /// <summary>The period a number of steps later, or earlier when negative.</summary>
    public Period Plus(long steps) => this with { Ordinal = Ordinal + steps };

    /// <summary>The label, as <see cref="TryParse"/> reads it.</summary>
    public override string ToString()
    {
        var year = Math.DivRem(Ordinal, PerYear, out var place);
        return Kind switch
        {
            PeriodKind.Month => string.Create(CultureInfo.InvariantCulture, $"{year:0000}-{place + 1:00}"),
            PeriodKind.Quarter => string.Create(CultureInfo.InvariantCulture, $"{year:0000}-Q{place + 1}"),
            PeriodKind.Tertial => string.Create(CultureInfo.InvariantCulture, $"{year:0000}-T{place + 1}"),
            _ => Ordinal.ToString(CultureInfo.InvariantCulture),
        };
    }

    private static bool TryYear(ReadOnlySpan<char> text, out int year) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out year);

    private static bool TryPart(int year, ReadOnlySpan<char> part, out Period period)
    {
        var kind = part[0] switch
        {
            'Q' or 'q' => PeriodKind.Quarter,
            'T' or 't' => PeriodKind.Tertial,
            _ => PeriodKind.Month,
        };
        var digits = kind == PeriodKind.Month ? part : part[1..];
        var read = int.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out var number);
        period = new Period(kind, 0);
        var perYear = period.PerYear;
        period = period with { Ordinal = ((long)year * perYear) + number - 1 };
        return read && number >= 1 && number <= perYear;
    }
}

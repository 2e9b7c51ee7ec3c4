namespace Maltall.Etl.Synthesize;

/// <summary>The months that are delivered, numbered from 0; earlier months have negative numbers.</summary>
internal sealed record Window(int FirstYear, int LastYear)
{
    /// <summary>Months that are simulated before the first delivery, so that the queue is whole by then.</summary>
    public const int WarmUp = 24;

    public int MonthCount => (LastYear - FirstYear + 1) * 12;

    /// <summary>First day after the last delivered month.</summary>
    public DateOnly End => new(LastYear + 1, 1, 1);

    public DateOnly Start(int month) => new DateOnly(FirstYear, 1, 1).AddMonths(month);

    public int MonthOf(DateOnly day) => ((day.Year - FirstYear) * 12) + day.Month - 1;

    /// <summary>A weekday of the month, as offices date their letters.</summary>
    public DateOnly Weekday(int month, RandomStream random)
    {
        var start = Start(month);
        var day = start.AddDays(random.Between(0, DateTime.DaysInMonth(start.Year, start.Month) - 1));
        var shift = day.DayOfWeek switch { DayOfWeek.Saturday => 2, DayOfWeek.Sunday => 1, _ => 0 };
        var moved = day.AddDays(shift);
        return moved.Month == start.Month ? moved : day.AddDays(shift - 3);
    }

    public DateOnly Day(int month, RandomStream random)
    {
        var start = Start(month);
        return start.AddDays(random.Between(0, DateTime.DaysInMonth(start.Year, start.Month) - 1));
    }
}

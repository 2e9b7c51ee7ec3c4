namespace Maltall.Warehouse.Signal;

/// <summary>How the dates of a series follow each other, so that a period that is not there is noticed.</summary>
public sealed class TimeLine
{
    private readonly Func<DateTime, long> place;
    private readonly long step;

    private TimeLine(Func<DateTime, long> place, long step) => (this.place, this.step) = (place, step);

    /// <summary>
    /// True when the dates lie a step apart, or a whole number of steps, more than half of them one step.
    /// </summary>
    public bool IsEven => step > 0;

    /// <summary>Finds the step of dates: months, business days, or any length of time.</summary>
    /// <param name="dates">The dates of all series of a file, in any order; may be empty.</param>
    public static TimeLine Of(IEnumerable<DateTime> dates)
    {
        var sorted = dates.Distinct().Order().ToList();
        var place = PlaceIn(sorted);
        var steps = sorted.Zip(sorted.Skip(1), (one, next) => place(next) - place(one)).ToList();
        var step = steps.Count > 0 ? steps.Min() : 0;
        var clear = step > 0 && steps.TrueForAll(one => one % step == 0)
            && 2 * steps.Count(one => one == step) > steps.Count;
        return new TimeLine(place, clear ? step : 0);
    }

    /// <summary>True when at least one period between two dates is not there; false where the step is not
    /// clear.</summary>
    /// <param name="before">The earlier date.</param>
    /// <param name="after">The later date.</param>
    public bool IsGap(DateTime before, DateTime after) => IsEven && place(after) - place(before) > step;

    private static Func<DateTime, long> PlaceIn(List<DateTime> dates)
    {
        var days = dates.TrueForAll(date => date.TimeOfDay == TimeSpan.Zero);
        var sameDay = dates.TrueForAll(date => date.Day == dates[0].Day) || dates.TrueForAll(IsLastOfMonth);
        if (days && sameDay && dates.Count > 0)
        {
            return date => (date.Year * 12L) + date.Month;
        }

        var weekdays = days && dates.Exists(date => date.DayOfWeek != dates[0].DayOfWeek)
            && !dates.Exists(date => date.DayOfWeek is DayOfWeek.Saturday or DayOfWeek.Sunday);
        return weekdays ? BusinessDay : date => date.Ticks;
    }

    private static bool IsLastOfMonth(DateTime date) => date.Day == DateTime.DaysInMonth(date.Year, date.Month);

    /// <summary>Number of a weekday; DateTime.MinValue is a Monday.</summary>
    private static long BusinessDay(DateTime date)
    {
        var days = date.Ticks / TimeSpan.TicksPerDay;
        return (days / 7 * 5) + Math.Min(days % 7, 4);
    }
}

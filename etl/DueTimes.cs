using Cronos;

namespace Maltall.Etl;

/// <summary>
/// When a source is due, in Oslo's time; a time that the change of the clock leaves out comes right after it, and one
/// that it gives twice comes once.
/// </summary>
public static class DueTimes
{
    /// <summary>Of many missed times the newest are run.</summary>
    private const int MostMissed = 31;

    private static readonly TimeZoneInfo Oslo = TimeZoneInfo.FindSystemTimeZoneById(Schedule.TimeZone);

    /// <summary>The times after one instant and until another, both in UTC; the newest at most so many.</summary>
    /// <param name="cron">Minute, hour, day of the month, month, day of the week.</param>
    /// <param name="after">Not counted itself.</param>
    /// <param name="until">Counted itself.</param>
    /// <param name="most">The older ones are left out.</param>
    public static IReadOnlyList<DateTimeOffset> Between(
        string cron, DateTimeOffset after, DateTimeOffset until, int most) => until <= after ? [] :
        [.. CronExpression.Parse(cron).GetOccurrences(after, until, Oslo, fromInclusive: false, toInclusive: true)
            .Select(time => time.ToUniversalTime()).TakeLast(most)];

    /// <summary>The last time until an instant; null when there is none within a year.</summary>
    public static DateTimeOffset? Last(string cron, DateTimeOffset until)
    {
        foreach (var days in new[] { 2, 9, 40, 400 })
        {
            if (Between(cron, until.AddDays(-days), until, 1) is [var last])
            {
                return last;
            }
        }

        return null;
    }

    /// <summary>The times of a source that passed without a run, by its policy.</summary>
    /// <param name="source">The source.</param>
    /// <param name="lastDone">Its newest time that was done; with none, nothing is missed.</param>
    /// <param name="now">Until when.</param>
    public static IReadOnlyList<DateTimeOffset> MissedBy(
        ScheduledSource source, DateTimeOffset? lastDone, DateTimeOffset now) => lastDone is not { } since ? []
        : Between(source.Cron, since, now, source.Missed switch
        {
            Missed.RunAll => MostMissed, Missed.RunOnce => 1, _ => 0,
        });
}

using System.Globalization;
using Xunit;

namespace Maltall.Etl.Tests;

public sealed class DueTimesTests
{
    private static readonly ScheduledSource Daily = new("bit_application", "30 2 * * *", null);

    [Fact]
    public void A_time_that_summer_time_leaves_out_comes_once_right_after_the_change()
    {
        // On 29 March 2026 the clock goes from 02:00 to 03:00.
        var due = DueTimes.Between(Daily.Cron, At("2026-03-28T12:00Z"), At("2026-03-30T12:00Z"), 10);

        Assert.Equal([At("2026-03-29T01:00Z"), At("2026-03-30T00:30Z")], due);
    }

    [Fact]
    public void A_time_that_winter_time_gives_twice_comes_once()
    {
        // On 25 October 2026 the clock goes from 03:00 back to 02:00.
        var due = DueTimes.Between(Daily.Cron, At("2026-10-24T12:00Z"), At("2026-10-26T12:00Z"), 10);

        Assert.Equal([At("2026-10-25T00:30Z"), At("2026-10-26T01:30Z")], due);
    }

    [Theory]
    [InlineData(Missed.RunOnce, 1)]
    [InlineData(Missed.RunAll, 3)]
    [InlineData(Missed.Skip, 0)]
    public void Missed_times_are_run_by_the_policy(Missed policy, int expected)
    {
        var missed = DueTimes.MissedBy(
            Daily with { Missed = policy }, At("2026-05-01T00:30Z"), At("2026-05-04T12:00Z"));

        Assert.Equal(expected, missed.Count);
        Assert.All(missed, due => Assert.InRange(due, At("2026-05-02T00:30Z"), At("2026-05-04T00:30Z")));
    }

    [Fact]
    public void A_source_that_never_ran_has_missed_nothing() =>
        Assert.Empty(DueTimes.MissedBy(Daily with { Missed = Missed.RunAll }, null, At("2026-05-04T12:00Z")));

    [Fact]
    public void The_last_time_of_a_yearly_source_is_found() =>
        Assert.Equal(At("2026-02-01T05:00Z"), DueTimes.Last("0 6 1 2 *", At("2026-11-23T12:00Z")));

    [Fact]
    public void Each_wait_is_twice_the_one_before() =>
        Assert.Equal([60.0, 120, 240], new RetryPolicy(4, TimeSpan.FromMinutes(1)).Waits
            .Select(wait => wait.TotalSeconds));

    private static DateTimeOffset At(string text) => DateTimeOffset.Parse(text, CultureInfo.InvariantCulture);
}

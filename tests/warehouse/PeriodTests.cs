using CsCheck;
using Maltall.Lake;
using Maltall.Warehouse.Measure;
using Xunit;

namespace Maltall.Warehouse.Tests;

public sealed class PeriodTests
{
    private static readonly Gen<Period> AnyPeriod =
        from kind in Gen.Enum<PeriodKind>()
        from year in Gen.Int[1902, 2198]
        from number in Gen.Int[1, 12 / Period.StepOf(kind)]
        select new Period(kind, year, number);

    [Fact]
    public void A_period_is_read_as_it_is_written() =>
        AnyPeriod.Sample(period => Assert.Equal(period, Period.Parse(period.Label)));

    [Fact]
    public void Neighbours_meet_without_overlap() =>
        AnyPeriod.Sample(period =>
        {
            Assert.Equal(period.End, period.Next.StepStart);
            Assert.Equal(period.Start.AddMonths(Period.MonthsIn(period.Kind)), period.End);
            Assert.Equal(period, period.Next.Previous);
            Assert.Equal(period, Period.Containing(period.Kind, period.End.AddDays(-1)));
        });

    [Fact]
    public void The_last_complete_period_is_over_and_the_next_is_not() =>
        Gen.Select(AnyPeriod, Gen.Int[0, 400]).Sample((period, days) =>
        {
            var until = period.Start.AddDays(days);

            var last = Period.LastCompleteAt(period.Kind, until);

            Assert.True(last.End <= until.AddDays(1) && last.Next.End > until.AddDays(1));
        });

    [Theory]
    [InlineData("2012-T2", "2012-05-01", "2012-09-01")]
    [InlineData("2012-H2", "2012-07-01", "2013-01-01")]
    [InlineData("2012-Q4", "2012-10-01", "2013-01-01")]
    [InlineData("2012-02", "2012-02-01", "2012-03-01")]
    [InlineData("2012-R03", "2011-04-01", "2012-04-01")]
    [InlineData("2012", "2012-01-01", "2013-01-01")]
    public void A_period_is_half_open(string label, string start, string end)
    {
        var period = Period.Parse(label);

        Assert.Equal((DateOnly.Parse(start, null), DateOnly.Parse(end, null)), (period.Start, period.End));
    }

    [Theory]
    [InlineData("")]
    [InlineData("2012-13")]
    [InlineData("2012-00")]
    [InlineData("2012-T4")]
    [InlineData("2012-Q5")]
    [InlineData("2012-H3")]
    [InlineData("2012-1")]
    [InlineData("12")]
    [InlineData("2012-T1-1")]
    [InlineData("2012-")]
    [InlineData("2012-X1")]
    public void Other_text_is_refused(string text) => Assert.Throws<UserError>(() => Period.Parse(text));
}

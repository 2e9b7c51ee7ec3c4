using Xunit;

namespace Maltall.Models.Tests;

public sealed class PeriodTests
{
    [Theory]
    [InlineData("2012", 3, "2015")]
    [InlineData("17", 1, "18")]
    [InlineData("-3", 4, "1")]
    [InlineData("2012-T3", 1, "2013-T1")]
    [InlineData("2012-Q4", 2, "2013-Q2")]
    [InlineData("2012-11", 14, "2014-01")]
    [InlineData(" 2012-01 ", -1, "2011-12")]
    public void A_period_counts_on_over_the_year(string label, int steps, string later)
    {
        Assert.True(Period.TryParse(label, out var period));

        Assert.Equal(later, period.Plus(steps).ToString());
    }

    [Theory]
    [InlineData("2012-T4")]
    [InlineData("2012-Q0")]
    [InlineData("2012-13")]
    [InlineData("2012-1")]
    [InlineData("12-01")]
    [InlineData("2012-W01")]
    [InlineData("")]
    [InlineData(null)]
    [InlineData("1.5")]
    public void What_is_no_period_is_refused(string? label)
    {
        Assert.False(Period.TryParse(label, out _));
    }

    [Fact]
    public void Points_in_any_order_make_a_series_with_gaps()
    {
        var points = new[] { (Month("2012-04"), 4.0), (Month("2012-01"), 1.0), (Month("2012-02"), 2.0) };

        var read = Assert.IsType<SeriesReading.Read>(SeriesReading.From("a", null, points));

        Assert.Equal(12, read.Series.Season);
        Assert.Equal([1.0, 2.0, double.NaN, 4.0], read.Series.Values);
        Assert.Equal("2012-04", read.Series.PeriodAt(3).ToString());
    }

    [Fact]
    public void A_period_that_stands_twice_is_refused()
    {
        var points = new[] { (new Period(PeriodKind.Whole, 0), 0.0), (new Period(PeriodKind.Whole, 0), 0.0) };

        var refused = Assert.IsType<SeriesReading.Refused>(SeriesReading.From("a", null, points));

        Assert.Contains("twice", refused.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void Mixed_kinds_infinite_values_and_endless_gaps_are_refused()
    {
        var mixed = new[] { (Month("2012-04"), 4.0), (new Period(PeriodKind.Whole, 2012), 1.0) };
        var infinite = new[] { (Month("2012-04"), double.PositiveInfinity) };
        var endless = new[] { (new Period(PeriodKind.Whole, 1), 1.0), (new Period(PeriodKind.Whole, 9_000_000), 1.0) };

        Assert.IsType<SeriesReading.Refused>(SeriesReading.From("a", null, mixed));
        Assert.IsType<SeriesReading.Refused>(SeriesReading.From("a", null, infinite));
        Assert.IsType<SeriesReading.Refused>(SeriesReading.From("a", null, endless));
        Assert.IsType<SeriesReading.Refused>(SeriesReading.From("a", null, []));
    }

    private static Period Month(string label) =>
        Period.TryParse(label, out var period) ? period : throw new ArgumentException(label, nameof(label));
}

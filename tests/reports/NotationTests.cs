using Maltall.Reports.Compose;
using Maltall.Warehouse.Measure;
using Xunit;

namespace Maltall.Reports.Tests;

public sealed class NotationTests
{
    private static readonly Notation Bokmal = new(Wording.Load(ReportLake.Shipped).In("nb"));
    private static readonly Notation English = new(Wording.Load(ReportLake.Shipped).In("en"));

    [Fact]
    public void Numbers_have_the_marks_of_the_language()
    {
        Assert.Equal("1\u00a0234\u00a0567,9", Bokmal.Number(1234567.891, 1));
        Assert.Equal("1,234,567.9", English.Number(1234567.891, 1));
    }

    [Fact]
    public void A_negative_number_has_a_minus_and_zero_has_none()
    {
        Assert.Equal("−3,2", Bokmal.Number(-3.15, 1));
        Assert.Equal("0,0", Bokmal.Number(-0.04, 1));
    }

    [Fact]
    public void Percent_has_a_space_in_norwegian_only()
    {
        Assert.Equal("12,5\u00a0%", Bokmal.Percent(0.125, 1));
        Assert.Equal("12.5%", English.Percent(0.125, 1));
    }

    [Fact]
    public void A_share_of_the_way_stops_where_it_says_nothing_more()
    {
        Assert.Equal("113\u00a0%", Bokmal.Way(1.13));
        Assert.Equal("under\u00a0−100\u00a0%", Bokmal.Way(-7.78));
        Assert.Equal("over\u00a0200\u00a0%", Bokmal.Way(3));
    }

    [Theory]
    [InlineData("2012", "2012", "2012")]
    [InlineData("2012-T1", "1.\u00a0tertial\u00a02012", "tertial\u00a01 of 2012")]
    [InlineData("2012-H2", "2.\u00a0halvår\u00a02012", "half\u00a02 of 2012")]
    [InlineData("2012-05", "mai 2012", "May 2012")]
    public void Periods_are_written_in_words(string label, string bokmal, string english)
    {
        Assert.Equal(bokmal, Bokmal.Name(label));
        Assert.Equal(english, English.Name(Period.Parse(label)));
    }

    [Fact]
    public void Moments_are_oslo_time()
    {
        var moment = new DateTimeOffset(2012, 5, 14, 22, 30, 0, TimeSpan.Zero);

        Assert.Equal("15. mai 2012 kl. 00.30", Bokmal.Moment(moment));
        Assert.Equal("15 May 2012 at 00:30", English.Moment(moment));
    }
}

using Maltall.Warehouse.Measure;
using Maltall.Warehouse.Protect;
using Xunit;

namespace Maltall.Warehouse.Tests;

/// <summary>Intervals, totals and rolling years, judged by what they mean, not by the code that makes them.</summary>
public sealed class IntervalTests(ThousandsOfRows rows) : IClassFixture<ThousandsOfRows>
{
    [Fact]
    public void A_share_has_the_interval_whose_ends_are_just_compatible_with_it()
    {
        foreach (var value in Values("refusal_share", "district,year"))
        {
            var (seen, of) = (value.Number, value.Denominator ?? 0);
            var interval = value.Interval ?? throw new InvalidOperationException("A share has an interval.");

            // Wilson's ends are where the seen share is 1.96 standard errors away, by the end's own standard error.
            Assert.All([interval.Low, interval.High], end => Assert.Equal(
                1.959963984540054, Math.Abs(seen - end) / Math.Sqrt(end * (1 - end) / of), 1e-9));
            Assert.True(interval.Holds(seen));
        }
    }

    [Fact]
    public void A_count_has_the_interval_whose_ends_make_it_a_one_in_forty_event()
    {
        foreach (var value in Values("applications", "district,month"))
        {
            var count = (int)value.Number;
            var interval = value.Interval ?? throw new InvalidOperationException("A count has an interval.");

            Assert.Equal(0.025, Below(interval.High, count), 1e-8);
            Assert.Equal(count == 0 ? 0 : 0.025, count == 0 ? interval.Low : 1 - Below(interval.Low, count - 1), 1e-8);
        }
    }

    [Fact]
    public void A_median_lies_between_two_observations_of_the_known_ranks()
    {
        var byHand = rows.Lake.ByHand("""
            select year(moved_in_on)::varchar, list_sort(list(moved_in_on - decided_on))[
                floor(count(*) / 2 - 1.959964 * sqrt(count(*)) / 2)::int], null
            from bit_application where moved_in_on between '2010-01-01' and '2013-12-31' group by 1
            """);
        foreach (var row in Ask("waiting_days_median", "year").Rows)
        {
            var value = Assert.IsType<Figure.Value>(row.Figure);
            Assert.Equal(byHand[row.Keys[0]].Count, value.Interval?.Low);
            Assert.True(value.Interval?.Holds(value.Number));
        }
    }

    [Fact]
    public void Stocks_and_money_have_no_interval() => Assert.All(
        Values("municipal_homes", "district,year").Concat(Values("instrument_nok", "year")),
        value => Assert.Null(value.Interval));

    [Theory]
    [InlineData("applications", "district,year")]
    [InlineData("startlan_households", "district,tertial")]
    [InlineData("waiting_days_median", "bedrooms,year")]
    [InlineData("refusal_share", "district,household_type,year")]
    public void A_total_is_measured_at_its_own_level(string indicator, string by)
    {
        var dimensions = by.Split(',');
        var whole = Ask(indicator, dimensions[^1]).Rows.ToDictionary(row => row.Keys[0], row => row.Figure);
        var parts = Ask(indicator, by).Rows.ToDictionary(row => string.Join('|', row.Keys), row => row.Figure);
        var both = Ask(indicator, by, totals: true).Rows;

        foreach (var row in both)
        {
            if (row.Keys.SkipLast(1).All(key => key == "total"))
            {
                Assert.Equal(whole[row.Keys[^1]], row.Figure);
            }
            else if (!row.Keys.Contains("total"))
            {
                Assert.Equal(parts[string.Join('|', row.Keys)], row.Figure);
            }
        }

        Assert.True(both.Count > parts.Count);
        Assert.Equal(whole.Count, both.Count(row => row.Keys.SkipLast(1).All(key => key == "total")));
    }

    [Fact]
    public void A_rolling_year_holds_twelve_months_and_that_of_december_is_the_year()
    {
        var months = Ask("applications", "month").Rows.ConvertAll(Number);
        var rolling = Ask("applications", "rolling_year").Rows;

        Assert.Equal("2010-R12", rolling[0].Keys[0]);
        Assert.Equal(months.Count - 11, rolling.Count);
        Assert.Equal(Enumerable.Range(0, rolling.Count).Select(at => months.Skip(at).Take(12).Sum()),
            rolling.Select(Number));
        Assert.Equal(Ask("waiting_days_median", "year", "2011").Rows[0].Figure,
            Ask("waiting_days_median", "rolling_year", "2011-R12").Rows[0].Figure);
    }

    private static double Number(IndicatorRow row) => Assert.IsType<Figure.Value>(row.Figure).Number;

    private IEnumerable<Figure.Value> Values(string indicator, string by) =>
        Ask(indicator, by).Rows.Select(row => row.Figure).OfType<Figure.Value>();

    private (IReadOnlyList<string> Dimensions, List<IndicatorRow> Rows) Ask(
        string indicator, string by, string? period = null, bool totals = false)
    {
        var request = new IndicatorRequest([indicator], by.Split(','), new Dictionary<string, string>(), period)
        {
            Totals = totals,
        };
        var table = rows.Analysis.Query(request, TestContext.Current.CancellationToken);
        return (table.Dimensions, table.Rows.ToList());
    }

    /// <summary>The probability that a Poisson count is at most so many, term by term.</summary>
    private static double Below(double mean, int most)
    {
        var (term, sum) = (Math.Exp(-mean), 0.0);
        for (var count = 0; count <= most; count++)
        {
            sum += term;
            term *= mean / (count + 1);
        }

        return sum;
    }
}

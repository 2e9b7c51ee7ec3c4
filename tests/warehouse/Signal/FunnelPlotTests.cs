using CsCheck;
using Maltall.Warehouse.Signal;
using Xunit;

namespace Maltall.Warehouse.Tests.Signal;

public sealed class FunnelPlotTests
{
    [Fact]
    public void Limits_of_a_share_are_the_exact_binomial_ones()
    {
        var row = FunnelPlot.OfShare(Equal(20, 100, 10)).Rows[0];

        // The sums of the binomial distribution of 100 and 0.2, worked out term by term.
        RequireNear((0.1197422327150688, 0.2764760850335881), row.Inner);
        RequireNear((0.08097825256459949, 0.3267658515165765), row.Outer);
        Assert.Equal(FunnelPlace.Within, row.Place);
    }

    [Fact]
    public void Limits_of_a_rate_are_the_exact_poisson_ones()
    {
        var row = FunnelPlot.OfRate(Equal(50, 1000, 10), 1000).Rows[0];

        RequireNear((36.121723500957444, 63.83049168773417), row.Inner);
        RequireNear((29.122816491481565, 72.75140851562414), row.Outer);
    }

    [Fact]
    public void A_unit_far_out_is_found_and_a_small_or_hidden_one_is_not_judged()
    {
        FunnelUnit[] units =
            [.. Equal(20, 100, 14), new("15", 45, 100), new("16", 9, 10), new("17", null, 100), new("18", 4, 100)];

        var rows = FunnelPlot.OfShare(units).Rows;

        Assert.Equal(
            [FunnelPlace.VeryHigh, FunnelPlace.NotJudged, FunnelPlace.NotJudged, FunnelPlace.VeryLow],
            rows.Skip(14).Select(row => row.Place));
        Assert.Equal(0.9, rows[15].Value);
        Assert.Null(rows[16].Value);
    }

    [Fact]
    public void Units_that_all_vary_more_than_chance_widen_the_limits()
    {
        FunnelUnit[] units = [.. Enumerable.Range(0, 16).Select(at => new FunnelUnit($"{at}", 500 + (at * 40), 2000))];

        var funnel = FunnelPlot.OfShare(units);

        Assert.True(funnel.Overdispersion > 20);
        Assert.DoesNotContain(funnel.Rows, row => row.Place is FunnelPlace.VeryHigh or FunnelPlace.VeryLow);
    }

    [Fact]
    public void Equal_units_and_no_units_have_nobody_outside()
    {
        Assert.All(FunnelPlot.OfShare(Equal(0, 100, 5)).Rows, row => Assert.Equal(FunnelPlace.Within, row.Place));
        Assert.All(FunnelPlot.OfShare(Equal(100, 100, 5)).Rows, row => Assert.Equal(FunnelPlace.Within, row.Place));
        Assert.Null(FunnelPlot.OfShare([]).Benchmark);
        Assert.Null(FunnelPlot.OfShare([new FunnelUnit("1", null, null)]).Benchmark);
        Assert.Throws<ArgumentException>(() => FunnelPlot.OfShare(Equal(double.NaN, 100, 1)));
    }

    [Fact]
    public void The_inner_limits_lie_within_the_outer_and_all_are_numbers() =>
        Gen.Select(Gen.Int[0, 3000], Gen.Int[1, 3000]).Array[1, 18].Sample(rows =>
        {
            var units = rows.Select((row, at) => new FunnelUnit(
                $"{at}", Math.Min(row.Item1, row.Item2), row.Item2)).ToList();

            foreach (var funnel in new[] { FunnelPlot.OfShare(units), FunnelPlot.OfRate(units, 1000) })
            {
                Assert.True(funnel.Overdispersion >= 1);
                Assert.All(funnel.Rows.Where(row => row.Inner is not null), row => Assert.True(
                    row.Outer!.Value.Lower <= row.Inner!.Value.Lower && row.Inner.Value.Lower <= row.Inner.Value.Upper
                    && row.Inner.Value.Upper <= row.Outer.Value.Upper));
            }
        }, iter: 300);

    private static List<FunnelUnit> Equal(double events, double size, int units) =>
        [.. Enumerable.Range(1, units).Select(at => new FunnelUnit($"{at}", events, size))];

    private static void RequireNear((double Lower, double Upper) expected, (double Lower, double Upper)? actual)
    {
        Assert.Equal(expected.Lower, actual!.Value.Lower, 9);
        Assert.Equal(expected.Upper, actual.Value.Upper, 9);
    }
}

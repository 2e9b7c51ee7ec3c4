using CsCheck;
using Maltall.Warehouse.Measure;
using Maltall.Warehouse.Signal;
using Xunit;

namespace Maltall.Warehouse.Tests.Signal;

public sealed class AttributeChartTests
{
    private static readonly ChartOptions Unscreened = new() { ScreenOutliers = false };

    [Fact]
    public void Plain_limits_of_a_share_are_binomial()
    {
        var rows = AttributeChart.OfShare(Points((20, 100), (30, 150), (50, 250)), Unscreened, false).Rows;

        Assert.Equal(0.2, rows[0].Mean);
        Assert.Equal(0.2 + (3 * Math.Sqrt(0.16 / 100)), rows[0].Upper!.Value, 12);
        Assert.Equal(0.2 - (3 * Math.Sqrt(0.16 / 250)), rows[2].Lower!.Value, 12);
    }

    [Fact]
    public void Plain_limits_of_a_rate_are_poisson()
    {
        var rows = AttributeChart.OfRate(Points((40, 1000), (60, 1000)), 1000, Unscreened, false).Rows;

        Assert.Equal(50, rows[0].Mean!.Value, 12);
        Assert.Equal(50 + (3 * Math.Sqrt(50)), rows[0].Upper!.Value, 10);
    }

    [Fact]
    public void With_equal_denominators_the_primed_chart_is_the_individuals_chart()
    {
        double[] events = [20, 35, 22, 41, 18, 30, 27, 44, 16];

        var primed = AttributeChart.OfShare(Points([.. events.Select(one => (one, 100.0))]), Unscreened).Rows;
        var single = XmrChart.Of(
            [.. events.Select((one, at) => new ChartPoint($"{at}", one / 100))], Unscreened).Rows;

        // 3 / 1.128 is 2.6596, and the individuals chart rounds it to 2.66.
        Assert.All(primed.Zip(single), pair =>
        {
            Assert.Equal(pair.Second.Mean!.Value, pair.First.Mean!.Value, 12);
            Assert.InRange(pair.First.Upper!.Value / pair.Second.Upper!.Value, 0.9995, 1.0005);
        });
    }

    [Fact]
    public void A_small_denominator_is_shown_and_not_judged()
    {
        var rows = AttributeChart.OfShare(Points((20, 100), (4, 19), (22, 100), (21, 100)), Unscreened).Rows;

        Assert.Equal(4 / 19.0, rows[1].Value);
        Assert.Null(rows[1].Upper);
        Assert.Null(rows[1].Rule);
        Assert.Equal(0.21, rows[3].Mean!.Value, 12);
    }

    [Fact]
    public void A_share_of_all_or_none_has_its_limits_on_the_mean()
    {
        var rows = AttributeChart.OfShare(Points((100, 100), (50, 50), (70, 70)), ChartOptions.Usual).Rows;

        Assert.All(rows, row => Assert.Equal((1, 1, SignalRule.CommonCause), (row.Lower, row.Upper, row.Rule)));
    }

    [Theory]
    [InlineData(-1, 100)]
    [InlineData(101, 100)]
    [InlineData(1, 0)]
    [InlineData(double.NaN, 100)]
    [InlineData(1, double.PositiveInfinity)]
    public void Sides_that_make_no_share_are_refused(double events, double size) =>
        Assert.Throws<ArgumentException>(() => AttributeChart.OfShare(Points((events, size)), ChartOptions.Usual));

    [Fact]
    public void Nothing_of_a_share_is_not_a_number() =>
        Gen.Select(Gen.Int[0, 300], Gen.Int[1, 300], Gen.Int[0, 9]).Array[0, 30].Sample(rows =>
        {
            var points = rows.Select((row, at) => new AttributePoint(
                $"{at}", row.Item3 == 0 ? null : Math.Min(row.Item1, row.Item2), row.Item2, row.Item3 == 1)).ToList();

            foreach (var chart in new[]
            {
                AttributeChart.OfShare(points, ChartOptions.Usual), AttributeChart.OfRate(points, 1000, Unscreened),
            })
            {
                Assert.All(chart.Rows, row => Assert.All(new[] { row.Value, row.Mean, row.Lower, row.Upper },
                    one => Assert.True(one is null || double.IsFinite(one.Value))));
            }
        });

    [Fact]
    public void Cases_between_events_follow_the_geometric_limits()
    {
        var rows = RareEventChart.OfNumberBetween(Values(10, 20, 30), ChartOptions.Usual).Rows;

        Assert.Equal(20 * 0.693, rows[0].Mean!.Value, 12);
        Assert.Equal(20 + (3 * Math.Sqrt(420)), rows[0].Upper!.Value, 12);
        Assert.Equal(0, rows[0].Lower);
    }

    [Fact]
    public void Time_between_events_is_charted_near_normal_and_raised_back()
    {
        double[] roots = [1, 1.5, 1.2, 1.4];
        var straight = XmrChart.Of(Values(roots), Unscreened).Rows[0];

        var row = RareEventChart.OfTimeBetween(
            Values([.. roots.Select(one => Math.Pow(one, 3.6))]), Unscreened).Rows[0];

        Assert.Equal(Math.Pow(straight.Mean!.Value, 3.6), row.Mean!.Value, 9);
        Assert.Equal(Math.Pow(straight.Upper!.Value, 3.6), row.Upper!.Value, 9);
        Assert.Throws<ArgumentException>(() => RareEventChart.OfTimeBetween(Values(-1), Unscreened));
    }

    [Theory]
    [InlineData(IndicatorKind.Share, true, 0.3, false, "p_prime", false)]
    [InlineData(IndicatorKind.CohortShare, true, 0.3, false, "p_prime", false)]
    [InlineData(IndicatorKind.Rate, true, 12.0, false, "u_prime", false)]
    [InlineData(IndicatorKind.Count, false, 40.0, false, "xmr", false)]
    [InlineData(IndicatorKind.Count, false, 4.0, false, "xmr", true)]
    [InlineData(IndicatorKind.Count, false, 4.0, true, "t", false)]
    [InlineData(IndicatorKind.Stock, false, 4.0, false, "xmr", false)]
    [InlineData(IndicatorKind.Median, false, 4.0, false, "xmr", false)]
    [InlineData(IndicatorKind.Ratio, true, 4.0, false, "xmr", false)]
    public void The_chart_follows_the_kind_of_figure(
        IndicatorKind kind, bool counted, double mean, bool times, string code, bool advised)
    {
        var choice = ChartChoice.For(kind, counted, mean, times);

        Assert.Equal((code, advised), (choice.Code, choice.IsUnreliable));
    }

    private static List<ChartPoint> Values(params double[] values) =>
        [.. values.Select((value, at) => new ChartPoint($"{at}", value))];

    private static List<AttributePoint> Points(params (double Events, double Size)[] points) =>
        [.. points.Select((point, at) => new AttributePoint($"{at}", point.Events, point.Size))];
}

using CsCheck;
using Maltall.Warehouse.Signal;
using Xunit;

namespace Maltall.Warehouse.Tests.Signal;

public sealed class DataBreaksTests
{
    private static readonly double[] Step =
        [10, 11, 10, 11, 10, 11, 10, 11, 10, 11, 20, 21, 20, 21, 20, 21, 20, 21, 20, 21];

    [Fact]
    public void A_shift_at_a_break_is_no_signal()
    {
        var chart = Chart(Step);

        var demoted = DataBreaks.Demote(chart, [10]);

        Assert.Contains(chart.Rows, row => row.Rule == SignalRule.AboveLimit);
        Assert.All(demoted.Rows, row => Assert.Equal(
            (SignalRule.DataBreak, Variation.DataBreak), (row.Rule!.Value, row.Variation!.Value)));
    }

    [Theory]
    [InlineData(3)]
    [InlineData(17)]
    public void A_shift_elsewhere_stays_on_the_side_that_no_break_touches(int place)
    {
        var demoted = DataBreaks.Demote(Chart(Step), [place]);

        Assert.Equal(place > 10, demoted.Rows[0].Rule != SignalRule.DataBreak);
        Assert.Equal(place < 10, demoted.Rows[^1].Rule != SignalRule.DataBreak);
    }

    [Fact]
    public void Noise_at_a_break_stays_noise_and_a_break_outside_the_chart_does_nothing()
    {
        var chart = Chart([1, 2, 1, 3, 2, 1, 2, 3, 1, 2]);

        Assert.Equal(chart.Rows, DataBreaks.Demote(chart, [4]).Rows);
        Assert.Equal(Chart(Step).Rows, DataBreaks.Demote(Chart(Step), [40]).Rows);
        Assert.Empty(DataBreaks.Demote(Chart([]), [0]).Rows);
    }

    [Fact]
    public void Demoting_never_makes_a_signal() =>
        Gen.Select(Gen.Double[0, 10].Array[0, 40], Gen.Int[-3, 45].Array[0, 3]).Sample((values, places) =>
        {
            var chart = Chart(values);

            Assert.All(chart.Rows.Zip(DataBreaks.Demote(chart, places).Rows), pair =>
                Assert.True(pair.First == pair.Second || pair.Second.Rule == SignalRule.DataBreak));
        });

    [Fact]
    public void A_short_chart_shows_its_values_and_no_more()
    {
        var five = Chart([1, 2, 3, 2, 1]).Honest();
        var eight = Chart([1, 2, 3, 2, 1, 2, 3, 2]).Honest();

        Assert.All(five.Rows, row => Assert.Equal(new ChartRow(row.Period, row.Value, 0), row));
        Assert.All(eight.Rows, row => Assert.Equal(ChartStatus.Trial, eight.StatusOf(row)));
        Assert.NotNull(eight.Rows[0].Upper);
        Assert.Null(eight.Assurance);
    }

    private static Chart Chart(double[] values) => XmrChart.Of(
        [.. values.Select((value, at) => new ChartPoint($"{at}", value))], new ChartOptions { Target = 1000 });
}

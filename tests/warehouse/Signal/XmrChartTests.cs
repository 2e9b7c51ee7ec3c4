using System.Text.Json;
using CsCheck;
using Maltall.Warehouse.Signal;
using Xunit;

namespace Maltall.Warehouse.Tests.Signal;

public sealed class XmrChartTests
{
    private static readonly Gen<double[]> Series = Gen.Double[-1000, 1000].Array[0, 60];

    public static TheoryData<string> Cases => SpcCase.Names;

    [Theory]
    [MemberData(nameof(Cases))]
    public void Limits_and_labels_are_those_of_the_reference(string name)
    {
        var spc = SpcCase.Read(name);
        var expected = spc.Expected.GetProperty("points").EnumerateArray().ToList();
        var assurances = spc.Expected.GetProperty("assurance").EnumerateArray()
            .ToDictionary(
                one => one.GetProperty("f").GetString()!, one => one.GetProperty("assurance_type").GetString());

        var at = 0;
        foreach (var facet in spc.Rows.GroupBy(row => row.Facet))
        {
            var points = facet.Select(row => new ChartPoint(row.Date, row.Value)).ToList();
            var chart = XmrChart.Of(points, spc.Options(points.ConvertAll(point => point.Period)));
            foreach (var row in chart.Rows)
            {
                RequireEqual(expected[at++], row);
            }

            Assert.Equal(assurances[facet.Key], chart.Assurance is { } sure ? SignalWords.Label(sure) : null);
        }

        Assert.Equal(expected.Count, at);
    }

    [Fact]
    public void A_series_without_values_says_nothing()
    {
        Assert.Empty(XmrChart.Of([], ChartOptions.Usual).Rows);

        var row = Assert.Single(XmrChart.Of([new ChartPoint("2012", null)], ChartOptions.Usual).Rows);
        Assert.Equal(new ChartRow("2012", null, 0), row);
    }

    [Fact]
    public void One_value_has_a_mean_and_no_limits()
    {
        var chart = XmrChart.Of([new ChartPoint("2012", 5)], new ChartOptions { Target = 3 });

        Assert.Equal(new ChartRow("2012", 5, 0) { Mean = 5 }, Assert.Single(chart.Rows));
        Assert.Null(chart.Assurance);
    }

    [Fact]
    public void Two_values_have_limits_by_their_one_range()
    {
        var chart = XmrChart.Of([new ChartPoint("2012", 5), new ChartPoint("2013", 7)], ChartOptions.Usual);

        Assert.Equal((6, 6 - 5.32, 6 + 5.32), (chart.Rows[1].Mean, chart.Rows[1].Lower, chart.Rows[1].Upper));
        Assert.Equal(ChartStatus.ValuesOnly, chart.Segments[0].Status);
    }

    [Theory]
    [InlineData(double.NaN)]
    [InlineData(double.PositiveInfinity)]
    [InlineData(-1e101)]
    public void A_value_that_is_no_finite_number_is_refused(double value) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => new ChartPoint("2012", value));

    [Fact]
    public void A_missing_period_breaks_the_moving_range_and_every_run()
    {
        double?[] values = [1, 2, 3, 4, null, 5, 6, 7, 100, 99];

        var missing = XmrChart.Of(Points(values), ChartOptions.Usual);
        var absent = XmrChart.Of(
            [.. Points(values).Where(point => point.Value is not null)
                .Select((point, at) => new ChartPoint(point.Period, point.Value, at == 4))], ChartOptions.Usual);

        Assert.Equal(6, missing.Segments[0].Ranges);
        Assert.DoesNotContain(missing.Rows, row => row.Rule is SignalRule.TrendUp);
        Assert.Equal(missing.Rows.Where(row => row.Value is not null), absent.Rows);
    }

    [Fact]
    public void Seven_in_a_row_need_no_missing_period_between_them()
    {
        double?[] low = [.. Enumerable.Range(0, 12).Select(at => (double?)(10 + (at % 2)))];
        double?[] whole = [.. low, 11, 12, 11, 12, 11, 12, 11];
        double?[] broken = [.. low, 11, 12, 11, null, 12, 11, 12, 11];

        var options = new ChartOptions { BaselinePoints = 12, ScreenOutliers = false };

        Assert.Contains(XmrChart.Of(Points(whole), options).Rows, row => row.Rule == SignalRule.RunAbove);
        Assert.DoesNotContain(XmrChart.Of(Points(broken), options).Rows, row => row.Rule == SignalRule.RunAbove);
    }

    [Fact]
    public void A_trend_of_six_is_none() =>
        Assert.DoesNotContain(
            XmrChart.Of(Points([3, 1, 2, 3, 4, 5, 6, 1, 3, 2]), ChartOptions.Usual).Rows,
            row => row.Rule is SignalRule.TrendUp or SignalRule.TrendDown);

    [Fact]
    public void Where_two_trends_meet_the_step_to_the_right_decides()
    {
        double[] values = [1, 2, 3, 4, 5, 6, 7, 6, 5, 4, 3, 2, 1];
        var bands = Enumerable.Repeat(ControlBand.Around(4, 100), values.Length).ToArray();

        var rules = SignalRules.Of(values, bands);

        Assert.Equal(Enumerable.Repeat(SignalRule.TrendUp, 6), rules.Take(6));
        Assert.Equal(Enumerable.Repeat(SignalRule.TrendDown, 7), rules.Skip(6));
    }

    [Fact]
    public void A_point_on_the_mean_is_found_on_it_whatever_the_rounding()
    {
        var rows = XmrChart.Of(Points([0.1, 0.2, 0.3]), ChartOptions.Usual).Rows;

        Assert.Equal(0.2, rows[1].Mean);
    }

    [Fact]
    public void Rules_never_cross_a_rebase() =>
        Gen.Select(Series, Gen.Int[1, 59]).Sample((values, at) =>
        {
            var points = Points(values);
            var cut = Math.Min(at, points.Count);

            var whole = XmrChart.Of(points, new ChartOptions { Rebases = new HashSet<int> { cut } });
            var left = XmrChart.Of(points.Take(cut).ToList(), ChartOptions.Usual);
            var right = XmrChart.Of(points.Skip(cut).ToList(), ChartOptions.Usual);

            Assert.Equal(left.Rows, whole.Rows.Take(cut));
            Assert.Equal(right.Rows, whole.Rows.Skip(cut).Select(row => row with { Segment = 0 }));
        });

    [Fact]
    public void Screening_never_widens_the_limits() =>
        Series.Sample(values =>
        {
            var screened = XmrChart.Of(Points(values), ChartOptions.Usual);
            var all = XmrChart.Of(Points(values), new ChartOptions { ScreenOutliers = false });

            Assert.All(screened.Rows.Zip(all.Rows), pair =>
            {
                Assert.True(pair.First.Upper is null || pair.First.Upper <= pair.Second.Upper);
                Assert.True(pair.First.Lower is null || pair.First.Lower >= pair.Second.Lower);
            });
        });

    [Fact]
    public void Limits_follow_a_shift_and_a_change_of_unit() =>
        Gen.Select(Series, Gen.Int[-500, 500], Gen.Int[1, 20]).Sample((values, shift, scale) =>
        {
            var before = XmrChart.Of(Points(values), ChartOptions.Usual).Rows;
            var after = XmrChart.Of(Points(values.Select(value => (value * scale) + shift)), ChartOptions.Usual).Rows;

            Assert.All(before.Zip(after), pair =>
            {
                RequireNear(pair.First.Mean * scale + shift, pair.Second.Mean);
                RequireNear(pair.First.Lower * scale + shift, pair.Second.Lower);
                RequireNear(pair.First.Upper * scale + shift, pair.Second.Upper);
            });
        });

    [Fact]
    public void Nothing_in_a_chart_is_not_a_number() =>
        Gen.Select(Gen.Double[-1e100, 1e100].Nullable(), Gen.Bool).Array[0, 40].Sample(rows =>
        {
            var points = rows.Select((row, at) => new ChartPoint($"{at}", row.Item1, row.Item2)).ToList();

            var chart = XmrChart.Of(points, new ChartOptions { Rebases = new HashSet<int> { 7, 9 } });

            Assert.All(chart.Rows, row => Assert.All(
                new[] { row.Mean, row.Lower, row.Upper },
                one => Assert.True(one is null || double.IsFinite(one.Value))));
            Assert.All(chart.Rows, row => Assert.Equal(row.Value is null || row.Upper is null, row.Rule is null));
        });

    private static List<ChartPoint> Points(IEnumerable<double> values) => Points(values.Select(one => (double?)one));

    private static List<ChartPoint> Points(IEnumerable<double?> values) =>
        [.. values.Select((value, at) => new ChartPoint($"{2000 + at}", value))];

    private static void RequireNear(double? expected, double? actual)
    {
        Assert.Equal(expected is null, actual is null);
        Assert.True(expected is null || Math.Abs(expected.Value - actual.GetValueOrDefault()) < 1e-6);
    }

    private static void RequireEqual(JsonElement expected, ChartRow row)
    {
        Assert.Equal(expected.GetProperty("date").GetString(), row.Period);
        Assert.Equal(expected.GetProperty("rebase_group").GetInt32(), row.Segment);
        Assert.Equal(expected.GetProperty("special_cause_type").GetString(), SignalWords.Label(row.Rule!.Value));
        Assert.Equal(expected.GetProperty("point_type").GetString(), SignalWords.Label(row.Variation!.Value));
        foreach (var (name, actual) in new[] { ("mean", row.Mean), ("lpl", row.Lower), ("upl", row.Upper) })
        {
            var number = expected.GetProperty(name).GetDouble();
            Assert.InRange(actual!.Value, number - (1e-8 * Math.Abs(number)), number + (1e-8 * Math.Abs(number)));
        }
    }
}

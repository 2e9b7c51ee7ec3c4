using CsCheck;
using Maltall.Warehouse.Signal;
using Xunit;

namespace Maltall.Warehouse.Tests.Signal;

public sealed class RegressionToTheMeanTests
{
    [Fact]
    public void Luck_alone_is_expected_to_return_all_the_way()
    {
        // Every unit has the same values in another order, so nothing between them lasts.
        ChosenUnit[] units = [Unit("a", [1, 2, 3, 6], [3]), Unit("b", [6, 3, 2, 1], [3]), Unit("c", [2, 6, 1, 3], [3])];

        Assert.All(RegressionToTheMean.Of(units), one => Assert.Equal(3, one.Expected!.Value, 12));
    }

    [Fact]
    public void What_lasts_is_not_expected_to_return()
    {
        ChosenUnit[] units = [Unit("a", [10, 10], [5]), Unit("b", [20, 20], [20]), Unit("c", [30, 30], [30])];

        var returns = RegressionToTheMean.Of(units);

        Assert.Equal([10, 20, 30], returns.Select(one => one.Expected!.Value));
        Assert.Equal(["beyond_return", "within_return", "within_return"], returns.Select(one => one.Label));
    }

    [Fact]
    public void The_worst_of_noisy_units_move_back_within_the_warning()
    {
        var random = new Random(7);
        var (warned, all) = (0, 0);
        for (var round = 0; round < 400; round++)
        {
            var units = Enumerable.Range(0, 16).Select(unit =>
            {
                var level = Normal(random);
                return Unit($"{unit}", [.. Draws(random, level, 4)], [.. Draws(random, level, 4)]);
            }).ToList();
            var worst = RegressionToTheMean.Of(units).MaxBy(one => one.Before);
            warned += worst!.Verdict == ReturnVerdict.WithinReturn ? 1 : 0;
            all++;
        }

        Assert.InRange((double)warned / all, 0.90, 0.99);
    }

    [Fact]
    public void Too_few_units_or_values_are_not_judged()
    {
        Assert.Empty(RegressionToTheMean.Of([]));
        Assert.All(
            RegressionToTheMean.Of([Unit("a", [1, 2], [3]), Unit("b", [2, 2], [3])]),
            one => Assert.Equal("not_judged", one.Label));
        Assert.All(
            RegressionToTheMean.Of([Unit("a", [null], [3]), Unit("b", [], []), Unit("c", [1], [null])]),
            one => Assert.Equal("not_judged", one.Label));
        Assert.Throws<ArgumentException>(() => RegressionToTheMean.Of([Unit("a", [double.NaN], [])]));
    }

    [Fact]
    public void The_expected_mean_lies_between_the_unit_and_all_units() =>
        Gen.Double[-100, 100].Array[2, 5].Array[3, 10].Sample(rows =>
        {
            var units = rows.Select((row, at) => Unit($"{at}", [.. row.Select(value => (double?)value)], [])).ToList();
            var overall = rows.Average(row => row.Average());

            Assert.All(RegressionToTheMean.Of(units), one => Assert.InRange(one.Expected!.Value,
                Math.Min(overall, one.Before!.Value) - 1e-9, Math.Max(overall, one.Before.Value) + 1e-9));
        });

    private static ChosenUnit Unit(string unit, double?[] before, double?[] after) => new(unit, before, after);

    private static IEnumerable<double?> Draws(Random random, double level, int count) =>
        Enumerable.Range(0, count).Select(_ => (double?)(level + (2 * Normal(random))));

    private static double Normal(Random random) =>
        Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble());
}

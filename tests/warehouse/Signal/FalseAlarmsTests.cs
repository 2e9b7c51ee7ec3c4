using Maltall.Warehouse.Signal;
using Xunit;

namespace Maltall.Warehouse.Tests.Signal;

public sealed class FalseAlarmsTests
{
    [Fact]
    public void Single_rules_have_their_known_probabilities()
    {
        var rules = FalseAlarms.Of(new ChartLoad(1, 1, 100)).Rules.ToDictionary(rule => rule.Rule);

        Assert.Equal(0.0027, rules["outside"].PerPoint, 4);
        Assert.Equal(2 / 5040.0 - (2 / 40320.0), rules["trend"].PerPoint, 12);
        Assert.Equal(1 / 128.0, rules["run"].PerPoint, 12);
    }

    [Fact]
    public void All_charts_of_the_house_give_about_a_thousand_alarms_of_chance_alone() =>
        Assert.InRange(FalseAlarms.Of(new ChartLoad(30, 16, 180)).Expected, 950, 1050);

    [Fact]
    public void No_charts_and_no_periods_have_no_alarms()
    {
        Assert.Equal(0, FalseAlarms.Of(new ChartLoad(0, 16, 180)).Expected);
        Assert.Equal(0, FalseAlarms.Of(new ChartLoad(30, 16, 0)).Expected);
        Assert.Throws<ArgumentException>(() => FalseAlarms.Of(new ChartLoad(-1, 1, 1)));
    }

    [Fact]
    public void The_budget_is_what_a_simulation_counts()
    {
        const int charts = 20_000;
        const int periods = 40;
        var random = new Random(6);
        var counted = new Dictionary<string, int> { ["outside"] = 0, ["trend"] = 0, ["two_of_three"] = 0, ["run"] = 0 };
        var values = new double[periods];
        for (var chart = 0; chart < charts; chart++)
        {
            for (var at = 0; at < periods; at++)
            {
                values[at] = Normal(random);
            }

            Count(values, counted);
        }

        Assert.All(FalseAlarms.Of(new ChartLoad(charts, 1, periods)).Rules, rule =>
            Assert.InRange(Math.Abs(counted[rule.Rule] - rule.Expected), 0, 4 * Math.Sqrt(rule.Expected)));
    }

    private static double Normal(Random random) =>
        Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble());

    /// <summary>Counts the places where a rule begins, by the same zones as the charts have.</summary>
    private static void Count(double[] values, Dictionary<string, int> counted)
    {
        var band = ControlBand.Around(0, 2.66 * 1.128);
        var before = new Dictionary<string, bool>();
        for (var at = 0; at < values.Length; at++)
        {
            var held = new Dictionary<string, bool>
            {
                ["outside"] = band.IsOutside(values[at]),
                ["trend"] = Holds(values, at, 7, Monotone),
                ["two_of_three"] = Holds(values, at, 3, window => window.Count(band.IsClose) >= 2 && OneSide(window)),
                ["run"] = Holds(values, at, 7, OneSide),
            };
            foreach (var (rule, holds) in held)
            {
                counted[rule] += holds && (rule == "outside" || !before.GetValueOrDefault(rule)) ? 1 : 0;
            }

            before = held;
        }
    }

    private static bool Holds(double[] values, int at, int length, Func<double[], bool> rule) =>
        at + 1 >= length && rule(values[(at + 1 - length)..(at + 1)]);

    private static bool OneSide(double[] window) => window.All(value => value > 0) || window.All(value => value < 0);

    private static bool Monotone(double[] window) =>
        window.SequenceEqual(window.Order()) || window.SequenceEqual(window.OrderDescending());
}

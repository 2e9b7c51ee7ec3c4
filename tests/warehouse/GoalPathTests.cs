using CsCheck;
using Maltall.Warehouse.Judge;
using Maltall.Warehouse.Measure;
using Xunit;

namespace Maltall.Warehouse.Tests;

public sealed class GoalPathTests
{
    private static readonly Gen<double> Any = Gen.Double[-1e6, 1e6];

    /// <summary>A path of any shape from 2010-T1 over so many tertials, up or down.</summary>
    private static readonly Gen<(GoalPath Path, double Start, GoalPoint Target, int Periods)> AnyPath =
        Gen.Select(Gen.Enum<PathShape>(), Any, Any, Gen.Int[1, 40]).Select((shape, start, aim, periods) =>
        {
            var steps = shape != PathShape.Stepped ? [] : Enumerable.Range(1, periods - 1).Where(at => at % 3 == 0)
                .Select(at => new PathStep(After(at).Label, start + ((aim - start) * at / periods))).ToList();
            return (new GoalPath(shape, steps), start, new GoalPoint(After(periods).Label, aim), periods);
        });

    private static Period Baseline { get; } = Period.Parse("2010-T1");

    [Fact]
    public void A_path_passes_through_its_ends() => AnyPath.Sample((path, start, target, periods) =>
    {
        Assert.Equal(start, path.ValueAt(Baseline, Baseline, start, target)!.Value, 1e-6);
        Assert.Equal(target.Value!.Value, path.ValueAt(After(periods), Baseline, start, target)!.Value);
        Assert.Equal(target.Value.Value, path.ValueAt(After(periods + 5), Baseline, start, target)!.Value);
    });

    [Fact]
    public void A_path_never_turns_back() => AnyPath.Sample((path, start, target, periods) =>
    {
        var values = Enumerable.Range(0, periods + 2)
            .Select(at => path.ValueAt(After(at), Baseline, start, target)!.Value).ToList();

        var sign = target.Value >= start ? 1 : -1;
        Assert.All(values.Zip(values.Skip(1)), pair => Assert.True(sign * (pair.Second - pair.First) >= -1e-6));
    });

    [Fact]
    public void A_straight_path_asks_for_the_same_distance_every_period() =>
        Assert.Equal([10.0, 12.5, 15, 17.5, 20], Values(GoalPath.Straight));

    [Fact]
    public void A_step_holds_until_the_next() => Assert.Equal(
        [10.0, 10, 14, 14, 20], Values(new GoalPath(PathShape.Stepped, [new PathStep("2012", 14)])));

    /// <summary>1 / (1 + e^2.5) = 0.0759 and 1 / (1 + e^5) = 0.0067, stretched: 0.0701 of the way.</summary>
    [Fact]
    public void An_s_curve_leaves_seven_percent_of_the_way_to_each_outer_quarter()
    {
        var values = Values(new GoalPath(PathShape.SCurve, []));

        Assert.Equal(10.701, values[1], 0.001);
        Assert.Equal(15, values[2], 1e-9);
        Assert.Equal(19.299, values[3], 0.001);
    }

    [Fact]
    public void Without_a_baseline_only_steps_and_the_target_are_known()
    {
        var stepped = new GoalPath(PathShape.Stepped, [new PathStep("2012", 14)]);

        Assert.Equal([null, null, null, null, 20], Values(GoalPath.Straight, null));
        Assert.Equal([null, null, 14, 14, 20], Values(stepped, null));
    }

    private static List<double> Values(GoalPath path) => Values(path, 10).ConvertAll(value => value!.Value);

    private static List<double?> Values(GoalPath path, double? start) => Enumerable.Range(2010, 5)
        .Select(year => path.ValueAt(
            new Period(PeriodKind.Year, year, 1), Period.Parse("2010"), start, new GoalPoint("2014", 20)))
        .ToList();

    private static Period After(int periods)
    {
        var period = Baseline;
        for (var i = 0; i < periods; i++)
        {
            period = period.Next;
        }

        return period;
    }
}

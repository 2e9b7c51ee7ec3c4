using Maltall.Warehouse.Judge;
using Maltall.Warehouse.Measure;
using Maltall.Warehouse.Signal;
using Xunit;

namespace Maltall.Warehouse.Tests;

/// <summary>Whether the latest value is a signal, and the chance of reaching the target.</summary>
[Collection(GeneratedRows.Shared)]
public sealed class GoalOutlookTests(GeneratedRows generated)
{
    [Fact]
    public void A_target_at_the_centre_is_as_likely_as_not()
    {
        double[] steady = [10, 12, 9, 11, 10, 8, 12, 9, 11, 8];

        var (probability, basis) = GoalOutlook.Chance(steady, 10, Direction.Up, 1)!.Value;

        Assert.Equal(OutlookBasis.Mean, basis);
        Assert.Equal(0.5, probability, 1e-12);
    }

    [Fact]
    public void A_series_that_wanders_is_carried_on_from_its_last_value()
    {
        double[] wandering = [10, 12, 15, 17, 21, 24, 26, 30, 33, 35];

        var near = GoalOutlook.Chance(wandering, 36, Direction.Up, 1)!.Value;
        var far = GoalOutlook.Chance(wandering, 36, Direction.Up, 9)!.Value;

        Assert.Equal(OutlookBasis.LastValue, near.Basis);

        // Steps have the mean square 75/9: t = 1 / √(75/9) = 0.3464 with 9 degrees of freedom, above with 0.3685.
        Assert.Equal(0.3685, near.Probability, 5e-5);
        Assert.True(far.Probability > near.Probability && far.Probability < 0.5, "More may happen in a longer time.");
    }

    [Fact]
    public void What_is_better_downwards_has_the_other_tail()
    {
        double[] values = [10, 12, 9, 11, 10, 8, 12, 9, 11, 13];

        var up = GoalOutlook.Chance(values, 9, Direction.Up, 2)!.Value.Probability;
        var down = GoalOutlook.Chance(values, 9, Direction.Down, 2)!.Value.Probability;

        Assert.Equal(1, up + down, 1e-12);
    }

    [Theory]
    [InlineData(new double[] { 1, 2, 3, 4, 5 }, 1)]
    [InlineData(new double[] { 4, 4, 4, 4, 4, 4, 4 }, 1)]
    [InlineData(new double[] { 1, 2, 1, 2, 3, 1, 2 }, 0)]
    public void Too_few_values_no_change_and_a_period_that_has_come_give_no_chance(double[] values, int ahead) =>
        Assert.Null(GoalOutlook.Chance(values, 3, Direction.Up, ahead));

    [Fact]
    public void Goals_with_a_value_say_whether_it_is_a_signal_and_those_with_time_left_their_chance()
    {
        var token = TestContext.Current.CancellationToken;
        var verdicts = new GoalOutlooks(generated.Analysis).Add(generated.Analysis.Goals(null, token), token);

        var homes = verdicts.Single(verdict => verdict.Goal.Id == "point_2_homes").Outlook;
        var temporary = verdicts.Single(verdict => verdict.Goal.Id == "bsu_1_temporary").Outlook;
        Assert.InRange(homes!.Probability!.Value, 0, 1);
        Assert.NotEqual(ChartStatus.ValuesOnly, homes.Status);
        Assert.NotNull(homes.Signal);
        Assert.Null(temporary!.Probability);
        Assert.All(verdicts.Where(verdict => !verdict.Goal.IsLeaf || verdict.Goal.Cumulative),
            verdict => Assert.Null(verdict.Outlook));
    }
}

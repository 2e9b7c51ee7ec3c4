using CsCheck;
using Maltall.Warehouse.Judge;
using Maltall.Warehouse.Measure;
using Maltall.Warehouse.Protect;
using Xunit;

namespace Maltall.Warehouse.Tests;

/// <summary>Judges single figures of a goal from 2010 to 2014, by year.</summary>
public sealed class GoalJudgeTests
{
    private static readonly Gen<double> Any = Gen.OneOf(Gen.Double[-1e9, 1e9], Gen.Int[-3, 3].Select(n => (double)n));

    private static readonly Gen<Period> AnyYear = Gen.Int[2010, 2018].Select(Year);

    [Fact]
    public void Achievement_is_0_at_the_baseline_and_1_at_the_target() =>
        Gen.Select(Any, Any, AnyYear).Where((start, aim, _) => Math.Abs(start - aim) > 1e-3)
            .Sample((start, aim, year) =>
            {
                var one = Case(aim > start ? Direction.Up : Direction.Down, start, aim);

                Assert.Equal(0, Judge(one, year, start).Achievement);
                Assert.Equal(1, Judge(one, year, aim).Achievement);
                Assert.Equal(GoalStatus.Reached, Judge(one, year, aim).Status);
            });

    [Fact]
    public void Turning_every_number_and_the_direction_round_changes_no_verdict() =>
        Gen.Select(Any, Any, Any, AnyYear).Sample((start, aim, now, year) =>
        {
            var up = Judge(Case(Direction.Up, start, aim), year, now);
            var down = Judge(Case(Direction.Down, -start, -aim), year, -now);

            Assert.Equal((up.Status, up.Achievement), (down.Status, down.Achievement));
            Assert.Equal(up.Expected, -down.Expected);
            Assert.Equal(up.RequiredPace, -down.RequiredPace);
        });

    [Fact]
    public void No_judgement_is_ever_anything_but_a_number() =>
        Gen.Select(Any.Nullable(), Any, Any, Gen.Double[0, 1]).Sample((start, aim, now, tolerance) =>
        {
            foreach (var direction in Enum.GetValues<Direction>())
            {
                var one = Case(direction, start, aim, tolerance);
                var judged = Enumerable.Range(2010, 7).Select(year => Judge(one, Year(year), now, 0.5)).ToList();
                Assert.All(judged, judgement => Assert.All(
                    new[]
                    {
                        judgement.Achievement, judgement.Expected, judgement.RequiredPace,
                        judgement.AchievementInterval?.Low, judgement.AchievementInterval?.High,
                    },
                    number => Assert.True(number is null || double.IsFinite(number.Value))));
                Assert.DoesNotContain(judged, judgement => judgement.Status == GoalStatus.NotMeasurable);
            }
        });

    [Fact]
    public void A_better_figure_never_has_a_worse_status() =>
        Gen.Select(Any, Any, Any, Any, AnyYear).Sample((start, aim, one, other, year) =>
        {
            var goal = Case(Direction.Up, start, aim);

            var better = Judge(goal, year, Math.Max(one, other)).Status;

            Assert.True(better <= Judge(goal, year, Math.Min(one, other)).Status);
        });

    [Theory]
    [InlineData(2012, 20, GoalStatus.Reached)]
    [InlineData(2012, 15, GoalStatus.OnTrack)]
    [InlineData(2012, 14, GoalStatus.OnTrack)]
    [InlineData(2012, 13.9, GoalStatus.Behind)]
    [InlineData(2012, 9.5, GoalStatus.Behind)]
    [InlineData(2012, 8.9, GoalStatus.Backwards)]
    [InlineData(2014, 19, GoalStatus.Near)]
    [InlineData(2014, 18.9, GoalStatus.NotReached)]
    [InlineData(2016, 20, GoalStatus.Reached)]
    [InlineData(2016, 9.5, GoalStatus.NotReached)]
    [InlineData(2016, 8.9, GoalStatus.Backwards)]
    [InlineData(2010, 9.5, GoalStatus.Behind)]
    public void A_figure_is_held_against_its_path_and_when_due_against_its_target(
        int year, double now, GoalStatus status) =>
        Assert.Equal(status, Judge(Case(Direction.Up, 10, 20), Year(year), now).Status);

    [Fact]
    public void The_required_pace_is_what_lacks_over_the_periods_that_are_left()
    {
        var goal = Case(Direction.Down, 20, 10);

        Assert.Equal(-3, Judge(goal, Year(2012), 16).RequiredPace);
        Assert.Null(Judge(goal, Year(2012), 10).RequiredPace);
        Assert.Null(Judge(goal, Year(2014), 16).RequiredPace);
    }

    [Fact]
    public void The_interval_of_the_figure_is_carried_over_to_the_verdict()
    {
        var judged = Judge(Case(Direction.Down, 20, 10), Year(2014), 12, 3);

        Assert.Equal(new Interval(0.5, 1.1), judged.AchievementInterval);
        Assert.Equal((GoalStatus.Reached, GoalStatus.NotReached), judged.Between);
        Assert.Null(Judge(Case(Direction.Down, 20, 10), Year(2014), 12).AchievementInterval);
    }

    [Fact]
    public void What_cannot_be_judged_says_why()
    {
        var goal = Case(Direction.Up, 10, 20);
        var matureOn = new DateOnly(2016, 1, 1);

        Assert.Equal(new Obstacle(ObstacleKind.Hidden), Why(new Figure.Hidden()));
        Assert.Equal(new Obstacle(ObstacleKind.Missing), Why(new Figure.Missing()));
        Assert.Equal(new Obstacle(ObstacleKind.CannotOccur), Why(new Figure.NotDefined()));
        Assert.Equal(new Obstacle(ObstacleKind.NotMature, matureOn), Why(new Figure.NotMature(matureOn)));
        Assert.Equal(new Obstacle(ObstacleKind.BeforeBaseline), Judge(goal, Year(2009), 10).Obstacle);
        Assert.Equal(
            new Obstacle(ObstacleKind.NoTarget), Judge(goal with { Target = null }, Year(2012), 10).Obstacle);

        Obstacle? Why(Figure figure) => GoalJudge.Judge(goal, Year(2012), figure).Obstacle;
    }

    [Fact]
    public void Without_a_known_baseline_a_figure_is_held_against_the_target_alone()
    {
        var goal = Case(Direction.Up, null, 20);

        Assert.Equal(GoalStatus.Near, Judge(goal, Year(2012), 19).Status);
        Assert.Null(Judge(goal, Year(2012), 19).Expected);
        Assert.Equal(GoalStatus.NotReached, Judge(goal, Year(2012), 5).Status);
    }

    private static GoalCase Case(Direction better, double? start, double aim, double tolerance = 0.1)
    {
        var goal = new GoalNode("one", new LocalText("o", "o", "o"), null, 0)
        {
            Baseline = new GoalPoint("2010", start), Tolerance = tolerance,
        };
        return new GoalCase(goal, better, new GoalPoint("2014", aim), start);
    }

    private static Judgement Judge(GoalCase one, Period period, double now, double? margin = null) => GoalJudge.Judge(
        one, period, new Figure.Value(now, now, null)
        {
            Interval = margin is { } half ? new Interval(now - half, now + half) : null,
        });

    private static Period Year(int year) => new(PeriodKind.Year, year, 1);
}

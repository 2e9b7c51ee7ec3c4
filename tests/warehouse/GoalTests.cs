using Maltall.Warehouse.Judge;
using Maltall.Warehouse.Measure;
using Maltall.Warehouse.Protect;
using Xunit;

namespace Maltall.Warehouse.Tests;

/// <summary>Judges goals on a lake where Alna has 6 applications in 2011, Oslo 21 and Bjerke 3.</summary>
public sealed class GoalTests(ApplicationsLake lake) : IClassFixture<ApplicationsLake>
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(30.0, 20.0, 0.9, GoalStatus.OnTrack)]
    [InlineData(30.0, 21.0, 1.0, GoalStatus.Reached)]
    [InlineData(30.0, 24.0, 1.5, GoalStatus.Reached)]
    [InlineData(22.0, 12.0, 0.1, GoalStatus.Behind)]
    [InlineData(19.0, 18.0, -2.0, GoalStatus.Backwards)]
    public void Achievement_is_the_share_of_the_way_gone_and_is_never_clamped(
        double baseline, double target, double achievement, GoalStatus status)
    {
        var verdict = Judge(Leaf("one", "oslo", baseline, target))[1];

        Assert.Equal(21, Assert.IsType<Figure.Value>(verdict.Now).Number);
        Assert.Equal("2011", verdict.NowPeriod);
        Assert.NotNull(verdict.Achievement);
        Assert.Equal(achievement, verdict.Achievement.Value, 12);
        Assert.Equal(status, verdict.Status);
    }

    [Fact]
    public void A_start_as_good_as_the_target_has_no_way_to_go()
    {
        var kept = Judge(Leaf("one", "oslo", 20, 22))[1];
        var lost = Judge(Leaf("one", "oslo", 15, 19.5))[1];

        Assert.Equal((null, GoalStatus.Reached), (kept.Achievement, kept.Status));
        Assert.Equal((null, GoalStatus.OnTrack), (lost.Achievement, lost.Status));
    }

    [Fact]
    public void A_hidden_figure_cannot_be_measured_and_does_not_leak()
    {
        var verdict = Judge(Leaf("one", "09", 10, 5))[1];

        Assert.IsType<Figure.Hidden>(verdict.Now);
        Assert.Equal((null, GoalStatus.NotMeasurable), (verdict.Achievement, verdict.Status));
        Assert.Equal(ObstacleKind.Hidden, verdict.Obstacle?.Kind);
    }

    [Fact]
    public void A_hidden_baseline_is_not_known()
    {
        var leaf = Leaf("one", "09", 0, 5) with { Baseline = new GoalPoint("2011", null) };

        Assert.Null(Judge(leaf)[1].Baseline);
    }

    [Fact]
    public void A_parent_is_as_its_weakest_measurable_child_and_names_it()
    {
        var verdicts = Judge(Leaf("good", "oslo", 30, 24), Leaf("bad", "12", 6.5, 1), Leaf("hidden", "09", 9, 5));

        Assert.Equal(["root", "good", "bad", "hidden"], verdicts.Select(verdict => verdict.Goal.Id));
        Assert.Equal((GoalStatus.Behind, "bad"), (verdicts[0].Status, verdicts[0].CarriedBy));
        Assert.Equal((2, 3), verdicts[0].Children);
        Assert.IsType<Figure.NotDefined>(verdicts[0].Now);
    }

    [Fact]
    public void A_parent_may_be_as_most_of_its_children()
    {
        var children = new[] { Leaf("good", "oslo", 30, 24), Leaf("bad", "12", 7, 1), Leaf("fine", "oslo", 30, 22) };

        var verdicts = JudgeBy(RollUp.Most, children);

        Assert.Equal((GoalStatus.Reached, "good"), (verdicts[0].Status, verdicts[0].CarriedBy));
    }

    [Fact]
    public void A_period_before_the_data_cannot_be_measured()
    {
        var verdict = JudgeBy(RollUp.Weakest, [Leaf("one", "oslo", 30, 24)], "2009-T3")[1];

        Assert.Equal((GoalStatus.NotMeasurable, "2009"), (verdict.Status, verdict.NowPeriod));
    }

    [Fact]
    public void A_row_carries_the_target_of_the_goal_about_exactly_its_cell()
    {
        using var analysis = lake.Open(lake.Catalog with { Goals = Root(RollUp.Weakest, [Leaf("one", "12", 7, 5)]) });
        var everywhere = new Dictionary<string, string>();
        var request = new IndicatorRequest(["applications"], ["district", "year"], everywhere, "2011");

        var rows = analysis.Query(request, Token).Rows;

        var alna = rows.Single(row => row.Keys[0] == "12");
        Assert.Equal((5.0, GoalStatus.OnTrack), (alna.Target, alna.Status));
        Assert.All(rows.Where(row => row.Keys[0] != "12"), row => Assert.Null(row.Target));
    }

    [Fact]
    public void Every_status_has_a_word_in_three_languages_and_a_shape_of_its_own()
    {
        var all = Enum.GetValues<GoalStatus>();

        Assert.Equal(all.Length, all.Select(status => status.Shape()).Distinct().Count());
        Assert.Equal("Nær mål", GoalStatus.Near.Word("nb"));
        Assert.All(all, status => Assert.All(["nb", "nn", "en"], language => Assert.NotEmpty(status.Word(language))));
    }

    [Fact]
    public void A_cumulative_goal_is_all_since_the_baseline()
    {
        var leaf = Leaf("one", "oslo", 100, 20) with { Cumulative = true };

        var verdict = Judge(leaf)[1];
        var atStart = Judge(leaf with { Baseline = new GoalPoint("2011", 100) })[1];

        Assert.Equal(121, Assert.IsType<Figure.Value>(verdict.Now).Number);
        Assert.Equal(21 / -80.0, verdict.Achievement!.Value, 12);
        Assert.Equal(0, atStart.Achievement);
    }

    [Fact]
    public void A_sum_with_a_hidden_part_is_hidden()
    {
        var leaf = Leaf("one", "09", 0, 200) with { Cumulative = true };

        Assert.Equal(ObstacleKind.Hidden, Judge(leaf)[1].Obstacle?.Kind);
    }

    [Fact]
    public void A_goal_is_judged_by_the_target_of_the_day_and_shown_under_the_one_before()
    {
        var why = new LocalText("w", "w", "w");
        var history = new[]
        {
            new TargetVersion(new GoalPoint("2014", 24), new DateOnly(2010, 1, 1), "B", why),
            new TargetVersion(new GoalPoint("2014", 10), new DateOnly(2012, 1, 1), "B", why),
            new TargetVersion(new GoalPoint("2014", 1), new DateOnly(2199, 1, 1), "B", why),
        };

        var verdict = Judge(Leaf("one", "oslo", 22, 1) with { History = history })[1];
        var unborn = Judge(Leaf("one", "oslo", 22, 1) with { History = history[2..] })[1];

        Assert.Equal((10.0, GoalStatus.Behind), (verdict.Target, verdict.Status));
        Assert.Equal((24.0, GoalStatus.Reached), (verdict.TargetBefore?.Target.Value, verdict.StatusBefore));
        Assert.Equal(ObstacleKind.NoTarget, unborn.Obstacle?.Kind);
    }

    [Fact]
    public void A_goal_that_cannot_be_measured_yet_says_from_when()
    {
        var later = new DateOnly(2199, 1, 1);
        var waiting = Leaf("waiting", "oslo", 22, 1) with { MeasurableFrom = later };
        var begun = Leaf("begun", "oslo", 22, 1) with { MeasurableFrom = new DateOnly(2012, 1, 1) };
        var unmeasured = Leaf("unmeasured", "oslo", 22, 1) with { Indicator = null };

        var verdicts = Judge(waiting, begun, unmeasured);

        Assert.Equal(new Obstacle(ObstacleKind.NotYet, later), verdicts[1].Obstacle);
        Assert.Null(verdicts[2].Obstacle);
        Assert.Equal(new Obstacle(ObstacleKind.NoMeasure), verdicts[3].Obstacle);
        Assert.Equal((1, 3), verdicts[0].Children);
    }

    [Fact]
    public void The_interval_of_a_count_is_carried_over()
    {
        var verdict = Judge(Leaf("one", "oslo", 30, 20))[1];

        // Garwood's interval of 21 is 13.0 to 32.1.
        Assert.Equal(-0.21, verdict.AchievementInterval!.Value.Low, 0.005);
        Assert.Equal(1.70, verdict.AchievementInterval.Value.High, 0.005);
    }

    [Fact]
    public void Gaps_are_goals_without_a_measure_measures_and_points_without_a_goal_and_old_targets()
    {
        var point = new GoalNode("second", new LocalText("s", "s", "s"), "root", 2)
        {
            StrategyPoint = 2, Children = [Leaf("one", "oslo", 30, 20) with { Parent = "second" }],
        };
        var third = new GoalNode("third", new LocalText("t", "t", "t"), "root", 3) { StrategyPoint = 3 };
        var unmeasured = Leaf("unmeasured", "oslo", 1, 2) with { Indicator = null, Target = null };
        var catalog = lake.Catalog with { Goals = Root(RollUp.Weakest, [point, third, unmeasured]) };

        var before = GoalGaps.Find(catalog, new DateOnly(2014, 12, 31));
        var after = GoalGaps.Find(catalog, new DateOnly(2015, 1, 1));

        Assert.Equal(["unmeasured"], Ids(before, GapKind.GoalWithoutMeasure));
        Assert.Equal(
            ["point_1", "third", "point_4", "point_5", "point_6", "point_7"], Ids(before, GapKind.PointWithoutGoal));
        Assert.Equal(catalog.Indicators.Count - 1, Ids(before, GapKind.MeasureWithoutGoal).Count);
        Assert.DoesNotContain("applications", Ids(before, GapKind.MeasureWithoutGoal));
        Assert.Empty(Ids(before, GapKind.TargetPastDate));
        Assert.Equal(["one"], Ids(after, GapKind.TargetPastDate));

        static List<string> Ids(IReadOnlyList<GoalGap> gaps, GapKind kind) =>
            gaps.Where(gap => gap.Kind == kind).Select(gap => gap.Id).ToList();
    }

    private List<GoalVerdict> Judge(params GoalNode[] leaves) => JudgeBy(RollUp.Weakest, leaves);

    private List<GoalVerdict> JudgeBy(RollUp rule, GoalNode[] leaves, string? period = null)
    {
        using var analysis = lake.Open(lake.Catalog with { Goals = Root(rule, leaves) });
        return [.. analysis.Goals(period, Token)];
    }

    private static GoalNode Root(RollUp rule, GoalNode[] leaves) =>
        new("root", new LocalText("r", "r", "r"), null, 0) { Children = leaves, RollUp = rule };

    private static GoalNode Leaf(string id, string unit, double baseline, double target) =>
        new(id, new LocalText(id, id, id), "root", 1)
        {
            Indicator = "applications",
            Kind = GoalKind.Result,
            Unit = unit,
            PeriodKind = PeriodKind.Year,
            Baseline = new GoalPoint("2010", baseline),
            Target = new GoalPoint("2014", target),
            Tolerance = 0.1,
        };
}

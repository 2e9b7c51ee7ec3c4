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

using Maltall.Reports.Compose;
using Maltall.Warehouse;
using Maltall.Warehouse.Judge;
using Maltall.Warehouse.Measure;
using Xunit;

namespace Maltall.Reports.Tests;

/// <summary>What is said below a goal, on a lake where Groruddalen has 36 eviction requests in 2012-T1.</summary>
public sealed class GoalLinesTests(ReportLake lake)
{
    [Fact]
    public void A_shared_goal_stands_below_each_parent_and_its_numbers_are_explained_once()
    {
        var lines = Lines(Requests() with { SharedBy = ["second"] }, "nb");

        Assert.Equal(["root", "first", "requests", "second", "requests"], lines.Select(line => line.Id));
        Assert.Equal([0, 1, 2, 1, 2], lines.Select(line => line.Depth));
        Assert.Contains(
            "Delt mål: hører også til «second», og telles én gang i samlet status.", lines[2].Notes);
        Assert.Equal(
            ["Delt mål: hører også til «first», og telles én gang i samlet status."], lines[4].Notes);
    }

    [Fact]
    public void A_changed_target_says_who_changed_it_why_and_how_the_goal_stood_before()
    {
        var history = new[]
        {
            new TargetVersion(new GoalPoint("2012-T1", 36), new DateOnly(2009, 1, 1), "rådet", Text("Først.")),
            new TargetVersion(new GoalPoint("2012-T3", 30), new DateOnly(2012, 5, 1), "rådet", Text("Mer å gå på.")),
        };

        var line = Lines(Requests() with { History = history }, "nb")[2];

        Assert.Equal("I rute", line.Status);
        Assert.Contains(
            "Måltallet ble endret 1. mai 2012 av rådet: Mer å gå på. Før var det 36 i 1.\u00a0tertial\u00a02012; " +
            "mot det er status «Nådd».", line.Notes);
    }

    [Fact]
    public void What_cannot_be_measured_says_why_and_keeps_its_place()
    {
        var later = new DateOnly(2016, 7, 1);

        var waiting = Lines(Requests() with { MeasurableFrom = later }, "nn")[2];
        var unmeasured = Lines(Requests() with { Indicator = null, Level = ResultLevel.Impact }, "en")[2];

        Assert.Equal(["Kan målast frå 1. juli 2016."], waiting.Notes);
        Assert.Equal(["No indicator measures it yet."], unmeasured.Notes);
        Assert.Equal(("impact on society", false), (unmeasured.Measure, unmeasured.IsParent));
    }

    [Theory]
    [InlineData(RollUp.Weakest, "Decided by: families, the weakest of the goals below.")]
    [InlineData(RollUp.Count, "Decided by: requests, number 1 from the top of the goals below.")]
    [InlineData(RollUp.Most, "Decided by: families, as most of the goals below stand.")]
    [InlineData(
        RollUp.Weighted, "Decided by: requests. Goals with at least half of the weight stand as well or better.")]
    public void A_parent_names_the_child_that_carries_it_and_the_rule(RollUp rule, string note)
    {
        var families = Requests() with
        {
            Id = "families", Title = Text("families"), Target = new GoalPoint("2012-T3", 1),
        };

        var line = Lines(Requests(), "en", families, rule)[1];

        Assert.Contains(note, line.Notes);
    }

    [Fact]
    public void A_cumulative_goal_names_its_span_and_has_no_change_in_a_year()
    {
        var goal = Requests() with
        {
            Cumulative = true, Baseline = new GoalPoint("2011-T3", 0), Target = new GoalPoint("2014-T3", 400),
        };

        var line = Lines(goal, "nb")[2];

        Assert.Equal(("36", Notation.Dash), (line.Now, line.Change));
        Assert.EndsWith("1.\u00a0tertial\u00a02012–1.\u00a0tertial\u00a02012 i alt\u00a0· brukereffekt", line.Measure);
    }

    private IReadOnlyList<GoalLine> Lines(
        GoalNode goal, string language, GoalNode? beside = null, RollUp rule = RollUp.Weakest)
    {
        var second = Group("second", "root") with { Children = goal.SharedBy.Count > 0 ? [goal] : [] };
        var first = Group("first", "root") with { Children = beside is null ? [goal] : [goal, beside], RollUp = rule };
        var root = Group("root", null) with { Children = [first, second] };
        using var analysis = Analysis.Open(lake.Lake, lake.Definitions with { Goals = root }, asOf: null);
        var words = Wording.Load(ReportLake.Shipped).In(language);
        return GoalLines.Of(
            Composition.Make(analysis, words, null, [], TestContext.Current.CancellationToken), []);
    }

    private static GoalNode Group(string id, string? parent) => new(id, Text(id), parent, 1);

    private static GoalNode Requests() => new("requests", Text("requests"), "first", 1)
    {
        Kind = GoalKind.Effect,
        Level = ResultLevel.Outcome,
        Indicator = "eviction_requests",
        Unit = "groruddalen",
        PeriodKind = PeriodKind.Tertial,
        Baseline = new GoalPoint("2009-T1", 60),
        Target = new GoalPoint("2012-T3", 30),
    };

    private static LocalText Text(string text) => new(text, text, text);
}

using Maltall.Lake;
using Maltall.Warehouse.Compare;
using Maltall.Warehouse.Judge;
using Maltall.Warehouse.Measure;
using Maltall.Warehouse.Protect;
using Xunit;

namespace Maltall.Warehouse.Tests;

public sealed class DefinitionPlanTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public void The_same_definitions_move_nothing()
    {
        using var lake = Published();

        var plan = Plan(lake, Repository.Warehouse);

        Assert.Empty(plan.ChangedFiles);
        Assert.Empty(plan.Moves([], Token));
    }

    [Fact]
    public void A_moved_target_moves_the_verdict_and_those_above_it_but_no_value()
    {
        using var lake = Published();
        using var copy = new WarehouseCopy();
        copy.Change("goals/bsu_2_refusals.yaml", "value: 0.26", "value: 0.2");

        var moves = Plan(lake, copy.Folder).Moves(["2011-T1"], Token);

        Assert.All(moves, move => Assert.NotNull(move.Goal));
        var leaf = Assert.Single(moves, move => move.Goal?.Id == "bsu_2_refusals" && move.Period == "2011-T1");
        Assert.Equal((0.26, 0.2), (leaf.Old.Target, leaf.New.Target));
        Assert.Equal((GoalStatus.Reached, GoalStatus.NotReached), (leaf.Old.Status, leaf.New.Status));
        Assert.Equal(["2011-T1"], leaf.JudgedAt);
        Assert.Contains(moves, move => move.Goal?.Id == "bsu_2" && move.Old.Status == GoalStatus.Reached);
    }

    [Fact]
    public void A_changed_definition_moves_its_values_at_each_place_and_the_verdicts_on_them()
    {
        using var lake = Published();
        using var copy = new WarehouseCopy();
        copy.Change("indicators/refusal_share.yaml", "decision in ('innvilget', 'avslag')", "decision is not null");

        var moves = Plan(lake, copy.Folder).Moves(["2011-T1"], Token);

        Assert.Equal(
            [("oslo", 10 / 40.0, 10 / 50.0), ("groruddalen", 10 / 40.0, 10 / 50.0), ("09", 10 / 40.0, 10 / 50.0)],
            moves.Where(move => move.Goal is null).Select(move =>
                (move.Unit ?? "", Number(move.Old.Figure), Number(move.New.Figure))));
        Assert.Contains(moves, move => move.Goal?.Id == "bsu_2_refusals" && Number(move.New.Figure) == 10 / 50.0);
    }

    [Fact]
    public void A_text_that_is_edited_alone_moves_nothing_and_is_named()
    {
        using var lake = Published();
        using var copy = new WarehouseCopy();
        copy.Change("indicators/applications.yaml", "Applications for a municipal home", "Applications for a home");

        var plan = Plan(lake, copy.Folder);

        Assert.Equal(["indicators/applications.yaml"], plan.ChangedFiles);
        Assert.Empty(plan.Moves(["2011-T1"], Token));
    }

    [Fact]
    public void A_new_indicator_brings_values_and_a_removed_one_takes_them_away()
    {
        using var lake = Published();
        using var copy = new WarehouseCopy();
        var text = File.ReadAllText(Path.Combine(copy.Folder, "indicators", "applications.yaml"));
        File.WriteAllText(Path.Combine(copy.Folder, "indicators", "requests.yaml"),
            text.Replace("id: applications", "id: requests", StringComparison.Ordinal));
        File.Delete(Path.Combine(copy.Folder, "indicators", "applications.yaml"));

        var moves = Plan(lake, copy.Folder).Moves([], Token);

        Assert.Contains(moves, move => move.Indicator?.Id == "requests" && move.Old.Figure is null
            && move.Unit == "09" && Number(move.New.Figure) == 50);
        Assert.Contains(moves, move => move.Indicator?.Id == "applications" && move.New.Figure is null
            && move.Unit == "09" && Number(move.Old.Figure) == 50);
    }

    [Fact]
    public void A_definition_that_cannot_be_computed_is_told_with_its_file()
    {
        using var lake = Published();
        using var copy = new WarehouseCopy();
        copy.Change("indicators/refusal_share.yaml", "decision = 'avslag'", "decisoin = 'avslag'");

        var error = Assert.Throws<UserError>(() => Plan(lake, copy.Folder).Moves([], Token));

        Assert.Contains("indicators/refusal_share.yaml", error.What, StringComparison.Ordinal);
        Assert.Contains("decisoin", error.What, StringComparison.Ordinal);
    }

    /// <summary>Fifty of Bjerke's in 2011: ten refused, thirty granted, ten withdrawn.</summary>
    private static TestLake Published()
    {
        var lake = new TestLake();
        SmallCity.Land(lake, [.. Enumerable.Range(1, 50).Select(
            number => new Asked(SmallCity.Id(number), "09", "2011-01-05")
        {
            Decision = number <= 10 ? "avslag" : number <= 40 ? "innvilget" : "trukket",
            Decided = "2011-02-05",
        })]);
        SmallCity.Publish(lake, Repository.Warehouse);
        return lake;
    }

    private static DefinitionPlan Plan(TestLake lake, string proposed) => new(
        lake.Lake, Analysis.PublicationAt(lake.Lake, null), DefinitionSet.Read(Repository.Warehouse),
        DefinitionSet.Read(proposed));

    private static double Number(Figure? figure) => Assert.IsType<Figure.Value>(figure).Number;
}

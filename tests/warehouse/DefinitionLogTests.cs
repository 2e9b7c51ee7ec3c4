using Maltall.Lake;
using Maltall.Warehouse.Conform;
using Maltall.Warehouse.Judge;
using Maltall.Warehouse.Measure;
using Maltall.Warehouse.Protect;
using Xunit;

namespace Maltall.Warehouse.Tests;

public sealed class DefinitionLogTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public void A_day_is_read_with_the_definitions_and_targets_of_its_publication()
    {
        using var lake = new TestLake();
        using var copy = new WarehouseCopy();
        SmallCity.Land(lake);
        var first = SmallCity.Publish(lake, copy.Folder);
        copy.Change("indicators/applications.yaml", "  date: received_on",
            "  filter: household_type = 'enslig'\n  date: received_on");
        copy.Change("goals/bsu_2_waiting.yaml", "value: 120", "value: 90");

        var second = SmallCity.Publish(lake, copy.Folder);

        Assert.NotEqual(first.DefinitionSet, second.DefinitionSet);
        Assert.Equal((12, 120), Known(lake, first.PublishedAt));
        Assert.Equal((8, 90), Known(lake, second.PublishedAt));
    }

    [Fact]
    public void Definitions_that_go_back_to_what_they_were_are_published_anew_and_kept_once()
    {
        using var lake = new TestLake();
        using var copy = new WarehouseCopy();
        SmallCity.Land(lake);
        var first = SmallCity.Publish(lake, copy.Folder);
        copy.Change("goals/bsu_2_waiting.yaml", "value: 120", "value: 90");
        SmallCity.Publish(lake, copy.Folder);
        copy.Change("goals/bsu_2_waiting.yaml", "value: 90", "value: 120");

        var third = SmallCity.Publish(lake, copy.Folder);

        Assert.Equal(first.DefinitionSet, third.DefinitionSet);
        Assert.Equal($"{first.PublicationId}-2", third.PublicationId);
        Assert.Equal(3, new PublicationLog(lake.Lake).All().Count);
        Assert.Equal(
            2 * DefinitionSet.Read(copy.Folder).Texts.Count,
            lake.Lake.Table(DefinitionLog.TableName).Latest()?.Rows);
    }

    [Fact]
    public void A_publication_that_names_no_definitions_is_read_with_todays()
    {
        using var lake = new TestLake();
        SmallCity.Land(lake);
        var candidate = lake.Conform().Candidate;
        Publisher.Publish(lake.Lake, candidate, lake.Check(candidate), "run", Token);

        Assert.Equal((12, 120), Known(lake, DateTimeOffset.MaxValue));
    }

    [Fact]
    public void Definitions_that_this_program_cannot_read_are_told_with_the_way_around()
    {
        using var lake = new TestLake();
        SmallCity.Land(lake);
        var candidate = lake.Conform().Candidate with
        {
            Definitions = new DefinitionSet([new DefinitionText("indicators/old.yaml", "id: old\n")]),
        };
        Publisher.Publish(lake.Lake, candidate, lake.Check(candidate), "run", Token);

        var error = Assert.Throws<UserError>(() => Known(lake, DateTimeOffset.MaxValue));

        Assert.Contains("indicators/old.yaml", error.What, StringComparison.Ordinal);
        Assert.Contains("--definitions today", error.Remedy, StringComparison.Ordinal);
    }

    [Fact]
    public void The_districts_of_a_day_are_those_of_its_publication()
    {
        using var lake = new TestLake();
        SmallCity.Land(lake);
        var first = SmallCity.Publish(lake, Repository.Warehouse);
        using var copy = new WarehouseCopy();
        copy.Change("sql/district.sql", "('12', 'Alna')", "('12', 'Alna-Furuset')");

        var second = SmallCity.Publish(lake, copy.Folder);

        Assert.Equal("Alna", Name(lake, first.PublishedAt));
        Assert.Equal("Alna-Furuset", Name(lake, second.PublishedAt));
    }

    private static string Name(TestLake lake, DateTimeOffset moment)
    {
        using var analysis = SmallCity.Open(lake, moment);
        return analysis.Members("district")["12"];
    }

    private static (double Applications, double? Target) Known(TestLake lake, DateTimeOffset moment)
    {
        using var analysis = SmallCity.Open(lake, moment);
        var request = new IndicatorRequest(["applications"], [], new Dictionary<string, string>(), "2011");
        var figure = Assert.IsType<Figure.Value>(analysis.Query(request, Token).Rows[0].Figure);
        var goal = Leaves(analysis.Definitions.Goals).Single(goal => goal.Id == "bsu_2_waiting");
        return (figure.Number, goal.Target?.Value);
    }

    private static IEnumerable<GoalNode> Leaves(GoalNode goal) =>
        goal.Indicator is not null ? [goal] : goal.Children.SelectMany(Leaves);
}

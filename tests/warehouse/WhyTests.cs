using Maltall.Lake;
using Maltall.Warehouse.Compare;
using Maltall.Warehouse.Judge;
using Maltall.Warehouse.Measure;
using Maltall.Warehouse.Protect;
using Xunit;

namespace Maltall.Warehouse.Tests;

public sealed class WhyTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public void A_number_is_split_into_all_that_moved_it()
    {
        using var lake = new TestLake();
        using var copy = new WarehouseCopy();
        SmallCity.Land(lake, [.. Many("12", 1, 20), .. Many("11", 21, 10), .. Many("01", 31, 10)]);
        var old = SmallCity.Publish(lake, copy.Folder);
        IReadOnlyList<Asked> later =
        [
            .. Many("12", 1, 18), // 19 moved to another district, and 20 was withdrawn.
            .. Many("01", 19, 1),
            .. Many("11", 21, 10), .. Many("01", 31, 10),
            .. Many("12", 41, 4), // These four are of 2011 and came late.
            new Asked(SmallCity.Id(50), "12", "2012-02-01"),
        ];
        SmallCity.Land(lake, [.. later.Select((row, at) => at < 2 ? row with { Type = "annet" } : row)], "2012-03");
        copy.Change("sql/district.sql", "('09', '10', '11', '12') then", "('09', '10', '12') then");
        copy.Change("indicators/applications.yaml", "  date: received_on",
            "  filter: household_type = 'enslig'\n  date: received_on");
        SmallCity.Publish(lake, copy.Folder);

        var cells = Why(lake, old, "applications", ["area"], "2011").ToDictionary(cell => cell.Keys[0]);

        Assert.Equal((30, 20), Values(cells["Groruddalen"]));
        Assert.Equal(new ChangeParts(0, 4, -2, -10, -2, 0), cells["Groruddalen"].Parts);
        Assert.Equal((10, 21), Values(cells["Resten av Oslo"]));
        Assert.Equal(new ChangeParts(0, 0, 1, 10, 0, 0), cells["Resten av Oslo"].Parts);
    }

    [Fact]
    public void A_row_that_has_gone_on_is_a_new_event_or_late_and_no_correction()
    {
        using var lake = new TestLake();
        using var copy = new WarehouseCopy();
        copy.Change("indicators/mapped_within_30_days_share.yaml", "kind: cohort_share", "kind: share");
        copy.Change("indicators/mapped_within_30_days_share.yaml", "window_days: 30\n", "");
        copy.Change("indicators/mapped_within_30_days_share.yaml", "mapped_on <= received_on + 30",
            "mapped_on is not null");
        SmallCity.Land(lake, [.. Many("12", 1, 10, "2011-12-20"), .. Many("12", 11, 30)]);
        var old = SmallCity.Publish(lake, copy.Folder);
        SmallCity.Land(lake, // One is no longer mapped, six were mapped before the old data ended, four after.
        [
            .. Many("12", 1, 1), .. Many("12", 2, 9, "2011-12-20"), .. Many("12", 11, 6, "2011-12-21"),
            .. Many("12", 17, 4, "2012-01-20"), .. Many("12", 21, 20),
        ], "2012-03");
        SmallCity.Publish(lake, copy.Folder);

        var cell = Assert.Single(Why(lake, old, "mapped_within_30_days_share", [], "2011"));

        Assert.Equal((10 / 40.0, 19 / 40.0), Values(cell));
        Assert.Equal(4 / 40.0, cell.Parts?.NewEvents ?? 0, 1e-12);
        Assert.Equal(6 / 40.0, cell.Parts?.LateData ?? 0, 1e-12);
        Assert.Equal(-1 / 40.0, cell.Parts?.Corrections ?? 0, 1e-12);
    }

    [Fact]
    public void A_value_that_was_not_there_is_coverage()
    {
        using var lake = new TestLake();
        SmallCity.Land(lake, Many("12", 1, 10).ToList());
        var old = SmallCity.Publish(lake, Repository.Warehouse);
        SmallCity.Land(lake, [.. Many("12", 1, 10),
            .. Enumerable.Range(60, 7).Select(number => new Asked(SmallCity.Id(number), "12", "2012-01-03"))],
            "2012-03");
        SmallCity.Publish(lake, Repository.Warehouse);

        var cell = Assert.Single(Why(lake, old, "applications", [], "2012-01"));

        Assert.IsType<Figure.Missing>(cell.Old);
        Assert.Equal(new ChangeParts(0, 0, 0, 0, 0, 7), cell.Parts);
    }

    [Fact]
    public void Nothing_is_told_of_a_cell_that_is_hidden_in_any_state()
    {
        using var lake = new TestLake();
        SmallCity.Land(lake, [.. Many("12", 1, 10), .. Many("11", 21, 6), .. Many("10", 31, 3), .. Many("09", 41, 8)]);
        var old = SmallCity.Publish(lake, Repository.Warehouse);
        SmallCity.Land(lake, // Six late ones and six withdrawn: between them Stovner has none of the old.
        [
            .. Many("12", 1, 10), .. Many("11", 51, 6), .. Many("10", 31, 9), .. Many("09", 41, 2),
            .. Many("09", 61, 6),
        ]);
        SmallCity.Publish(lake, Repository.Warehouse);

        var cells = Why(lake, old, "applications", ["district"], "2011").ToDictionary(cell => cell.Keys[0]);

        Assert.Equal(new ChangeParts(0, 6, -6, 0, 0, 0), cells["11"].Parts);
        Assert.Equal((null, ":"), (cells["10"].Parts, cells["10"].Sign));
        Assert.IsType<Figure.Hidden>(cells["10"].Old);
        Assert.Equal(0, Assert.IsType<ChangeParts>(cells["12"].Parts).Total);
        Assert.All(cells.Values.Where(cell => cell.Parts is { }), cell => Assert.Equal(
            Number(cell.New) - Number(cell.Old), cell.Parts?.Total));
    }

    [Fact]
    public void A_cell_that_is_hidden_only_on_the_way_tells_its_ends_and_no_parts()
    {
        using var lake = new TestLake();
        using var copy = new WarehouseCopy();
        var withdrawn = Decided("09", 2011, 8, 8, "trukket").ToList();
        SmallCity.Land(lake, [.. withdrawn, .. Decided("09", 2011, 26, 6)]);
        copy.Change("indicators/refusal_share.yaml", "decision in ('innvilget', 'avslag')", "decision <> 'trukket'");
        var old = SmallCity.Publish(lake, copy.Folder);
        SmallCity.Land(lake, [.. withdrawn, .. Decided("09", 2011, 22, 2)]); // A share of two is hidden.
        copy.Change("indicators/refusal_share.yaml", "decision = 'avslag'", "decision <> 'innvilget'");
        copy.Change("indicators/refusal_share.yaml", "decision <> 'trukket'", "decision is not null");
        SmallCity.Publish(lake, copy.Folder);

        var cell = Assert.Single(Why(lake, old, "refusal_share", [], "2011"));

        Assert.Equal((6 / 26.0, 10 / 30.0), Values(cell));
        Assert.Null(cell.Parts);
        Assert.Equal(":", cell.Sign);
    }

    [Fact]
    public void A_moved_target_stands_apart_from_the_number()
    {
        using var lake = new TestLake();
        using var copy = new WarehouseCopy();
        SmallCity.Land(lake, [.. Decided("09", 2011, 40, 20), .. Decided("09", 2012, 40, 10)], "2012-12");
        var old = SmallCity.Publish(lake, copy.Folder);
        copy.Change("goals/bsu_2_refusals.yaml", "value: 0.26", "value: 0.2");
        SmallCity.Publish(lake, copy.Folder);

        var cell = Assert.Single(Why(lake, old, "refusal_share", ["tertial"], "2012-T1", "Groruddalen"));

        Assert.Equal(new ChangeParts(0, 0, 0, 0, 0, 0), cell.Parts);
        Assert.Equal(GoalStatus.Reached, cell.OldTarget?.Status);
        Assert.NotEqual(GoalStatus.Reached, cell.NewTarget?.Status);
        Assert.Equal(0.2, cell.NewTarget?.Target);
    }

    [Fact]
    public void An_indicator_that_the_old_publication_lacks_is_told()
    {
        using var lake = new TestLake();
        using var copy = new WarehouseCopy();
        SmallCity.Land(lake);
        var old = SmallCity.Publish(lake, copy.Folder);

        var error = Assert.Throws<UserError>(() => Why(lake, old, "aplications", [], "2011"));

        Assert.Contains(old.PublicationId, error.What, StringComparison.Ordinal);
        Assert.Contains("'applications'", error.Remedy, StringComparison.Ordinal);
    }

    private static IEnumerable<Asked> Many(string district, int first, int count, string? mapped = null) => Enumerable
        .Range(first, count).Select(number =>
            new Asked(SmallCity.Id(number), district, SmallCity.Day(2011, 1 + number % 12, 3)) { Mapped = mapped });

    private static IEnumerable<Asked> Decided(
        string district, int year, int count, int refused, string refusal = "avslag") => Enumerable
        .Range(0, count).Select(number => new Asked(
            $"S{year}{refusal[0]}{number:0000}", district, SmallCity.Day(year, 1, 5))
        {
            Decision = number < refused ? refusal : "innvilget",
            Decided = SmallCity.Day(year, 2, 5),
        });

    private static (double Old, double New) Values(MovedCell cell) => (Number(cell.Old), Number(cell.New));

    private static double Number(Figure figure) => figure is Figure.Value value ? value.Number : 0;

    private static IReadOnlyList<MovedCell> Why(
        TestLake lake, Publication old, string indicator, string[] by, string period, string? area = null)
    {
        using var from = SmallCity.Open(lake, old.PublishedAt);
        using var to = SmallCity.Open(lake, DateTimeOffset.MaxValue);
        var where = area is null ? new Dictionary<string, string>() : new() { ["area"] = area };
        var request = new IndicatorRequest([indicator], by, where, period);
        return new Comparison(from, to, Grains.Load(Repository.Warehouse)).Why(request, Token).Rows;
    }
}

using Maltall.Lake;
using Maltall.Warehouse.Judge;
using Maltall.Warehouse.Measure;
using Xunit;

namespace Maltall.Warehouse.Tests;

public sealed class DefinitionsTests
{
    [Fact]
    public void All_seven_points_and_both_programmes_have_indicators()
    {
        var indicators = Definitions.Load(Repository.Warehouse).Indicators;

        var points = indicators.Select(indicator => indicator.StrategyPoint).Distinct().Order();
        Assert.Equal(Enumerable.Range(1, 7), points);
        Assert.Equal(["BSU", "OL"], indicators.SelectMany(indicator => indicator.Programmes).Distinct().Order());
    }

    [Fact]
    public void The_goal_tree_has_the_seven_points_and_the_three_national_goals()
    {
        var root = Definitions.Load(Repository.Warehouse).Goals;

        Assert.Equal(["agreement", "bsu", "omradeloft"], root.Children.Select(goal => goal.Id));
        Assert.Equal(7, root.Children[0].Children.Count);
        Assert.Equal(3, root.Children[1].Children.Count);
        Assert.All(Leaves(root), leaf => Assert.NotNull(leaf.Target?.Value));
    }

    [Theory]
    [InlineData("kind: count", "kind: cuont", "applications.yaml line 15, kind: 'cuont'", "'count'")]
    [InlineData("unit: applications", "unti: applications", "line 21, unti: there is no such field", "'unit'")]
    [InlineData("decimals: 0", "decimals: many", "applications.yaml line 22, decimals: 'many'", "0 to 6")]
    [InlineData("strategy_point: 2", "strategy_point: 8", "applications.yaml line 14, strategy_point: '8'", "1 to 7")]
    [InlineData("date: received_on", "day: received_on", "applications.yaml line 19, numerator.day", "'date'")]
    [InlineData("aggregate: count", "aggregate: sum", "line 17, numerator.value: is missing", "column")]
    [InlineData("kind: count", "kind: share", "applications.yaml line 2, denominator: is missing", "denominator")]
    [InlineData("[district, area, household_type,", "[aera, household_type,", "line 24, dimensions: 'aera'", "'area'")]
    [InlineData("id: applications", "id: applicatons", "line 2, id: 'applicatons'", "applicatons.yaml")]
    [InlineData("owner: ", "owner: [", "applications.yaml line", "")]
    [InlineData("date: received_on", "date: received_on::date", "line 19, numerator.date: clickhouse: '::'", "case")]
    [InlineData("  date:", "  filter: regexp_matches(a, 'x')\n  date:", "numerator.filter: clickhouse: 'regexp_ma", "year")]
    [InlineData("  date:", "  filter: a > b + interval 1 month\n  date:", "filter: clickhouse: 'interval 1'", "case")]
    [InlineData("  date:", "  filter: a < date '9999-12-31'\n  date:", "clickhouse: 'date '9999-12-31''", "2299")]
    [InlineData("  date:", "  filter: a / b > 2\n  date:", "filter: clickhouse: '/' is not supported", "case")]
    [InlineData("  date:", "  filter: a ilike 'x'\n  date:", "clickhouse: 'a ilike' is not supported", "like")]
    [InlineData("  date:", "  filter: a = 'x\\y'\n  date:", "filter: clickhouse: '", "case")]
    [InlineData("  date:", "  filter: a = 1; drop table b\n  date:", "clickhouse: ';' is not supported", "case")]
    public void A_wrong_indicator_is_answered_with_file_line_field_and_remedy(
        string from, string to, string what, string remedy)
    {
        using var copy = new DefinitionCopy();
        copy.Change("indicators/applications.yaml", from, to);

        var error = Assert.Throws<UserError>(() => Definitions.Load(copy.Folder));

        Assert.Contains(what, error.What, StringComparison.Ordinal);
        Assert.Contains(remedy, error.Remedy, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("parent: bsu_2", "parent: bsu_4", "bsu_2_waiting.yaml line 7, parent", "'bsu_")]
    [InlineData("waiting_days_median", "waiting_day_median", "line 11, indicator", "'waiting_days_median'")]
    [InlineData("unit: groruddalen", "unit: grorudalen", "line 12, unit", "'groruddalen'")]
    [InlineData("period: 2010-T2", "period: 2010", "line 14, baseline.period: '2010' is not a tertial", "period kind")]
    [InlineData("value: 120", "value: from data", "line 15, target.value", "number")]
    public void A_wrong_goal_is_answered_with_file_line_field_and_remedy(
        string from, string to, string what, string remedy)
    {
        using var copy = new DefinitionCopy();
        copy.Change("goals/bsu_2_waiting.yaml", from, to);

        var error = Assert.Throws<UserError>(() => Definitions.Load(copy.Folder));

        Assert.Contains(what, error.What, StringComparison.Ordinal);
        Assert.Contains(remedy, error.Remedy, StringComparison.Ordinal);
    }

    [Fact]
    public void An_unknown_indicator_is_answered_with_the_nearest()
    {
        var error = Assert.Throws<UserError>(() => Definitions.Load(Repository.Warehouse).Indicator("aplications"));

        Assert.Contains("'applications'", error.Remedy, StringComparison.Ordinal);
    }

    private static IEnumerable<GoalNode> Leaves(GoalNode goal) =>
        goal.Children.Count == 0 ? [goal] : goal.Children.SelectMany(Leaves);

    private sealed class DefinitionCopy : IDisposable
    {
        public DefinitionCopy()
        {
            foreach (var room in new[] { "indicators", "goals" })
            {
                Directory.CreateDirectory(Path.Combine(Folder, room));
                foreach (var file in Directory.GetFiles(Path.Combine(Repository.Warehouse, room), "*.yaml"))
                {
                    File.Copy(file, Path.Combine(Folder, room, Path.GetFileName(file)));
                }
            }
        }

        public string Folder { get; } = Directory.CreateTempSubdirectory("maltall-definitions-").FullName;

        public void Change(string file, string from, string to)
        {
            var path = Path.Combine(Folder, file);
            var text = File.ReadAllText(path);
            Assert.Contains(from, text, StringComparison.Ordinal);
            var at = text.IndexOf(from, StringComparison.Ordinal);
            File.WriteAllText(path, text[..at] + to + text[(at + from.Length)..]);
        }

        public void Dispose() => Directory.Delete(Folder, true);
    }
}

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

        Assert.Equal(Enumerable.Range(1, 7), root.Children.Take(7).Select(goal => goal.StrategyPoint ?? 0));
        Assert.Equal(["bsu", "omradeloft"], root.Children.Skip(7).Select(goal => goal.Id));
        Assert.Equal(3, root.Children[7].Children.Count);
        Assert.All(Leaves(root), leaf => Assert.NotNull(leaf.Level));
        Assert.All(Leaves(root), leaf => Assert.Equal(leaf.Indicator is null, leaf.Target is null));
    }

    [Theory]
    [InlineData("kind: count", "kind: cuont", "applications.yaml line 36, kind: 'cuont'", "'count'")]
    [InlineData("unit: applications", "unti: applications", "line 42, unti: there is no such field", "'unit'")]
    [InlineData("decimals: 0", "decimals: many", "applications.yaml line 43, decimals: 'many'", "0 to 6")]
    [InlineData("strategy_point: 2", "strategy_point: 8", "applications.yaml line 35, strategy_point: '8'", "1 to 7")]
    [InlineData("date: received_on", "day: received_on", "applications.yaml line 40, numerator.day", "'date'")]
    [InlineData("aggregate: count", "aggregate: sum", "line 38, numerator.value: is missing", "column")]
    [InlineData("kind: count", "kind: share", "applications.yaml line 2, denominator: is missing", "denominator")]
    [InlineData("[district, area, household_type,", "[aera, household_type,", "line 45, dimensions: 'aera'", "'area'")]
    [InlineData("id: applications", "id: applicatons", "line 2, id: 'applicatons'", "applicatons.yaml")]
    [InlineData("owner: ", "owner: [", "applications.yaml line", "")]
    [InlineData("date: received_on", "date: received_on::date", "line 40, numerator.date: clickhouse: '::'", "case")]
    [InlineData(
        "  date:", "  filter: regexp_matches(a, 'x')\n  date:", "numerator.filter: clickhouse: 'regexp_ma", "year")]
    [InlineData("  date:", "  filter: a > b + interval 1 month\n  date:", "filter: clickhouse: 'interval 1'", "case")]
    [InlineData("  date:", "  filter: a < date '9999-12-31'\n  date:", "clickhouse: 'date '9999-12-31''", "2299")]
    [InlineData("  date:", "  filter: a / b > 2\n  date:", "filter: clickhouse: '/' is not supported", "case")]
    [InlineData("  date:", "  filter: a ilike 'x'\n  date:", "clickhouse: 'a ilike' is not supported", "like")]
    [InlineData("  date:", "  filter: a = 'x\\y'\n  date:", "filter: clickhouse: '", "case")]
    [InlineData("  date:", "  filter: a = 1; drop table b\n  date:", "clickhouse: ';' is not supported", "case")]
    [InlineData("aggregate: count", "aggregate: avg", "numerator.aggregate: an average", "kind: ratio")]
    [InlineData("kind: count", "kind: stock", "kind: is of a day", "do not add up to a year")]
    [InlineData("  date:", "  timing: end\n  date:", "kind: counts in a period", "timing: during")]
    [InlineData(
        "unit: app", "denominator: { indicator: refusal_share }\nunit: app", "denominator.indicator: 'ref", "stock")]
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
    [InlineData("instrument_nok", "payment", "sum")]
    [InlineData("waiting_households", "application", "count_distinct")]
    public void A_ratio_of_indicators_is_made_of_what_they_count(string other, string table, string aggregate)
    {
        using var copy = new DefinitionCopy();
        copy.Change("indicators/applications.yaml", "kind: count", "kind: ratio");
        copy.Change("indicators/applications.yaml", "unit: app", $"denominator: {{ indicator: {other} }}\nunit: app");

        var ratio = Definitions.Load(copy.Folder).Indicator("applications");

        Assert.Equal((table, aggregate), (ratio.Denominator?.Table, ratio.Denominator?.Aggregate));
    }

    [Theory]
    [InlineData("refusal_share")]
    [InlineData("waiting_days_median")]
    public void What_is_divided_or_put_in_order_cannot_be_divided_by(string other)
    {
        using var copy = new DefinitionCopy();
        copy.Change("indicators/applications.yaml", "kind: count", "kind: ratio");
        copy.Change("indicators/applications.yaml", "unit: app", $"denominator: {{ indicator: {other} }}\nunit: app");

        var error = Assert.Throws<UserError>(() => Definitions.Load(copy.Folder));

        Assert.Contains($"denominator.indicator: '{other}'", error.What, StringComparison.Ordinal);
        Assert.Contains("cannot be added up or averaged", error.Remedy, StringComparison.Ordinal);
    }

    [Fact]
    public void A_share_is_a_part_of_what_is_counted_in_the_same_way()
    {
        using var copy = new DefinitionCopy();
        copy.Change(
            "indicators/omradeloft_completed_share.yaml", "denominator:\n", "denominator:\n  timing: january\n");

        var error = Assert.Throws<UserError>(() => Definitions.Load(copy.Folder));

        Assert.Contains("another way than the numerator", error.What, StringComparison.Ordinal);
    }

    [Fact]
    public void An_unknown_indicator_is_answered_with_the_nearest()
    {
        var error = Assert.Throws<UserError>(() => Definitions.Load(Repository.Warehouse).Indicator("aplications"));

        Assert.Contains("'applications'", error.Remedy, StringComparison.Ordinal);
    }

    private static IEnumerable<GoalNode> Leaves(GoalNode goal) =>
        goal.Children.Count == 0 ? [goal] : goal.Children.SelectMany(Leaves);
}

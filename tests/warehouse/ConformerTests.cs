using Maltall.Lake;
using Maltall.Warehouse.Conform;
using Xunit;

namespace Maltall.Warehouse.Tests;

public sealed class ConformerTests
{
    private const string OneApplication =
        "select 'S00000001' as application_id, 'a' as household_pseudonym, '12' as district_code, "
        + "'enslig' as household_type, 1 as bedrooms_needed, date '2011-01-02' as received_on";

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public void A_second_run_writes_nothing()
    {
        using var lake = new TestLake();
        lake.Land("landed/bit_application", OneApplication);

        var first = lake.Conform();
        var second = lake.Conform();

        Assert.Contains(first.Tables, table => table.IsRewritten);
        Assert.DoesNotContain(second.Tables, table => table.IsRewritten);
        Assert.Equal(first.Candidate.InputsHash, second.Candidate.InputsHash);
    }

    [Fact]
    public void A_new_delivery_rewrites_its_own_table_and_those_that_read_it()
    {
        using var lake = new TestLake();
        lake.Land("landed/bit_application", OneApplication);
        lake.Conform();

        var later = OneApplication.Replace("2011-01-02", "2011-05-02", StringComparison.Ordinal);
        lake.Land("landed/bit_application", later);
        var outcome = lake.Conform();

        var rewritten = outcome.Tables.Where(table => table.IsRewritten).Select(table => table.Name);
        Assert.Equal(["application", "coverage"], rewritten.Order());
        Assert.Equal(new DateOnly(2011, 5, 31), outcome.Candidate.DataUntil);
    }

    [Fact]
    public void A_source_that_never_delivered_gives_an_empty_table_with_its_columns()
    {
        using var lake = new TestLake();

        var outcome = lake.Conform();

        Assert.Equal(0, outcome.Tables.Single(table => table.Name == "payment").Rows);
        Assert.Contains(
            lake.Lake.Table("conformed/payment").Latest()?.Columns ?? [],
            column => column is { Name: "amount_nok", Type: ColumnType.Decimal });
        Assert.Null(outcome.Candidate.DataUntil);
    }

    [Fact]
    public void Tables_that_read_each_other_are_refused_by_name()
    {
        var error = Assert.Throws<UserError>(() => Run(
            ("one", "-- one: a\n-- grain: a\n-- reads: conformed.two\n-- source: t\nselect a from conformed.two"),
            ("two", "-- two: a\n-- grain: a\n-- reads: conformed.one\n-- source: t\nselect a from conformed.one")));

        Assert.Contains("sql/one.sql, sql/two.sql", error.What, StringComparison.Ordinal);
    }

    [Fact]
    public void A_table_that_is_read_but_not_declared_is_refused_with_the_file()
    {
        var error = Assert.Throws<UserError>(() => Run(
            ("one", "-- one: a row\n-- grain: a\n-- reads: nothing\n-- source: test\nselect a from landed.two")));

        Assert.Contains("one.sql: landed.two", error.What, StringComparison.Ordinal);
    }

    [Fact]
    public void A_table_that_is_declared_and_does_not_exist_is_refused_with_the_file()
    {
        var error = Assert.Throws<UserError>(() => Run(
            ("one", "-- one: a row\n-- grain: a\n-- reads: landed.two\n-- source: test\nselect a from landed.two")));

        Assert.Contains("sql/one.sql reads landed.two", error.What, StringComparison.Ordinal);
    }

    [Fact]
    public void A_file_without_grain_is_refused()
    {
        var error = Assert.Throws<UserError>(() => Run(("one", "-- one: a row\n-- reads: nothing\nselect 1 as a")));

        Assert.Contains("one.sql: the header has no 'grain'", error.What, StringComparison.Ordinal);
    }

    private static ConformOutcome Run(params (string Name, string Sql)[] files)
    {
        using var lake = new TestLake();
        var folder = Directory.CreateDirectory(Path.Combine(lake.Lake.Root, "warehouse", "sql")).FullName;
        foreach (var (name, sql) in files)
        {
            File.WriteAllText(Path.Combine(folder, $"{name}.sql"), sql);
        }

        return new Conformer(lake.Lake, Path.GetDirectoryName(folder) ?? "", TestLake.Expected).Run(Token);
    }
}

using System.Globalization;
using Maltall.Lake;
using Xunit;

namespace Maltall.Etl.Tests;

public sealed class LakeRuleTests
{
    private const string Series = """
          - { name: maned, as: month_end, type: date, required: true }
          - { name: bydel, as: district_code, type: text, required: true }
          - { name: inn, as: opening, type: integer }
          - { name: nye, as: came, type: integer }
          - { name: ut, as: went, type: integer }
          - { name: slutt, as: closing, type: integer }
        """;

    private const string Flow = """
        rules: []
        stock_flow:
          { id: stock_meets_flow, by: [district_code], period: month_end, opening: opening, in: [came], out: [went],
            closing: closing, severity: warn }
        """;

    private const string Heading = "maned,bydel,inn,nye,ut,slutt";

    [Theory]
    [InlineData("warn", 2, 1, 0)]
    [InlineData("reject", 1, 0, 1)]
    public void What_a_row_names_must_be_there(string severity, long landed, long warned, long rejected)
    {
        using var lab = Referring(severity);
        lab.Land("thing", "thing.csv", "nr", "A1");

        var reading = lab.Land("use", "use.csv", "nr,ting", "1,A1", "2,A2");

        var batch = Assert.IsType<Reading.Accepted>(reading).Batch;
        Assert.Equal((landed, warned, rejected), (batch.Landed, batch.Warned, batch.Rejected));
        Assert.Equal([$"use.csv|3|thing_exists|{severity}"], lab.Told("use"));
    }

    [Fact]
    public void A_null_names_nothing_and_a_delivery_may_name_its_own_rows()
    {
        using var lab = new RuleLab().Has("tree", "id", """
              - { name: nr, as: id, type: text, required: true }
              - { name: over, as: parent_id, type: text }
            """, """
            rules: []
            references: [{ id: parent_exists, columns: [parent_id], to: tree, key: [id], severity: warn }]
            """);

        lab.Land("tree", "tree.csv", "nr,over", "a,", "b,a", "c,x");
        lab.Land("tree", "more.csv", "nr,over", "d,b");

        Assert.Equal(["tree.csv|4|parent_exists|warn"], lab.Told("tree"));
    }

    [Fact]
    public void A_reference_that_blocks_is_judged_anew_when_what_it_names_has_come()
    {
        using var lab = Referring("block");

        var first = lab.Land("use", "use.csv", "nr,ting", "1,A1");
        lab.Land("thing", "thing.csv", "nr", "A1");
        var second = lab.Land("use", "use.csv", "nr,ting", "1,A1");

        Assert.IsType<Reading.Refused>(first);
        Assert.Equal(1, Assert.IsType<Reading.Accepted>(second).Batch.Landed);
    }

    [Theory]
    [InlineData("to: thing", "to: thingy", "goes to 'thingy'")]
    [InlineData("key: [id]", "key: [id_no]", "'id_no', which is no column of thing")]
    public void A_reference_to_what_no_contract_has_is_an_error(string sound, string wrong, string what)
    {
        using var lab = Referring("warn", text => text.Replace(sound, wrong, StringComparison.Ordinal));

        var error = Assert.Throws<UserError>(() => lab.Catalog);

        Assert.Contains(what, error.What, StringComparison.Ordinal);
    }

    [Fact]
    public void A_source_is_landed_after_those_that_it_refers_to()
    {
        var order = TestLake.Catalog.InOrderOfReferences().Select(contract => contract.Id).ToList();

        Assert.Equal(TestLake.Catalog.Contracts.Count, order.Count);
        Assert.True(order.IndexOf("bit_application") < order.IndexOf("bit_tenancy"));
        Assert.True(order.IndexOf("bit_tenancy") < order.IndexOf("bit_eviction"));
    }

    [Fact]
    public void Stock_and_flow_must_meet_within_a_row_and_from_month_to_month()
    {
        using var lab = new RuleLab().Has("list", "month_end, district_code", Series, Flow);

        lab.Land("list", "a.csv", Heading, "2012-01-31,01,10,5,2,13", "2012-02-29,01,14,1,1,14",
            "2012-01-31,02,10,5,2,10", "2012-04-30,02,1,0,0,1");
        lab.Land("list", "b.csv", Heading, "2012-03-31,01,14,0,0,14", "2012-03-31,02,10,0,0,10");

        Assert.Equal(
        [
            "a.csv|3|stock_meets_flow_carries_over|warn", "a.csv|4|stock_meets_flow|warn",
            "b.csv|3|stock_meets_flow_carries_over|warn",
        ], lab.Told("list"));
        var messages = lab.Log.Rejects("list").Select(one => one.Message).ToList();
        Assert.Contains("(+1)", messages[0], StringComparison.Ordinal);
        Assert.Contains("(-3)", messages[1], StringComparison.Ordinal);
    }

    [Fact]
    public void A_correction_is_judged_by_what_the_table_will_be()
    {
        using var lab = new RuleLab().Has("list", "month_end, district_code", Series, Flow);
        lab.Land("list", "a.csv", Heading, "2012-01-31,01,10,5,2,13", "2012-02-29,01,14,1,1,14");

        lab.Land("list", "b.csv", Heading, "2012-02-29,01,13,1,0,14");

        Assert.Equal(["a.csv|3|stock_meets_flow_carries_over|warn"], lab.Told("list"));
    }

    [Fact]
    public void Torontos_waiting_list_does_not_meet_its_flow_and_is_warned_of_and_landed_whole()
    {
        var real = Path.Combine(TestLake.Repository,
            "../shared/data/toronto_waitlist/centralized_waitlist_social_housing.csv");
        Assert.True(File.Exists(real), $"The public data file {real} is missing beside the checkout.");
        using var lake = new TestLake();

        var reading = Assert.Single(lake.Land(TestLake.Catalog.Find("peer_toronto_waitlist"), real));

        var batch = Assert.IsType<Reading.Accepted>(reading).Batch;
        var gaps = lake.Log.Rejects("peer_toronto_waitlist").Select(one => (one.Row, Gap: Gap(one))).ToList();
        Assert.Equal((20, 20, 0, 19), (batch.RowsIn, batch.Landed, batch.Rejected, batch.Warned));
        Assert.Equal((-6118, 2985), (gaps.Min(one => one.Gap), gaps.Where(one => one.Row != 10).Max(one => one.Gap)));
        Assert.Equal((10, 28265), gaps.MaxBy(one => one.Gap));

        static long Gap(Reject one) => long.Parse(
            one.Detail ?? "", NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture);
    }

    [Fact]
    public void A_value_far_from_the_units_own_history_is_warned_of()
    {
        using var lab = new RuleLab().Has("list", "month_end, district_code", Series, """
            rules: []
            outliers:
              - { id: closing_is_usual, value: closing, by: [district_code], order: month_end, severity: warn }
            """);
        string[] months = ["01-31", "02-28", "03-31", "04-30", "05-31", "06-30"];
        lab.Land("list", "a.csv", [Heading, .. months.Select((month, at) => $"2013-{month},01,,,,{100 + (at % 3)}"),
            .. months.Take(5).Select(month => $"2013-{month},02,,,,100")]);

        lab.Land("list", "b.csv", Heading, "2013-07-31,01,,,,125", "2013-08-31,01,,,,127", "2013-07-31,02,,,,900",
            "2013-09-30,01,,,,");

        Assert.Equal(["b.csv|3|closing_is_usual|warn"], lab.Told("list"));
        Assert.Contains("(median 101.0, n = 7)", lab.Log.Rejects("list")[0].Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public void A_month_of_unusual_size_is_told_of_as_a_whole()
    {
        using var lab = new RuleLab().Has("thing", "id", "  - { name: nr, as: id, type: text, required: true }",
            "rules: []");
        for (var month = 1; month <= 7; month++)
        {
            Month(month, 100 + month);
        }

        Month(8, 20);
        Month(9, 104);

        Assert.Equal(["thing_2012-08.csv|0|row_count_is_usual|warn"], lab.Told("thing"));
        Assert.Contains("(20; median 104, n = 7)", lab.Log.Rejects("thing")[0].Message,
            StringComparison.Ordinal);

        void Month(int month, int rows) => lab.Land("thing", FormattableString.Invariant($"thing_2012-{month:00}.csv"),
            ["nr", .. Enumerable.Range(0, rows).Select(row => FormattableString.Invariant($"{month}-{row}"))]);
    }

    [Fact]
    public void The_series_of_a_rule_must_be_the_key()
    {
        using var lab = new RuleLab().Has("list", "month_end, district_code, came", Series, Flow);

        var error = Assert.Throws<UserError>(() => lab.Catalog);

        Assert.Contains("are not the key together", error.What, StringComparison.Ordinal);
    }

    private static RuleLab Referring(string severity, Func<string, string>? changed = null)
    {
        var rest = $$"""
            rules: []
            references: [{ id: thing_exists, columns: [thing_id], to: thing, key: [id], severity: {{severity}} }]
            """;
        return new RuleLab()
            .Has("thing", "id", "  - { name: nr, as: id, type: text, required: true }", "rules: []")
            .Has("use", "id", """
                  - { name: nr, as: id, type: integer, required: true }
                  - { name: ting, as: thing_id, type: text }
                """, changed is null ? rest : changed(rest));
    }
}

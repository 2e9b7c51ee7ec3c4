using Maltall.Lake;
using Maltall.Warehouse.Measure;
using Xunit;

namespace Maltall.Warehouse.Tests;

/// <summary>What may be asked for, and what is refused with an explanation.</summary>
public sealed class RequestTests(ApplicationsLake lake) : IClassFixture<ApplicationsLake>, IDisposable
{
    private readonly Analysis analysis = lake.Open();

    public void Dispose() => analysis.Dispose();

    [Fact]
    public void Without_a_period_all_complete_periods_are_given()
    {
        var table = Ask("applications", "quarter");

        Assert.Equal(["2011-Q1", "2011-Q2", "2011-Q3", "2011-Q4"], table.Rows.Select(row => row.Keys[0]));
    }

    [Fact]
    public void Without_a_kind_of_period_the_last_complete_year_is_given_and_named()
    {
        var table = Ask("applications", "district");

        Assert.Equal(["district", "period"], table.Dimensions);
        Assert.All(table.Rows, row => Assert.Equal("2011", row.Keys[1]));
        Assert.Equal(18, table.Rows.Count);
    }

    [Fact]
    public void A_range_gives_each_of_its_periods()
    {
        var table = Ask("applications", "", period: "2011-T1..2011-T3");

        Assert.Equal(["2011-T1", "2011-T2", "2011-T3"], table.Rows.Select(row => row.Keys[0]));
    }

    [Fact]
    public void Keys_stand_in_the_order_that_was_asked_for()
    {
        var table = Ask("applications", "year,district", "area=Groruddalen", "2011");

        var keys = table.Rows.Select(row => string.Join('|', row.Keys));
        Assert.Equal(["2011|09", "2011|10", "2011|11", "2011|12"], keys);
    }

    [Theory]
    [InlineData("applications", "distrikt", "", null, "'distrikt'", "'district'")]
    [InlineData("applications", "instrument", "", null, "cannot be given by instrument", "district, area")]
    [InlineData("applications", "month,year", "", null, "two kinds of period", "at most one")]
    [InlineData("applications", "district", "district=121", null, "no district '121'", "'12'")]
    [InlineData("applications", "year", "", "2011-T4", "'2011-T4' is not a period", "2012-T1")]
    [InlineData("applications", "year", "", "2011-T2", "not whole periods of the kind year", "longer")]
    [InlineData("applications", "", "", "2013..2011", "not a range", "2011..2013")]
    [InlineData("households_in_temporary_housing", "month", "", null, "a household counts once a year", "year")]
    [InlineData("aplications", "", "", null, "no indicator 'aplications'", "'applications'")]
    public void What_has_no_meaning_is_refused_with_an_explanation(
        string indicator, string by, string where, string? period, string what, string remedy)
    {
        var error = Assert.Throws<UserError>(() => Ask(indicator, by, where, period));

        Assert.Contains(what, error.What, StringComparison.Ordinal);
        Assert.Contains(remedy, error.Remedy, StringComparison.Ordinal);
    }

    [Fact]
    public void The_explanation_is_one_statement_with_its_values_apart()
    {
        var text = analysis.Explain(Request("refusal_share", "district,year", "area=Groruddalen", "2011"));

        Assert.Contains("$area = Groruddalen", text, StringComparison.Ordinal);
        Assert.DoesNotContain("'Groruddalen'", text, StringComparison.Ordinal);
        Assert.DoesNotContain(';', text);
    }

    [Fact]
    public void Raw_totals_are_given_per_district_and_month_for_counts_alone()
    {
        var totals = analysis.RawTotals("applications", TestContext.Current.CancellationToken);

        Assert.Equal(18 * 12, totals.Count);
        Assert.Equal(3, totals.Single(total => total.District == "09" && total.Month.Label == "2011-05").Amount);
        Assert.Throws<UserError>(() => analysis.RawTotals("refusal_share", TestContext.Current.CancellationToken));
    }

    [Fact]
    public void Members_have_codes_and_names()
    {
        Assert.Equal("Alna", analysis.Members("district")["12"]);
        Assert.Equal(["Groruddalen", "Resten av Oslo"], analysis.Members("area").Keys);
    }

    private IndicatorTable Ask(string indicator, string by, string where = "", string? period = null) =>
        analysis.Query(Request(indicator, by, where, period), TestContext.Current.CancellationToken);

    private static IndicatorRequest Request(string indicator, string by, string where, string? period) => new(
        [indicator],
        by.Split(',', StringSplitOptions.RemoveEmptyEntries),
        where.Split(',', StringSplitOptions.RemoveEmptyEntries).Select(pair => pair.Split('='))
            .ToDictionary(pair => pair[0], pair => pair[1]),
        period);
}

using Maltall.Etl.Fetch.PxWeb;
using Maltall.Lake;
using Xunit;

namespace Maltall.Etl.Tests.PxWeb;

public sealed class PxQueriesTests
{
    [Fact]
    public void The_own_queries_are_of_both_versions()
    {
        var queries = PxQueries.Load(Path.Combine(TestLake.Repository, "etl/queries"), TestLake.Catalog);

        Assert.Equal([PxApi.V2, PxApi.V1], queries.All.Select(query => query.Api));
        var first = queries.Find("scb_population_month", "ssb_pxweb");
        Assert.Equal(["Region", "Alder", "Kon", "Tid"], first.Selections.Select(one => one.Variable));
        Assert.Equal(["from(2026M01)"], first.Selections[^1].Choices);
    }

    [Theory]
    [InlineData("tabel: https://a.no/tables/1", "line 4: unknown field 'tabel'", "'table'")]
    [InlineData("table: a.no/tables/1", "line 4: 'table' is no secure web address", "https://")]
    [InlineData("table: https://a.no/table/1", "line 4: 'table' does not end in /tables/ID", "api: v1")]
    [InlineData("table: https://a.no/tables/1\ncells: 0", "line 5: 'cells' is 0", "1 or more")]
    [InlineData("table: https://a.no/tables/1\nselect: { Tid: topp(3) }", "line 5: 'Tid' selects 'topp(3)'", "top(5)")]
    [InlineData("table: https://a.no/tables/1\nselect:\n  Tid: top(0)", "line 6: 'Tid' selects 'top(0)'", "top(5)")]
    [InlineData("table: https://a.no/tables/1\nselect: { Tid: [] }", "line 5: 'Tid' selects 'nothing'", "from(2015)")]
    public void What_is_wrong_names_file_line_and_remedy(string rest, string what, string remedy)
    {
        var error = Assert.Throws<UserError>(() => Load("id: mine\nsource: ssb_pxweb\napi: v2\n" + rest));

        Assert.Contains("mine.yaml " + what, error.What, StringComparison.Ordinal);
        Assert.Contains(remedy, error.Remedy, StringComparison.Ordinal);
    }

    [Fact]
    public void A_query_lands_only_by_a_contract_of_json_stat()
    {
        var error = Assert.Throws<UserError>(() =>
            Load("id: mine\nsource: bit_tenancy\napi: v1\ntable: https://a.no/table/1"));

        Assert.Contains("'source' is 'bit_tenancy'", error.What, StringComparison.Ordinal);
    }

    [Fact]
    public void A_query_that_is_not_there_is_told_with_the_nearest()
    {
        var queries = Load("id: mine\nsource: ssb_pxweb\napi: v1\ntable: https://a.no/table/1");

        Assert.Contains("'mine'", Assert.Throws<UserError>(() => queries.Find("mina", "ssb_pxweb")).Remedy,
            StringComparison.Ordinal);
        Assert.Contains("ingest ssb_pxweb --query mine",
            Assert.Throws<UserError>(() => queries.Find("mine", "eurostat_city")).Remedy, StringComparison.Ordinal);
    }

    private static PxQueries Load(string yaml)
    {
        using var folder = new TemporaryFolder();
        File.WriteAllText(Path.Combine(folder.Path, "mine.yaml"), yaml);
        return PxQueries.Load(folder.Path, TestLake.Catalog);
    }
}

using Maltall.Lake;
using Maltall.Warehouse.Measure;
using Xunit;

namespace Maltall.Warehouse.Tests;

/// <summary>From a figure back to the deliveries that its rows came with.</summary>
[Collection(GeneratedRows.Shared)]
public sealed class FigureTraceTests(GeneratedRows generated)
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public void A_share_is_followed_to_the_batches_that_brought_its_rows()
    {
        var origin = Trace("refusal_share", "2012", []);

        var rows = generated.Analysis.Sql("""
            select distinct landed._batch
            from landed.bit_application as landed
            where year(decided_on) = 2012 and decision = 'avslag'
            order by landed._batch
            """, Token).Rows.Select(row => $"{row[0]}").ToList();
        Assert.Equal(["numerator", "denominator"], origin.Sides.Select(side => side.Name));
        Assert.NotEmpty(rows);
        Assert.Equal(rows, origin.Sides[0].Landed.Single().Batches);
        Assert.All(origin.Sides[1].Landed, landed => Assert.True(landed.Version >= 0));
    }

    [Fact]
    public void Only_the_place_that_is_named_is_followed()
    {
        var whole = Trace("applications", "2012", []).Sides[0].Landed.Single().Batches!;
        var month = Trace("applications", "2012-05", []).Sides[0].Landed.Single().Batches!;

        Assert.True(month.Count is > 0 && month.Count < whole.Count);
        Assert.Empty(month.Except(whole));
    }

    [Fact]
    public void A_hidden_figure_has_its_tables_and_no_batches()
    {
        var request = new IndicatorRequest(
            ["families_over_3_months_share"], ["district", "year"], new Dictionary<string, string>(), "2012");
        var small = generated.Analysis.Query(request, Token).Rows.First(row => row.Figure.Sign == ":");

        var origin = Trace("families_over_3_months_share", small.Keys[1], new() { ["district"] = small.Keys[0] });

        Assert.All(origin.Sides.SelectMany(side => side.Landed), landed => Assert.Null(landed.Batches));
    }

    [Fact]
    public void More_than_one_figure_is_refused()
    {
        var error = Assert.Throws<UserError>(() => Trace("applications", "2011..2012", []));

        Assert.Contains("2 figures", error.What, StringComparison.Ordinal);
    }

    private FigureOrigin Trace(string indicator, string period, Dictionary<string, string> where) =>
        new FigureTrace(generated.Analysis, Repository.Warehouse).Trace(
            new IndicatorRequest([indicator], [], where, period), Token);
}

using Maltall.Lake;
using Maltall.Warehouse.Conform;
using Maltall.Warehouse.Measure;
using Maltall.Warehouse.Protect;
using Xunit;

namespace Maltall.Warehouse.Tests;

/// <summary>What a publication holds ready is what would be computed, and says what has been revised.</summary>
public sealed class FigureCubeTests(ThousandsOfRows rows) : IClassFixture<ThousandsOfRows>
{
    private static readonly Standing Settled = new(FigureStatus.Final, TrustGrade.A);
    private static readonly DefinitionCatalog Catalog = Definitions.Load(Repository.Warehouse);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public void Every_published_slice_is_what_would_be_computed()
    {
        var candidate = rows.Lake.Conform().Candidate;
        var published = Publish(rows.Lake, candidate);
        using var analysis = Analysis.Open(rows.Lake.Lake, Catalog, published.PublishedAt);

        foreach (var indicator in Catalog.Indicators)
        {
            foreach (var by in from kind in indicator.Periods.Select(Period.WordOf)
                from names in new string[][] { [kind], ["area", kind], [kind, "district"], ["district", kind] }
                where names.Except([kind]).All(indicator.Dimensions.Contains)
                select names)
            {
                var ready = Ask(analysis, indicator.Id, by);
                var computed = Ask(rows.Analysis, indicator.Id, by);
                Assert.Equal(computed.Select(row => string.Join('|', row.Keys)),
                    ready.Select(row => string.Join('|', row.Keys)));

                // What is published is hidden also where it would give another figure away.
                Assert.All(computed.Zip(ready), pair => Assert.True(
                    pair.First.Figure == pair.Second.Figure
                        || (pair.First.Figure is Figure.Value && pair.Second.Figure is Figure.Hidden)));
                Assert.All(ready, row => Assert.Equal(Settled, row.Standing));
                Assert.All(computed, row => Assert.Null(row.Standing));
            }
        }
    }

    [Fact]
    public void A_part_of_a_slice_is_taken_from_it_and_what_is_beyond_is_computed()
    {
        var candidate = rows.Lake.Conform().Candidate;
        using var analysis = Analysis.Open(
            rows.Lake.Lake, Catalog, Publish(rows.Lake, candidate).PublishedAt);

        var part = analysis.Query(Request("applications", ["month"], "2011-02..2011-04", ("district", "12")), Token);
        var beyond = analysis.Query(Request("applications", ["year"], "2020"), Token);

        Assert.Equal(["2011-02", "2011-03", "2011-04"], part.Rows.Select(row => row.Keys[0]));
        Assert.All(part.Rows, row => Assert.Equal(Settled, row.Standing));
        Assert.Equal("..", Assert.Single(beyond.Rows).Figure.Sign);
    }

    [Fact]
    public void A_final_figure_that_changes_is_revised_and_stays_so()
    {
        using var lake = new TestLake();
        string[] numbers = ["6", "6", "9", "9"];
        var seen = new List<(FigureStatus, double)>();
        foreach (var (number, status) in numbers.Zip(
            [FigureStatus.Preliminary, FigureStatus.Final, FigureStatus.Final, FigureStatus.Final]))
        {
            lake.Land("landed/bit_application", $"""
                select 'S' || i as application_id, 'h' || i as household_pseudonym, '12' as district_code,
                    'enslig' as household_type, 1 as bedrooms_needed, true as is_new_applicant,
                    date '2011-01-15' + (i * 31 % 345)::int as received_on
                from range({number} + 12) as row (i)
                """);
            var published = Publish(lake, lake.Conform().Candidate, status);
            using var analysis = Analysis.Open(lake.Lake, Catalog, published.PublishedAt);
            var row = Assert.Single(Ask(analysis, "applications", ["year"]), row => row.Keys[0] == "2011");
            seen.Add((row.Standing!.Status, ((Protect.Figure.Value)row.Figure).Number));
        }

        Assert.Equal(
            [(FigureStatus.Preliminary, 18), (FigureStatus.Final, 18), (FigureStatus.Revised, 21),
                (FigureStatus.Revised, 21)],
            seen);
    }

    private static Publication Publish(
        TestLake lake, PublicationCandidate candidate, FigureStatus status = FigureStatus.Final)
    {
        using var analysis = Analysis.Open(lake.Lake, Catalog, candidate);
        var table = FigureCube.Write(lake.Lake, analysis, new PublicationLog(lake.Lake).Latest(),
            (_, _, _) => Settled with { Status = status }, Token);
        var whole = candidate.With(table);
        return Assert.IsType<PublishOutcome.Published>(
            Publisher.Publish(lake.Lake, whole, new CheckReport([]), "r", Token)).Publication;
    }

    private static IReadOnlyList<IndicatorRow> Ask(Analysis analysis, string indicator, string[] by) =>
        analysis.Query(Request(indicator, by, null), Token).Rows;

    private static IndicatorRequest Request(
        string indicator, string[] by, string? period, params (string Key, string Value)[] where) =>
        new([indicator], by, where.ToDictionary(pair => pair.Key, pair => pair.Value), period);
}

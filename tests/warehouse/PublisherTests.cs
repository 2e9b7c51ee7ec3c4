using Maltall.Lake;
using Maltall.Warehouse.Conform;
using Maltall.Warehouse.Measure;
using Maltall.Warehouse.Protect;
using Xunit;

namespace Maltall.Warehouse.Tests;

public sealed class PublisherTests
{
    private static readonly DefinitionCatalog Catalog = Definitions.Load(Repository.Warehouse);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public void A_publication_is_read_as_it_was_at_the_time()
    {
        using var lake = new TestLake();
        Land(lake, 6);
        var first = Assert.IsType<PublishOutcome.Published>(Publish(lake)).Publication;
        Land(lake, 9);

        var second = Assert.IsType<PublishOutcome.Published>(Publish(lake)).Publication;

        Assert.Equal(9, Applications(lake, null));
        Assert.Equal(9, Applications(lake, second.PublishedAt));
        Assert.Equal(6, Applications(lake, first.PublishedAt));
        Assert.Throws<UserError>(() => Applications(lake, first.PublishedAt.AddDays(-1)));
    }

    [Fact]
    public void Publishing_the_same_again_changes_nothing()
    {
        using var lake = new TestLake();
        Land(lake, 6);
        Publish(lake);

        Assert.IsType<PublishOutcome.Unchanged>(Publish(lake));
    }

    [Fact]
    public void A_failed_check_stops_the_publication_and_says_how_many_rows()
    {
        using var lake = new TestLake();
        Land(lake, 6);
        Publish(lake);
        Land(lake, 7);
        lake.Land("landed/bit_application", Applications(7).Replace("'12'", "'77'", StringComparison.Ordinal));

        var stopped = Assert.IsType<PublishOutcome.Stopped>(Publish(lake));

        var failed = Assert.Single(stopped.Failed);
        Assert.Equal(("application_district_exists", 7L), (failed.Name, failed.WrongRows));
        Assert.Equal(6, Applications(lake, null));
    }

    [Fact]
    public void A_batch_that_loses_rows_stops_the_publication()
    {
        using var lake = new TestLake();
        Land(lake, 6);
        lake.Land("operations/batch", Batch(10, 6));

        var stopped = Assert.IsType<PublishOutcome.Stopped>(Publish(lake));

        Assert.Contains(stopped.Failed, check => check.Name == "batch_rows_are_accounted_for");
    }

    [Fact]
    public void A_synthetic_batch_makes_the_publication_synthetic()
    {
        using var lake = new TestLake();
        Land(lake, 6);

        Publish(lake);

        using var analysis = Analysis.Open(lake.Lake, Catalog, (DateTimeOffset?)null);
        Assert.True(analysis.Synthetic);
        Assert.Equal(new DateOnly(2011, 12, 31), analysis.Publication.DataUntil);
    }

    [Fact]
    public void Without_a_publication_the_user_is_told_what_to_run()
    {
        using var lake = new TestLake();

        var error = Assert.Throws<UserError>(() => Analysis.Open(lake.Lake, Catalog, (DateTimeOffset?)null));

        Assert.Contains("maltall run", error.Remedy, StringComparison.Ordinal);
    }

    private static void Land(TestLake lake, int count)
    {
        lake.Land("landed/bit_application", Applications(count));
        lake.Land("operations/batch", Batch(count, count));
    }

    private static string Batch(int rowsIn, int landed) =>
        $"select 'b' as batch_id, 'bit_application' as source, {rowsIn} as rows_in, {landed} as landed, 0 as rejected, "
        + "0 as duplicate, 'landed' as status, true as synthetic, '2011-12' as period";

    private static string Applications(int count) =>
        $"select 'S' || lpad(i::varchar, 8, '0') as application_id, 'h' || i as household_pseudonym, "
        + "'12' as district_code, 'enslig' as household_type, 1 as bedrooms_needed, "
        + "date '2011-12-02' as received_on, 'b' as _batch "
        + $"from range({count}) as row (i)";

    private static PublishOutcome Publish(TestLake lake)
    {
        var candidate = lake.Conform().Candidate;
        return Publisher.Publish(lake.Lake, candidate, lake.Check(candidate), "run", Token);
    }

    private static double Applications(TestLake lake, DateTimeOffset? asOf)
    {
        using var analysis = Analysis.Open(lake.Lake, Catalog, asOf);
        var request = new IndicatorRequest(["applications"], [], new Dictionary<string, string>(), "2011-12");
        return Assert.IsType<Figure.Value>(analysis.Query(request, Token).Rows[0].Figure).Number;
    }
}

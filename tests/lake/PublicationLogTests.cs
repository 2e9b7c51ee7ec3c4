namespace Maltall.Lake.Tests;

/// <summary>Readers see the last publication, or the one of a date.</summary>
public sealed class PublicationLogTests
{
    [Fact]
    public void A_publication_is_found_by_time()
    {
        using var lake = new TestLake();
        var log = new PublicationLog(lake.Lake);
        var first = log.Publish(Made("p1", lake.Clock.GetUtcNow()), CancellationToken.None);
        var same = log.Publish(Made("p2", lake.Clock.GetUtcNow()), CancellationToken.None);
        lake.Clock.Move(TimeSpan.FromDays(10));
        var last = log.Publish(Made("p3", lake.Clock.GetUtcNow()), CancellationToken.None);

        var fresh = new PublicationLog(lake.Fresh());

        Assert.Equal(["p1", "p2", "p3"], fresh.All().Select(one => one.PublicationId));
        Assert.Equal("p3", fresh.Latest()?.PublicationId);
        Assert.Equal("p1", fresh.AsOf(first.PublishedAt)?.PublicationId);
        Assert.Equal("p2", fresh.AsOf(last.PublishedAt.AddTicks(-10))?.PublicationId);
        Assert.True(same.PublishedAt > first.PublishedAt);
        Assert.Null(fresh.AsOf(first.PublishedAt.AddTicks(-10)));
        Assert.Equal(3, fresh.Latest()!.Versions["landed/a"]);
        Assert.Equal(new DateOnly(2012, 4, 30), fresh.Latest()!.DataUntil);
    }

    [Fact]
    public void The_same_publication_stands_once()
    {
        using var lake = new TestLake();
        var log = new PublicationLog(lake.Lake);
        var first = log.Publish(Made("p1", lake.Clock.GetUtcNow()), CancellationToken.None);
        lake.Clock.Move(TimeSpan.FromDays(1));

        var again = log.Publish(Made("p1", lake.Clock.GetUtcNow()), CancellationToken.None);

        Assert.Equal(first.PublishedAt, again.PublishedAt);
        Assert.Single(log.All());
    }

    [Fact]
    public void An_empty_lake_has_none()
    {
        using var lake = new TestLake();

        Assert.Null(new PublicationLog(lake.Lake).Latest());
        Assert.Null(new PublicationLog(lake.Lake).AsOf(DateTimeOffset.MaxValue));
    }

    private static Publication Made(string id, DateTimeOffset time) => new()
    {
        PublicationId = id,
        PublishedAt = time,
        RunId = "run",
        Versions = new Dictionary<string, long> { ["landed/a"] = 3, ["conformed/b"] = 0 },
        InputsHash = "abc",
        Synthetic = true,
        DataUntil = new DateOnly(2012, 4, 30),
    };
}

using Maltall.Lake.Forget;

namespace Maltall.Lake.Tests.Forget;

public sealed class VacuumTests
{
    private const string Name = "landed/vacuumed";

    [Fact]
    public void What_a_publication_names_stays_and_the_rest_goes()
    {
        using var lake = Filled(out var published);
        var before = published.Select(version => lake.Read(lake.Fresh().Table(Name).At(version))).ToList();
        var (newest, bytes) = (lake.Read(Name), Bytes(lake));

        var outcomes = new Vacuum(lake.Fresh()).Run(TimeSpan.Zero, isDry: false, CancellationToken.None);

        var outcome = Assert.Single(outcomes, one => one.Table == Name);
        Assert.True(outcome.Files > 0 && outcome.LogFiles > 0);
        Assert.Equal(bytes - outcomes.Sum(one => one.Bytes), Bytes(lake));
        Assert.Equal(before, published.Select(version => lake.Read(lake.Fresh().Table(Name).At(version))));
        Assert.Equal(newest, lake.Read(Name));
        Assert.Equal(newest, Judge.Read(lake.Fresh().Table(Name).Latest()!)[0]);
        Assert.Throws<UserError>(() => lake.Fresh().Table(Name).At(3));
    }

    [Fact]
    public void The_vacuumed_table_can_be_written_and_vacuumed_again()
    {
        using var lake = Filled(out _);
        new Vacuum(lake.Fresh()).Run(TimeSpan.Zero, isDry: false, CancellationToken.None);

        lake.Replace(Name, "select 3::bigint as id, 'again' as state", "id");
        var again = new Vacuum(lake.Fresh()).Run(TimeSpan.Zero, isDry: false, CancellationToken.None);

        Assert.Contains("3 | again", lake.Read(Name));
        Assert.NotEmpty(again);
        Assert.Empty(new Vacuum(lake.Fresh()).Run(TimeSpan.Zero, isDry: false, CancellationToken.None));
        Assert.Equal(lake.Read(Name), Judge.Read(lake.Fresh().Table(Name).Latest()!)[0]);
    }

    [Fact]
    public void A_version_that_was_the_newest_within_the_time_is_kept()
    {
        using var lake = new TestLake();
        lake.Replace(Name, "select 1::bigint as id, 'first' as state", "id");
        lake.Clock.Move(TimeSpan.FromDays(40));
        lake.Replace(Name, "select 1::bigint as id, 'second' as state", "id");
        lake.Clock.Move(TimeSpan.FromDays(20));
        lake.Replace(Name, "select 1::bigint as id, 'third' as state", "id");

        new Vacuum(lake.Fresh()).Run(TimeSpan.FromDays(30), isDry: false, CancellationToken.None);
        var kept = lake.Read(lake.Fresh().Table(Name).At(0));
        new Vacuum(lake.Fresh()).Run(TimeSpan.FromDays(10), isDry: false, CancellationToken.None);

        Assert.Equal(["1 | first"], kept);
        Assert.Equal(["1 | second"], lake.Read(lake.Fresh().Table(Name).At(1)));
        Assert.False(File.Exists(Path.Combine(
            lake.Lake.Table(Name).Folder, lake.Fresh().Table(Name).At(0).Files[0].Path)));
    }

    [Fact]
    public void A_dry_run_takes_nothing()
    {
        using var lake = Filled(out _);
        var bytes = Bytes(lake);

        var outcomes = new Vacuum(lake.Fresh()).Run(TimeSpan.Zero, isDry: true, CancellationToken.None);

        Assert.NotEmpty(outcomes);
        Assert.Equal(bytes, Bytes(lake));
    }

    [Fact]
    public void A_file_that_no_version_has_goes_when_it_is_a_day_old()
    {
        using var lake = Filled(out _);
        var folder = lake.Lake.Table(Name).Folder;
        var (old, young) = (Path.Combine(folder, "part-old.parquet"), Path.Combine(folder, "part-young.parquet"));
        File.WriteAllText(old, "left");
        File.WriteAllText(young, "about to be committed");
        File.SetLastWriteTimeUtc(old, File.GetLastWriteTimeUtc(young).AddDays(-2));

        new Vacuum(lake.Fresh()).Run(TimeSpan.FromDays(30), isDry: false, CancellationToken.None);

        Assert.False(File.Exists(old));
        Assert.True(File.Exists(young));
    }

    private static TestLake Filled(out long[] published)
    {
        var lake = new TestLake();
        for (var n = 0; n < 25; n++)
        {
            lake.Replace(Name, $"select {n % 6}::bigint as id, 'state {n}' as state", "id");
            lake.Clock.Move(TimeSpan.FromDays(1));
            if (n is 13 or 17)
            {
                new PublicationLog(lake.Lake).Publish(
                    new Publication
                    {
                        PublicationId = $"p-{n}",
                        PublishedAt = lake.Clock.GetUtcNow(),
                        RunId = "run",
                        Versions = new Dictionary<string, long> { [Name] = n },
                        InputsHash = $"{n}",
                        Synthetic = true,
                    },
                    CancellationToken.None);
            }
        }

        published = [13, 17];
        return lake;
    }

    private static long Bytes(TestLake lake) => Directory
        .EnumerateFiles(lake.Root, "*", SearchOption.AllDirectories).Sum(file => new FileInfo(file).Length);
}

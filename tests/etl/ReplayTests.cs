using Maltall.Etl.Forget;
using Maltall.Etl.Tests.Forget;
using Maltall.Lake;
using Xunit;

namespace Maltall.Etl.Tests;

public sealed class ReplayTests
{
    [Fact]
    public void Every_landed_table_comes_to_the_same_rows()
    {
        using var lake = new FilledLake();
        using var folder = new TemporaryFolder();

        var done = To(lake, folder, null);

        Assert.All(done, one => Assert.IsType<Replayed.Same>(one));
        Assert.Equal(FilledLake.Rows(lake.Fresh), FilledLake.Rows(Replayed(folder)));
        Assert.Equal(Batches(lake.Fresh), Batches(Replayed(folder)));
        Assert.Equal(Rejects(lake.Fresh), Rejects(Replayed(folder)));
    }

    [Fact]
    public void Up_to_an_earlier_instant_the_tables_are_what_they_were_then()
    {
        using var lake = new FilledLake();
        using var folder = new TemporaryFolder();
        var batches = lake.Inner.Log.Batches();
        var until = batches[batches.Count * 2 / 3].LandedAt;

        // A delivery is committed a little after the instant at which it is recorded to have come.
        var next = batches.First(batch => batch.LandedAt > until).LandedAt;
        To(lake, folder, until);

        Assert.Equal(FilledLake.Rows(lake.Fresh, next.AddMilliseconds(-1)), FilledLake.Rows(Replayed(folder)));
    }

    [Fact]
    public void Who_is_forgotten_stays_forgotten_and_the_rows_of_nobody_come_again()
    {
        using var lake = new FilledLake();
        using var folder = new TemporaryFolder();
        var asked = FilledLake.Numbers.Take(3).ToList();
        new PersonErasure(lake.Fresh, TestLake.Catalog, lake.Key).Forget(asked, CancellationToken.None);
        var contract = TestLake.Catalog.Find("bit_application");
        var later = lake.Inner.Beside("bit_soknad_2014-01.csv");
        var lines = FilledLake.Synthetic.Files(contract.Id).Take(8).SelectMany((file, at) =>
            File.ReadAllLines(file, System.Text.Encoding.Latin1).Skip(at == 0 ? 0 : 1));
        File.WriteAllText(later, string.Join('\n', lines), System.Text.Encoding.Latin1);
        lake.Inner.Land(contract, later);

        var done = To(lake, folder, null);

        Assert.All(done, one => Assert.IsType<Replayed.Same>(one));
        Assert.Equal(FilledLake.Rows(lake.Fresh), FilledLake.Rows(Replayed(folder)));
        Assert.Equal(Rejects(lake.Fresh), Rejects(Replayed(folder)));
        var sought = asked.Concat(asked.Select(lake.Pseudonym));
        Assert.Empty(new LakeSearch(folder.Path, lake.Key).Find([.. sought], TestContext.Current.CancellationToken));
    }

    [Fact]
    public void A_delivery_that_is_no_longer_kept_is_told()
    {
        using var lake = new FilledLake();
        using var folder = new TemporaryFolder();
        var lost = lake.Inner.Log.Batches("bit_eviction")[0];
        File.Delete(Path.Combine(lake.Inner.Lake.Root, "raw", lost.ContentHash[..2], $"{lost.ContentHash}.zst.enc"));

        var done = To(lake, folder, null);

        Assert.Equal(lost.BatchId, Assert.Single(done.OfType<Replayed.Gap>()).Batch.BatchId);
    }

    [Fact]
    public void A_folder_that_holds_something_is_refused()
    {
        using var lake = new FilledLake();
        using var folder = new TemporaryFolder();
        File.WriteAllText(Path.Combine(folder.Path, "mine"), "");

        Assert.Throws<UserError>(() => To(lake, folder, null));
    }

    private static List<Replayed> To(FilledLake lake, TemporaryFolder folder, DateTimeOffset? until)
    {
        var done = new List<Replayed>();
        new Replay(lake.Fresh, TestLake.Catalog, lake.Key)
            .To(folder.Path, until, done.Add, TestContext.Current.CancellationToken);
        return done;
    }

    private static DeltaLake Replayed(TemporaryFolder folder) => new(folder.Path, TimeProvider.System);

    private static IReadOnlyList<Batch> Batches(DeltaLake lake) =>
        [.. new Land.BatchLog(lake).Batches().OrderBy(batch => batch.BatchId, StringComparer.Ordinal)];

    private static IReadOnlyList<Reject> Rejects(DeltaLake lake) =>
        [.. FilledLake.Personal.SelectMany(contract => new Land.BatchLog(lake).Rejects(contract.Id))];
}

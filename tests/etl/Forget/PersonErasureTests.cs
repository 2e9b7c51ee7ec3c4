using Maltall.Etl.Forget;
using Maltall.Etl.Land;
using Maltall.Lake;
using Xunit;

namespace Maltall.Etl.Tests.Forget;

public sealed class PersonErasureTests
{
    private static readonly string[] Asked = [.. FilledLake.Numbers.Take(3)];

    [Fact]
    public void No_number_is_in_the_lake_in_plain_and_a_forgotten_one_is_nowhere()
    {
        using var lake = new FilledLake();
        var plain = lake.Holding(FilledLake.Numbers);
        Assert.All(plain, file => Assert.EndsWith(".zst.enc", file, StringComparison.Ordinal));

        var proof = Erasure(lake).Forget(Asked, CancellationToken.None);

        Assert.Empty(proof.FoundIn);
        Assert.True(proof.Record.IsComplete);
        Assert.True(proof.Record.Rows > 0 && proof.Deliveries > 0);
        var sought = Asked.Concat(Asked.Select(lake.Pseudonym));
        Assert.Empty(lake.Holding(sought));
        Assert.False(Directory.EnumerateFiles(lake.Inner.Lake.Root, "journal*", SearchOption.AllDirectories).Any());
    }

    [Fact]
    public void Every_version_keeps_its_rows_as_rows_of_nobody()
    {
        using var lake = new FilledLake();
        var before = Versions(lake.Fresh);

        Erasure(lake).Forget(Asked, CancellationToken.None);

        var after = Versions(lake.Fresh);
        Assert.Equal(before.Keys, after.Keys);
        Assert.All(before, version => Assert.Equal(Unlinked(version.Value), Unlinked(after[version.Key])));
        Assert.NotEqual(before.Values.SelectMany(rows => rows), after.Values.SelectMany(rows => rows));
    }

    [Fact]
    public void A_later_delivery_and_the_same_bytes_again_do_not_bring_the_person_back()
    {
        using var lake = new FilledLake();
        Erasure(lake).Forget(Asked, CancellationToken.None);
        var contract = TestLake.Catalog.Find("bit_application");
        var before = FilledLake.Rows(lake.Fresh);
        var old = FilledLake.Synthetic.Files(contract.Id).First(Holds);
        var again = lake.Inner.Beside("bit_soknad_2014-01.csv");
        File.WriteAllText(again, File.ReadAllText(old, System.Text.Encoding.Latin1) + "\n",
            System.Text.Encoding.Latin1);

        var same = lake.Inner.Land(contract, old)[0];
        var later = Assert.IsType<Reading.Accepted>(lake.Inner.Land(contract, again)[0]).Batch;

        Assert.IsType<Reading.AlreadyLanded>(same);
        Assert.Equal(Nobodies(before), Nobodies(FilledLake.Rows(lake.Fresh)));
        var left = Assert.Single(lake.Inner.Log.Rejects(contract.Id),
            reject => reject.BatchId == later.BatchId && reject.Rule == "person_is_forgotten");
        Assert.Equal(0, left.Row);
        Assert.Empty(lake.Holding(Asked));

        static IEnumerable<string> Nobodies(Dictionary<string, IReadOnlyList<string>> tables) =>
            tables["landed/bit_application"].Where(row => row.Contains("|~", StringComparison.Ordinal));
        static bool Holds(string file) =>
            Asked.Any(number => File.ReadAllText(file, System.Text.Encoding.Latin1).Contains(number));
    }

    [Fact]
    public void A_request_that_was_killed_goes_on_and_ends_as_one_that_was_not()
    {
        using var lake = new FilledLake();
        var before = Versions(lake.Fresh);
        var stopped = 0;

        // Cancels after a longer and longer time, as a kill would stop it.
        for (var milliseconds = 40; !Done(milliseconds); milliseconds *= 3)
        {
            stopped++;
            Assert.Equal(before.Values.Select(Unlinked), Versions(lake.Fresh).Values.Select(Unlinked));
        }

        Assert.True(stopped > 0);
        Assert.Empty(lake.Holding(Asked));
        Assert.Equal(before.Values.Select(Unlinked), Versions(lake.Fresh).Values.Select(Unlinked));
        Assert.Equal(JoinedPersons(lake), JoinedPersons(before));

        bool Done(int milliseconds)
        {
            using var cancel = new CancellationTokenSource();
            cancel.CancelAfter(milliseconds);
            try
            {
                var erasure = Erasure(lake);
                _ = erasure.IsOpen ? erasure.Finish(cancel.Token) : erasure.Forget(Asked, cancel.Token);
                return true;
            }
            catch (OperationCanceledException)
            {
                return false;
            }
        }
    }

    [Fact]
    public void What_is_no_number_is_refused_before_anything_is_done()
    {
        using var lake = new FilledLake();

        var error = Assert.Throws<UserError>(() => Erasure(lake).Forget(["12345678901"], CancellationToken.None));

        Assert.DoesNotContain("12345678901", error.Message, StringComparison.Ordinal);
        Assert.False(File.Exists(Path.Combine(lake.Inner.Lake.Root, "forgotten.sealed")));
    }

    [Fact]
    public void The_record_says_what_was_done_and_not_who()
    {
        using var lake = new FilledLake();

        var proof = Erasure(lake).Forget(Asked, CancellationToken.None);

        var kept = new ErasureLog(lake.Fresh).All();
        var record = Assert.Single(kept, one => one.Kind == "person");
        Assert.Equal(
            (3, proof.Record.Rows, proof.Record.FilesSha256), (record.Persons, record.Rows, record.FilesSha256));
        Assert.Equal(proof.Deliveries, kept.Count(one => one.Kind == "raw_person"));
        Assert.All(kept.Where(one => one.Kind == "raw_person"), one => Assert.NotEqual(one.ContentHash,
            one.NewContentHash));
        var raw = new RawStore(Path.Combine(lake.Inner.Lake.Root, "raw"));
        Assert.All(kept.Where(one => one.Kind == "raw_person"), one => Assert.True(raw.Find(one.ContentHash!)!
            .IsRedacted));
    }

    private static PersonErasure Erasure(FilledLake lake) => new(lake.Fresh, TestLake.Catalog, lake.Key);

    private static SortedDictionary<string, IReadOnlyList<string>> Versions(DeltaLake lake)
    {
        var versions = new SortedDictionary<string, IReadOnlyList<string>>(StringComparer.Ordinal);
        foreach (var table in FilledLake.Personal.Select(contract => lake.Table(contract.Table)))
        {
            foreach (var entry in table.History())
            {
                versions[$"{table.Name}@{entry.Version}"] =
                    TestLake.Rows($"from {table.At(entry.Version).ToSql()} order by _batch, _row");
            }
        }

        return versions;
    }

    // Pseudonyms and keys as one and the same, so that rows differ by what else they hold alone.
    private static IReadOnlyList<string> Unlinked(IReadOnlyList<string> rows) => [.. rows.Select(row =>
        string.Join('|', row.Split('|').Select(value => System.Text.RegularExpressions.Regex.IsMatch(value,
            "^(~?[0-9a-f]{31,32}|~[0-9a-f]{24}|[A-Z][0-9]{8})$") ? "x" : value)))];

    // How many rows each household has, over all tables: the shape of what can be joined.
    private static string JoinedPersons(FilledLake lake) => Joined(FilledLake.Rows(lake.Fresh).Values
        .SelectMany(rows => rows));

    private static string JoinedPersons(SortedDictionary<string, IReadOnlyList<string>> versions) => Joined(versions
        .GroupBy(one => one.Key.Split('@')[0]).SelectMany(group => group
            .MaxBy(one => int.Parse(one.Key.Split('@')[1], null)).Value));

    private static string Joined(IEnumerable<string> rows) => string.Join(',', rows
        .SelectMany(row => row.Split('|').Where(value => value.Length == 32))
        .GroupBy(value => value).Select(group => group.Count()).GroupBy(count => count).OrderBy(group => group.Key)
        .Select(group => $"{group.Key}x{group.Count()}"));
}

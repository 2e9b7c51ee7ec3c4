using System.Security.Cryptography;
using Maltall.Etl.Forget;
using Maltall.Etl.Land;
using Maltall.Lake;
using Maltall.Lake.Forget;
using Xunit;

namespace Maltall.Etl.Tests.Forget;

public sealed class LakeRekeyTests
{
    private static readonly CancellationToken Never = CancellationToken.None;

    [Fact]
    public void A_moved_lake_has_the_rows_of_one_that_was_landed_with_the_new_key()
    {
        using var lake = new FilledLake();
        using var anew = new TestLake();
        using var folder = new TemporaryFolder();
        var (before, key) = (FilledLake.Rows(lake.Fresh), PseudonymKey.FromFile(anew.KeyFile));
        foreach (var contract in FilledLake.Personal)
        {
            anew.Land(contract, [.. FilledLake.Synthetic.Files(contract.Id)]);
        }

        var proof = new LakeRekey(lake.Fresh, lake.Key, key).Run(acceptsLoss: false, Never);

        var replayed = new List<Replayed>();
        new Replay(lake.Fresh, TestLake.Catalog, key).To(folder.Path, null, replayed.Add, Never);
        Assert.Equal((0, true), (proof.Unlinked, proof.Persons > 100));
        Assert.NotEqual(before, FilledLake.Rows(lake.Fresh));
        Assert.Equal(FilledLake.Rows(anew.Lake), FilledLake.Rows(lake.Fresh));
        Assert.All(replayed, one => Assert.IsType<Replayed.Same>(one));
        Assert.Equal(FilledLake.Rows(anew.Lake), FilledLake.Rows(new DeltaLake(folder.Path, TimeProvider.System)));
    }

    [Fact]
    public void No_old_pseudonym_is_left_and_the_record_says_what_was_done()
    {
        using var lake = new FilledLake();
        var key = NewKey(lake);
        var old = FilledLake.Numbers.Select(lake.Pseudonym).ToList();
        Assert.NotEmpty(new LakeSearch(lake.Inner.Lake.Root, lake.Key).FindPseudonyms(old, Never));

        var proof = new LakeRekey(lake.Fresh, lake.Key, key).Run(acceptsLoss: false, Never);

        Assert.Empty(proof.FoundIn);
        Assert.Empty(new LakeSearch(lake.Inner.Lake.Root, key).FindPseudonyms(old, Never));
        var record = Assert.Single(new ErasureLog(lake.Fresh).All());
        Assert.Equal(("rekey", proof.Record.Rows, true), (record.Kind, record.Rows, record.IsComplete));
        Assert.True(record.Rows > 0 && record.Files > proof.Deliveries && proof.Deliveries > 0);
        Assert.Empty(Directory.EnumerateFiles(Path.Combine(lake.Inner.Lake.Root, ".forget")));
    }

    [Fact]
    public void The_old_key_is_refused_and_opens_nothing_any_more()
    {
        using var lake = new FilledLake();
        var key = NewKey(lake);

        new LakeRekey(lake.Fresh, lake.Key, key).Run(acceptsLoss: false, Never);

        var error = Assert.Throws<UserError>(() => lake.Inner.Open());
        Assert.Contains("not the one that the lake", error.What, StringComparison.Ordinal);
        Assert.All(new RawStore(Path.Combine(lake.Inner.Lake.Root, "raw")).All().Where(file => file.IsSealed), file =>
        {
            using var stream = RawStore.OpenRead(file, lake.Key.RawKey());
            Assert.ThrowsAny<CryptographicException>(() => stream.ReadByte());
        });
        Assert.Throws<UserError>(() => new LakeRekey(lake.Fresh, lake.Key, key).Run(acceptsLoss: false, Never));
    }

    [Fact]
    public void A_later_delivery_is_joined_to_the_earlier_rows_of_the_same_person()
    {
        using var lake = new FilledLake();
        var contract = TestLake.Catalog.Find("bit_application");
        var last = FilledLake.Synthetic.Files(contract.Id).Last();
        var later = lake.Inner.Beside("bit_soknad_2014-01.csv");
        File.WriteAllText(later, Renumbered(File.ReadAllText(last, System.Text.Encoding.Latin1)),
            System.Text.Encoding.Latin1);
        var key = NewKey(lake);
        new LakeRekey(lake.Fresh, lake.Key, key).Run(acceptsLoss: false, Never);

        using var ingest = new Ingest(lake.Fresh, TestLake.Catalog, key);
        var readings = new List<Reading>();
        ingest.Land(contract, [later], readings.Add, Never);

        var batch = Assert.IsType<Reading.Accepted>(readings[0]).Batch;
        var table = lake.Fresh.Table(contract.Table).Latest()!.ToSql();
        Assert.True(batch.Landed > 0);
        Assert.Equal("0", Assert.Single(TestLake.Rows($"""
            select count(*) from {table} where _batch = '{batch.BatchId}' and household_pseudonym not in
                (select household_pseudonym from {table} where _batch <> '{batch.BatchId}')
            """)));
    }

    [Fact]
    public void Who_is_forgotten_stays_forgotten()
    {
        using var lake = new FilledLake();
        var (asked, key) = (FilledLake.Numbers.Take(3).ToList(), NewKey(lake));
        new PersonErasure(lake.Fresh, TestLake.Catalog, lake.Key).Forget(asked, Never);
        var nobody = Nobodies(lake);

        new LakeRekey(lake.Fresh, lake.Key, key).Run(acceptsLoss: false, Never);

        Assert.NotEmpty(nobody);
        Assert.Equal(nobody, Nobodies(lake));
        var contract = TestLake.Catalog.Find("bit_application");
        var later = lake.Inner.Beside("bit_soknad_2014-01.csv");
        File.WriteAllLines(later, FilledLake.Synthetic.Files(contract.Id).SelectMany((file, at) =>
            File.ReadAllLines(file, System.Text.Encoding.Latin1).Skip(at == 0 ? 0 : 1)), System.Text.Encoding.Latin1);
        using (var ingest = new Ingest(lake.Fresh, TestLake.Catalog, key))
        {
            ingest.Land(contract, [later], _ => { }, Never);
        }

        Assert.Equal(nobody, Nobodies(lake));
        Assert.Contains(lake.Inner.Log.Rejects(contract.Id), reject => reject.Rule == "person_is_forgotten");
        Assert.Empty(new LakeSearch(lake.Inner.Lake.Root, key).Find(
            [.. asked, .. asked.Select(lake.Pseudonym), .. asked.Select(key.Pseudonym)], Never));
    }

    [Fact]
    public void Persons_whose_deliveries_are_gone_need_leave_and_stay_joined_to_each_other()
    {
        using var lake = new FilledLake();
        var key = NewKey(lake);
        foreach (var file in Directory.EnumerateFiles(
            Path.Combine(lake.Inner.Lake.Root, "raw"), "*.enc", SearchOption.AllDirectories).Order().Skip(3).ToList())
        {
            File.Delete(file);
        }

        var (before, rekey) = (Content(lake), new LakeRekey(lake.Fresh, lake.Key, key));
        var error = Assert.Throws<UserError>(() => rekey.Run(acceptsLoss: false, Never));
        Assert.Equal(before, Content(lake));
        var proof = rekey.Run(acceptsLoss: true, Never);

        Assert.InRange(proof.Unlinked, 1, proof.Persons - 1);
        Assert.Contains($"Of {proof.Unlinked} of {proof.Persons} persons", error.What, StringComparison.Ordinal);
        Assert.Empty(proof.FoundIn);
        Assert.Equal(before.Select(Joined), Content(lake).Select(Joined));
    }

    [Fact]
    public void Stopped_at_any_moment_it_refuses_others_and_ends_as_one_that_was_not_stopped()
    {
        using var whole = new FilledLake();
        using var lake = new FilledLake();
        var (key, left) = (NewKey(lake), lake.Key);
        new PersonErasure(lake.Fresh, TestLake.Catalog, left).Forget([FilledLake.Numbers[0]], Never);
        Copy(lake.Inner.Lake.Root, whole.Inner.Lake.Root);
        new LakeRekey(whole.Fresh, left, key).Run(acceptsLoss: false, Never);
        var stops = 0;
        for (var allowed = 0; !Ends(new LakeRekey(lake.Fresh, left, key) { Step = Allowed(allowed) }); stops++)
        {
            Assert.Contains("being moved", Assert.Throws<UserError>(() => lake.Inner.Open()).What,
                StringComparison.Ordinal);
            Assert.Throws<UserError>(() =>
                new LakeRekey(lake.Fresh, left, OtherKey(lake)).Run(acceptsLoss: false, Never));
            allowed += 1 + (allowed / 2);
        }

        Assert.True(stops > 5, $"stopped {stops} times only");
        Assert.Equal(Content(whole), Content(lake));
        Assert.Equal(whole.Fresh.TableNames(), lake.Fresh.TableNames());
        using var opened = new Ingest(lake.Fresh, TestLake.Catalog, key);
    }

    [Fact]
    public void A_stop_just_before_the_end_is_ended_with_either_key_in_the_settings()
    {
        using var lake = new FilledLake();
        var key = NewKey(lake);
        var mark = RewriteMark.Path(lake.Inner.Lake.Root);
        var last = new LakeRekey(lake.Fresh, lake.Key, key)
        {
            Step = () =>
            {
                if (KeyMark.Is(lake.Inner.Lake.Root, key))
                {
                    throw new OperationCanceledException();
                }
            },
        };
        Assert.False(Ends(new LakeRekey(lake.Fresh, lake.Key, key) { Step = Allowed(20) }));
        Assert.Contains("had", Assert.Throws<UserError>(() => new LakeRekey(lake.Fresh, key, key).Finish(Never)).What,
            StringComparison.Ordinal);
        Assert.False(Ends(last));
        var kept = Path.Combine(lake.Inner.Lake.Root, "kept"); // Beside the mark it would be swept with the rest.
        File.Copy(mark, kept);
        var id = new LakeRekey(lake.Fresh, lake.Key, key).Finish(Never)!.Record.ErasureId;
        File.Move(kept, mark);

        var again = new LakeRekey(lake.Fresh, key, key).Finish(Never);

        Assert.Equal(id, again!.Record.ErasureId);
        Assert.False(RewriteMark.IsSet(lake.Inner.Lake.Root));
    }

    [Fact]
    public void What_cannot_be_done_is_refused_before_anything_is_done()
    {
        using var lake = new FilledLake();
        var before = Content(lake);
        var sealedFile = Directory.EnumerateFiles(
            Path.Combine(lake.Inner.Lake.Root, "raw"), "*.enc", SearchOption.AllDirectories).First();
        var same = Assert.Throws<UserError>(() =>
            new LakeRekey(lake.Fresh, lake.Key, lake.Key).Run(acceptsLoss: false, Never));
        Assert.Contains("has already", same.What, StringComparison.Ordinal);
        var bytes = File.ReadAllBytes(sealedFile);
        bytes[^1] ^= 1;
        File.WriteAllBytes(sealedFile, bytes);

        var broken = Assert.Throws<UserError>(() =>
            new LakeRekey(lake.Fresh, lake.Key, NewKey(lake)).Run(acceptsLoss: true, Never));

        Assert.Contains("does not open", broken.What, StringComparison.Ordinal);
        Assert.False(RewriteMark.IsSet(lake.Inner.Lake.Root));
        Assert.Equal(before, Content(lake));
    }

    private static bool Ends(LakeRekey rekey)
    {
        try
        {
            return rekey.Run(acceptsLoss: false, Never).FoundIn.Count == 0;
        }
        catch (OperationCanceledException)
        {
            return false;
        }
    }

    // Stops as a kill would, after so many steps.
    private static Action Allowed(int steps) => () =>
    {
        if (steps-- == 0)
        {
            throw new OperationCanceledException();
        }
    };

    private static PseudonymKey NewKey(FilledLake lake) => Key(lake, "new.key");

    private static PseudonymKey OtherKey(FilledLake lake) => Key(lake, "other.key");

    private static PseudonymKey Key(FilledLake lake, string name)
    {
        var file = lake.Inner.Beside(name);
        File.WriteAllBytes(file, RandomNumberGenerator.GetBytes(32));
        return PseudonymKey.FromFile(file);
    }

    // New applications by the same persons.
    private static string Renumbered(string text) =>
        System.Text.RegularExpressions.Regex.Replace(text, "(?<=[A-Z])([0-9])([0-9]{7})(?![0-9])", "9$2");

    private static IReadOnlyList<string> Nobodies(FilledLake lake) => TestLake.Rows(
        $"select * from {lake.Fresh.Table("landed/bit_application").Latest()!.ToSql()} "
        + "where starts_with(household_pseudonym, '~') order by all");

    /// <summary>Every row of every version, in order.</summary>
    private static List<IReadOnlyList<string>> Content(FilledLake lake) =>
    [
        .. FilledLake.Personal.Select(contract => lake.Fresh.Table(contract.Table)).SelectMany(table =>
            table.History().Select(entry =>
                TestLake.Rows($"from {table.At(entry.Version).ToSql()} order by _batch, _row"))),
    ];

    // Each pseudonym as the place where it stands first, so that what is left is who is the same as whom.
    private static IReadOnlyList<string> Joined(IReadOnlyList<string> rows)
    {
        var seen = new Dictionary<string, int>(StringComparer.Ordinal);
        return [.. rows.Select(row => System.Text.RegularExpressions.Regex.Replace(row,
            @"(?<=^|\|)[0-9a-f]{32}(?=\||$)",
            match => seen.TryGetValue(match.Value, out var at) ? $"#{at}" : $"#{seen[match.Value] = seen.Count}"))];
    }

    private static void Copy(string from, string to)
    {
        Directory.Delete(to, recursive: true);
        foreach (var file in Directory.EnumerateFiles(from, "*", SearchOption.AllDirectories))
        {
            var target = Path.Combine(to, Path.GetRelativePath(from, file));
            Directory.CreateDirectory(Path.GetDirectoryName(target)!);
            File.Copy(file, target);
        }
    }
}

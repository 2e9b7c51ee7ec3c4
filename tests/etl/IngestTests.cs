using System.Security.Cryptography;
using System.Text;
using Maltall.Etl.Land;
using Maltall.Lake;
using Xunit;

namespace Maltall.Etl.Tests;

public sealed class IngestTests
{
    private static readonly DeliveryCase Corrected = new("corrected_redelivery");

    [Fact]
    public void The_pseudonym_is_the_hmac_of_the_number()
    {
        using var lake = new TestLake();
        string[] numbers = [.. Corrected.Secrets.Where(secret => secret.All(char.IsAsciiDigit))];

        lake.Land(Corrected.Contract, Corrected.Files);

        var pseudonyms = TestLake.Rows($"select household_pseudonym from {lake.Landed(Corrected.Contract)}");
        Assert.Equal(numbers.Select(number => DeliveryCase.Pseudonym(lake.Secret, number)).Order(), pseudonyms.Order());
    }

    [Theory]
    [InlineData(32)]
    [InlineData(64)]
    [InlineData(100)]
    public void A_key_of_any_length_gives_the_hmac_of_that_key(int length)
    {
        using var lake = new TestLake();
        var secret = RandomNumberGenerator.GetBytes(length);
        File.WriteAllBytes(lake.KeyFile, secret);

        lake.Land(Corrected.Contract, Corrected.Files[0]);

        var number = Corrected.Secrets.First(one => one.All(char.IsAsciiDigit));
        Assert.Contains(DeliveryCase.Pseudonym(secret, number),
            TestLake.Rows($"select household_pseudonym from {lake.Landed(Corrected.Contract)}"));
    }

    [Fact]
    public void Another_key_is_refused_and_a_short_one_too()
    {
        using var lake = new TestLake();
        lake.Land(Corrected.Contract, Corrected.Files[0]);

        File.WriteAllBytes(lake.KeyFile, RandomNumberGenerator.GetBytes(32));
        var other = Assert.Throws<UserError>(() => lake.Open());
        File.WriteAllBytes(lake.KeyFile, new byte[31]);
        var shorter = Assert.Throws<UserError>(() => lake.Open());

        Assert.Contains("not the one", other.What, StringComparison.Ordinal);
        Assert.Contains("31 bytes", shorter.What, StringComparison.Ordinal);
    }

    [Fact]
    public void Raw_bytes_of_persons_open_with_the_key_alone()
    {
        using var lake = new TestLake();
        lake.Land(Corrected.Contract, Corrected.Files[0]);
        var batch = lake.Log.Batches()[0];
        var raw = new RawStore(Path.Combine(lake.Lake.Root, "raw"));
        var key = PseudonymKey.FromFile(lake.KeyFile).RawKey();

        Assert.Equal(File.ReadAllBytes(Corrected.Files[0]), raw.Open(batch.ContentHash, key));
        Assert.ThrowsAny<CryptographicException>(() => raw.Open(batch.ContentHash, new byte[32]));
        Assert.Empty(Directory.GetFiles(Path.Combine(lake.Lake.Root, "raw"), "*.zst", SearchOption.AllDirectories));
    }

    [Fact]
    public void Raw_bytes_that_were_cut_or_changed_do_not_open()
    {
        using var folder = new TemporaryFolder();
        var file = Path.Combine(folder.Path, "big");
        var bytes = RandomNumberGenerator.GetBytes((3 << 20) + 17);
        File.WriteAllBytes(file, bytes);
        var hash = Convert.ToHexStringLower(SHA256.HashData(bytes));
        var key = RandomNumberGenerator.GetBytes(32);
        var raw = new RawStore(folder.Path);
        raw.Keep(file, hash, key);
        var kept = Directory.GetFiles(folder.Path, "*.enc", SearchOption.AllDirectories)[0];
        var whole = File.ReadAllBytes(kept);
        Assert.Equal(bytes, raw.Open(hash, key));

        File.WriteAllBytes(kept, whole[..(8 + (2 * (4 + (1 << 20) + 16)))]);
        Assert.ThrowsAny<CryptographicException>(() => raw.Open(hash, key));
        whole[^20] ^= 1;
        File.WriteAllBytes(kept, whole);
        Assert.ThrowsAny<CryptographicException>(() => raw.Open(hash, key));
    }

    [Theory]
    [InlineData("corrected_redelivery")]
    [InlineData("identical_rows_in_another_file")]
    [InlineData("corrected_and_corrected_back")]
    [InlineData("broken_values")]
    [InlineData("same_key_different_content")]
    public void A_landing_that_was_not_recorded_comes_to_the_same_end_when_done_again(string name)
    {
        var one = new DeliveryCase(name);
        using var lake = new TestLake();
        var readings = lake.Land(one.Contract, one.Files);
        var rows = TestLake.Rows($"from {lake.Landed(one.Contract)} order by all");
        var rejects = lake.Log.Rejects(one.Contract.Id);
        var batch = lake.Lake.Table("operations/batch");
        Directory.Delete(batch.Folder, recursive: true);

        var again = lake.Land(one.Contract, one.Files);

        Assert.Equal(readings.Select(DeliveryCase.Outcome), again.Select(DeliveryCase.Outcome));
        Assert.Equal(rows, TestLake.Rows($"from {lake.Landed(one.Contract)} order by all"));
        Assert.Equal(rejects, lake.Log.Rejects(one.Contract.Id));
        Assert.Equal(one.Files.Count, lake.Log.Batches().Count);
    }

    /// <summary>
    /// The second file says what the first said, and the third corrects it; all three landed, none was recorded. Taken
    /// again in their order, the second must not win over the third.
    /// </summary>
    [Fact]
    public void A_repetition_that_was_not_recorded_does_not_win_over_a_later_correction()
    {
        var first = Corrected.Files[0];
        using var lake = new TestLake();
        var same = lake.Beside("bit_soknad_2012-05.csv");
        File.WriteAllText(same, File.ReadAllText(first).TrimEnd('\n') + "\r\n");
        string[] files = [first, same, Corrected.Files[1]];
        var readings = lake.Land(Corrected.Contract, files);
        var rows = TestLake.Rows($"from {lake.Landed(Corrected.Contract)} order by all");
        Directory.Delete(lake.Lake.Table("operations/batch").Folder, recursive: true);

        var again = lake.Land(Corrected.Contract, files);

        Assert.Equal(0, Assert.IsType<Reading.Accepted>(readings[1]).Batch.Landed);
        Assert.Equal(readings.Select(DeliveryCase.Outcome), again.Select(DeliveryCase.Outcome));
        Assert.Equal(rows, TestLake.Rows($"from {lake.Landed(Corrected.Contract)} order by all"));
    }

    [Fact]
    public void Copies_that_a_killed_process_left_are_taken_away()
    {
        using var lake = new TestLake();
        var left = Directory.CreateDirectory(Path.Combine(lake.Lake.Root, ".staging", "ingest-dead")).FullName;
        File.WriteAllText(Path.Combine(left, ".lock"), "");
        File.WriteAllText(Path.Combine(left, "copy.csv"), "personal");

        using (lake.Open())
        {
            using var other = lake.Open();

            Assert.False(Directory.Exists(left));
            Assert.Equal(2, Directory.GetDirectories(Path.GetDirectoryName(left)!).Length);
        }

        Assert.Empty(Directory.GetDirectories(Path.GetDirectoryName(left)!));
    }

    [Fact]
    public void A_landed_delivery_leaves_the_inbox_and_a_refused_one_stays()
    {
        using var lake = new TestLake();
        var inbox = Directory.CreateDirectory(Path.Combine(lake.Lake.Root, "inbox/bit_application")).FullName;
        File.Copy(Corrected.Files[0], Path.Combine(inbox, "bit_soknad_2012-03.csv"));
        File.WriteAllText(Path.Combine(inbox, "bit_soknad_2012-04.csv"), "x;y\n", Encoding.UTF8);

        foreach (var _ in new[] { 1, 2 })
        {
            using var ingest = lake.Open();
            ingest.Land(Corrected.Contract, Inbox.Waiting(lake.Lake.Root, Corrected.Contract), _ =>
                { }, CancellationToken.None);
        }

        Assert.Equal(["bit_soknad_2012-04.csv"], Directory.GetFiles(inbox).Select(Path.GetFileName));
        Assert.Equal(["2012-03", "2012-04"], lake.Log.Batches().Select(batch => batch.Period).Order());
    }
}

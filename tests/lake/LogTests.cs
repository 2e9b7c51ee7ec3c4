using System.Globalization;
using Maltall.Lake.Log;

namespace Maltall.Lake.Tests;

/// <summary>The log gives every version back, whatever stands in its folder.</summary>
public sealed class LogTests
{
    private const string Name = "landed/sample";

    [Fact]
    public void A_version_and_a_moment_can_be_read_again()
    {
        using var lake = new TestLake();
        var table = lake.Lake.Table(Name);
        var start = lake.Clock.GetUtcNow();
        for (var n = 0; n < 25; n++)
        {
            lake.Append(Name, $"select {n}::bigint as n");
            lake.Clock.Move(TimeSpan.FromHours(1));
        }

        Assert.All(Enumerable.Range(0, 25), n =>
        {
            Assert.Equal(n + 1, lake.Fresh().Table(Name).At(n).Rows);
            Assert.Equal(n, table.At(start.AddHours(n))!.Version);
            Assert.Equal(n, table.At(start.AddHours(n).AddMinutes(59))!.Version);
        });
        Assert.Null(table.At(start.AddMilliseconds(-1)));
        Assert.Throws<UserError>(() => table.At(25));
        Assert.Throws<UserError>(() => lake.Lake.Table("landed/none").At(0));
        Assert.Null(lake.Lake.Table("landed/none").Latest());
    }

    [Fact]
    public void Time_goes_forward_when_the_clock_does_not()
    {
        using var lake = new TestLake();
        lake.Append(Name, "select 1::bigint as n");
        lake.Append(Name, "select 2::bigint as n");
        lake.Clock.Move(TimeSpan.FromDays(-1));
        lake.Append(Name, "select 3::bigint as n");

        var times = lake.Fresh().Table(Name).History().Select(entry => entry.Timestamp).ToList();
        Assert.Equal([times[0], times[0].AddMilliseconds(1), times[0].AddMilliseconds(2)], times);
    }

    [Fact]
    public void The_history_has_what_the_writer_noted()
    {
        using var lake = new TestLake();
        var note = new Dictionary<string, string> { ["batch"] = "bit-æ" };
        lake.Writer(Name).Append(new Write("select 1::bigint as n", [], null, note), CancellationToken.None);

        var entry = Assert.Single(lake.Fresh().Table(Name).History());
        Assert.Equal("WRITE", entry.Operation);
        Assert.Equal(note, entry.Note);
    }

    [Fact]
    public void A_checkpoint_stands_in_for_commits_that_are_gone()
    {
        using var lake = Filled(45, out var log);
        Enumerable.Range(0, 40).ToList().ForEach(version => File.Delete(LogNames.Commit(log, version)));

        Assert.Equal(45, lake.Read(Name).Count);
        Assert.Equal(44, lake.Fresh().Table(Name).At(43).Rows);
        Assert.True(lake.Fresh().Table(Name).Latest()!.HasApplied("first"));
        Assert.Throws<UserError>(() => lake.Fresh().Table(Name).At(5));
        Assert.Throws<UserError>(() => lake.Fresh().Table(Name).At(DateTimeOffset.UnixEpoch));
        lake.Append(Name, "select -1::bigint as n");
        Assert.Equal(46, lake.Read(Name).Count);
    }

    [Theory]
    [InlineData("torn")]
    [InlineData("empty")]
    [InlineData("other")]
    public void A_broken_checkpoint_is_passed_over(string how)
    {
        using var lake = Filled(45, out var log);
        var checkpoint = LogNames.Checkpoint(log, 40);
        var content = File.ReadAllBytes(checkpoint);
        switch (how)
        {
            case "torn":
                File.WriteAllBytes(checkpoint, content[..(content.Length / 2)]);
                break;
            case "empty":
                File.WriteAllBytes(checkpoint, []);
                break;
            default:
                File.Copy(lake.Lake.Table(Name).Latest()!.Files.Select(file => Path.Combine(
                    lake.Lake.Table(Name).Folder, file.Path)).First(), checkpoint, overwrite: true);
                break;
        }

        Assert.Equal(45, lake.Read(Name).Count);
        Assert.Equal(41, lake.Fresh().Table(Name).At(40).Rows);
        Enumerable.Range(0, 30).ToList().ForEach(version => File.Delete(LogNames.Commit(log, version)));
        Assert.Equal(45, lake.Read(Name).Count);
    }

    [Fact]
    public void Foreign_files_in_the_log_are_left_alone()
    {
        using var lake = Filled(3, out var log);
        string[] foreign =
        [
            "00000000000000000007.json.tmp", ".00000000000000000003.json.crc", "notes.json", "_last_checkpoint",
            "00000000000000000003.checkpoint.0000000001.0000000002.parquet", ".f00.tmp", "x000000000000000000003.json",
        ];
        Array.ForEach(foreign, name => File.WriteAllText(Path.Combine(log, name), "rubbish"));
        Directory.CreateDirectory(Path.Combine(log, "_sidecars"));

        Assert.Equal(3, lake.Read(Name).Count);
        lake.Append(Name, "select 9::bigint as n");
        Assert.Equal(4, lake.Read(Name).Count);
    }

    [Fact]
    public void A_table_of_a_later_reader_is_refused()
    {
        using var lake = Filled(1, out var log);
        File.WriteAllText(LogNames.Commit(log, 1), """
            {"commitInfo":{"timestamp":1,"operation":"UPGRADE"}}
            {"protocol":{"minReaderVersion":3,"minWriterVersion":7,"readerFeatures":["deletionVectors"]}}
            """);

        var error = Assert.Throws<UserError>(() => lake.Fresh().Table(Name).Latest());
        Assert.Contains("version 3", error.What, StringComparison.Ordinal);
        Assert.Equal(0, lake.Fresh().Table(Name).At(0).Version);
    }

    [Fact]
    public void A_table_of_a_later_writer_is_read_and_not_written()
    {
        using var lake = Filled(1, out var log);
        File.WriteAllText(LogNames.Commit(log, 1), """{"protocol":{"minReaderVersion":1,"minWriterVersion":4}}""");

        Assert.Single(lake.Read(Name));
        Assert.Throws<UserError>(() => lake.Append(Name, "select 1::bigint as n"));
    }

    [Fact]
    public void A_file_of_another_writer_is_read_by_its_partition_values()
    {
        using var lake = new TestLake();
        lake.Lake.Table(Name).Create(
            [new("n", ColumnType.Long), new("late", ColumnType.Text), new("part", ColumnType.Text)],
            ["part"],
            CancellationToken.None);
        var folder = lake.Lake.Table(Name).Folder;
        var file = Path.Combine(folder, "a b.parquet").Replace("'", "''", StringComparison.Ordinal);
        lake.Query($"copy (select 1::integer as n) to '{file}'", _ => 0);
        File.WriteAllText(LogNames.Commit(Path.Combine(folder, "_delta_log"), 1), """
            {"add":{"path":"a%20b.parquet","partitionValues":{"part":"Å"},"size":1,"dataChange":true}}
            """);
        lake.Append(Name, "select 2::bigint as n, 'x' as late, 'Å' as part");

        Assert.Equal(["1 | ∅ | Å", "2 | x | Å"], lake.Read(Name));
        Assert.Null(lake.Fresh().Table(Name).Latest()!.Rows);
        lake.Replace(Name, "select 1::bigint as n, 'y' as late, 'Å' as part", "n");
        Assert.Equal(["1 | y | Å", "2 | x | Å"], lake.Read(Name));
    }

    [Fact]
    public void A_table_that_is_removed_and_made_anew_is_not_mixed_up()
    {
        using var lake = Filled(3, out _);
        Directory.Delete(lake.Lake.Table(Name).Folder, recursive: true);
        Assert.False(lake.Lake.Table(Name).Exists);

        lake.Append(Name, "select 'other' as text");

        Assert.Equal(["other"], lake.Read(lake.Lake.Table(Name).Latest()!));
    }

    [Fact]
    public void Only_one_of_many_gets_a_name()
    {
        using var lake = Filled(1, out var log);
        var path = LogNames.Commit(log, 7);

        var won = 0;
        Parallel.For(0, 32, writer =>
        {
            var content = System.Text.Encoding.UTF8.GetBytes(writer.ToString(CultureInfo.InvariantCulture));
            if (Disk.PutIfAbsent(path, content, DateTimeOffset.UnixEpoch))
            {
                Interlocked.Increment(ref won);
            }
        });

        Assert.Equal(1, won);
        Assert.Empty(Directory.GetFiles(log, "*.tmp"));
    }

    [Fact]
    public void Only_one_of_many_gets_a_name_where_files_cannot_be_linked()
    {
        using var lake = Filled(1, out var log);
        var path = LogNames.Commit(log, 7);

        var won = 0;
        Parallel.For(0, 16, _ =>
        {
            var temporary = Disk.TemporaryName(path);
            File.WriteAllText(temporary, "content");
            if (Disk.PublishUnderLock(temporary, path))
            {
                Interlocked.Increment(ref won);
            }
        });

        Assert.Equal(1, won);
    }

    private static TestLake Filled(int commits, out string log)
    {
        var lake = new TestLake();
        lake.Writer(Name).Append(TestLake.Once("select 0::bigint as n", "first"), CancellationToken.None);
        for (var n = 1; n < commits; n++)
        {
            lake.Append(Name, $"select {n}::bigint as n");
        }

        log = Path.Combine(lake.Lake.Table(Name).Folder, "_delta_log");
        return lake;
    }
}

using Maltall.Lake.Forget;

namespace Maltall.Lake.Tests.Forget;

public sealed class TableErasureTests
{
    private const string Name = "landed/household";

    private static readonly Dictionary<string, IReadOnlyDictionary<string, string>> Values = new()
    {
        ["household_pseudonym"] = new Dictionary<string, string> { ["p-3"] = "~x" },
        ["case_id"] = new Dictionary<string, string> { ["K0003"] = "~1", ["K0013"] = "~2" },
    };

    [Fact]
    public void A_value_is_gone_from_every_version_and_nothing_else_has_changed()
    {
        using var lake = Filled();
        var before = Versions(lake);

        var outcome = new TableErasure(lake.Fresh().Table(Name), lake.Connection).Replace(Values, () => { });

        Assert.Equal(before.Select(Erased), Versions(lake));
        Assert.True(outcome.Rows >= 2);
        Assert.NotEmpty(outcome.Rewritten);
        Assert.DoesNotContain(Everything(lake), text => text.Contains("K0003", StringComparison.Ordinal));
        Assert.Equal(lake.Read(Name), Judge.Read(lake.Fresh().Table(Name).Latest()!)[0]);
        Assert.All(Values["case_id"].Keys, id => Assert.False(InLog(lake, id)));
    }

    [Fact]
    public void Versions_and_their_times_stay()
    {
        using var lake = Filled();
        var before = lake.Fresh().Table(Name).History();

        new TableErasure(lake.Fresh().Table(Name), lake.Connection).Replace(Values, () => { });

        var after = lake.Fresh().Table(Name).History();
        Assert.Equal(
            before.Select(one => (one.Version, one.Timestamp)), after.Select(one => (one.Version, one.Timestamp)));
    }

    [Fact]
    public void Stopped_at_any_step_every_version_reads_right_and_the_next_try_ends_it()
    {
        using var lake = Filled();
        var before = Versions(lake);
        var erased = before.Select(Erased).ToList();

        // Each try gets one step further than the last, and begins in what the last one left.
        for (var allowed = 0; ; allowed++)
        {
            var steps = 0;
            try
            {
                new TableErasure(lake.Fresh().Table(Name), lake.Connection)
                    .Replace(Values, () => Step(ref steps, allowed));
                break;
            }
            catch (Stop)
            {
                Assert.Equal(erased, Versions(lake).Select(Erased));
            }
        }

        Assert.Equal(erased, Versions(lake));
        Assert.DoesNotContain(Everything(lake), text => text.Contains("K0003", StringComparison.Ordinal));
    }

    [Fact]
    public void What_a_killed_writer_left_is_taken_away()
    {
        using var lake = Filled();
        var left = Path.Combine(lake.Lake.Table(Name).Folder, "tmp_part-left.zstd.parquet");
        File.WriteAllText(left, "half a file with p-3");

        new TableErasure(lake.Fresh().Table(Name), lake.Connection).Replace(Values, () => { });

        Assert.False(File.Exists(left));
    }

    [Fact]
    public void A_table_that_another_object_has_open_is_read_anew()
    {
        using var lake = Filled();
        var open = lake.Fresh().Table(Name);
        var before = lake.Read(open.Latest()!);

        new TableErasure(lake.Fresh().Table(Name), lake.Connection).Replace(Values, () => { });

        Assert.Equal(Erased(before), lake.Read(open.Latest()!));
    }

    private static void Step(ref int steps, int allowed)
    {
        if (steps++ >= allowed)
        {
            throw new Stop();
        }
    }

    private static TestLake Filled()
    {
        var lake = new TestLake();
        lake.Lake.Table(Name).Create(
            [
                new("case_id", ColumnType.Text), new("household_pseudonym", ColumnType.Text),
                new("year", ColumnType.Long), new("amount", ColumnType.Long),
            ],
            ["year"],
            CancellationToken.None);
        for (var batch = 0; batch < 11; batch++)
        {
            lake.Replace(Name, $"""
                select 'K' || lpad((id + {2 * batch})::varchar, 4, '0') as case_id, 'p-' || (id + {2 * batch}) % 10
                    as household_pseudonym, 2010 + id % 2 as year, {batch}::bigint as amount
                from range(6) r(id)
                """, "case_id");
            if (batch == 8)
            {
                lake.Writer(Name).Compact(2, CancellationToken.None);
            }
        }

        return lake;
    }

    private static List<IReadOnlyList<string>> Versions(TestLake lake)
    {
        var table = lake.Fresh().Table(Name);
        return [.. table.History().Select(entry => lake.Read(table.At(entry.Version)))];
    }

    private static IReadOnlyList<string> Erased(IReadOnlyList<string> rows) => TestLake.Sorted(rows.Select(row => row
        .Replace("K0003", "~1", StringComparison.Ordinal).Replace("K0013", "~2", StringComparison.Ordinal)
        .Replace("p-3", "~x", StringComparison.Ordinal)));

    // Every value of every data file on the disk, named by a version or not.
    private static IEnumerable<string> Everything(TestLake lake) => Directory
        .EnumerateFiles(lake.Lake.Table(Name).Folder, "*.parquet", SearchOption.AllDirectories)
        .SelectMany(file => lake.Query(
            $"select to_json(row)::varchar from read_parquet({Files.Sql.Source(file)}) row",
            reader => reader.GetString(0)));

    private static bool InLog(TestLake lake, string text) => Directory
        .EnumerateFiles(Path.Combine(lake.Lake.Table(Name).Folder, "_delta_log"), "*.json")
        .Any(file => File.ReadAllText(file).Contains(text, StringComparison.Ordinal));

    private sealed class Stop : Exception;
}

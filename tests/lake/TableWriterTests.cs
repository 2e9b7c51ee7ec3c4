using Maltall.Lake.Log;

namespace Maltall.Lake.Tests;

/// <summary>Rows that are written are the rows that are read.</summary>
public sealed class TableWriterTests
{
    private const string Name = "landed/sample";

    [Fact]
    public void The_first_append_makes_the_table()
    {
        using var lake = new TestLake();

        var outcome = lake.Writer(Name).Append(
            TestLake.Rows("select 1 as number, 'æ' as name"), CancellationToken.None);

        Assert.Equal(new CommitOutcome.Committed(0, 1), outcome);
        Assert.Equal(["1 | æ"], lake.Read(Name));
        Assert.Equal([Name], lake.Fresh().TableNames());
    }

    [Fact]
    public void A_transaction_is_applied_once()
    {
        using var lake = new TestLake();
        lake.Append(Name, "select 1::bigint as n");

        var first = lake.Writer(Name).Append(TestLake.Once("select 2::bigint as n", "batch a"), CancellationToken.None);
        lake.Append(Name, "select 3::bigint as n");
        var again = TestLake.Once("select 7::bigint as n", "batch a");
        var second = lake.Writer(Name).Append(again, CancellationToken.None);

        Assert.Equal(new CommitOutcome.Committed(1, 1), first);
        Assert.Equal(new CommitOutcome.AlreadyApplied(1), second);
        Assert.Equal(["1", "2", "3"], lake.Read(Name));
        Assert.True(lake.Fresh().Table(Name).Latest()!.HasApplied("batch a"));
        Assert.False(lake.Fresh().Table(Name).At(0).HasApplied("batch a"));
    }

    [Fact]
    public void A_replacement_by_key_rewrites_only_files_that_hold_the_key()
    {
        using var lake = new TestLake();
        for (var n = 0; n < 3; n++)
        {
            lake.Append(Name, $"select id, 'old' as state from range({n * 10}, {n * 10 + 10}) r(id)");
        }

        var before = lake.Lake.Table(Name).Latest()!.Files.Select(file => file.Path).ToList();
        var outcome = lake.Writer(Name).ReplaceByKey(
            TestLake.Rows("select 12::bigint as id, 'new' as state union all select 99, 'new'", "id"),
            CancellationToken.None);

        var after = lake.Fresh().Table(Name).Latest()!;
        Assert.Equal(new CommitOutcome.Committed(3, 2), outcome);
        Assert.Equal([before[0], before[2]], after.Files.Select(file => file.Path).Intersect(before));
        Assert.Equal(31, after.Rows);
        Assert.Equal(
            ["12 | new", "99 | new"],
            lake.Read(after).Where(row => row.EndsWith("new", StringComparison.Ordinal)));
    }

    [Fact]
    public void A_key_without_value_is_replaced_too()
    {
        using var lake = new TestLake();
        lake.Append(Name, "select 'a' as part, null::bigint as n, 1::bigint as v union all select 'a', 1, 1");

        lake.Replace(Name, "select 'a' as part, null::bigint as n, 2::bigint as v", "part", "n");

        Assert.Equal(["a | 1 | 1", "a | ∅ | 2"], lake.Read(Name));
    }

    [Theory]
    [InlineData("'{0:d40}'", "varchar")]
    [InlineData("date '2012-01-01' + {0}", "date")]
    [InlineData("timestamptz '2012-01-01 00:00:00.000001+00' + to_microseconds({0})", "timestamptz")]
    [InlineData("{0} / 100.0", "decimal(18,2)")]
    [InlineData("{0} * 0.1", "double")]
    public void Every_type_can_be_a_key(string expression, string type)
    {
        using var lake = new TestLake();
        for (var n = 1; n <= 3; n++)
        {
            lake.Append(Name, $"select cast({string.Format(null, expression, n)} as {type}) as k, 'old' as v");
        }

        lake.Replace(Name, $"select cast({string.Format(null, expression, 2)} as {type}) as k, 'new' as v", "k");

        Assert.Equal(["new", "old", "old"], lake.Read(Name).Select(row => row[^3..]).Order());
        Assert.Equal(3, lake.Lake.Table(Name).Latest()!.Files.Count);
    }

    [Fact]
    public void Nothing_to_change_makes_no_version()
    {
        using var lake = new TestLake();
        lake.Append(Name, "select 1::bigint as n");
        var writer = lake.Writer(Name);
        var none = TestLake.Rows("select 1::bigint as n where false", "n");

        Assert.Equal(new CommitOutcome.AlreadyApplied(0), writer.ReplaceByKey(none, CancellationToken.None));
        Assert.Equal(new CommitOutcome.AlreadyApplied(0), writer.Append(none, CancellationToken.None));
        Assert.Equal(1, TestLake.Version(writer.ReplaceAll(none, CancellationToken.None)));
        Assert.Equal(new CommitOutcome.AlreadyApplied(1), writer.ReplaceAll(none, CancellationToken.None));
        Assert.Empty(lake.Read(Name));
    }

    [Fact]
    public void Replacing_all_takes_the_columns_of_the_select()
    {
        using var lake = new TestLake();
        lake.Append(Name, "select 1::bigint as n, 'a' as gone");

        lake.Writer(Name).ReplaceAll(TestLake.Rows("select 'b' as n, true as fresh"), CancellationToken.None);

        Assert.Equal(["b | true"], lake.Read(Name));
        Assert.Equal(["1 | a"], lake.Read(lake.Fresh().Table(Name).At(0)));
    }

    [Fact]
    public void Replacing_partitions_leaves_the_others()
    {
        using var lake = new TestLake();
        lake.Lake.Table(Name).Create(
            [new("name", ColumnType.Text), new("n", ColumnType.Long)], ["name"], CancellationToken.None);
        lake.Append(Name, "select * from (values ('a b', 1), ('a b', 2), (null, 3), ('ø', 4)) t(name, n)");

        lake.Writer(Name).ReplacePartitions(
            TestLake.Rows("select * from (values ('a b', 10), (null, 30)) t(name, n)"), CancellationToken.None);

        Assert.Equal(["a b | 10", "ø | 4", "∅ | 30"], lake.Read(Name));
    }

    [Fact]
    public void A_new_column_is_empty_in_old_rows()
    {
        using var lake = new TestLake();
        lake.Append(Name, "select 1::bigint as n");
        lake.Append(Name, "select 'x' as added, 2::bigint as n");
        lake.Append(Name, "select 3::bigint as n");

        Assert.Equal(["1 | ∅", "2 | x", "3 | ∅"], lake.Read(Name));
        Assert.Equal(["1"], lake.Read(lake.Fresh().Table(Name).At(0)));
        Assert.Equal("(select", lake.Lake.Table(Name).Latest()!.ToSql()[..7]);
    }

    [Fact]
    public void Merging_keeps_every_row()
    {
        using var lake = new TestLake();
        lake.Append(Name, "select 0::bigint as n");
        for (var n = 1; n < 6; n++)
        {
            lake.Append(Name, $"select {n}::bigint as n, 'later' as added");
        }

        var before = lake.Read(Name);
        TestLake.Version(lake.Writer(Name).Compact(2, CancellationToken.None));

        Assert.Equal(before, lake.Read(Name));
        Assert.Single(lake.Lake.Table(Name).Latest()!.Files);
        Assert.IsType<CommitOutcome.AlreadyApplied>(lake.Writer(Name).Compact(2, CancellationToken.None));
    }

    [Fact]
    public void Wrong_requests_are_refused_and_change_nothing()
    {
        using var lake = new TestLake();
        lake.Lake.Table(Name).Create(
            [new("n", ColumnType.Long, Nullable: false), new("name", ColumnType.Text)], [], CancellationToken.None);
        var writer = lake.Writer(Name);
        (string Select, string[] Key)[] wrong =
        [
            ("select 'text' as n, 'a' as name", []),
            ("select null::bigint as n, 'a' as name", []),
            ("select 'a' as name", []),
            ("select 1::bigint as n, [1] as list", []),
            ("select 1::bigint as n, 1 as \"with space\"", []),
            ("select 1::bigint as n, 'a' as name union all select 1, 'b'", ["n"]),
            ("select 1::bigint as n", ["unknown"]),
        ];

        Assert.All(wrong, one => Assert.Throws<UserError>(() => one.Key.Length == 0
            ? writer.Append(TestLake.Rows(one.Select), CancellationToken.None)
            : writer.ReplaceByKey(TestLake.Rows(one.Select, one.Key), CancellationToken.None)));
        Assert.Throws<UserError>(
            () => writer.ReplacePartitions(TestLake.Rows("select 1::bigint as n"), CancellationToken.None));
        Assert.Throws<UserError>(() => lake.Lake.Table("../outside"));
        Assert.Equal(0, lake.Lake.Table(Name).Latest()!.Version);
    }

    [Fact]
    public void A_cancelled_write_changes_nothing()
    {
        using var lake = new TestLake();
        lake.Append(Name, "select 1::bigint as n");
        using var cancelled = new CancellationTokenSource();
        cancelled.Cancel();

        Assert.Throws<OperationCanceledException>(
            () => lake.Writer(Name).Append(TestLake.Rows("select 2::bigint as n"), cancelled.Token));
        Assert.Equal(["1"], lake.Read(Name));
    }

    [Fact]
    public void The_log_never_tells_the_range_of_a_pseudonym()
    {
        using var lake = new TestLake();
        lake.Append(Name, "select 'secret-7f' as household_pseudonym, 'æ' || repeat('x', 60) as text, 1::bigint as n");

        var log = File.ReadAllText(LogNames.Commit(Path.Combine(lake.Lake.Table(Name).Folder, "_delta_log"), 0));

        Assert.DoesNotContain("secret", log, StringComparison.Ordinal);
        Assert.Contains("æ" + new string('x', 30) + "y", log, StringComparison.Ordinal);
        Assert.DoesNotContain(new string('x', 32), log, StringComparison.Ordinal);
    }

    [Fact]
    public void The_path_of_a_lake_may_look_like_a_pattern()
    {
        using var lake = new TestLake();
        var odd = new DeltaLake(Path.Combine(lake.Root, "year=2012 [a]*?"), lake.Clock);
        var writer = new TableWriter(odd.Table(Name), lake.Connection);
        odd.Table(Name).Create(
            [new("part", ColumnType.Text), new("n", ColumnType.Long)], ["part"], CancellationToken.None);
        for (var n = 0; n < 45; n++)
        {
            writer.ReplaceByKey(
                TestLake.Rows($"select 'a' as part, {n % 2}::bigint as n", "n"), CancellationToken.None);
        }

        Assert.Equal(["a | 0", "a | 1"], lake.Read(new DeltaLake(odd.Root, lake.Clock).Table(Name).Latest()!));
    }

    [Fact]
    public void Sums_and_moments_without_zone_are_taken_in()
    {
        using var lake = new TestLake();

        lake.Append(Name, """
            select sum(1::bigint) as total, sum(1.25::decimal(18,2)) as amount_nok,
                timestamp '2012-01-01 10:00:00' as seen
            """);

        Assert.Equal(["1 | 1.25 | 2012-01-01 10:00:00.000000"], lake.Read(Name));
    }
}

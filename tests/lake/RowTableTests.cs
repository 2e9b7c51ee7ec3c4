using System.Text.Json;

namespace Maltall.Lake.Tests;

/// <summary>Objects come back as they went in.</summary>
public sealed class RowTableTests
{
    private const string Name = "operations/sample";

    [Fact]
    public void Objects_come_back_in_order()
    {
        using var lake = new TestLake();
        var table = new RowTable<Sample>(lake.Lake.Table(Name));
        table.Append([Sample.Full, new Sample()], null, CancellationToken.None);
        table.Append([Sample.Full], null, CancellationToken.None);

        var rows = new RowTable<Sample>(lake.Fresh().Table(Name)).Read();

        Assert.Equal(Texts([Sample.Full, new Sample(), Sample.Full]), Texts(rows));
    }

    [Fact]
    public void DuckDB_sees_moments_in_UTC_and_amounts_with_two_decimals()
    {
        using var lake = new TestLake();
        new RowTable<Sample>(lake.Lake.Table(Name)).Append([Sample.Full], null, CancellationToken.None);

        var rows = lake.Lake.Table(Name).Latest()!.ToSql();
        var types = lake.Query(
            $"select typeof(landed_at), typeof(amount_nok), typeof(decided_on) from {rows}",
            reader => (reader.GetString(0), reader.GetString(1), reader.GetString(2)));

        Assert.Equal([("TIMESTAMP WITH TIME ZONE", "DECIMAL(18,2)", "DATE")], types);
    }

    [Fact]
    public void A_class_may_gain_a_property()
    {
        using var lake = new TestLake();
        new RowTable<Before>(lake.Lake.Table(Name)).Append([new() { Name = "old" }], null, CancellationToken.None);
        var table = new RowTable<After>(lake.Lake.Table(Name));

        var early = table.Read();
        table.Append([new() { Name = "new", Number = 5 }], null, CancellationToken.None);

        Assert.Equal([("old", 1L)], early.Select(row => (row.Name, row.Number)));
        Assert.Equal([("old", 1L), ("new", 5L)], table.Read().Select(row => (row.Name, row.Number)));
        var old = new RowTable<Before>(lake.Fresh().Table(Name)).Read();
        Assert.Equal(["old", "new"], old.Select(row => row.Name));
    }

    [Fact]
    public void Many_small_appends_are_merged()
    {
        using var lake = new TestLake();
        var table = new RowTable<After>(lake.Lake.Table(Name));

        for (var n = 0; n < 70; n++)
        {
            table.Append([new() { Number = n }], $"t{n}", CancellationToken.None);
        }

        Assert.Equal(Enumerable.Range(0, 70).Select(n => (long)n), table.Read().Select(row => row.Number));
        Assert.True(lake.Lake.Table(Name).Latest()!.Files.Count < 20);
        Assert.Equal(new CommitOutcome.AlreadyApplied(3), table.Append([new()], "t3", CancellationToken.None));
    }

    [Fact]
    public void No_table_has_no_rows()
    {
        using var lake = new TestLake();

        Assert.Empty(new RowTable<Sample>(lake.Lake.Table(Name)).Read());
        Assert.False(Directory.Exists(lake.Root));
    }

    private static IEnumerable<string> Texts(IEnumerable<Sample> rows) => rows.Select(row =>
    {
        row.LandedAt = row.LandedAt.ToUniversalTime();
        return JsonSerializer.Serialize(row);
    });

    private sealed class Before
    {
        public string Name { get; set; } = "";
    }

    private sealed class After
    {
        public string Name { get; set; } = "";

        public long Number { get; set; } = 1;
    }
}

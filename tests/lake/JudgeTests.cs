using Maltall.Lake.Log;

namespace Maltall.Lake.Tests;

/// <summary>What this lake writes is read by an engine that shares no code with it, and the rows are the
/// same.</summary>
public sealed class JudgeTests
{
    private const string AllTypes = """
        select 'Grünerløkka, ''æøå'' 🏠' as name, 1::integer as small, 9007199254740993::bigint as large,
            0.1::double as share, true as flag, date '1899-12-31' + 100 as day,
            timestamptz '2012-05-01 10:11:12.123456+02' as moment,
            -12345678901234.56::decimal(18,2) as amount_nok
        union all select '', -2147483648, -1, -1e-300, false, date '2012-02-29',
            timestamptz '1970-01-01 00:00:00+00', 0.00
        union all select null, null, null, null, null, null, null, null
        """;

    [Fact]
    public void ClickHouse_reads_the_same_rows()
    {
        using var lake = new TestLake();
        string[] tables =
        [
            Appended(lake), Partitioned(lake), Replaced(lake), PartitionsReplaced(lake),
            Evolved(lake), Checkpointed(lake), Compacted(lake), Objects(lake),
        ];

        var snapshots = tables.Select(name => lake.Fresh().Table(name).Latest()!).ToArray();
        var judged = Judge.Read(snapshots);

        Assert.All(tables.Index(), one =>
        {
            Assert.NotEmpty(judged[one.Index]);
            Assert.Equal(lake.Read(snapshots[one.Index]), judged[one.Index]);
        });
    }

    private static string Appended(TestLake lake)
    {
        const string Name = "landed/all_types";
        lake.Append(Name, AllTypes);
        lake.Append(Name, AllTypes);
        return Name;
    }

    private static string Partitioned(TestLake lake)
    {
        const string Name = "landed/partitioned";
        lake.Lake.Table(Name).Create(
            [
                new("name", ColumnType.Text), new("year", ColumnType.Long), new("number", ColumnType.Long),
                new("day", ColumnType.Date), new("is_open", ColumnType.Boolean),
            ],
            ["name", "year", "day", "is_open"],
            CancellationToken.None);
        lake.Append(Name, """
            select * from (values
                ('Sørenga / æ=%20 100%', 2012, 1, date '2012-01-01', true), ('a*[b]?', 2012, 3, '2012-01-02', false),
                ('', null, 2, null, null), ('', null, 4, null, null)
            ) rows(name, year, number, day, is_open)
            """);
        lake.Replace(
            Name,
            "select '' as name, 4::bigint as number, 2013::bigint as year, null::date as day, true as is_open",
            "name",
            "number");
        return Name;
    }

    private static string Replaced(TestLake lake)
    {
        const string Name = "landed/replaced";
        lake.Append(Name, "select id, 'first' as state from range(10) r(id)");
        lake.Append(Name, "select id, 'first' as state from range(10, 20) r(id)");
        lake.Replace(Name, "select id, 'second' as state from range(8, 12) r(id)", "id");
        return Name;
    }

    private static string PartitionsReplaced(TestLake lake)
    {
        const string Name = "landed/partitions_replaced";
        lake.Lake.Table(Name).Create(
            [new("year", ColumnType.Long), new("n", ColumnType.Long)], ["year"], CancellationToken.None);
        lake.Append(Name, "select 2010 + n % 3 as year, n from range(9) r(n)");
        lake.Writer(Name).ReplacePartitions(
            TestLake.Rows("select 2011::bigint as year, 100::bigint as n"), CancellationToken.None);
        return Name;
    }

    private static string Evolved(TestLake lake)
    {
        const string Name = "landed/evolved";
        lake.Append(Name, "select 1::bigint as id");
        lake.Append(Name, "select 2::bigint as id, 'later' as added");
        lake.Append(Name, "select 3::bigint as id, 'last' as added, 4.5::double as more");
        return Name;
    }

    private static string Checkpointed(TestLake lake)
    {
        const string Name = "landed/checkpointed";
        lake.Lake.Table(Name).Create(
            [new("part", ColumnType.Text), new("n", ColumnType.Long)], ["part"], CancellationToken.None);
        for (var n = 1; n <= 12; n++)
        {
            lake.Append(Name, $"select 'é {n % 2}' as part, {n}::bigint as n");
        }

        lake.Replace(Name, "select 'é 1' as part, 3::bigint as n", "n");
        var log = Path.Combine(lake.Lake.Table(Name).Folder, "_delta_log");
        for (var version = 0; version < 10; version++)
        {
            File.Delete(LogNames.Commit(log, version));
        }

        return Name;
    }

    private static string Compacted(TestLake lake)
    {
        const string Name = "landed/compacted";
        for (var n = 0; n < 5; n++)
        {
            lake.Append(Name, $"select {n}::bigint as n, repeat('å', 40) || {n} as text");
        }

        TestLake.Version(lake.Writer(Name).Compact(2, CancellationToken.None));
        Assert.Single(lake.Fresh().Table(Name).Latest()!.Files);
        return Name;
    }

    private static string Objects(TestLake lake)
    {
        const string Name = "operations/object";
        var table = new RowTable<Sample>(lake.Lake.Table(Name));
        table.Append([Sample.Full, new Sample()], null, CancellationToken.None);
        table.Append([Sample.Full], null, CancellationToken.None);
        return Name;
    }
}

using System.Diagnostics;
using System.Globalization;
using DuckDB.NET.Data;
using Maltall.Lake;
using Maltall.Warehouse;
using Maltall.Warehouse.Conform;
using Maltall.Warehouse.Measure;

namespace Maltall.Bench.Engine;

/// <summary>
/// Measures questions for indicators that no publication holds ready, on ten million applications, beside DuckDB SQL
/// written by hand over the same files, each in turn in this process. The SQL by hand gives the same numbers: what is
/// counted, what it is divided by, and the households behind each, which protection needs.
/// </summary>
public static class EngineBench
{
    private const long Rows = 10_000_000;
    private const int Rounds = 9;

    private static readonly (string Indicator, string By, string Sql)[] Questions =
    [
        ("applications", "district,year", """
            select district_code, year(received_on), count(*), count(distinct household_pseudonym)
            from application join district using (district_id)
            where received_on between '2010-01-01' and '2015-12-31' group by all order by all
            """),
        ("refusal_share", "district,tertial", """
            select district_code, year(decided_on), (month(decided_on) - 1) // 4,
                count(*) filter (decision = 'avslag'),
                count(distinct household_pseudonym) filter (decision = 'avslag'),
                count(*) filter (decision in ('innvilget', 'avslag')),
                count(distinct household_pseudonym) filter (decision in ('innvilget', 'avslag'))
            from application join district using (district_id)
            where decided_on between '2010-01-01' and '2015-12-31' group by all order by all
            """),
        ("waiting_days_median", "bedrooms,year", """
            select bedrooms, year(moved_in_on), median(waiting_days), count(waiting_days)
            from application where decision = 'innvilget' and moved_in_on between '2010-01-01' and '2015-12-31'
            group by all order by all
            """),
    ];

    /// <summary>Runs it; <c>--rows N</c>.</summary>
    public static int Run(IReadOnlyList<string> arguments)
    {
        var at = arguments.ToList().IndexOf("--rows");
        var rows = at < 0 ? Rows : long.Parse(arguments[at + 1], CultureInfo.InvariantCulture);
        var folder = Directory.CreateTempSubdirectory("maltall-bench-").FullName;
        try
        {
            var lake = new DeltaLake(folder, TimeProvider.System);
            Fill(lake, rows);
            Measure(lake);
            return 0;
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static void Measure(DeltaLake lake)
    {
        var definitions = Definitions.Load(Path.Combine(Root(), "warehouse"));
        using var analysis = Analysis.Open(lake, definitions, asOf: null);
        using var connection = LakeConnection.Open();
        foreach (var table in new[] { "application", "district" })
        {
            Execute(connection, $"create view {table} as from read_parquet('{lake.Root}/conformed/{table}/*.parquet')");
        }

        foreach (var (indicator, by, sql) in Questions)
        {
            var request = new IndicatorRequest(
                [indicator], by.Split(','), new Dictionary<string, string>(), "2010..2015");
            List<double> ours = [], hand = [];
            for (var round = 0; round < Rounds; round++)
            {
                hand.Add(Time(() => Execute(connection, sql)));
                ours.Add(Time(() => _ = analysis.Query(request, CancellationToken.None)));
            }

            var (one, other) = (Median(ours), Median(hand));
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
                $"{indicator} by {by}: {one:0.0} ms, by hand {other:0.0} ms, ratio {one / other:0.00}, " +
                $"over 1.15 x by {one - (1.15 * other):0.0} ms"));
        }
    }

    private static void Fill(DeltaLake lake, long rows)
    {
        var sql = Path.Combine(Root(), "warehouse", "sql");
        var tables = new Dictionary<string, string>
        {
            ["calendar"] = File.ReadAllText(Path.Combine(sql, "calendar.sql")),
            ["district"] = """
                select d::bigint as district_id, lpad(d::varchar, 2, '0') as district_code,
                    'Bydel ' || d as district_name,
                    case when d between 9 and 12 then 'Groruddalen' else 'Resten av Oslo' end as area_name,
                    date '1900-01-01' as valid_from, date '9999-12-31' as valid_to
                from range(1, 16) as districts (d)
                """,
            ["home_size"] = "select b as bedrooms, b || ' soverom' as home_size_name from range(1, 5) as sizes (b)",
            ["coverage"] = """
                select 'application' as table_name, month::date as month_start
                from generate_series(date '2010-01-01', date '2015-12-01', interval 1 month) as months (month)
                """,
            ["application"] = $"""
                select 'S' || i as application_id, md5((hash(i) % 3000000)::varchar) as household_pseudonym,
                    (1 + hash(i + 1) % 15)::bigint as district_id, 'enslig' as household_type,
                    (1 + hash(i + 2) % 4)::bigint as bedrooms,
                    date '2010-01-01' + (hash(i + 3) % 2100)::int as received_on,
                    received_on + (hash(i + 4) % 90)::int as decided_on,
                    ['innvilget', 'avslag', 'trukket'][1 + (hash(i + 5) % 3)::int] as decision,
                    decided_on + (hash(i + 6) % 300)::int as moved_in_on, (hash(i + 6) % 300)::bigint as waiting_days
                from range({rows}) as row (i)
                """,
        };
        var versions = new Dictionary<string, long>();
        foreach (var (name, select) in tables)
        {
            using var connection = LakeConnection.Open();
            var table = lake.Table($"conformed/{name}");
            new TableWriter(table, connection).ReplaceAll(
                new Write(select, [], null, new Dictionary<string, string>()), CancellationToken.None);
            versions[table.Name] = 0;
        }

        var candidate = new PublicationCandidate(versions, Synthetic: true, new DateOnly(2015, 12, 31));
        Publisher.Publish(lake, candidate, new CheckReport([]), "bench", CancellationToken.None);
    }

    private static double Time(Action work)
    {
        var began = Stopwatch.GetTimestamp();
        work();
        return Stopwatch.GetElapsedTime(began).TotalMilliseconds;
    }

    private static void Execute(DuckDBConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        using var reader = command.ExecuteReader();
        while (reader.Read())
        {
            _ = reader.GetValue(0);
        }
    }

    private static double Median(List<double> all) => all.Order().ElementAt(all.Count / 2);

    private static string Root()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "Analytics.sln")))
        {
            folder = folder.Parent;
        }

        return folder?.FullName ?? throw new InvalidOperationException("No Analytics.sln above the bench.");
    }
}

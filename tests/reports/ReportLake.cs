using System.Diagnostics;
using Maltall.Lake;
using Maltall.Reports.Tests;
using Maltall.Warehouse;
using Maltall.Warehouse.Measure;
using Xunit;

[assembly: AssemblyFixture(typeof(ReportLake))]

namespace Maltall.Reports.Tests;

/// <summary>A small real lake with one publication over three years and a third.</summary>
public sealed class ReportLake : IDisposable
{
    private static readonly DateTimeOffset Moment = new(2012, 5, 14, 5, 30, 0, TimeSpan.Zero);

    private const string Households = """
        select
            'h' || year || district || number as household_pseudonym,
            make_date(year, 1, 1) as year_start,
            district as district_id,
            number % 4 = 0 as has_children,
            100::bigint as stay_days,
            number <= case
                when district in ('10', '11') then 3
                when district in ('09', '12') then 40 - 3 * (year - 2009)
                else 20
            end as is_over_3_months
        from range(2009, 2013) as years (year)
        cross join (select printf('%02d', place) as district from range(1, 16) as places (place)) as districts
        cross join range(1, 101) as numbers (number)
        where district not in ('10', '11') or number <= 12
        """;

    private const string Evictions = """
        select
            'r' || step || district || number as request_id,
            'h' || step || district || number as household_pseudonym,
            district as district_id,
            (date '2009-01-01' + to_months(4 * step) + to_days(number))::date as requested_on,
            case when number % 4 = 0 then (date '2009-01-01' + to_months(4 * step) + to_days(number + 60))::date end
                as carried_out_on
        from range(0, 10) as steps (step)
        cross join (select printf('%02d', place) as district from range(1, 16) as places (place)) as districts
        cross join range(1, 30) as numbers (number)
        where number <= case when district in ('09', '10', '11', '12') then 15 - 3 * step // 4 else 20 end
        """;

    private const string Applications = """
        select
            'a' || step || district || number as application_id,
            'h' || step || district || number as household_pseudonym,
            district as district_id,
            (date '2009-01-01' + to_months(4 * step) + to_days(number))::date as decided_on,
            if(number <= 40 - step, 'avslag', 'innvilget') as decision
        from range(0, 10) as steps (step)
        cross join (select printf('%02d', place) as district from range(1, 16) as places (place)) as districts
        cross join range(1, 101) as numbers (number)
        """;

    private const string Coverage = """
        select table_name, (date '2009-01-01' + to_months(month))::date as month_start
        from (values ('temporary_household_year'), ('eviction'), ('application')) as tables (table_name)
        cross join range(0, 40) as months (month)
        """;

    private const string Deliveries = """
        select
            source || '-' || month as batch_id,
            source,
            (date '2009-01-01' + to_months(month))::date as delivered_for,
            'landed' as status,
            (1500 + month % 3)::bigint as rows_in,
            1500::bigint as landed_rows,
            (month % 3)::bigint as rejected_rows
        from (values ('bit_application'), ('bit_eviction'), ('bit_temporary_stay')) as sources (source)
        cross join range(0, 40) as months (month)
        """;

    public ReportLake()
    {
        Lake = new DeltaLake(Path.Combine(Folder, "lake"), new StillClock(Moment));
        Definitions = Warehouse.Measure.Definitions.Load(Path.Combine(Root, "tests", "reports", "definitions"));
        using var connection = LakeConnection.Open();
        var tables = new Dictionary<string, string>
        {
            ["calendar"] = Sql("calendar"),
            ["district"] = Sql("district"),
            ["coverage"] = Coverage,
            ["delivery"] = Deliveries,
            ["temporary_household_year"] = Households,
            ["eviction"] = Evictions,
            ["application"] = Applications,
        };
        foreach (var (name, select) in tables)
        {
            var write = new Write(select, [], null, new Dictionary<string, string>());
            new TableWriter(Lake.Table($"conformed/{name}"), connection).ReplaceAll(write, CancellationToken.None);
        }

        new PublicationLog(Lake).Publish(
            new Publication
            {
                PublicationId = "p-20120514", PublishedAt = Moment, RunId = "r-1", InputsHash = "0", Synthetic = true,
                Versions = tables.Keys.ToDictionary(name => $"conformed/{name}", _ => 0L),
                DataUntil = new DateOnly(2012, 4, 30),
            },
            CancellationToken.None);
    }

    /// <summary>Root of the checkout.</summary>
    public static string Root { get; } = FindRoot();

    /// <summary>The definitions that ship.</summary>
    public static string Shipped { get; } = Path.Combine(Root, "reports", "definitions");

    /// <summary>The client as it was built beside the tests.</summary>
    public static string Client { get; } = Path.Combine(AppContext.BaseDirectory, "client");

    public string Folder { get; } = Directory.CreateTempSubdirectory("maltall-reports-").FullName;

    public DeltaLake Lake { get; }

    public DefinitionCatalog Definitions { get; }

    public Analysis Open() => Analysis.Open(Lake, Definitions, asOf: null);

    /// <summary>The shipped report with one table of the whole tree: the small lake has goals of its own.</summary>
    public static string OwnReports(string folder)
    {
        Directory.CreateDirectory(folder);
        File.Copy(Path.Combine(Shipped, "wording.yaml"), Path.Combine(folder, "wording.yaml"), overwrite: true);
        File.Copy(Path.Combine(Shipped, "delivered.sql"), Path.Combine(folder, "delivered.sql"), overwrite: true);
        var lines = File.ReadAllText(Path.Combine(Shipped, "status.yaml"));
        var from = lines.IndexOf("tables:", StringComparison.Ordinal);
        var to = lines.IndexOf("reservations:", StringComparison.Ordinal);
        File.WriteAllText(Path.Combine(folder, "status.yaml"), lines[..from] + lines[to..]);
        return folder;
    }

    /// <summary>Runs a program to its end.</summary>
    public static (int ExitCode, string Output) Run(string program, string folder, params string[] arguments)
    {
        var start = new ProcessStartInfo(program, arguments)
        {
            WorkingDirectory = folder, RedirectStandardOutput = true, RedirectStandardError = true,
        };
        using var process = Process.Start(start) ?? throw new InvalidOperationException($"{program} did not start.");
        var error = process.StandardError.ReadToEndAsync();
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return (process.ExitCode, output + error.GetAwaiter().GetResult());
    }

    public void Dispose() => Directory.Delete(Folder, recursive: true);

    private static string Sql(string table) => File.ReadAllText(Path.Combine(Root, "warehouse", "sql", $"{table}.sql"));

    private static string FindRoot()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "Analytics.sln")))
        {
            folder = folder.Parent;
        }

        return folder?.FullName ?? throw new InvalidOperationException("No Analytics.sln above the tests.");
    }

    private sealed class StillClock(DateTimeOffset moment) : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => moment;
    }
}

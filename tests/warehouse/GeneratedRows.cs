using Maltall.Etl.Synthesize;
using Maltall.Warehouse.Measure;
using Xunit;

namespace Maltall.Warehouse.Tests;

/// <summary>
/// The deliveries of the demo, with England as a whole and an English authority that did not answer in one quarter,
/// landed as in a run, and conformed.
/// </summary>
[CollectionDefinition(Shared)]
public sealed class GeneratedRows : IDisposable, ICollectionFixture<GeneratedRows>
{
    /// <summary>The tests that read it, one after the other.</summary>
    public const string Shared = "generated rows";

    private readonly string folder = Directory.CreateTempSubdirectory("maltall-deliveries-").FullName;

    public GeneratedRows()
    {
        SyntheticSources.Write(new SyntheticOptions(folder), null, CancellationToken.None);
        File.WriteAllLines(
            Path.Combine(folder, "peer_temporary_accommodation", "temporary_accommodation_by_la_quarter_england.csv"),
            England());
        Lake.Ingest(folder);
        var candidate = Lake.Conform().Candidate;
        Checks = [.. Lake.Check(candidate).Failed.Select(check => check.Name)];
        Analysis = Analysis.Open(Lake.Lake, Definitions.Load(Repository.Warehouse), candidate);
    }

    public Analysis Analysis { get; }

    /// <summary>Checks that failed.</summary>
    public IReadOnlyList<string> Checks { get; }

    internal TestLake Lake { get; } = new();

    /// <summary>The ministry's columns; those that no indicator reads are left empty.</summary>
    private static IEnumerable<string> England()
    {
        yield return "quarter_end,area_code,area_name,ta_households,households_thousands,ta_households_with_children,"
            + "ta_children,bb,bb_with_children,bb_children_over_6w,nightly_paid,hostels,private_leased,la_ha_stock,"
            + "other_ta,in_other_la,source_file";
        string[] areas =
        [
            "2011-06,E92000001,ENGLAND,50430,22000.1", "2011-09,E92000001,ENGLAND,48330,22100.2",
            "2011-12,E92000001,ENGLAND,48920,22200.3", "2011-09,E12000007,LONDON,36740,3300.4",
            "2011-09,E06000001,Hartlepool,3,40.6", "2011-12,E06000001,Hartlepool,..,40.7",
        ];
        foreach (var area in areas)
        {
            yield return $"{area},,,,,,,,,,,,";
        }
    }

    public void Dispose()
    {
        Analysis.Dispose();
        Lake.Dispose();
        Directory.Delete(folder, true);
    }
}

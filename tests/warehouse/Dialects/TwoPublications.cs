using Maltall.Etl.Synthesize;
using Maltall.Judges;
using Maltall.Lake;
using Maltall.Warehouse.Conform;
using Maltall.Warehouse.Measure;
using Maltall.Warehouse.Measure.Dialects;
using Xunit;

namespace Maltall.Warehouse.Tests.Dialects;

/// <summary>
/// Three years of synthetic deliveries, published without the last and then with it, and a ClickHouse that reads them.
/// Nothing is hidden, so that every cell is compared.
/// </summary>
public sealed class TwoPublications : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("maltall-dialects-").FullName;
    private readonly TestLake lake = new();
    private readonly ClickHouseBridge bridge = new();

    public TwoPublications()
    {
        var (early, late) = (Path.Combine(folder, "early"), Path.Combine(folder, "late"));
        SyntheticSources.Write(new SyntheticOptions(early, 2011, 2013, 0.05), null, CancellationToken.None);
        foreach (var file in Directory.GetFiles(early, "*_2013*", SearchOption.AllDirectories))
        {
            var later = Path.Combine(late, Path.GetRelativePath(early, file));
            Directory.CreateDirectory(Path.GetDirectoryName(later) ?? late);
            File.Move(file, later);
        }

        First = Publish(early);
        Second = Publish(late);
    }

    public Publication First { get; }

    public Publication Second { get; }

    public string Connection => bridge.Connection;

    internal DefinitionCatalog Catalog { get; } = Open(Definitions.Load(Repository.Warehouse));

    /// <summary>A publication, read by ClickHouse or by the engine within the program.</summary>
    internal Analysis Read(
        bool byClickHouse, Publication? publication = null, DefinitionCatalog? catalog = null, TestLake? from = null)
    {
        var read = from ?? lake;
        var server = byClickHouse ? new ClickHouseServer(bridge.Connection, read.Lake.Root) : null;
        return Analysis.Open(read.Lake, catalog ?? Catalog, publication?.PublishedAt, server);
    }

    /// <summary>The latest publication, read by a server that may not be there.</summary>
    internal Analysis ReadBy(string connection, string? seenFrom = null) =>
        Analysis.Open(lake.Lake, Catalog, null, new ClickHouseServer(connection, seenFrom ?? lake.Lake.Root));

    public void Dispose()
    {
        bridge.Dispose();
        lake.Dispose();
        Directory.Delete(folder, true);
    }

    private Publication Publish(string deliveries)
    {
        lake.Ingest(deliveries);
        var candidate = lake.Conform().Candidate;
        return Assert.IsType<PublishOutcome.Published>(Publisher.Publish(
            lake.Lake, candidate, lake.Check(candidate), "run", CancellationToken.None)).Publication;
    }

    private static DefinitionCatalog Open(DefinitionCatalog catalog) => catalog with
    {
        Indicators = [.. catalog.Indicators.Select(indicator => indicator with { Protected = false })],
    };
}

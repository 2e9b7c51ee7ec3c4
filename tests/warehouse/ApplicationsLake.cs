using Maltall.Warehouse.Conform;
using Maltall.Warehouse.Measure;

namespace Maltall.Warehouse.Tests;

/// <summary>The rows of the case <c>indicators/applications</c>, conformed once for all tests of a class.</summary>
public sealed class ApplicationsLake : IDisposable
{
    private readonly TestLake lake = TestLake.OfCase(Path.Combine(Repository.Tests, "indicators", "applications"));
    private readonly PublicationCandidate candidate;

    public ApplicationsLake() => candidate = lake.Conform().Candidate;

    public DefinitionCatalog Catalog { get; } = Definitions.Load(Repository.Warehouse);

    public string Folder => lake.Lake.Root;

    public Analysis Open(DefinitionCatalog? catalog = null) => Analysis.Open(lake.Lake, catalog ?? Catalog, candidate);

    public void Dispose() => lake.Dispose();
}

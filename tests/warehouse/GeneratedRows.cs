using Maltall.Etl.Synthesize;
using Maltall.Warehouse.Measure;

namespace Maltall.Warehouse.Tests;

/// <summary>Four years of synthetic deliveries at a tenth of Oslo, landed as in a run, and conformed.</summary>
public sealed class GeneratedRows : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("maltall-deliveries-").FullName;

    public GeneratedRows()
    {
        SyntheticSources.Write(new SyntheticOptions(folder, 2010, 2013, 0.1), null, CancellationToken.None);
        Lake.Ingest(folder);
        var candidate = Lake.Conform().Candidate;
        Checks = [.. Lake.Check(candidate).Failed.Select(check => check.Name)];
        Analysis = Analysis.Open(Lake.Lake, Definitions.Load(Repository.Warehouse), candidate);
    }

    public Analysis Analysis { get; }

    /// <summary>Checks that failed.</summary>
    public IReadOnlyList<string> Checks { get; }

    internal TestLake Lake { get; } = new();

    public void Dispose()
    {
        Analysis.Dispose();
        Lake.Dispose();
        Directory.Delete(folder, true);
    }
}

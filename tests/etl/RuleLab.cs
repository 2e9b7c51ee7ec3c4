using Maltall.Etl.Land;
using Maltall.Lake;
using Xunit;

namespace Maltall.Etl.Tests;

/// <summary>A lake with small contracts of its own, to try rules on.</summary>
internal sealed class RuleLab : IDisposable
{
    private readonly TemporaryFolder _contracts = new();
    private readonly TestLake _lake = new();
    private ContractCatalog? _catalog;

    public DeltaLake Lake => _lake.Lake;

    public BatchLog Log => _lake.Log;

    public ContractCatalog Catalog => _catalog ??=
        ContractCatalog.Load(_contracts.Path, Path.Combine(TestLake.Repository, "etl/codes"));

    /// <summary>Adds a contract, or puts another version in its place; the fields are those that differ.</summary>
    public RuleLab Has(string id, string key, string columns, string rest, string arrives = "monthly")
    {
        File.WriteAllText(Path.Combine(_contracts.Path, $"{id}.yaml"), $$"""
            id: {{id}}
            version: 1
            title: { nb: Prøve, nn: Prøve, en: Trial }
            system: Trial
            owner: Trial
            arrives: {{arrives}}
            table: landed/{{id}}
            grain: one row per key
            key: [{{key}}]
            file: "*.csv"
            format: csv
            columns:
            {{columns}}
            {{rest}}
            """);
        _catalog = null;
        return this;
    }

    /// <summary>Lands a file with these lines.</summary>
    public Reading Land(string source, string file, params string[] lines)
    {
        var path = _lake.Beside(file);
        File.WriteAllLines(path, lines);
        return LandFile(source, path);
    }

    public Reading LandFile(string source, string path)
    {
        using var ingest = new Ingest(Lake, Catalog, PseudonymKey.FromFile(_lake.KeyFile));
        var readings = new List<Reading>();
        ingest.Land(Catalog.Find(source), [path], readings.Add, TestContext.Current.CancellationToken);
        return Assert.Single(readings);
    }

    public Withdrawn Withdraw(string batch, string reason) =>
        new Withdrawal(Lake, Catalog, PseudonymKey.FromFile(_lake.KeyFile))
            .Take(batch, reason, TestContext.Current.CancellationToken);

    /// <summary>What is told of a source: row, rule and severity.</summary>
    public IReadOnlyList<string> Told(string source) => [.. Log.Rejects(source)
        .Select(one => FormattableString.Invariant($"{one.File}|{one.Row}|{one.Rule}|{one.Severity.Code()}"))];

    /// <summary>The landed rows of a source.</summary>
    public IReadOnlyList<string> Rows(string source, string columns) =>
        Lake.Table($"landed/{source}").Latest() is { } now
            ? TestLake.Rows($"select {columns} from {now.ToSql()} order by all") : [];

    public void Dispose()
    {
        _contracts.Dispose();
        _lake.Dispose();
    }
}

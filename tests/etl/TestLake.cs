using System.Security.Cryptography;
using Maltall.Etl.Land;
using Maltall.Lake;
using Xunit;

namespace Maltall.Etl.Tests;

/// <summary>A lake in a temporary folder with a key of its own, and the repository's contracts.</summary>
internal sealed class TestLake : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public TestLake()
    {
        Secret = RandomNumberGenerator.GetBytes(32);
        File.WriteAllBytes(KeyFile, Secret);
        Lake = new DeltaLake(Path.Combine(_folder.Path, "lake"), TimeProvider.System);
    }

    /// <summary>The contracts of the repository, with its code lists.</summary>
    public static ContractCatalog Catalog { get; } =
        ContractCatalog.Load(Path.Combine(Repository, "etl/contracts"), Path.Combine(Repository, "etl/codes"));

    public static string Repository => SyntheticFolder.Repository;

    public byte[] Secret { get; }

    public string KeyFile => Path.Combine(_folder.Path, "key");

    public DeltaLake Lake { get; }

    public BatchLog Log => new(Lake);

    /// <summary>A path in a folder beside the lake, for files that are delivered.</summary>
    public string Beside(string name)
    {
        Directory.CreateDirectory(Path.Combine(_folder.Path, "in"));
        return Path.Combine(_folder.Path, "in", name);
    }

    /// <summary>Lands files in order with one opening of the lake, and gives what came of each.</summary>
    public IReadOnlyList<Reading> Land(Contract contract, params IReadOnlyList<string> files)
    {
        using var ingest = Open();
        var readings = new List<Reading>();
        ingest.Land(contract, files, readings.Add, TestContext.Current.CancellationToken);
        return readings;
    }

    public Ingest Open() => new(Lake, Catalog, PseudonymKey.FromFile(KeyFile));

    /// <summary>The rows of a table as texts; null is the word NULL.</summary>
    public static IReadOnlyList<string> Rows(string select)
    {
        using var connection = LakeConnection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = select;
        using var reader = command.ExecuteReader();
        var rows = new List<string>();
        while (reader.Read())
        {
            rows.Add(string.Join('|', Enumerable.Range(0, reader.FieldCount).Select(at => reader.IsDBNull(at) ? "NULL"
                : Convert.ToString(reader.GetValue(at), System.Globalization.CultureInfo.InvariantCulture))));
        }

        return rows;
    }

    /// <summary>One number from the landed table of a contract.</summary>
    public long Number(Contract contract, string expression, string where = "true") =>
        long.Parse(Rows($"select cast({expression} as bigint) from {Landed(contract)} where {where}")[0],
            System.Globalization.CultureInfo.InvariantCulture);

    /// <summary>The landed table as SQL.</summary>
    public string Landed(Contract contract) => Lake.Table(contract.Table).Latest()?.ToSql()
        ?? throw new InvalidOperationException($"{contract.Table} is not there");

    public void Dispose() => _folder.Dispose();
}

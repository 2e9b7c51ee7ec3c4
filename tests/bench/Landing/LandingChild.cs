using System.Security.Cryptography;
using Maltall.Etl;
using Maltall.Lake;

namespace Maltall.Bench.Landing;

/// <summary>One measured piece of work, in a process of its own.</summary>
public static class LandingChild
{
    /// <summary>Does it and prints what it used.</summary>
    /// <param name="kind">copy or land.</param>
    /// <param name="csv">The delivery.</param>
    /// <param name="folder">An empty folder.</param>
    public static int Run(string kind, string csv, string folder) => Usage.Print(() => kind switch
    {
        "copy" => Copy(csv, Path.Combine(folder, "copy.parquet")),
        _ => Land(csv, folder),
    });

    private static string Copy(string csv, string target)
    {
        using var connection = LakeConnection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = $"copy (from read_csv('{csv}')) to '{target}' (format parquet, compression zstd)";
        return $"{command.ExecuteNonQuery()} rows";
    }

    private static string Land(string csv, string folder)
    {
        var home = Path.Combine(AppContext.BaseDirectory, "Landing", "contracts");
        var key = Path.Combine(folder, "key");
        File.WriteAllBytes(key, RandomNumberGenerator.GetBytes(32));
        var catalog = ContractCatalog.Load(home, Path.Combine(AppContext.BaseDirectory, "codes"));
        using var ingest = new Ingest(new DeltaLake(Path.Combine(folder, "lake"), TimeProvider.System), catalog,
            PseudonymKey.FromFile(key));
        var told = "";
        ingest.Land(catalog.Contracts[0], [csv], reading => told = reading switch
        {
            Reading.Accepted { Batch: var batch } => FormattableString.Invariant(
                $"{batch.RowsIn} in = {batch.Landed} + {batch.Rejected} rejected + {batch.Duplicate} duplicate"),
            _ => throw new InvalidOperationException(reading.ToString()),
        }, CancellationToken.None);
        return told;
    }
}

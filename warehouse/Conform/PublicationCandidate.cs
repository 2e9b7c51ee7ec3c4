using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Maltall.Lake;
using Maltall.Warehouse.Measure;

namespace Maltall.Warehouse.Conform;

/// <summary>What is ready to be published: a version of every table, not yet seen by any reader.</summary>
/// <param name="Versions">Version of each table by its name, such as <c>conformed/application</c>.</param>
/// <param name="Synthetic">True when any batch is synthetic.</param>
/// <param name="DataUntil">Last day of the last month that the applications cover; null when there is none.</param>
public sealed record PublicationCandidate(
    IReadOnlyDictionary<string, long> Versions, bool Synthetic, DateOnly? DataUntil)
{
    private static readonly string[] Records = ["operations/run", DefinitionLog.TableName];

    /// <summary>The indicators and goals to publish with; null to name none.</summary>
    public DefinitionSet? Definitions { get; init; }

    /// <summary>Hash of the versions and the definitions, the log of runs left out; equal hashes mean that nothing is
    /// new.</summary>
    public string InputsHash
    {
        get
        {
            var lines = Versions.Where(pair => !Records.Contains(pair.Key))
                .OrderBy(pair => pair.Key, StringComparer.Ordinal)
                .Select(pair => string.Create(CultureInfo.InvariantCulture, $"{pair.Key}@{pair.Value}\n"))
                .Append(Definitions is { } set ? $"definitions@{set.Hash}\n" : "");
            return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(string.Concat(lines))));
        }
    }

    /// <summary>The candidate with the newest version of one more table, such as <c>published/forecast</c>.</summary>
    /// <param name="table">The table; it exists.</param>
    public PublicationCandidate With(DeltaTable table)
    {
        var snapshot = table.Latest() ?? throw new ArgumentException($"{table.Name} does not exist.", nameof(table));
        return this with { Versions = new Dictionary<string, long>(Versions) { [table.Name] = snapshot.Version } };
    }

    /// <summary>True when landed or conformed data, or the definitions, differ from those of a publication, or there
    /// is none. A publication that names no definitions has no others.</summary>
    /// <param name="publication">The publication to compare with; null when there is none.</param>
    public bool IsNew(Publication? publication) => publication is null
        || (Definitions is { } set && publication.DefinitionSet is { } known && known != set.Hash)
        || Versions.Any(pair => IsData(pair.Key) && publication.Versions.GetValueOrDefault(pair.Key, -1) != pair.Value);

    /// <summary>The candidate as a publication.</summary>
    internal Publication AsPublication(string id, string runId, DateTimeOffset publishedAt) => new()
    {
        PublicationId = id,
        PublishedAt = publishedAt,
        RunId = runId,
        Versions = Versions,
        InputsHash = InputsHash,
        Synthetic = Synthetic,
        DataUntil = DataUntil,
        DefinitionSet = Definitions?.Hash,
    };

    private static bool IsData(string table) =>
        table.StartsWith("landed/", StringComparison.Ordinal)
        || table.StartsWith("conformed/", StringComparison.Ordinal);
}

using Maltall.Etl.Land;
using Maltall.Lake;

namespace Maltall.Etl.Forget;

/// <summary>Deletes the bytes of deliveries with personal data when their contract's retention has passed.</summary>
/// <param name="lake">The lake.</param>
/// <param name="contracts">The contracts.</param>
public sealed class RawRetention(DeltaLake lake, ContractCatalog contracts)
{
    private readonly RawStore _raw = new(Path.Combine(lake.Root, "raw"));

    /// <summary>Deletes, and keeps a record of each; gives the records and the bytes that were freed.</summary>
    /// <param name="isDry">True to tell only.</param>
    /// <param name="cancellation">Asked before each file.</param>
    public (IReadOnlyList<Erasure> Records, long Bytes) Run(bool isDry, CancellationToken cancellation)
    {
        var now = lake.Clock.GetUtcNow();
        var (records, bytes) = (new List<Erasure>(), 0L);
        foreach (var group in new BatchLog(lake).Batches().GroupBy(batch => batch.ContentHash))
        {
            cancellation.ThrowIfCancellationRequested();
            var batch = group.MaxBy(KeptUntil) ?? group.First();
            if (KeptUntil(batch) is not { } until || until > now || _raw.Find(batch.ContentHash) is not { } file)
            {
                continue;
            }

            bytes += new FileInfo(file.Path).Length;
            records.Add(new Erasure
            {
                ErasureId = $"retention-{batch.ContentHash[..16]}",
                ErasedAt = now,
                Kind = "raw_retention",
                Reason = $"retention_days of {batch.Source} have passed",
                Files = 1,
                IsComplete = true,
                BatchId = batch.BatchId,
                ContentHash = batch.ContentHash,
            });
        }

        if (!isDry && records.Count > 0)
        {
            // First the record, so that a kill leaves none without; the next vacuum deletes what this one did not.
            var known = new ErasureLog(lake).All().Select(one => one.ErasureId).ToHashSet(StringComparer.Ordinal);
            new ErasureLog(lake).Append([.. records.Where(one => !known.Contains(one.ErasureId))], null);
            records.ForEach(one => _raw.Delete(one.ContentHash ?? ""));
        }

        return (records, bytes);
    }

    // Kept for ever where the contract states no retention.
    private DateTimeOffset? KeptUntil(Batch batch) =>
        contracts.Contracts.FirstOrDefault(contract => contract.Id == batch.Source)?.RetentionDays is { } days
            ? batch.LandedAt.AddDays(days) : null;
}

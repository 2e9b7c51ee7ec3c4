using Maltall.Etl.Forget;
using Maltall.Etl.Land;
using Maltall.Lake;

namespace Maltall.Etl;

/// <summary>What became of one recorded delivery in a replay.</summary>
public abstract record Replayed
{
    private Replayed()
    {
    }

    /// <summary>It came to the same counts as it was recorded with.</summary>
    public sealed record Same(Batch Batch) : Replayed;

    /// <summary>It came to other counts, as the contract has changed since.</summary>
    public sealed record Other(Batch Recorded, Batch Now) : Replayed;

    /// <summary>It can no longer be read by its contract.</summary>
    public sealed record Unreadable(Batch Batch, string Reason) : Replayed;

    /// <summary>Its bytes are no longer kept, or its source is gone; the rows are not in the new lake.</summary>
    public sealed record Gap(Batch Batch, string Reason) : Replayed;
}

/// <summary>
/// Makes a lake anew from the kept deliveries of another, in the order and at the instants at which they were recorded,
/// by the contracts as they are now. The landed tables come to hold the same rows.
/// </summary>
/// <param name="source">The lake whose deliveries are replayed; nothing in it is changed.</param>
/// <param name="contracts">The contracts.</param>
/// <param name="key">The lake's key.</param>
public sealed class Replay(DeltaLake source, ContractCatalog contracts, PseudonymKey key)
{
    private readonly RawStore _raw = new(Path.Combine(source.Root, "raw"));

    /// <summary>Replays.</summary>
    /// <param name="folder">Folder of the new lake; empty or not there.</param>
    /// <param name="until">Deliveries that were recorded later are left out; null for none.</param>
    /// <param name="done">Told of each delivery.</param>
    /// <param name="cancellation">Asked before each delivery.</param>
    /// <exception cref="UserError">The folder holds something, or a request to forget is not done.</exception>
    public void To(string folder, DateTimeOffset? until, Action<Replayed> done, CancellationToken cancellation)
    {
        var root = Path.GetFullPath(folder);
        if (Directory.Exists(root) && Directory.EnumerateFileSystemEntries(root).Any())
        {
            throw new UserError($"The folder {folder} is not empty.", "Name a new folder for the replayed lake.");
        }

        if (new PersonErasure(source, contracts, key).IsOpen)
        {
            throw new UserError(
                "A request to forget was begun and is not done.", "Run `maltall forget --resume` first.");
        }

        KeyMark.Keep(source.Root, key);
        KeyMark.Keep(root, key);
        if (File.Exists(Path.Combine(source.Root, Suppression.FileName)))
        {
            Suppression.Open(source.Root, key.RawKey()).SaveTo(root, key.RawKey());
        }

        var clock = new RecordedClock();
        using var scratch = new Scratch(Path.Combine(root, ".staging"));
        using var ingest = new Ingest(new DeltaLake(root, clock), contracts, key);
        foreach (var batch in InOrder(until))
        {
            cancellation.ThrowIfCancellationRequested();
            clock.Now = batch.LandedAt;
            done(One(ingest, batch, scratch, cancellation));
            scratch.Clear();
        }

        ingest.EndReplay();
    }

    // What counts is the order in which deliveries were committed to a table, which its log knows better than the
    // instants: a delivery whose run was killed is recorded later than it was committed.
    private List<Batch> InOrder(DateTimeOffset? until)
    {
        var committed = new Dictionary<string, long>(StringComparer.Ordinal);
        foreach (var table in contracts.Contracts.Select(contract => contract.Table).Distinct())
        {
            foreach (var entry in source.Table(table).History())
            {
                if (entry.Note.TryGetValue("batch", out var batch))
                {
                    committed.TryAdd(batch, entry.Version);
                }
            }
        }

        return [.. new BatchLog(source).Batches()
            .Where(batch => until is null || batch.LandedAt <= until)
            .GroupBy(batch => contracts.Contracts.FirstOrDefault(one => one.Id == batch.Source)?.Table ?? batch.Source)
            .SelectMany(group => group
                .OrderBy(batch => committed.GetValueOrDefault(batch.BatchId, -1)).ThenBy(batch => batch.LandedAt)
                .ThenBy(batch => batch.BatchId, StringComparer.Ordinal))];
    }

    private Replayed One(Ingest ingest, Batch batch, Scratch scratch, CancellationToken cancellation)
    {
        var contract = contracts.Contracts.FirstOrDefault(one => one.Id == batch.Source);
        if (contract is null)
        {
            return new Replayed.Gap(batch, "there is no contract of that source any more");
        }

        if (batch.Status != "landed")
        {
            ingest.Replay(contract, batch, null, cancellation);
            return new Replayed.Same(batch);
        }

        if (_raw.Find(batch.ContentHash) is not { } kept)
        {
            return new Replayed.Gap(batch, "its bytes are no longer kept");
        }

        var plain = Path.Combine(scratch.Folder, Guid.NewGuid().ToString("N") + Path.GetExtension(batch.File));
        using (var packed = RawStore.OpenRead(kept, kept.IsSealed ? key.RawKey() : null))
        using (var target = File.Create(plain))
        {
            packed.CopyTo(target);
        }

        ingest.TakeOver(kept, source.Root);
        return ingest.Replay(contract, batch, plain, cancellation) switch
        {
            Reading.Accepted now when IsSame(batch, now.Batch) => new Replayed.Same(batch),
            Reading.Accepted now => new Replayed.Other(batch, now.Batch),
            Reading.Refused refused => new Replayed.Unreadable(batch, refused.Reason),
            _ => new Replayed.Same(batch),
        };
    }

    private static bool IsSame(Batch one, Batch other) =>
        (one.RowsIn, one.Landed, one.Rejected, one.Duplicate)
            == (other.RowsIn, other.Landed, other.Rejected, other.Duplicate);

    /// <summary>Stands at the instant at which the delivery at hand was recorded.</summary>
    private sealed class RecordedClock : TimeProvider
    {
        public DateTimeOffset Now { get; set; }

        public override DateTimeOffset GetUtcNow() => Now;
    }
}

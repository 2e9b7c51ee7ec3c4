using System.Security.Cryptography;
using Maltall.Etl.Fetch;
using Maltall.Etl.Land;
using Maltall.Lake;

namespace Maltall.Etl.Forget;

/// <summary>Takes persons out of the kept deliveries.</summary>
/// <param name="lake">The lake.</param>
/// <param name="contracts">The contracts.</param>
/// <param name="key">The lake's key.</param>
internal sealed class RawErasure(DeltaLake lake, ContractCatalog contracts, PseudonymKey key)
{
    private readonly RawStore _raw = new(Path.Combine(lake.Root, "raw"));
    private readonly byte[] _key = key.RawKey();

    /// <summary>Goes through every kept delivery; gives what was changed, with the path below the lake.</summary>
    public IReadOnlyList<(string Path, Erasure Record)> Run(ErasureJournal journal, CancellationToken cancellation)
    {
        var anonymous = journal.Numbers
            .ToDictionary(number => number, number => journal.Persons[key.Pseudonym(number)]);
        var plan = new RedactionPlan(anonymous.GetValueOrDefault, journal.Keys);
        var batches = new BatchLog(lake).Batches().ToLookup(batch => batch.ContentHash);
        var changed = new List<(string Path, Erasure Record)>();
        _raw.Sweep();
        foreach (var file in _raw.All().Where(file => file.IsSealed))
        {
            cancellation.ThrowIfCancellationRequested();
            var contract = Of(file, batches[file.Hash].FirstOrDefault());
            var outcome = contract?.Format == "csv" ? Redact(file, contract, plan, cancellation) : Drop(file, plan);
            if (outcome is not null)
            {
                outcome.ErasureId = journal.Id;
                outcome.BatchId = batches[file.Hash].FirstOrDefault()?.BatchId;
                changed.Add((Path.GetRelativePath(lake.Root, file.Path), outcome));
            }
        }

        return changed;
    }

    // Without a record of the delivery, the landed table tells whether it was landed and the record is to come.
    private Contract? Of(RawFile file, Batch? batch) => contracts.Contracts.FirstOrDefault(contract => batch is null
        ? contract.HasPersonalData
            && lake.Table(contract.Table).Latest()?.HasApplied($"batch/{contract.Id}-{file.Hash[..16]}") == true
        : contract.Id == batch.Source);

    private Erasure? Redact(RawFile file, Contract contract, RedactionPlan plan, CancellationToken cancellation)
    {
        using var scratch = new Scratch(Path.Combine(lake.Root, ".staging"));
        var plain = Path.Combine(scratch.Folder, "plain");
        using (var packed = RawStore.OpenRead(file, _key))
        using (var target = File.Create(plain))
        {
            packed.CopyTo(target);
        }

        var redaction = new Redaction(contract, plan);
        if (redaction.Run(() => File.OpenRead(plain), Stream.Null, cancellation) == 0)
        {
            return null;
        }

        var hash = new byte[SHA256.HashSizeInBytes];
        var rows = 0L;
        _raw.Replace(file.Hash, _key, target =>
        {
            using var sum = SHA256.Create();
            using (var hashing = new CryptoStream(target, sum, CryptoStreamMode.Write, leaveOpen: true))
            {
                rows = redaction.Run(() => File.OpenRead(plain), hashing, cancellation);
            }

            hash = sum.Hash;
        });
        return Record(file, rows, Convert.ToHexStringLower(hash ?? []));
    }

    // A workbook cannot be changed row by row, so it goes whole.
    private Erasure? Drop(RawFile file, RedactionPlan plan)
    {
        using var plain = new MemoryStream();
        using (var stream = RawStore.OpenRead(file, _key))
        {
            stream.CopyTo(plain);
        }

        var bytes = plain.ToArray();
        var cells = bytes.AsSpan().StartsWith("PK"u8)
            ? WorkbookReader.Rows(new MemoryStream(bytes)).SelectMany(row => row.Cells).OfType<string>()
                .Select(System.Text.Encoding.Latin1.GetBytes)
            : [bytes];
        if (!cells.Any(cell => NumberSearch.Find(cell, number => plan.Person(number) is not null).Count > 0))
        {
            return null;
        }

        File.Delete(file.Path);
        return Record(file, 0, null);
    }

    private Erasure Record(RawFile file, long rows, string? hash) => new()
    {
        ErasedAt = lake.Clock.GetUtcNow(),
        Kind = "raw_person",
        Reason = "request",
        Rows = rows,
        Files = 1,
        IsComplete = true,
        ContentHash = file.Hash,
        NewContentHash = hash,
    };
}

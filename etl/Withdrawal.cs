using DuckDB.NET.Data;
using Maltall.Etl.Fetch;
using Maltall.Etl.Land;
using Maltall.Etl.Validate;
using Maltall.Lake;

namespace Maltall.Etl;

/// <summary>What came of a withdrawal.</summary>
/// <param name="Batch">The delivery, withdrawn.</param>
/// <param name="Rows">Rows that stood in the landed table by it.</param>
/// <param name="Restored">Those of them in whose place an earlier delivery's row stands again.</param>
/// <param name="Repeated">Those that stay, because another delivery brought them too.</param>
/// <param name="Unread">Deliveries that may have brought such rows too, but whose bytes are no longer kept.</param>
public sealed record Withdrawn(Batch Batch, long Rows, long Restored, long Repeated, IReadOnlyList<string> Unread);

/// <summary>
/// Makes a landed table as if one delivery had never come. The older truth stays readable by time travel.
/// </summary>
/// <param name="lake">The lake.</param>
/// <param name="contracts">The contracts.</param>
/// <param name="key">The key of the pseudonyms.</param>
public sealed class Withdrawal(DeltaLake lake, ContractCatalog contracts, PseudonymKey key)
{
    /// <summary>Withdraws a delivery; done again after an interruption, it comes to the same rows.</summary>
    /// <param name="batchId">The delivery, as <c>maltall runs</c> names it.</param>
    /// <param name="reason">Why; kept with the delivery.</param>
    /// <param name="cancellation">Asked before the commit; cancelled = not withdrawn.</param>
    /// <exception cref="UserError">There is no such delivery, or it landed nothing that could be withdrawn.</exception>
    public Withdrawn Take(string batchId, string reason, CancellationToken cancellation)
    {
        KeyMark.Keep(lake.Root, key);
        var log = new BatchLog(lake);
        var all = log.Batches();
        var batch = all.FirstOrDefault(one => one.BatchId == batchId) ?? throw new UserError(
            $"There is no delivery '{batchId}'.",
            $"Did you mean '{Nearest.To(batchId, all.Select(one => one.BatchId))}'? `maltall runs` lists them.");
        if (batch.Status != "landed")
        {
            throw new UserError($"The delivery {batchId} is {batch.Status} ({batch.Reason}).",
                "Only a delivery that has landed can be withdrawn.");
        }

        var contract = contracts.Find(batch.Source);
        using var connection = LakeConnection.Open();
        BatchLog.Prepare(connection);
        DeliveryFunction.Register(connection);
        using var scratch = new Scratch(Path.Combine(lake.Root, ".staging"));
        var rows = new WithdrawnRows(lake, connection, contract, [.. all.Where(one => one.Source == contract.Id)])
        {
            Bring = (earlier, use) => Bring(connection, contract, (scratch, earlier), use, cancellation),
        };
        var gone = batch with { Status = "withdrawn", Reason = reason };
        var outcome = rows.Take(gone, cancellation);
        log.Record(connection, [gone, .. rows.Credited], CancellationToken.None);
        return outcome;
    }

    /// <summary>Reads a kept delivery again into <c>judged</c>; false when its bytes are no longer kept.</summary>
    private bool Bring(
        DuckDBConnection connection, Contract contract, (Scratch Scratch, Batch Batch) from, Action<RowFates> use,
        CancellationToken cancellation)
    {
        byte[] bytes;
        try
        {
            bytes = new RawStore(Path.Combine(lake.Root, "raw")).Open(
                from.Batch.ContentHash, contract.HasPersonalData ? key.RawKey() : null);
        }
        catch (Exception error) when (error is FileNotFoundException or DirectoryNotFoundException)
        {
            return false;
        }

        var file = Path.Combine(from.Scratch.Folder, from.Batch.File);
        File.WriteAllBytes(file, bytes);
        try
        {
            var staging = new Stager(from.Scratch.Folder).Stage(contract, file, from.Batch.File, cancellation);
            if (staging is not Staging.Rows staged)
            {
                return false;
            }

            var rules = new RowRules(contract, contracts);
            var fates = new RowFates(connection, contract, rules);
            DeliveryFunction.Read(new DeliveryRows(staged.Records, contract, rules, key), delivery =>
                fates.Decide(delivery, staged.RowsIn, null));
            use(fates);
            return true;
        }
        finally
        {
            from.Scratch.Clear();
        }
    }
}

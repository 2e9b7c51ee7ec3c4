using System.Globalization;
using DuckDB.NET.Data;
using Maltall.Etl.Fetch;
using Maltall.Etl.Validate;
using Maltall.Lake;

namespace Maltall.Etl.Land;

/// <summary>Judges the staged rows of one delivery and lands those that keep every rule.</summary>
/// <param name="lake">The lake.</param>
/// <param name="connection">Reads deliveries, and collects rejects in <c>reject</c>.</param>
/// <param name="key">The key of the pseudonyms.</param>
/// <param name="judge">Judges rows together with what is landed.</param>
internal sealed class BatchLander(DeltaLake lake, DuckDBConnection connection, PseudonymKey key, LakeJudge judge)
{
    private const int SmallFiles = 8;

    /// <summary>The deliveries that are on record.</summary>
    public IReadOnlyCollection<Batch> Earlier { get; init; } = [];

    /// <summary>
    /// Lands the rows; a second time with the same bytes gives the same counts and changes nothing. The batch comes
    /// back refused when a row breaks a rule that blocks.
    /// </summary>
    public Batch Land(
        Contract contract, RowRules rules, Batch batch, Staging.Rows staged, CancellationToken cancellation)
    {
        if (contract.PartitionBy is { } partition && !lake.Table(contract.Table).Exists)
        {
            lake.Table(contract.Table).Create(contract.TableColumns, [partition.As], cancellation);
        }

        var before = Before(contract, batch);
        var fates = new RowFates(connection, contract, rules);
        var write = new Write("", contract.Key, Transaction(batch), new Dictionary<string, string>
        {
            ["batch"] = batch.BatchId,
        });
        return staged.Keys?.Shared is { } shared && before is not { Files.Count: > 0 } && contract.IsJudgedByTheRow
            ? InOnePass(contract, rules, batch, (staged, shared, fates, write), cancellation)
            : ByKey(contract, rules, batch, (staged, before, fates, write), cancellation);
    }

    /// <summary>The rows are held by the engine while they are judged, and replace others by their key.</summary>
    private Batch ByKey(
        Contract contract, RowRules rules, Batch batch,
        (Staging.Rows Staged, Snapshot? Before, RowFates Fates, Write Write) work, CancellationToken cancellation)
    {
        var (staged, before, fates, _) = work;
        DeliveryFunction.Read(new DeliveryRows(staged.Records, contract, rules, key), delivery =>
            fates.Decide(delivery, staged.RowsIn, before?.ToSql()));
        judge.Judge(contract, fates, before?.ToSql());
        var (landed, rejected, duplicate) = fates.Counts();
        var counted = Counted(batch with { Landed = landed, Rejected = rejected, Duplicate = duplicate }, staged);
        judge.JudgeSize(counted, Earlier.Where(one => one.Source == contract.Id));
        var rejects = new RejectCollector(connection, rules, contract);
        if (rejects.Blocking(counted, fates) is { } refused)
        {
            return refused;
        }

        counted = counted with { Warned = rejects.Collect(counted, staged, [], fates) };
        new ArrivalCollector(connection, contract, rules).FromJudged(counted, fates);
        var writer = new TableWriter(lake.Table(contract.Table), connection);
        var write = work.Write with { Select = fates.Landed(Lineage(contract, batch)) };
        if (counted.Landed > 0)
        {
            writer.ReplaceByKey(write, cancellation);
            writer.Compact(SmallFiles, cancellation);
        }
        else if (counted.Duplicate > 0)
        {
            // Marks that the batch had its turn. Done again after a later batch changed such a row, and without the
            // mark, the row would no longer be a duplicate, and the older content would win.
            writer.Append(write, cancellation);
        }

        return counted;
    }

    /// <summary>
    /// A large delivery into an empty table is judged and written in one pass, with no row held; only the records that
    /// may share a key with another are looked at together.
    /// </summary>
    private Batch InOnePass(
        Contract contract, RowRules rules, Batch batch,
        (Staging.Rows Staged, IReadOnlySet<long> Shared, RowFates Fates, Write Write) work,
        CancellationToken cancellation)
    {
        var (staged, shared, fates, write) = work;
        var few = staged.Records with { These = shared, IsOnlyThese = true };
        if (shared.Count > 0)
        {
            DeliveryFunction.Read(new DeliveryRows(few, contract, rules, key), delivery =>
                fates.Decide(delivery, shared.Count, null));
        }

        var (_, rejected, duplicate) = shared.Count > 0 ? fates.Counts() : default;
        var pass = new SinglePass(lake.Table(contract.Table), connection, rules);
        var rows = new DeliveryRows(staged.Records with { These = shared }, contract, rules, key)
        {
            Threads = Environment.ProcessorCount,
        };
        var landed = pass.Land(rows, sound => write with
        {
            Select = fates.Columns(sound, Lineage(contract, batch)) + (shared.Count == 0 ? ""
                : $" union all {fates.Landed(Lineage(contract, batch))}"),
        }, cancellation);
        var counted = Counted(batch with
        {
            Landed = landed, Rejected = rejected + pass.Broken.Count, Duplicate = duplicate,
        }, staged);
        judge.Forget();
        judge.JudgeSize(counted, Earlier.Where(one => one.Source == contract.Id));
        new RejectCollector(connection, rules, contract).Collect(
            counted, staged, pass.Broken.Each(rules.All.Count), shared.Count > 0 ? fates : null);
        new ArrivalCollector(connection, contract, rules)
            .FromLanded(counted, lake.Table(contract.Table).Latest()?.ToSql());
        return counted;
    }

    /// <summary>SQL of the columns that a landed row gets beside those of the contract.</summary>
    private static string Lineage(Contract contract, Batch batch) =>
        (contract.PartitionBy is { } partition
            ? $"year({Sql.Name(partition.Column)}) as {Sql.Name(partition.As)}, " : "")
        + $"{Sql.Text(batch.BatchId)} as _batch";

    /// <summary>
    /// The table as it was before this batch: an interrupted landing may have committed the rows without recording the
    /// batch, and must come to the same counts when it is done again.
    /// </summary>
    private Snapshot? Before(Contract contract, Batch batch)
    {
        var table = lake.Table(contract.Table);
        var latest = table.Latest();
        if (latest is null || !latest.HasApplied(Transaction(batch)))
        {
            return latest;
        }

        var own = table.History().Last(entry => entry.Note.GetValueOrDefault("batch") == batch.BatchId);
        return own.Version == 0 ? null : table.At(own.Version - 1);
    }

    private static string Transaction(Batch batch) => $"batch/{batch.BatchId}";

    private static Batch Counted(Batch batch, Staging.Rows staged)
    {
        var faulty = staged.Faults.Count * (long)staged.RowsPerRecord;
        var counted = batch with { RowsIn = staged.RowsIn, Rejected = batch.Rejected + faulty };
        return counted.RowsIn == counted.Landed + counted.Rejected + counted.Duplicate ? counted
            : throw new InvalidOperationException(string.Create(CultureInfo.InvariantCulture,
                $"{batch.File}: {counted.RowsIn} rows in, but {counted.Landed} landed, {counted.Rejected} rejected " +
                $"and {counted.Duplicate} duplicate."));
    }
}

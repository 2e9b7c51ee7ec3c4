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
internal sealed class BatchLander(DeltaLake lake, DuckDBConnection connection, PseudonymKey key)
{
    private const int SmallFiles = 8;

    /// <summary>Lands the rows; a second time with the same bytes gives the same counts and changes nothing.</summary>
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
        return staged.Keys?.Shared is { } shared && before is not { Files.Count: > 0 }
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
        var (landed, rejected, duplicate) = fates.Counts();
        var counted = Counted(batch with { Landed = landed, Rejected = rejected, Duplicate = duplicate }, staged);
        CollectRejects(counted, rules, staged, [], fates.Broken());
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
        CollectRejects(counted, rules, staged, pass.Broken.Each(rules.All.Count),
            shared.Count > 0 ? fates.Broken() : null);
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

    private void CollectRejects(
        Batch batch, RowRules rules, Staging.Rows staged, IEnumerable<(long Row, int Rule)> broken, string? more)
    {
        if (batch.Rejected == 0)
        {
            return;
        }

        Run("create or replace temp table rule (rule varchar, \"column\" varchar, message varchar, remedy varchar)");
        using (var appender = connection.CreateAppender("rule"))
        {
            foreach (var rule in rules.All)
            {
                appender.CreateRow().AppendValue(rule.Id).AppendValue(rule.Column).AppendValue(rule.Message)
                    .AppendValue(rule.Remedy).EndRow();
            }
        }

        Run("create or replace temp table broken (row bigint, rule varchar)");
        using (var appender = connection.CreateAppender("broken"))
        {
            foreach (var fault in staged.Faults)
            {
                appender.CreateRow().AppendValue(fault.Line).AppendValue(fault.Rule).EndRow();
            }

            foreach (var (row, rule) in broken)
            {
                appender.CreateRow().AppendValue(row).AppendValue(rules.All[rule].Id).EndRow();
            }
        }

        if (more is not null)
        {
            Run($"insert into broken {more}");
        }

        // Which row is a forgotten person's is told to nobody, by this or any other rule.
        Run($"""
            delete from broken where rule <> '{ForgottenRows.Rule}'
                and row in (select row from broken where rule = '{ForgottenRows.Rule}');
            update broken set row = 0 where rule = '{ForgottenRows.Rule}'
            """);

        Run($"""
            insert into reject
            select {Sql.Text(batch.BatchId)}, {Sql.Text(batch.Source)}, {Sql.Text(batch.File)}, row,
                any_value("column"), rule,
                {Sql.Text(batch.File)} || ' row ' || row || coalesce(', ' || any_value("column"), '') || ': ' ||
                    any_value(message) || ' (rule ' || rule || '). The row was rejected; correct it and deliver again.',
                any_value(remedy)
            from broken join rule using (rule) group by row, rule
            """);
    }

    private static Batch Counted(Batch batch, Staging.Rows staged)
    {
        var faulty = staged.Faults.Count * (long)staged.RowsPerRecord;
        var counted = batch with { RowsIn = staged.RowsIn, Rejected = batch.Rejected + faulty };
        return counted.RowsIn == counted.Landed + counted.Rejected + counted.Duplicate ? counted
            : throw new InvalidOperationException(string.Create(CultureInfo.InvariantCulture,
                $"{batch.File}: {counted.RowsIn} rows in, but {counted.Landed} landed, {counted.Rejected} rejected " +
                $"and {counted.Duplicate} duplicate."));
    }

    private void Run(string sql)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }
}

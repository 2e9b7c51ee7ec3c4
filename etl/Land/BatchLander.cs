using System.Globalization;
using System.Runtime.ExceptionServices;
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
        var fates = new RowFates(connection, contract, rules);
        Judge(new DeliveryRows(staged.Records, contract, rules, key), delivery =>
            fates.Decide(delivery, staged.RowsIn, Before(contract, batch)?.ToSql()));
        var counted = Counted(batch, staged, fates);
        CollectRejects(counted, rules, fates, staged);
        var writer = new TableWriter(lake.Table(contract.Table), connection);
        var note = new Dictionary<string, string> { ["batch"] = batch.BatchId };
        var select = fates.Landed($"{Sql.Text(batch.BatchId)} as _batch");
        var write = new Write(select, contract.Key, Transaction(batch), note);
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

    /// <summary>Lets the engine read the delivery while <paramref name="use"/> runs.</summary>
    private static void Judge(DeliveryRows rows, Action<string> use)
    {
        var id = DeliveryFunction.Show(rows);
        try
        {
            use(string.Create(CultureInfo.InvariantCulture, $"{DeliveryFunction.Name}({id})"));
        }
        catch (DuckDBException) when (rows.Failure is { } failure)
        {
            ExceptionDispatchInfo.Throw(failure);
        }
        finally
        {
            DeliveryFunction.Hide(id);
        }
    }

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

    private void CollectRejects(Batch batch, RowRules rules, RowFates fates, Staging.Rows staged)
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
        }

        Run($"insert into broken {fates.Broken()}");
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

    private static Batch Counted(Batch batch, Staging.Rows staged, RowFates fates)
    {
        var faulty = staged.Faults.Count * (long)staged.RowsPerRecord;
        var (landed, rejected, duplicate) = fates.Counts();
        var counted = batch with
        {
            RowsIn = staged.RowsIn, Landed = landed, Rejected = rejected + faulty, Duplicate = duplicate,
        };
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

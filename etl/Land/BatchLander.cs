using System.Globalization;
using DuckDB.NET.Data;
using Maltall.Etl.Fetch;
using Maltall.Etl.Validate;
using Maltall.Lake;

namespace Maltall.Etl.Land;

/// <summary>Judges the staged rows of one delivery and lands those that keep every rule.</summary>
/// <param name="lake">The lake.</param>
/// <param name="connection">
/// Holds the staged rows, the key's pads in <c>secret</c>, and collects rejects in <c>reject</c>.
/// </param>
internal sealed class BatchLander(DeltaLake lake, DuckDBConnection connection)
{
    private const int SmallFiles = 8;
    private const int SmallDelivery = 20_000;

    /// <summary>Lands the rows; a second time with the same bytes gives the same counts and changes nothing.</summary>
    public Batch Land(
        Contract contract, RowRules rules, Batch batch, Staging.Rows staged, CancellationToken cancellation)
    {
        Judge(contract, rules, batch, staged);
        var counted = Counted(batch, staged);
        if (counted.Rejected > 0)
        {
            CollectRejects(contract, batch, rules, staged);
        }

        var writer = new TableWriter(lake.Table(contract.Table), connection);
        var columns = string.Join(", ", contract.Landed.Select(column => Sql.Name(column.As)));
        var select = $"select {columns}, {Sql.Text(batch.BatchId)} as _batch, _row from fated where fate = 'landed'";
        var note = new Dictionary<string, string> { ["batch"] = batch.BatchId };
        writer.ReplaceByKey(new Write(select, contract.Key, Transaction(batch), note), cancellation);
        writer.Compact(SmallFiles, cancellation);
        return counted;
    }

    /// <summary>
    /// Makes the temporary table <c>fated</c>: each row with its values, its broken rules and what becomes of it. To plan
    /// this costs more than to do it for a small delivery, so that one goes unoptimised.
    /// </summary>
    private void Judge(Contract contract, RowRules rules, Batch batch, Staging.Rows staged)
    {
        var isSmall = staged.RowsIn < SmallDelivery;
        var fates = Fates(contract, batch);
        var judged = $"create or replace temp table judged as {rules.Judge(staged.Select)}";
        var fated = $"create or replace temp table fated as {fates}";
        Run(isSmall ? $"pragma disable_optimizer; {judged}; {fated}; pragma enable_optimizer" : $"{judged}; {fated}");
        Run("drop table judged");
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

    private string Fates(Contract contract, Batch batch)
    {
        var columns = contract.Landed.Select(column => Sql.Name(column.As)).ToList();
        var key = string.Join(", ", contract.Key.Select(Sql.Name));
        var all = string.Join(", ", columns);
        var known = Before(contract, batch);
        var same = known is null ? "" : $"""
            left join (select {all}, true as _known from {known.ToSql()}
                where ({key}) in (select ({key}) from judged)) as known
                on {string.Join(" and ", columns.Select(name => $"known.{name} is not distinct from numbered.{name}"))}
            """;
        return $"""
            with copied as (
                select *, row_number() over (partition by len(_rules) = 0, {all} order by _row) as _copy from judged),
            numbered as (
                select *,
                    count(*) filter (len(_rules) = 0 and _copy = 1) over (partition by {key}) as _versions from copied)
            select numbered.*,
                case when len(_rules) > 0 then 'rejected' when _versions > 1 and _copy = 1 then 'ambiguous'
                    when _copy > 1 or {(known is null ? "false" : "coalesce(_known, false)")} then 'duplicate'
                    else 'landed' end as fate
            from numbered {same}
            """;
    }

    private void CollectRejects(Contract contract, Batch batch, RowRules rules, Staging.Rows staged)
    {
        Run("create or replace temp table rule (rule varchar, \"column\" varchar, message varchar, remedy varchar)");
        using (var appender = connection.CreateAppender("rule"))
        {
            foreach (var rule in rules.All)
            {
                appender.CreateRow().AppendValue(rule.Id).AppendValue(rule.Column).AppendValue(rule.Message)
                    .AppendValue(rule.Remedy).EndRow();
            }
        }

        Run($"""
            create or replace temp table broken as
            select _row as row, unnest(_rules) as rule from fated where fate = 'rejected'
            union all select _row, '{RowRules.KeyIsUnique}' from fated where fate = 'ambiguous'
            """);
        using (var appender = connection.CreateAppender("broken"))
        {
            foreach (var fault in staged.Faults)
            {
                appender.CreateRow().AppendValue(fault.Line).AppendValue(fault.Rule).EndRow();
            }
        }

        Run($"""
            insert into reject
            select {Sql.Text(batch.BatchId)}, {Sql.Text(contract.Id)}, {Sql.Text(batch.File)}, row,
                any_value("column"), rule,
                {Sql.Text(batch.File)} || ' row ' || row || coalesce(', ' || any_value("column"), '') || ': ' ||
                    any_value(message) || ' (rule ' || rule || '). The row was rejected; correct it and deliver again.',
                any_value(remedy)
            from broken join rule using (rule) group by row, rule
            """);
    }

    private Batch Counted(Batch batch, Staging.Rows staged)
    {
        var faulty = staged.Faults.Count * (long)staged.RowsPerFault;
        using var command = connection.CreateCommand();
        command.CommandText = """
            select count(*) filter (fate = 'landed'), count(*) filter (fate in ('rejected', 'ambiguous')),
                count(*) filter (fate = 'duplicate')
            from fated
            """;
        using var reader = command.ExecuteReader();
        reader.Read();
        var counted = batch with
        {
            RowsIn = staged.RowsIn,
            Landed = reader.GetInt64(0),
            Rejected = reader.GetInt64(1) + (staged.Faults.Count * (long)staged.RowsPerFault),
            Duplicate = reader.GetInt64(2),
        };
        return counted.RowsIn == counted.Landed + counted.Rejected + counted.Duplicate ? counted
            : throw new InvalidOperationException(string.Create(CultureInfo.InvariantCulture,
                $"{batch.File}: {counted.RowsIn} rows in, but {counted.Landed} landed, " +
                $"{counted.Rejected} rejected and {counted.Duplicate} duplicate."));
    }

    private void Run(string sql)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }
}

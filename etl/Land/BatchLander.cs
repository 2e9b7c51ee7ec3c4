using System.Globalization;
using DuckDB.NET.Data;
using Maltall.Etl.Fetch;
using Maltall.Etl.Validate;
using Maltall.Lake;

namespace Maltall.Etl.Land;

/// <summary>Judges the staged rows of one delivery and lands those that keep every rule.</summary>
/// <param name="lake">The lake.</param>
/// <param name="contracts">Gives the code lists.</param>
/// <param name="connection">Holds the staged rows, the key's pads in <c>secret</c>, and collects rejects in <c>reject</c>.</param>
internal sealed class BatchLander(DeltaLake lake, ContractCatalog contracts, DuckDBConnection connection)
{
    private const int SmallFiles = 24;

    /// <summary>Lands the rows; a second time with the same bytes gives the same counts and changes nothing.</summary>
    public Batch Land(Contract contract, Batch batch, Staging.Rows staged, CancellationToken cancellation)
    {
        var rules = new RowRules(contract, contracts);
        Run($"create or replace temp table judged as {rules.Judge(staged.Select)}");
        Run($"create or replace temp table fated as {Fates(contract, batch)}");
        CollectRejects(contract, batch, rules, staged);
        var writer = new TableWriter(lake.Table(contract.Table), connection);
        var columns = string.Join(", ", contract.Landed.Select(column => Sql.Name(column.As)));
        var select = $"select {columns}, {Sql.Text(batch.BatchId)} as _batch, _row from fated where fate = 'landed'";
        var note = new Dictionary<string, string> { ["batch"] = batch.BatchId };
        writer.ReplaceByKey(new Write(select, contract.Key, $"batch/{batch.BatchId}", note), cancellation);
        writer.Compact(SmallFiles, cancellation);
        return Counted(batch, staged);
    }

    private string Fates(Contract contract, Batch batch)
    {
        var columns = contract.Landed.Select(column => Sql.Name(column.As)).ToList();
        var key = string.Join(", ", contract.Key.Select(Sql.Name));
        var all = string.Join(", ", columns);
        var known = lake.Table(contract.Table).Latest();
        var same = known is null ? "" : $"""
            left join (select {all}, true as _known from {known.ToSql()}
                where _batch <> {Sql.Text(batch.BatchId)} and ({key}) in (select ({key}) from judged)) as known
                on {string.Join(" and ", columns.Select(name => $"known.{name} is not distinct from numbered.{name}"))}
            """;
        return $"""
            with copied as (
                select *, row_number() over (partition by len(_rules) = 0, {all} order by _row) as _copy from judged),
            numbered as (
                select *, count(*) filter (len(_rules) = 0 and _copy = 1) over (partition by {key}) as _versions from copied)
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

        Run("create or replace temp table broken (row bigint, rule varchar)");
        using (var appender = connection.CreateAppender("broken"))
        {
            foreach (var fault in staged.Faults)
            {
                appender.CreateRow().AppendValue(fault.Line).AppendValue(fault.Rule).EndRow();
            }
        }

        Run($"""
            insert into broken
            select _row, unnest(_rules) from fated where fate = 'rejected'
            union all select _row, '{RowRules.KeyIsUnique}' from fated where fate = 'ambiguous'
            """);
        Run($"""
            insert into reject
            select {Sql.Text(batch.BatchId)}, {Sql.Text(contract.Id)}, {Sql.Text(batch.File)}, row, any_value("column"), rule,
                {Sql.Text(batch.File)} || ' row ' || row || coalesce(', ' || any_value("column"), '') || ': ' ||
                    any_value(message) || ' (rule ' || rule || '). The row was rejected; correct it and deliver again.',
                any_value(remedy)
            from broken join rule using (rule) group by row, rule
            """);
    }

    private Batch Counted(Batch batch, Staging.Rows staged)
    {
        var faulty = staged.Faults.Count * (long)staged.RowsPerFault;
        var counted = batch with
        {
            RowsIn = staged.RowsIn,
            Landed = Count("fate = 'landed'"),
            Rejected = Count("fate in ('rejected', 'ambiguous')") + faulty,
            Duplicate = Count("fate = 'duplicate'"),
        };
        return counted.RowsIn == counted.Landed + counted.Rejected + counted.Duplicate ? counted
            : throw new InvalidOperationException(string.Create(CultureInfo.InvariantCulture,
                $"{batch.File}: {counted.RowsIn} rows in, but {counted.Landed} landed, {counted.Rejected} rejected and " +
                $"{counted.Duplicate} duplicate."));
    }

    private long Count(string where)
    {
        using var command = connection.CreateCommand();
        command.CommandText = $"select count(*) from fated where {where}";
        return (long)(command.ExecuteScalar() ?? 0L);
    }

    private void Run(string sql)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }
}

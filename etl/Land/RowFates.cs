using DuckDB.NET.Data;
using Maltall.Etl.Fetch;
using Maltall.Etl.Validate;

namespace Maltall.Etl.Land;

/// <summary>
/// Decides what becomes of each staged row: landed, rejected, ambiguous (its key stands in several sound rows with
/// different content), duplicate, or misplaced (it does not fit what is landed already). The rows are read once, into
/// the temporary table <c>judged</c>; beside it stand only the sound rows that are not landed, in <c>unlanded</c>.
/// </summary>
/// <param name="connection">Reads deliveries, and holds the temporary tables.</param>
/// <param name="contract">The contract.</param>
/// <param name="rules">Its rules.</param>
internal sealed class RowFates(DuckDBConnection connection, Contract contract, RowRules rules)
{
    private const int SmallDelivery = 20_000;

    private readonly string _columns = string.Join(", ", contract.Landed.Select(column => Sql.Name(column.As)));
    private readonly string _key = string.Join(", ", contract.Key.Select(Sql.Name));

    /// <summary>Judges the rows.</summary>
    /// <param name="delivery">SQL that reads the delivery.</param>
    /// <param name="rows">Number of its rows, to choose the cheaper way.</param>
    /// <param name="lake">SQL of the landed table before this batch; null when there was none.</param>
    public void Decide(string delivery, long rows, string? lake)
    {
        var statements = $"""
            create or replace temp table judged as {rules.Judge(delivery)};
            create or replace temp table unlanded (id bigint, fate varchar);
            create or replace temp table repeated as select {_key} from judged where {rules.Sound}
                group by {_key} having count(*) > 1;
            """;
        // Planning the rules costs more than applying them to a small delivery, so that one goes unoptimised.
        Run(rows >= SmallDelivery ? statements : $"pragma disable_optimizer; {statements} pragma enable_optimizer");
        if (Count("repeated") > 0)
        {
            InDelivery();
        }

        if (lake is not null)
        {
            InLake(lake);
        }
    }

    /// <summary>Number of rows with each fate.</summary>
    public (long Landed, long Rejected, long Duplicate) Counts()
    {
        using var command = connection.CreateCommand();
        command.CommandText = $"""
            select rows, broken, ambiguous, duplicate
            from (select count(*) as rows, count(*) filter (not ({rules.Sound})) as broken from judged)
            cross join (select count(*) filter (fate <> 'duplicate') as ambiguous,
                count(*) filter (fate = 'duplicate') as duplicate from unlanded)
            """;
        using var reader = command.ExecuteReader();
        reader.Read();
        var (rows, broken, ambiguous, duplicate) =
            (reader.GetInt64(0), reader.GetInt64(1), reader.GetInt64(2), reader.GetInt64(3));
        return (rows - broken - ambiguous - duplicate, broken + ambiguous, duplicate);
    }

    /// <summary>Keeps rows back that would else be landed.</summary>
    /// <param name="ids">SQL select of their numbers in <c>judged</c>.</param>
    public void KeepBack(string ids) => Run($"""
        insert into unlanded select distinct id, 'misplaced' from ({ids}) as back (id)
        where id not in (select id from unlanded)
        """);

    /// <summary>SQL select of the numbers of the landed rows that a rule of the row alone warns of.</summary>
    public string Warned() =>
        $"select rowid from judged where {rules.Breaks(Severity.Warn) ?? "false"} and {IsLanded}";

    /// <summary>SQL select of <c>id</c>, <c>row</c> and <c>rule</c>, for each rule that blocks the delivery.</summary>
    public string Blocking()
    {
        var blocking = rules.All.Select((rule, number) => (rule, Place: RowRules.Place(number)))
            .Where(one => one.rule.Severity == Severity.Block)
            .Select(one => $"select rowid, _row, {Sql.Text(one.rule.Id)} from judged " +
                $"where ({RowRules.Mask(one.Place.Mask)} >> {one.Place.Bit}) & 1 = 1");
        return string.Join(" union all ", blocking.Prepend("select null::bigint, null::bigint, '' where false"));
    }

    /// <summary>SQL select of a column and whether the row was rejected, for each row that could be read.</summary>
    /// <param name="column">SQL of the column.</param>
    public string Fallen(string column) => $"select {column}, not ({rules.Sound}) " +
        "or rowid in (select id from unlanded where fate <> 'duplicate') from judged";

    private string IsLanded => $"({rules.Sound} and rowid not in (select id from unlanded))";

    /// <summary>SQL select of the rows to land: the contract's columns, others, and <c>_row</c>.</summary>
    public string Landed(string extra) => $"{Columns("judged", extra)} where {rules.Sound}" +
        (Count("unlanded") > 0 ? " and rowid not in (select id from unlanded)" : "");

    /// <summary>SQL select of the columns of the landed table.</summary>
    public string Columns(string from, string extra) => $"select {_columns}, {extra}, _row from {from}";

    /// <summary>SQL select of <c>row</c> and <c>rule</c>, for each rule that each row breaks.</summary>
    public string Broken()
    {
        var marked = rules.All.Select((rule, number) => (rule, rule.Id, Place: RowRules.Place(number)));
        var list = string.Join(", ", marked.Select(one =>
            $"({Sql.Text(one.Id)}, {one.Place.Mask}, {one.Place.Bit}, {one.rule.Severity == Severity.Warn})"));
        var hits = Enumerable.Range(0, rules.Masks).Select(mask =>
            $"(bits.mask = {mask} and (judged.{RowRules.Mask(mask)} >> bits.bit) & 1 = 1)");
        return $"""
            select _row as row, bits.rule from judged join (values {list}) as bits(rule, mask, bit, warns)
                on {string.Join(" or ", hits)}
            where case when bits.warns then {IsLanded} else not ({rules.Sound}) end
            union all
            select _row,
                '{RuleBook.KeyIsUnique}' from judged where rowid in (select id from unlanded where fate = 'ambiguous')
            """;
    }

    /// <summary>A row that is written again is a duplicate; rows that only share a key are all ambiguous.</summary>
    private void InDelivery() => Run($"""
        insert into unlanded
        with copied as (
            select rowid as id, {_key}, row_number() over (partition by {_columns} order by rowid) as _copy
            from judged where {rules.Sound} and ({_key}) in (select ({_key}) from repeated)),
        versioned as (
            select id, _copy, count(*) filter (_copy = 1) over (partition by {_key}) as _versions from copied)
        select id, case when _versions > 1 then 'ambiguous' else 'duplicate' end from versioned
        where _versions > 1 or _copy > 1
        """);

    /// <summary>A row that stands in the lake as it is changes nothing.</summary>
    private void InLake(string lake)
    {
        var same = contract.Landed.Select(column => Sql.Name(column.As))
            .Select(name => $"judged.{name} is not distinct from lake.{name}");
        Run($"""
            insert into unlanded
            select judged.rowid, 'duplicate' from judged
            join {lake} as lake on {string.Join(" and ",
                contract.Key.Select(Sql.Name).Select(name => $"judged.{name} = lake.{name}"))}
            where {rules.Sound} and {string.Join(" and ", same)} and judged.rowid not in (select id from unlanded)
            """);
    }

    private long Count(string from)
    {
        using var command = connection.CreateCommand();
        command.CommandText = $"select count(*) from {from}";
        return (long)(command.ExecuteScalar() ?? 0L);
    }

    private void Run(string sql)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }
}

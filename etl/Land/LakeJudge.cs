using System.Globalization;
using DuckDB.NET.Data;
using Maltall.Etl.Validate;
using Maltall.Lake;

namespace Maltall.Etl.Land;

/// <summary>
/// Judges the rows of a delivery together with what is landed; the temporary table <c>finding</c> has <c>id</c>,
/// <c>row</c>, <c>rule</c>, <c>severity</c> and <c>detail</c> for each row that breaks such a rule.
/// </summary>
/// <param name="lake">The lake.</param>
/// <param name="connection">Holds the judged rows.</param>
/// <param name="catalog">Gives the tables that references go to.</param>
internal sealed class LakeJudge(DeltaLake lake, DuckDBConnection connection, ContractCatalog catalog)
{
    private const int UsualHistory = 12;
    private const int UsualLeast = 6;
    private const decimal UsualLimit = 5;
    private const decimal UsualFloor = 5;

    /// <summary>Makes the table anew, and keeps rows back that are rejected.</summary>
    /// <param name="contract">The contract.</param>
    /// <param name="fates">What became of the rows so far.</param>
    /// <param name="landed">SQL of the landed table before the delivery; null when there is none.</param>
    public void Judge(Contract contract, RowFates fates, string? landed)
    {
        Forget();
        if (contract.LakeRules.Count == 0)
        {
            return;
        }

        Run($"create or replace temp view arriving as {fates.Landed("rowid as _id")}");
        var sql = new LakeRuleSql(contract, landed);
        foreach (var rule in contract.LakeRules)
        {
            var broken = sql.Broken(rule, rule is not LakeRule.Reference reference ? null
                : reference.To == contract.Id ? landed
                : lake.Table(catalog.Find(reference.To).Table).Latest()?.ToSql());
            Run($"insert into finding select id, row, rule, '{rule.Severity.Code()}', detail " +
                $"from ({broken}) as broken (id, row, rule, detail)");
        }

        fates.KeepBack("select id from finding where severity = 'reject'");
        Run("delete from finding where severity = 'warn' and id in (select id from unlanded)");
    }

    /// <summary>
    /// Tells when a first delivery for a month has a number of rows far from those of the months before; the sentence
    /// has no row of the file, so its row is 0.
    /// </summary>
    /// <param name="batch">The delivery, counted.</param>
    /// <param name="earlier">The deliveries of the source that are on record.</param>
    public void JudgeSize(Batch batch, IEnumerable<Batch> earlier)
    {
        var landed = earlier.Where(one => one is { Status: "landed", Period: not null } && one.BatchId != batch.BatchId)
            .ToLookup(one => one.Period, one => one.RowsIn);
        if (batch.Period is null || landed.Contains(batch.Period))
        {
            return;
        }

        var before = landed.Where(month => string.CompareOrdinal(month.Key, batch.Period) < 0)
            .OrderByDescending(month => month.Key, StringComparer.Ordinal).Take(UsualHistory)
            .Select(month => month.Max()).ToList();
        if (before.Count < UsualLeast)
        {
            return;
        }

        var sizes = string.Join(", ", before.Select(size => string.Create(CultureInfo.InvariantCulture, $"({size})")));
        Run(string.Create(CultureInfo.InvariantCulture, $"""
            insert into finding
            select null, 0, '{RuleBook.RowCountIsUsual}', 'warn',
                '{batch.RowsIn}; median ' || round(median)::bigint || ', n = ' || n
            from (select count(*) as n, median(size) as median, mad(size) as mad from (values {sizes}) as month (size))
            where {RobustScore.IsFar($"{batch.RowsIn}", "median", "mad", UsualLimit, UsualFloor)}
            """));
    }

    /// <summary>Makes the table anew and empty.</summary>
    public void Forget() => Run("""
        create or replace temp table finding (id bigint, row bigint, rule varchar, severity varchar, detail varchar)
        """);

    private void Run(string sql)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }
}

using System.Globalization;
using DuckDB.NET.Data;
using Maltall.Etl.Fetch;
using Maltall.Etl.Validate;

namespace Maltall.Etl.Land;

/// <summary>Puts what is wrong with a delivery into words, in the temporary table <c>reject</c>.</summary>
/// <param name="connection">Holds the judged rows, and the table <c>finding</c> of <see cref="LakeJudge"/>.</param>
/// <param name="rules">The rules that the row alone is judged by.</param>
/// <param name="contract">The contract.</param>
internal sealed class RejectCollector(DuckDBConnection connection, RowRules rules, Contract contract)
{
    private const int MostBlocking = 1000;
    private const int RowsTold = 5;
    private const string NoPlaces = "select null::bigint as row, null::varchar as unit where false";

    /// <summary>The delivery refused, with the rows that block it collected; null when none does.</summary>
    /// <param name="batch">The delivery.</param>
    /// <param name="fates">What became of its rows.</param>
    public Batch? Blocking(Batch batch, RowFates fates)
    {
        Run("create or replace temp table blocking as " +
            $"select id, row, rule, null::varchar as detail from ({fates.Blocking()}) as own (id, row, rule) " +
            "union all select id, row, rule, detail from finding where severity = 'block'");
        var told = Told();
        if (told.Count == 0)
        {
            return null;
        }

        NameRules();
        Run("create or replace temp table broken as " +
            $"select row, rule, detail from blocking order by row limit {MostBlocking}");
        Insert(batch, hasJudged: true);
        var remedy = new RuleBook(contract).Find(told[0].Rule)?.Remedy["nb"];
        return batch with
        {
            Status = "refused", RowsIn = 0, Landed = 0, Rejected = 0, Duplicate = 0,
            Reason = string.Join("; ", told.Select(one => one.Text)) + $". {remedy}",
        };
    }

    /// <summary>Collects what is wrong, and gives the number of landed rows that are warned of.</summary>
    /// <param name="batch">The delivery, counted.</param>
    /// <param name="staged">Its records that could not be read.</param>
    /// <param name="broken">Rows judged one by one: the row, and the number of the rule.</param>
    /// <param name="fates">What became of the other rows; null when there are none.</param>
    public long Collect(
        Batch batch, Staging.Rows staged, IEnumerable<(long Row, int Rule)> broken, RowFates? fates)
    {
        var warned = fates is null ? 0 : Number($"select count(distinct id) from ({fates.Warned()} " +
            "union all select id from finding where severity = 'warn') as warned (id) where id is not null");
        if (batch.Rejected == 0 && warned == 0 && Number("select count(*) from finding") == 0)
        {
            return 0;
        }

        NameRules();
        Run("create or replace temp table broken (row bigint, rule varchar, detail varchar)");
        using (var appender = connection.CreateAppender("broken"))
        {
            foreach (var fault in staged.Faults)
            {
                appender.CreateRow().AppendValue(fault.Line).AppendValue(fault.Rule).AppendNullValue().EndRow();
            }

            foreach (var (row, rule) in broken)
            {
                appender.CreateRow().AppendValue(row).AppendValue(rules.All[rule].Id).AppendNullValue().EndRow();
            }
        }

        if (fates is not null)
        {
            Run($"insert into broken select row, rule, null from ({fates.Broken()}) as own (row, rule)");
        }

        Run("insert into broken select row, rule, detail from finding");

        // Which row is a forgotten person's is told to nobody, by this or any other rule.
        Run($"""
            delete from broken where rule <> '{ForgottenRows.Rule}'
                and row in (select row from broken where rule = '{ForgottenRows.Rule}');
            update broken set row = 0 where rule = '{ForgottenRows.Rule}'
            """);
        Insert(batch, hasJudged: fates is not null);
        return warned;
    }

    private void NameRules()
    {
        Run("create or replace temp table rule (rule varchar, \"column\" varchar, message varchar, remedy varchar, " +
            "severity varchar)");
        using var appender = connection.CreateAppender("rule");
        foreach (var rule in rules.All)
        {
            Append(rule);
        }

        var book = new RuleBook(contract);
        foreach (var rule in contract.LakeRules)
        {
            Named(rule.Id, rule.Severity, rule);
            if (rule is LakeRule.StockFlow flow)
            {
                Named(flow.CarriesOver, rule.Severity, rule);
            }
        }

        Named(RuleBook.RowCountIsUsual, Severity.Warn, null);

        void Named(string id, Severity severity, LakeRule? rule)
        {
            if (book.Find(id) is { } text)
            {
                Append(RowRule.Make(id, rule is null ? null : ColumnOf(rule), text, severity));
            }
        }

        void Append(RowRule rule) => appender.CreateRow().AppendValue(rule.Id).AppendValue(rule.Column)
            .AppendValue(rule.Message).AppendValue(rule.Remedy).AppendValue(rule.Severity.Code()).EndRow();
    }

    /// <summary>The file's word for the one column that a rule is about; null when there are several.</summary>
    private string? ColumnOf(LakeRule rule)
    {
        var name = rule switch
        {
            LakeRule.Reference { Columns: [var one] } => one,
            LakeRule.Outlier outlier => outlier.Value,
            _ => null,
        };
        return contract.Landed.FirstOrDefault(column => column.As == name)?.Name;
    }

    private void Insert(Batch batch, bool hasJudged) => Run($"""
        insert into reject
        select {Sql.Text(batch.BatchId)}, {Sql.Text(batch.Source)}, {Sql.Text(batch.File)}, row,
            any_value("column"), rule,
            {Sql.Text(batch.File)} || case when row > 0 then ' row ' || row else '' end
                || coalesce(', ' || any_value("column"), '') || ': ' || any_value(message)
                || coalesce(' (' || string_agg(distinct detail, '; ') || ')', '') || ' (rule ' || rule || '). '
                || case any_value(severity)
                    when 'warn' then 'It was landed; look at it.'
                    when 'block' then 'The whole delivery was refused; correct it and deliver again.'
                    else 'The row was rejected; correct it and deliver again.' end,
            any_value(remedy), any_value(severity), any_value(unit), string_agg(distinct detail, '; ')
        from broken join rule using (rule) left join ({(hasJudged ? Places() : NoPlaces)}) as place using (row)
        group by row, rule
        """);

    /// <summary>SQL select of <c>row</c> and <c>unit</c>: the district of each row that names one.</summary>
    private string Places() => contract.DistrictColumn is not { } column ? NoPlaces : $"""
        select _row as row, any_value({Sql.Name(column)}) as unit from judged
        where {Sql.Name(column)} in ({string.Join(", ",
            rules.For(contract.Landed.First(one => one.As == column)).Codes.Select(Sql.Text))}) group by _row
        """;

    private List<(string Rule, string Text)> Told()
    {
        using var command = connection.CreateCommand();
        command.CommandText = $"""
            select rule, count(distinct id), list(distinct row order by row)[:{RowsTold}]::varchar
            from blocking group by rule order by rule
            """;
        using var reader = command.ExecuteReader();
        var told = new List<(string, string)>();
        while (reader.Read())
        {
            told.Add((reader.GetString(0), string.Create(CultureInfo.InvariantCulture,
                $"{reader.GetInt64(1)} rows break {reader.GetString(0)}, which blocks: rows " +
                $"{reader.GetString(2).Trim('[', ']')}{(reader.GetInt64(1) > RowsTold ? " …" : "")}")));
        }

        return told;
    }

    private long Number(string sql)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        return (long)(command.ExecuteScalar() ?? 0L);
    }

    private void Run(string sql)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }
}

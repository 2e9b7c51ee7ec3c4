using System.Globalization;
using Maltall.Etl.Fetch;

namespace Maltall.Etl.Validate;

/// <summary>
/// Turns a rule beyond the single row into SQL over the temporary view <c>arriving</c>: the rows to be landed, with
/// <c>_id</c> and <c>_row</c>.
/// </summary>
/// <param name="contract">The contract.</param>
/// <param name="landed">SQL of its landed table before this delivery; null when there is none.</param>
internal sealed class LakeRuleSql(Contract contract, string? landed)
{
    private readonly string _columns = string.Join(", ", contract.Landed.Select(column => Sql.Name(column.As)));

    /// <summary>
    /// SQL select of <c>id</c>, <c>row</c>, <c>rule</c> and <c>detail</c> for each row that breaks the rule.
    /// </summary>
    /// <param name="rule">The rule.</param>
    /// <param name="referenced">SQL of the table that a reference goes to; null when there is none.</param>
    public string Broken(LakeRule rule, string? referenced) => rule switch
    {
        LakeRule.Reference reference => OfReference(reference, referenced),
        LakeRule.StockFlow flow => OfStockFlow(flow),
        LakeRule.Outlier outlier => OfOutlier(outlier),
        _ => throw new ArgumentOutOfRangeException(nameof(rule), rule.Id, "There is no SQL for this kind of rule."),
    };

    /// <summary>The landed table as it will be: rows of the delivery take the place of those with their key.</summary>
    private string Standing()
    {
        if (landed is null)
        {
            return "arriving";
        }

        var same = contract.Key.Select(Sql.Name).Select(name => $"arriving.{name} is not distinct from lake.{name}");
        return $"""
            (select {_columns}, _id, _row from arriving
             union all
             select {_columns}, null, null from {landed} as lake
             where not exists (select 1 from arriving where {string.Join(" and ", same)}))
            """;
    }

    private string OfReference(LakeRule.Reference rule, string? referenced)
    {
        var key = string.Join(", ", rule.Key.Select(Sql.Name));
        var sources = new List<string>();
        if (referenced is not null)
        {
            sources.Add($"select {key} from {referenced} as lake");
        }

        if (rule.To == contract.Id)
        {
            sources.Add($"select {key} from arriving");
        }

        var there = sources.Count == 0 ? "false"
            : $"exists (select 1 from ({string.Join(" union all ", sources)}) as there where " + string.Join(" and ",
                rule.Columns.Zip(rule.Key).Select(pair =>
                    $"there.{Sql.Name(pair.Second)} = arriving.{Sql.Name(pair.First)}")) + ")";
        var named = string.Join(" and ", rule.Columns.Select(column => $"arriving.{Sql.Name(column)} is not null"));
        return $"select _id, _row, {Sql.Text(rule.Id)}, null from arriving where {named} and not {there}";
    }

    private string OfStockFlow(LakeRule.StockFlow rule)
    {
        var net = string.Join("", rule.In.Select(name => $" + {Sql.Name(name)}")
            .Concat(rule.Out.Select(name => $" - {Sql.Name(name)}")));
        var closing = Sql.Name(rule.Closing);
        var within = rule.Opening is { } opening
            ? Differing("arriving", $"{closing} - ({Sql.Name(opening)}{net})", rule.Id, rule.Tolerance) : null;
        var by = rule.By.Select(Sql.Name).ToList();
        var same = string.Concat(by.Select(name => $" and earlier.{name} is not distinct from later.{name}"));
        var series = string.Concat(by.Select(name => $"{name}, "));
        var (left, right) = rule.Opening is { } first ? (Sql.Name(first), "earlier._closing")
            : (closing, $"(earlier._closing + later._net)");
        var step = PeriodSql.Step(contract);
        var pairs = string.Create(CultureInfo.InvariantCulture, $"""
            (with whole as (
                select {series}{PeriodSql.Month(contract, rule.Period)} as _at, {left} as _left,
                    {closing} as _closing, 0{net} as _net, _id, _row
                from {Standing()} as standing)
             select coalesce(later._id, earlier._id) as _id, coalesce(later._row, earlier._row) as _row,
                later._left - {right} as _gap
             from whole as later join whole as earlier on earlier._at = later._at - {step}{same}
             where later._id is not null or earlier._id is not null)
            """);
        var meeting = Differing(pairs, "_gap", rule.Opening is null ? rule.Id : rule.CarriesOver, rule.Tolerance);
        return within is null ? meeting : $"{within} union all {meeting}";
    }

    private static string Differing(string from, string gap, string rule, decimal tolerance) =>
        string.Create(CultureInfo.InvariantCulture, $"""
            select _id, _row, {Sql.Text(rule)}, case when {gap} > 0 then '+' else '' end || ({gap})
            from {from} as judged where abs({gap}) > {tolerance}
            """);

    private string OfOutlier(LakeRule.Outlier rule)
    {
        var by = string.Join(", ", rule.By.Select(Sql.Name));
        var partition = by.Length == 0 ? "" : $"partition by {by} ";
        return string.Create(CultureInfo.InvariantCulture, $"""
            (with whole as (
                select {(by.Length == 0 ? "" : $"{by}, ")}cast({Sql.Name(rule.Value)} as double) as _value,
                    {PeriodSql.Month(contract, rule.Order)} as _at, _id, _row
                from {Standing()} as standing),
             seen as (
                select _id, _row, _value, count(_value) over before as _n,
                    median(_value) over before as _median, mad(_value) over before as _mad
                from whole where _at is not null
                window before as ({partition}order by _at rows between {rule.History} preceding and 1 preceding))
             select _id, _row, {Sql.Text(rule.Id)}, 'median ' || round(_median, 2) || ', n = ' || _n
             from seen
             where _id is not null and _n >= {rule.Least}
                and {RobustScore.IsFar("_value", "_median", "_mad", rule.Limit, rule.Floor)})
            """);
    }
}

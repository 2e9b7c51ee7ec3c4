using System.Globalization;
using System.Text;

namespace Maltall.Warehouse.Measure;

/// <summary>One statement with its values.</summary>
/// <param name="Sql">DuckDB SQL.</param>
/// <param name="Values">Value of each parameter.</param>
/// <param name="Tables">Conformed tables it reads.</param>
internal sealed record CompiledQuestion(
    string Sql, IReadOnlyDictionary<string, object> Values, IReadOnlyList<string> Tables)
{
    /// <summary>The statement with its values as comments, to be read.</summary>
    internal string ToText()
    {
        var text = new StringBuilder(Sql);
        foreach (var (name, value) in Values)
        {
            text.Append(CultureInfo.InvariantCulture, $"\n-- ${name} = {value:yyyy-MM-dd}");
        }

        return text.ToString();
    }
}

/// <summary>
/// Writes the one SQL statement of an indicator: the cells that are asked for, so that zero shows as zero, and
/// numerator
/// and denominator each aggregated apart. The division is the last step and is not SQL.
/// </summary>
internal static class IndicatorCompiler
{
    /// <summary>Compiles a plan.</summary>
    internal static CompiledQuestion Compile(IndicatorDefinition indicator, RequestPlan plan)
    {
        var period = Period.WordOf(plan.Kind);
        List<string> steps =
        [
            plan.Kind == PeriodKind.RollingYear ? RollingPeriodStep : PeriodStep(period),
            CellStep(plan, period),
            SideStep("numerator", indicator.Numerator, plan),
        ];
        if (indicator.Denominator is { } denominator)
        {
            steps.Add(SideStep("denominator", denominator, plan));
        }

        var sql = $"with {string.Join(",\n", steps)}\n{Answer(indicator, plan, period)}";
        return new CompiledQuestion(sql, Values(plan), Tables(indicator, plan));
    }

    private static string PeriodStep(string period) => $"""
        period as (
            select {period}, min(day) as starts_on, max(day) + 1 as ends_before
            from conformed.calendar
            where day >= $from and day < $before
            group by {period}
        )
        """;

    /// <summary>Rolling years overlap, so the calendar has their last months only.</summary>
    private const string RollingPeriodStep = """
        period as (
            select
                year(day)::varchar || '-R' || strftime(day, '%m') as rolling_year,
                (min(day) - interval 11 month)::date as starts_on,
                max(day) + 1 as ends_before
            from conformed.calendar
            where day >= $from and day < $before
            group by rolling_year
        ),
        period_month as (
            select starts_on, (starts_on + to_months(month::integer))::date as month_start
            from period
            cross join range(12) as months (month)
        )
        """;

    private static string CellStep(RequestPlan plan, string period)
    {
        var columns = plan.By.Select(dimension => $"{dimension.Name}.code as {dimension.Name}, ");
        var members = plan.By.Select(dimension => $"\n    cross join ({Members(dimension, plan)}) as {dimension.Name}");
        return $"""
            cell as (
                select {string.Concat(columns)}period.{period}, period.starts_on, period.ends_before
                from period{string.Concat(members)}{OneAtATime(plan)}
            )
            """;
    }

    private static string OneAtATime(RequestPlan plan)
    {
        var totals = plan.By.Select(dimension => $"({dimension.Name}.code = '{RequestPlan.Total}')::int");
        return !plan.IsOneAtATime ? ""
            : string.Create(CultureInfo.InvariantCulture,
                $"\n    where {string.Join(" + ", totals)} >= {plan.By.Count - 1}");
    }

    private static string Members(Dimension dimension, RequestPlan plan)
    {
        var conditions = plan.Where.Where(pair => pair.Dimension.Table == dimension.Table)
            .Select(pair => $"{pair.Dimension.Column}::varchar = ${pair.Dimension.Name}")
            .Prepend(dimension.MemberFilter)
            .OfType<string>()
            .ToList();
        var filter = conditions.Count == 0 ? "" : $" where {string.Join(" and ", conditions)}";
        var total = plan.HasTotals ? $" union all select '{RequestPlan.Total}'" : "";
        return $"select distinct {dimension.Column}::varchar as code from conformed.{dimension.Table}{filter}{total}";
    }

    private static string SideStep(string name, Measurement side, RequestPlan plan)
    {
        var codes = plan.By.Select(dimension => dimension.CodeIn(side.Table)).ToList();
        var keys = plan.By.Zip(codes, (dimension, code) => plan.HasTotals
            ? $"case when grouping({code}) = 1 then '{RequestPlan.Total}' else {code}::varchar end as {dimension.Name}, "
            : $"{code}::varchar as {dimension.Name}, ");
        var groups = plan.IsOneAtATime
            ? $"grouping sets ((starts_on), {string.Join(", ", codes.Select(code => $"(starts_on, {code})"))})"
            : plan.HasTotals ? $"starts_on, cube ({string.Join(", ", codes)})" : "all";
        var (start, join, bounds) = InTime(side, plan.Kind);
        var district = NeedsDistrict(plan) ? "\n    join conformed.district using (district_id)" : "";
        var conditions = plan.Where.Select(pair =>
            $"{pair.Dimension.CodeIn(side.Table)}::varchar = ${pair.Dimension.Name}");
        if (side.Filter is { } filter)
        {
            conditions = conditions.Prepend($"({filter})");
        }

        var where = string.Join(" and ", bounds.Concat(conditions));
        return $"""
            {name} as (
                select
                    {string.Concat(keys)}{start} as starts_on,
                    {Amount(side)}::double as amount,
                    {Observations(side)} as observations,
                    {Contributors(side)} as contributors{Bounds(side)}
                from conformed.{side.Table}{join}{district}{(where.Length > 0 ? $"\n    where {where}" : "")}
                group by {groups}
            )
            """;
    }

    private static string Amount(Measurement side) => side.Aggregate switch
    {
        "count" => "count(*)",
        "count_distinct" => $"count(distinct {side.Value})",
        "percentile" => string.Create(CultureInfo.InvariantCulture, $"quantile_cont({side.Value}, {side.Percent / 100.0})"),
        _ => $"{side.Aggregate}({side.Value})",
    };

    /// <summary>
    /// The observations between which the quantile of the population lies with 95 %: those of the ranks
    /// np ∓ 1.96 √(np(1 − p)), where three or more observations lie at and beyond each.
    /// </summary>
    /// <remarks>Conover, Practical Nonparametric Statistics, 3rd ed. 1999, 3.2 (normal approximation).</remarks>
    private static string Bounds(Measurement side)
    {
        if (!side.IsOrdered)
        {
            return "";
        }

        var share = side.Percent / 100.0;
        var (n, list) = ($"count({side.Value})", $"list_sort(list({side.Value}))");
        var spread = string.Create(CultureInfo.InvariantCulture,
            $"1.959964 * sqrt({n} * {share * (1 - share):0.####})");
        var low = string.Create(CultureInfo.InvariantCulture, $"floor({n} * {share} - {spread})::bigint");
        var high = string.Create(CultureInfo.InvariantCulture, $"ceil({n} * {share} + {spread})::bigint + 1");
        return $"""
            ,
                    case when {low} >= 3 then {list}[{low}] end::double as low,
                    case when {high} <= {n} - 2 then {list}[{high}] end::double as high
            """;
    }

    private static string Observations(Measurement side) =>
        side.IsOrdered ? $"count({side.Value})" : "count(*)";

    private static string Contributors(Measurement side) =>
        side.Contributor is { } household ? $"count(distinct {household})" : "null::bigint";

    /// <summary>
    /// How a row finds its period: an event by its own date, which needs no join; an event of rolling years by its
    /// month; a level by the day that it is of.
    /// </summary>
    private static (string Start, string Join, IReadOnlyList<string> Bounds) InTime(Measurement side, PeriodKind kind)
    {
        var date = $"{side.Table}.{side.Date}";
        if (side.Timing == Timing.During && kind != PeriodKind.RollingYear)
        {
            return (StartOf(kind, date), "", [$"{date} >= $from", $"{date} < $before"]);
        }

        var condition = (side.Timing, side.Until) switch
        {
            (Timing.During, _) => $"period_month.month_start = date_trunc('month', {date})::date",
            (Timing.End, null) => $"{date} = period.ends_before - 1",
            (Timing.End, { } until) =>
                $"{date} < period.ends_before and coalesce({side.Table}.{until} >= period.ends_before, true)",
            (Timing.January, _) => $"{date} = make_date(year(period.starts_on), 1, 1)",
            _ => $"{date} = make_date(year(period.ends_before - 1) + 1, 1, 1)",
        };
        var table = side.Timing == Timing.During ? "period_month" : "period";
        return ($"{table}.starts_on", $"\n    join {table} on {condition}", []);
    }

    private static string StartOf(PeriodKind kind, string date) => kind switch
    {
        PeriodKind.Month => $"date_trunc('month', {date})::date",
        PeriodKind.Quarter => $"date_trunc('quarter', {date})::date",
        PeriodKind.Year => $"date_trunc('year', {date})::date",
        _ => string.Create(CultureInfo.InvariantCulture,
            $"make_date(year({date}), (month({date}) - 1) // {Period.MonthsIn(kind)} * {Period.MonthsIn(kind)} + 1, 1)"),
    };

    private static string Answer(IndicatorDefinition indicator, RequestPlan plan, string period)
    {
        var keys = plan.By.Select(dimension => dimension.Name).ToList();
        var joined = string.Join(", ", keys.Append("starts_on"));
        keys.Insert(plan.PeriodKey.Place, period);
        var shared = string.Join(", ", keys);
        var divides = indicator.Denominator is not null;
        var divisor = divides
            ? ",\n    denominator.amount,\n    coalesce(denominator.observations, 0),\n    denominator.contributors"
            : indicator.Numerator.IsOrdered ? ",\n    numerator.low,\n    numerator.high" : "";
        return $"""
            select
                {shared},
                cell.starts_on,
                cell.ends_before,
                numerator.amount,
                coalesce(numerator.observations, 0),
                numerator.contributors{divisor}
            from cell
            left join numerator using ({joined}){(divides ? $"\nleft join denominator using ({joined})" : "")}
            order by {shared}
            """;
    }

    private static bool NeedsDistrict(RequestPlan plan) =>
        plan.By.Any(dimension => dimension.OfDistrict) || plan.Where.Any(pair => pair.Dimension.OfDistrict);

    private static Dictionary<string, object> Values(RequestPlan plan)
    {
        var values = new Dictionary<string, object> { ["from"] = plan.From, ["before"] = plan.Before };
        foreach (var (dimension, member) in plan.Where)
        {
            values[dimension.Name] = member;
        }

        return values;
    }

    private static List<string> Tables(IndicatorDefinition indicator, RequestPlan plan)
    {
        List<string> tables = ["calendar", indicator.Numerator.Table];
        tables.AddRange(plan.By.Select(dimension => dimension.Table));
        if (indicator.Denominator is { } denominator)
        {
            tables.Add(denominator.Table);
        }

        if (NeedsDistrict(plan))
        {
            tables.Add("district");
        }

        return [.. tables.Distinct()];
    }
}

using System.Globalization;
using System.Text;
using Maltall.Warehouse.Measure.Dialects;

namespace Maltall.Warehouse.Measure;

/// <summary>A value of a statement.</summary>
/// <param name="Name">Name of the parameter.</param>
/// <param name="Mark">How the statement writes it.</param>
/// <param name="Value">The value: a day or a code.</param>
internal sealed record QuestionValue(string Name, string Mark, object Value);

/// <summary>One statement with its values.</summary>
/// <param name="Sql">SQL of one dialect.</param>
/// <param name="Values">Value of each parameter.</param>
/// <param name="Tables">Conformed tables it reads.</param>
internal sealed record CompiledQuestion(
    string Sql, IReadOnlyList<QuestionValue> Values, IReadOnlyList<string> Tables)
{
    /// <summary>The statement with its values as comments, to be read.</summary>
    internal string ToText()
    {
        var text = new StringBuilder(Sql);
        foreach (var one in Values)
        {
            text.Append(CultureInfo.InvariantCulture, $"\n-- {one.Mark} = {one.Value:yyyy-MM-dd}");
        }

        return text.ToString();
    }
}

/// <summary>
/// Writes the one SQL statement of an indicator: the cells that are asked for, so that zero shows as zero, and
/// numerator and
/// denominator each aggregated apart. The division is the last step and is not SQL.
/// </summary>
/// <param name="dialect">The engine's own words.</param>
internal sealed class IndicatorCompiler(Dialect dialect)
{
    /// <summary>Compiles a plan.</summary>
    internal CompiledQuestion Compile(IndicatorDefinition indicator, RequestPlan plan)
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

        var tables = Tables(indicator, plan);
        var sql = dialect.Statement(steps, Answer(indicator, plan, period), tables);
        return new CompiledQuestion(sql, Values(plan), tables);
    }

    /// <summary>Compiles the batches that delivered the rows a side is measured from.</summary>
    /// <param name="side">The numerator or the denominator.</param>
    /// <param name="plan">Which rows.</param>
    /// <param name="landed">Landed table with the side's rows.</param>
    /// <param name="key">Columns that name a row in both tables.</param>
    internal CompiledQuestion Batches(Measurement side, RequestPlan plan, string landed, IReadOnlyList<string> key)
    {
        var columns = string.Join(", ", key);
        var sql = dialect.Statement(
            [
                plan.Kind == PeriodKind.RollingYear ? RollingPeriodStep : PeriodStep(Period.WordOf(plan.Kind)),
                $"""
                behind as (
                    select distinct {string.Join(", ", key.Select(column => $"{side.Table}.{column}"))}
                    {Source(side, plan).From}
                )
                """,
            ],
            $"select distinct _batch from {landed} join behind using ({columns}) order by _batch",
            ["calendar", side.Table]);
        return new CompiledQuestion(sql, Values(plan), ["calendar", side.Table, .. NeedsDistrict(plan)
            ? (string[])["district"] : []]);
    }

    private string PeriodStep(string period) => $"""
        period as (
            select {period}, min(day) as starts_on, max(day) + 1 as ends_before
            from {dialect.Table("calendar")}
            where day >= {dialect.Day("from")} and day < {dialect.Day("before")}
            group by {period}
        )
        """;

    /// <summary>Rolling years overlap, so the calendar has their last months only.</summary>
    private string RollingPeriodStep => $"""
        period as (
            select
                {dialect.RollingLabel("day")} as rolling_year,
                {dialect.AddMonths("min(day)", "-11")} as starts_on,
                max(day) + 1 as ends_before
            from {dialect.Table("calendar")}
            where day >= {dialect.Day("from")} and day < {dialect.Day("before")}
            group by rolling_year
        ),
        period_month as (
            select starts_on, {dialect.AddMonths("starts_on", "month::integer")} as month_start
            from period
            cross join {dialect.TwelveMonths}
        )
        """;

    private string CellStep(RequestPlan plan, string period)
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

    private string Members(Dimension dimension, RequestPlan plan)
    {
        var conditions = plan.Where.Where(pair => pair.Dimension.Table == dimension.Table)
            .Select(pair => $"{pair.Dimension.Column}::varchar = {dialect.Code(pair.Dimension.Name)}")
            .Prepend(dimension.MemberFilter is { } open ? dialect.Expression(open) : null)
            .OfType<string>()
            .ToList();
        var filter = conditions.Count == 0 ? "" : $" where {string.Join(" and ", conditions)}";
        var total = plan.HasTotals ? $" union all select '{RequestPlan.Total}'" : "";
        var table = dialect.Table(dimension.Table);
        return $"select distinct {dimension.Column}::varchar as code from {table}{filter}{total}";
    }

    private string SideStep(string name, Measurement side, RequestPlan plan)
    {
        var codes = plan.By.Select(dimension => dimension.CodeIn(side.Table)).ToList();
        var keys = plan.By.Zip(codes, (dimension, code) => plan.HasTotals
            ? $"case when grouping({code}) = 1 then '{RequestPlan.Total}' else {code}::varchar end"
                + $" as {dimension.Name}, "
            : $"{code}::varchar as {dimension.Name}, ");
        var (time, source) = Source(side, plan);
        var measured = side.IsOrdered ? $"{Value(side)} as observed,\n        count(*) as n" : $"""
            {Amount(side)}::double as amount,
                    count(*) as observations,
                    {Contributors(side)} as contributors
            """;
        var step = $"""
            {(side.IsOrdered ? $"{name}_observed" : name)} as (
                select
                    {string.Concat(keys)}{time.Start} as starts_on,
                    {measured}
                {source}
                group by {Groups(plan, codes, side.IsOrdered ? $"{time.Step}, observed" : time.Step)}
            )
            """;
        return side.IsOrdered ? $"{step},\n{OrderedSteps(name, side, plan)}" : step;
    }

    /// <summary>Where a side's rows come from, and which period each is of.</summary>
    private ((string Start, string Step) Time, string From) Source(Measurement side, RequestPlan plan)
    {
        var (time, join, bounds) = InTime(side, plan.Kind);
        var district = NeedsDistrict(plan) ? $"\n    join {dialect.Table("district")} using (district_id)" : "";
        var conditions = plan.Where.Select(pair =>
            $"{pair.Dimension.CodeIn(side.Table)}::varchar = {dialect.Code(pair.Dimension.Name)}");
        if (side.IsOrdered)
        {
            conditions = conditions.Prepend($"{Value(side)} is not null");
        }

        if (side.Filter is { } filter)
        {
            conditions = conditions.Prepend($"({dialect.Expression(filter)})");
        }

        var where = string.Join(" and ", bounds.Concat(conditions));
        return (time, $"from {dialect.Table(side.Table)}{join}{district}"
            + (where.Length > 0 ? $"\n    where {where}" : ""));
    }

    private static string Groups(RequestPlan plan, List<string> codes, string always) => plan switch
    {
        { IsOneAtATime: true } =>
            $"grouping sets (({always}), {string.Join(", ", codes.Select(code => $"({always}, {code})"))})",
        { HasTotals: true } => $"grouping sets ({string.Join(", ", Subsets(codes, always))})",

        // By the codes as they are: a text for each row would cost more than the rest.
        _ => string.Join(", ", codes.Prepend(always)),
    };

    /// <summary>What is always there alone, and with each choice of codes.</summary>
    private static IEnumerable<string> Subsets(List<string> codes, string always) =>
        Enumerable.Range(0, 1 << codes.Count)
        .Select(choice => codes.Where((_, place) => (choice >> place & 1) == 1).Prepend(always))
        .Select(chosen => $"({string.Join(", ", chosen)})");

    private string Amount(Measurement side) => side.Aggregate switch
    {
        "count" => "count(*)",
        "count_distinct" => dialect.Different(Value(side)),
        _ => $"sum({Value(side)})",
    };

    private string Value(Measurement side) => dialect.Expression(side.Value ?? "");

    /// <summary>
    /// The quantile, between two observations where it falls between them, and the observations between which that of
    /// the population lies with 95 %: those of the ranks np ∓ 1.96 √(np(1 − p)), where three or more observations lie
    /// at and beyond each. Equal observations are counted first, so that only values are put in order.
    /// </summary>
    /// <remarks>
    /// Hyndman and Fan, The American Statistician 50 (1996), definition 7; Conover, Practical Nonparametric Statistics,
    /// 3rd ed. 1999, 3.2 (normal approximation).
    /// </remarks>
    private static string OrderedSteps(string name, Measurement side, RequestPlan plan)
    {
        var share = side.Percent / 100.0;
        var keys = string.Concat(plan.By.Select(dimension => $"{dimension.Name}, "));
        var place = string.Create(CultureInfo.InvariantCulture, $"(1 + (total - 1) * {share})");
        var low = string.Create(CultureInfo.InvariantCulture,
            $"floor(total * {share} - 1.959964 * sqrt(total * {share * (1 - share):0.####}))");
        var high = string.Create(CultureInfo.InvariantCulture,
            $"(ceil(total * {share} + 1.959964 * sqrt(total * {share * (1 - share):0.####})) + 1)");
        return $"""
            {name}_rank as (
                select
                    {keys}starts_on,
                    observed,
                    sum(n) over (partition by {keys}starts_on order by observed) as upto,
                    sum(n) over (partition by {keys}starts_on) as total
                from {name}_observed
            ),
            {name} as (
                select
                    {keys}starts_on,
                    ({First($"floor({place})")} + any_value({place} - floor({place}))
                        * ({First($"ceil({place})")} - {First($"floor({place})")}))::double as amount,
                    any_value(total)::bigint as observations,
                    null::bigint as contributors,
                    min(case when upto >= {low} and {low} >= 3 then observed end)::double as low,
                    min(case when upto >= {high} and {high} <= total - 2 then observed end)::double as high
                from {name}_rank
                group by {keys}starts_on
            )
            """;

        static string First(string rank) => $"min(case when upto >= {rank} then observed end)";
    }

    private string Contributors(Measurement side) =>
        side.Contributor is { } household ? dialect.Different(dialect.Expression(household)) : "null::bigint";

    /// <summary>
    /// How a row finds its period: an event by its own date, which needs no join; an event of rolling years by its
    /// month; a level by the day that it is of.
    /// </summary>
    private ((string Start, string Step) Time, string Join, IReadOnlyList<string> Bounds) InTime(
        Measurement side, PeriodKind kind)
    {
        var date = $"{side.Table}.{side.Date}";
        if (side.Timing == Timing.During && kind != PeriodKind.RollingYear)
        {
            return ((dialect.StartOf(kind, date), dialect.StepOf(kind, date)), "",
                [$"{date} >= {dialect.Day("from")}", $"{date} < {dialect.Day("before")}"]);
        }

        var condition = (side.Timing, side.Until) switch
        {
            (Timing.During, _) => $"period_month.month_start = {dialect.StartOf(PeriodKind.Month, date)}",
            (Timing.End, null) => $"{date} = period.ends_before - 1",
            (Timing.End, { } until) =>
                $"{date} < period.ends_before and coalesce({side.Table}.{until} >= period.ends_before, true)",
            (Timing.January, _) => $"{date} = {dialect.NewYear("year(period.starts_on)")}",
            _ => $"{date} = {dialect.NewYear("year(period.ends_before - 1) + 1")}",
        };
        var table = side.Timing == Timing.During ? "period_month" : "period";
        return (($"{table}.starts_on", $"{table}.starts_on"), $"\n    join {table} on {condition}", []);
    }

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

    private List<QuestionValue> Values(RequestPlan plan) =>
    [
        new("from", dialect.Day("from"), plan.From),
        new("before", dialect.Day("before"), plan.Before),
        .. plan.Where.Select(pair =>
            new QuestionValue(pair.Dimension.Name, dialect.Code(pair.Dimension.Name), pair.Member)),
    ];

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

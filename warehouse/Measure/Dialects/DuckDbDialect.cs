using System.Globalization;

namespace Maltall.Warehouse.Measure.Dialects;

/// <summary>DuckDB; tables are the views of the schema <c>conformed</c>.</summary>
internal sealed class DuckDbDialect : Dialect
{
    internal override string TwelveMonths => "range(12) as months (month)";

    internal override string Table(string name) => $"conformed.{name}";

    internal override string Day(string parameter) => $"${parameter}";

    internal override string Code(string parameter) => $"${parameter}";

    internal override string Expression(string common) => common;

    internal override string StartOf(PeriodKind kind, string day) => kind switch
    {
        PeriodKind.Month => $"date_trunc('month', {day})::date",
        PeriodKind.Quarter => $"date_trunc('quarter', {day})::date",
        PeriodKind.Year => $"date_trunc('year', {day})::date",
        _ => string.Create(CultureInfo.InvariantCulture,
            $"make_date(year({day}), (month({day}) - 1) // {Period.MonthsIn(kind)} * {Period.MonthsIn(kind)} + 1, 1)"),
    };

    internal override string NewYear(string year) => $"make_date({year}, 1, 1)";

    internal override string AddMonths(string day, string months) => $"({day} + to_months({months}))::date";

    internal override string RollingLabel(string day) => $"year({day})::varchar || '-R' || strftime({day}, '%m')";

    internal override string Different(string value) => $"count(distinct {value})";

    internal override string Statement(
        IReadOnlyList<string> steps, string answer, IReadOnlyList<string> tables) =>
        $"with {string.Join(",\n", steps)}\n{answer}";
}

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

    internal override string StartOf(PeriodKind kind, string day)
    {
        var (step, months) = (StepOf(kind, day), Period.MonthsIn(kind));
        return kind == PeriodKind.Year ? $"make_date({step}, 1, 1)" : string.Create(CultureInfo.InvariantCulture,
            $"make_date(({step}) // {12 / months}, ({step}) % {12 / months} * {months} + 1, 1)");
    }

    /// <summary>A number, which the engine groups by in a table and not by a hash.</summary>
    internal override string StepOf(PeriodKind kind, string day)
    {
        var months = Period.MonthsIn(kind);
        return kind == PeriodKind.Year ? $"year({day})" : string.Create(CultureInfo.InvariantCulture,
            $"year({day}) * {12 / months} + (month({day}) - 1) // {months}");
    }

    internal override string NewYear(string year) => $"make_date({year}, 1, 1)";

    internal override string AddMonths(string day, string months) => $"({day} + to_months({months}))::date";

    internal override string RollingLabel(string day) => $"year({day})::varchar || '-R' || strftime({day}, '%m')";

    internal override string Different(string value) => $"count(distinct {value})";

    internal override string Statement(
        IReadOnlyList<string> steps, string answer, IReadOnlyList<string> tables) =>
        $"with {string.Join(",\n", steps)}\n{answer}";
}

using System.Globalization;
using Maltall.Lake;

namespace Maltall.Warehouse.Measure.Dialects;

/// <summary>ClickHouse; tables are the versions of a publication, read from the lake by the server.</summary>
/// <param name="server">The server, and where it sees the lake.</param>
/// <param name="versions">Version of each table by its name in the lake.</param>
internal sealed class ClickHouseDialect(ClickHouseServer server, IReadOnlyDictionary<string, long> versions) : Dialect
{
    /// <summary>
    /// Joins and casts keep null; a day later than ClickHouse has is read as its last; dates before 1970 stay what
    /// they are; the name of a column is the column.
    /// </summary>
    private const string Settings = """
        settings
            join_use_nulls = 1,
            cast_keep_nullable = 1,
            date_time_overflow_behavior = 'saturate',
            enable_extended_results_for_datetime_functions = 1,
            prefer_column_name_to_alias = 1
        """;

    internal override string TwelveMonths => "(select number as month from numbers(12)) as months";

    internal override string Table(string name) => name;

    internal override string Day(string parameter) => $"{{{parameter}:Date32}}";

    internal override string Code(string parameter) => $"{{{parameter}:String}}";

    internal override string Expression(string common) => CommonSql.ToClickHouse(common);

    internal override string StartOf(PeriodKind kind, string day) => kind switch
    {
        PeriodKind.Month => $"toStartOfMonth({day})",
        PeriodKind.Quarter => $"toStartOfQuarter({day})",
        PeriodKind.Year => $"toStartOfYear({day})",
        _ => string.Create(CultureInfo.InvariantCulture,
            $"toStartOfInterval({day}, interval {Period.MonthsIn(kind)} month)"),
    };

    internal override string StepOf(PeriodKind kind, string day) => StartOf(kind, day);

    internal override string NewYear(string year) => $"makeDate32({year}, 1, 1)";

    internal override string AddMonths(string day, string months) => $"addMonths({day}, {months})";

    internal override string RollingLabel(string day) =>
        $"toYear({day})::varchar || '-R' || formatDateTime({day}, '%m')";

    internal override string Different(string value) => $"uniqExact({value})";

    internal override string Statement(
        IReadOnlyList<string> steps, string answer, IReadOnlyList<string> tables) =>
        $"with {string.Join(",\n", tables.Select(Version).Concat(steps))}\n{answer}\n{Settings}";

    private string Version(string table)
    {
        var name = $"conformed/{table}";
        if (!versions.TryGetValue(name, out var version))
        {
            throw new UserError($"There is no table conformed.{table}", "Run `maltall run`, or correct the name.");
        }

        return string.Create(CultureInfo.InvariantCulture, $"""
            {table} as (
                select * from {server.Source(name)}
                settings delta_lake_snapshot_version = {version}, allow_experimental_delta_kernel_rs = 1
            )
            """);
    }
}

using System.Globalization;
using Maltall.Lake;

namespace Maltall.Warehouse.Compare;

/// <summary>
/// The rows of one table of facts in two publications, in one select that says for each row from which state until
/// before which it counts: 0 is the old publication, 1 has the new events, 2 the late rows, 3 the corrections.
/// </summary>
/// <param name="Old">The table in the old publication.</param>
/// <param name="New">The table in the new one.</param>
/// <param name="Key">Columns that name a row, of the header <c>grain:</c>; empty when all of them do.</param>
internal sealed record StagedRows(Snapshot Old, Snapshot New, IReadOnlyList<string> Key)
{
    private const string District = "district_id";
    private const string Never = "99";

    /// <summary>Columns that place a row in time, of the measurements that read the table.</summary>
    internal required IReadOnlyList<string> Dates { get; init; }

    /// <summary>Last day that the old publication covers of the table; null when it covers none.</summary>
    internal required DateOnly? Until { get; init; }

    /// <summary>The districts in the two publications; null when they are the same.</summary>
    internal (Snapshot Old, Snapshot New)? Districts { get; init; }

    private IReadOnlyList<string> Columns => [.. Old.Columns.Select(column => column.Name)];

    private bool MovesDistricts => Districts is not null && Columns.Contains(District);

    /// <summary>The rows of one state, of the select as it was kept.</summary>
    /// <param name="kept">Name that the select was kept by.</param>
    /// <param name="state">0–3.</param>
    internal static string RowsOf(string kept, int state) => string.Create(
        CultureInfo.InvariantCulture,
        $"select * exclude (_from, _before) from {kept} where _from <= {state} and {state} < _before");

    /// <summary>The select.</summary>
    /// <remarks>
    /// A row whose key the old table lacks is a new event when it is dated after the old data's end, and late when not.
    /// A row that was there and has since got a date that was empty, with no date changed, has gone on: it counts
    /// likewise by the date it got. Every other difference is a correction.
    /// </remarks>
    internal string Select()
    {
        var columns = string.Join(", ", Columns.Select(name => $"\"{name}\""));
        return $"""
            with older as (select {columns}, row_number() over () as _row from {Old.ToSql()}){Place()},
            newer as (
                select {NewColumns()}, row_number() over () as _row from {New.ToSql()} as later{PlaceJoin}
            ),
            pair as (
                select {Aliased("older", "o_")}, {Aliased("newer", "n_")}, newer._place_unknown
                from older
                full join newer on {SameKey()}
            ),
            step as (
                select o__row, n__row, case
                    when o__row is null then case when {NewDate()} then 1 else 2 end
                    when n__row is null then 3
                    when {Same()} then 0
                    when {HasGoneOn()} then case when {FilledAfter()} then 1 else 2 end
                    else 3
                end as step
                from pair
            ),
            leaving as (select o__row as _row, min(step) as step from step where o__row is not null group by o__row),
            coming as (select n__row as _row, min(step) as step from step where n__row is not null group by n__row)
            select {columns}, 0 as _from, case when step = 0 then {Never} else step end as _before
            from older
            join leaving using (_row)
            union all
            select {columns}, step as _from, {Never} as _before
            from newer
            join coming using (_row)
            where step > 0
            """;
    }

    // A district of the new publication by the name that the old one has for the same place, for rows are counted in
    // the old geography until the step that changes it.
    private string PlaceJoin => MovesDistricts ? " left join place on place.district_id = later.district_id" : "";

    private string Place() => MovesDistricts && Districts is { } districts
        ? $"""
            ,
            place as (
                select
                    after.district_id,
                    arg_max(before.district_id, row(
                        before.district_id = after.district_id,
                        least(before.valid_to, after.valid_to) - greatest(before.valid_from, after.valid_from)
                    )) as older_id
                from {districts.New.ToSql()} as after
                left join {districts.Old.ToSql()} as before
                    on before.district_code = after.district_code
                    and before.valid_from < after.valid_to
                    and before.valid_to > after.valid_from
                group by after.district_id
            )
            """
        : "";

    private string NewColumns()
    {
        var known = New.Columns.Select(column => column.Name).ToHashSet();
        var columns = Columns.Select(name => name == District && MovesDistricts ? $"place.older_id as {District}"
            : known.Contains(name) ? $"later.\"{name}\"" : $"null as \"{name}\"");
        return $"{string.Join(", ", columns)}, "
            + $"{(MovesDistricts ? "place.older_id is null" : "false")} as _place_unknown";
    }

    private string SameKey() => string.Join(
        " and ", KeyColumns.Select(name => $"older.\"{name}\" is not distinct from newer.\"{name}\""));

    private IReadOnlyList<string> KeyColumns =>
        Key.Count > 0 && Key.All(name => Columns.Contains(name)) ? Key : Columns;

    private string Same() => string.Join(" and ", Columns.Select(name => name == District
        ? $"(_place_unknown or {Unmoved(name)})" : Unmoved(name)).DefaultIfEmpty("true"));

    private static string Unmoved(string name) => $"\"o_{name}\" is not distinct from \"n_{name}\"";

    private string NewDate() => Until is { } until && Dates.Count > 0
        ? string.Join(" or ", Dates.Select(date => $"coalesce(\"n_{date}\" > {Day(until)}, false)"))
        : "true";

    private IEnumerable<string> Days =>
        Old.Columns.Where(column => column.Type == ColumnType.Date).Select(column => column.Name);

    private string HasGoneOn()
    {
        var kept = Days.Select(day => $"(\"o_{day}\" is null or \"o_{day}\" is not distinct from \"n_{day}\")")
            .DefaultIfEmpty("true");
        return $"{Any(Days, Filled)} and {string.Join(" and ", kept)}";
    }

    /// <summary>Judged by the column that places the row in time when that was filled, else by any that was.</summary>
    private string FilledAfter()
    {
        if (Until is not { } until)
        {
            return "true";
        }

        var own = Days.Intersect(Dates).ToList();
        return $"case when {Any(own, Filled)} then {Any(own, After)} else {Any(Days, After)} end";

        string After(string day) => $"({Filled(day)} and \"n_{day}\" > {Day(until)})";
    }

    private static string Filled(string day) => $"(\"o_{day}\" is null and \"n_{day}\" is not null)";

    private static string Any(IEnumerable<string> days, Func<string, string> condition) =>
        $"({string.Join(" or ", days.Select(condition).DefaultIfEmpty("false"))})";

    private string Aliased(string side, string prefix) =>
        string.Join(", ", Columns.Append("_row").Select(name => $"{side}.\"{name}\" as \"{prefix}{name}\""));

    private static string Day(DateOnly day) => string.Create(CultureInfo.InvariantCulture, $"date '{day:yyyy-MM-dd}'");
}

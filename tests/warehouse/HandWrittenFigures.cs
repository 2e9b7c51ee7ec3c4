using System.Text.RegularExpressions;
using DuckDB.NET.Data;

namespace Maltall.Warehouse.Tests;

/// <summary>One side of a figure as the hand-written select counts it.</summary>
/// <param name="Amount">The count, sum, households or median.</param>
/// <param name="Observations">Rows behind it.</param>
/// <param name="Households">Households behind it; 0 where the select names none.</param>
internal readonly record struct HandSide(double Amount, long Observations, long Households);

/// <summary>Days of a period, both included.</summary>
internal readonly record struct HandPeriod(DateOnly First, DateOnly Last)
{
    /// <summary>True for a day of the period.</summary>
    public bool Holds(DateOnly day) => day >= First && day <= Last;
}

/// <summary>
/// The figures of the selects in <c>figures/</c>, written by hand over the landed files from the definitions' texts,
/// without the conformed tables, the definitions' YAML or the compiler.
/// </summary>
internal sealed partial class HandWrittenFigures : IDisposable
{
    private readonly DuckDBConnection connection;

    /// <summary>Reads the observations of one indicator.</summary>
    /// <param name="lake">A lake with landed tables.</param>
    /// <param name="indicator">Id of the indicator.</param>
    /// <param name="years">First and last year that was delivered.</param>
    public HandWrittenFigures(TestLake lake, string indicator, (int First, int Last) years)
    {
        (First, Last) = (new DateOnly(years.First, 1, 1), new DateOnly(years.Last, 12, 31));
        connection = lake.OpenLanded();
        Run(File.ReadAllText(Path.Combine(Repository.Tests, "figures_setup.sql"))
            .Replace("$first", $"date '{First:yyyy-MM-dd}'", StringComparison.Ordinal)
            .Replace("$last", $"date '{Last:yyyy-MM-dd}'", StringComparison.Ordinal));
        var select = SelectOf(indicator);
        Run($"insert into observation by name {select}");
        Gaps = lake.Lake.Table("operations/batch").Exists ? FindGaps(select) : [];
        Divides = Read("select 1 from observation where side = 'of' limit 1", _ => 1).Count > 0;
        Stated = Read("select distinct side from observation where timing = 'stated'", row => row.GetString(0));
    }

    /// <summary>First day that was delivered.</summary>
    public DateOnly First { get; }

    /// <summary>Last day that was delivered.</summary>
    public DateOnly Last { get; }

    /// <summary>True when there is something to divide by.</summary>
    public bool Divides { get; }

    /// <summary>The sides that a source states, so that none stated means not delivered.</summary>
    public IReadOnlyList<string> Stated { get; }

    /// <summary>First day of the months for which a source that is read was not delivered.</summary>
    public IReadOnlyList<DateOnly> Gaps { get; }

    /// <summary>True when the select of an indicator has one of the words.</summary>
    public static bool Reads(string indicator, params string[] words)
    {
        var select = SelectOf(indicator);
        return words.Any(word => select.Contains(word, StringComparison.Ordinal));
    }

    /// <summary>The periods of a kind, by label.</summary>
    public Dictionary<string, HandPeriod> Periods(string kind) => Read(
        $"select label, first_day, last_day from period where kind = '{kind}'",
        row => (Label: row.GetString(0), Days: new HandPeriod(Day(row, 1), Day(row, 2))))
        .ToDictionary(period => period.Label, period => period.Days);

    /// <summary>
    /// Every cell of a level that has an observation, by its codes and period and the side of the fraction; with
    /// totals, also each level above it, where <c>total</c> stands for a code.
    /// </summary>
    public Dictionary<(string Keys, string Side), HandSide> Cells(
        IReadOnlyList<string> dimensions, string kind, bool totals)
    {
        var levels = totals ? Enumerable.Range(0, 1 << dimensions.Count) : [(1 << dimensions.Count) - 1];
        return levels.SelectMany(level => Level(dimensions, level, kind)).ToDictionary();
    }

    public void Dispose() => connection.Dispose();

    private List<KeyValuePair<(string Keys, string Side), HandSide>> Level(
        IReadOnlyList<string> dimensions, int level, string kind)
    {
        var keys = dimensions.Select((name, place) =>
            (level & (1 << place)) > 0 ? $"{name}, " : $"'total' as {name}, ");
        var select = File.ReadAllText(Path.Combine(Repository.Tests, "figures_level.sql"))
            .Replace("{keys}", string.Concat(keys), StringComparison.Ordinal)
            .Replace("$kind", $"'{kind}'", StringComparison.Ordinal);
        var code = string.Join(" || '|' || ", dimensions.Append("label"));
        var cells = $"select {code}, side, amount, observations, households from ({select}\n)";
        return Read(cells, row => KeyValuePair.Create(
            (row.GetString(0), row.GetString(1)),
            new HandSide(row.GetDouble(2), row.GetInt64(3), row.GetInt64(4))));
    }

    private static string SelectOf(string indicator) =>
        File.ReadAllText(Path.Combine(Repository.Tests, "figures", $"{indicator}.sql"));

    private static DateOnly Day(DuckDBDataReader row, int column) => row.GetFieldValue<DateOnly>(column);

    /// <summary>What is only looked up: a month without it lowers the trust in a figure, and does not take it away.
    /// </summary>
    [GeneratedRegex(@"not exists \([^)]*\)")]
    private static partial Regex LookedUp();

    [GeneratedRegex(@"\b(bit_\w+|husbanken_payment|programme_activity)\b")]
    private static partial Regex MonthlySource();

    private List<DateOnly> FindGaps(string select)
    {
        var read = MonthlySource().Matches(LookedUp().Replace(select, ""));
        var sources = string.Join(", ", read.Select(source => $"'{source.Value}'").Append("''"));
        return Read($"""
            select month::date
            from unnest([{sources}]) as read (source)
            cross join generate_series(date '{First:yyyy-MM-dd}', date '{Last:yyyy-MM-dd}', interval 1 month)
                as months (month)
            where source > '' and not exists (
                from batch where batch.source = read.source and batch.period = strftime(month, '%Y-%m'))
            """, row => Day(row, 0));
    }

    private void Run(string sql)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }

    private List<T> Read<T>(string sql, Func<DuckDBDataReader, T> take)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        using var reader = command.ExecuteReader();
        List<T> rows = [];
        while (reader.Read())
        {
            rows.Add(take(reader));
        }

        return rows;
    }
}

using System.Data.Common;
using System.Globalization;
using DuckDB.NET.Data;
using Maltall.Lake;
using Maltall.Warehouse.Conform;
using Maltall.Warehouse.Measure.Dialects;
using Maltall.Warehouse.Protect;

namespace Maltall.Warehouse.Measure;

/// <summary>A raw cell with its place.</summary>
/// <param name="Keys">One code per key of the plan.</param>
/// <param name="Start">First day of the period.</param>
/// <param name="Cell">The numbers.</param>
internal sealed record PlacedCell(IReadOnlyList<string> Keys, DateOnly Start, RawCell Cell);

/// <summary>Runs compiled questions on one publication; opens only the tables that a question reads.</summary>
/// <param name="lake">The lake.</param>
/// <param name="publication">Which versions to read.</param>
/// <param name="isForMany">Whether so many questions will be asked that tables are worth holding in memory.</param>
/// <param name="server">The server that answers for figures; null for the engine within the program.</param>
internal sealed class PublicationReader(
    DeltaLake lake, Publication publication, bool isForMany, ClickHouseServer? server = null) : IDisposable
{
    private static readonly Dictionary<string, IReadOnlyList<Column>> NothingExpected = [];

    private readonly DuckDBConnection connection = LakeConnection.Open();
    private readonly ClickHouseSession? session = server is null ? null : new ClickHouseSession(server);
    private readonly IndicatorCompiler compiler = new(
        server is null ? Dialect.DuckDb : new ClickHouseDialect(server, publication.Versions));
    private readonly Dictionary<string, IReadOnlyDictionary<string, string>> members = [];
    private readonly HashSet<string> held = [];
    private RoomViews? views;
    private Dictionary<string, Coverage>? coverage;

    private RoomViews Views => views ??= new RoomViews(lake, connection, publication.Versions, NothingExpected);

    /// <summary>Days that a fact covers; null when nothing of it was delivered.</summary>
    internal Coverage? CoverageOf(string table)
    {
        coverage ??= ReadCoverage();
        return coverage.GetValueOrDefault(table);
    }

    /// <summary>Codes and names of a dimension's members.</summary>
    internal IReadOnlyDictionary<string, string> Members(Dimension dimension)
    {
        if (!members.TryGetValue(dimension.Name, out var codes))
        {
            codes = ReadMembers(dimension);
            members[dimension.Name] = codes;
        }

        return codes;
    }

    /// <summary>Area of each district of today.</summary>
    internal IReadOnlyDictionary<string, string> Areas()
    {
        Views.Show("conformed.district");
        using var command = connection.CreateCommand();
        command.CommandText = "select district_code, area_name from conformed.district "
            + $"where {Dimension.Named("area").MemberFilter} and area_name is not null";
        using var reader = command.ExecuteReader();
        Dictionary<string, string> areas = [];
        while (reader.Read())
        {
            areas[reader.GetString(0)] = reader.GetString(1);
        }

        return areas;
    }

    /// <summary>The statement of a plan in the words of the engine that answers it.</summary>
    internal CompiledQuestion Question(IndicatorDefinition indicator, RequestPlan plan) =>
        compiler.Compile(indicator, plan);

    /// <summary>The cells of a plan, in order of the keys.</summary>
    /// <exception cref="UserError">A server is asked, and does not answer.</exception>
    internal IReadOnlyList<PlacedCell> Run(IndicatorDefinition indicator, RequestPlan plan)
    {
        var question = Question(indicator, plan);
        using DbCommand command = session is null ? Prepare(question) : session.Prepare(question);
        using var reader = session is null ? command.ExecuteReader() : session.Run(command);
        List<PlacedCell> cells = [];
        var keyCount = plan.By.Count + 1;
        while (reader.Read())
        {
            var keys = Enumerable.Range(0, keyCount).Select(reader.GetString).ToArray();
            var start = DateOnly.FromDateTime(reader.GetDateTime(keyCount));
            var end = DateOnly.FromDateTime(reader.GetDateTime(keyCount + 1));
            var numerator = Side(reader, keyCount + 2) with
            {
                Bounds = indicator.Numerator.IsOrdered ? Bounds(reader, keyCount + 5) : null,
            };
            RawSide? denominator = indicator.Denominator is null ? null : Side(reader, keyCount + 5);
            var isCovered = IsCovered(indicator, start, end);
            var cell = new RawCell(numerator, denominator, isCovered, NotBefore(indicator, end));
            cells.Add(new PlacedCell(keys, start, cell));
        }

        return cells;
    }

    /// <summary>
    /// The batches that delivered the rows a side is measured from, by landed table; null for a table whose rows are
    /// not those of the side one by one.
    /// </summary>
    internal IReadOnlyDictionary<string, IReadOnlyList<string>?> Batches(
        Measurement side, RequestPlan plan, IReadOnlyList<string> key, IEnumerable<string> landed)
    {
        Dictionary<string, IReadOnlyList<string>?> batches = [];
        foreach (var table in landed.Where(table => Views.Show(table.Replace('/', '.')) is not null))
        {
            var name = table.Replace('/', '.');
            var columns = Texts(new CompiledQuestion($"select column_name from (describe {name})", [], []));
            batches.Add(table, key.All(columns.Contains)
                ? Texts(new IndicatorCompiler(Dialect.DuckDb).Batches(side, plan, name, key)) : null);
        }

        return batches;
    }

    /// <summary>Keeps the rows of a select for this reader, by a name of its own.</summary>
    internal void Keep(string name, string select)
    {
        using var command = connection.CreateCommand();
        command.CommandText = $"create or replace temp table {name} as {select}";
        command.ExecuteNonQuery();
    }

    /// <summary>Reads a select in the place of a conformed table from now on.</summary>
    internal void Replace(string table, string select) => Views.Replace($"conformed.{table}", select);

    /// <inheritdoc/>
    public void Dispose()
    {
        connection.Dispose();
        session?.Dispose();
    }

    private DuckDBCommand Prepare(CompiledQuestion question)
    {
        foreach (var table in question.Tables)
        {
            Views.Show($"conformed.{table}");
            if (isForMany && held.Add(table))
            {
                Hold(table);
            }
        }

        var command = connection.CreateCommand();
        command.CommandText = question.Sql;
        foreach (var value in question.Values)
        {
            command.Parameters.Add(new DuckDBParameter(value.Name, value.Value));
        }

        return command;
    }

    private List<string> Texts(CompiledQuestion question)
    {
        using var command = Prepare(question);
        using var reader = command.ExecuteReader();
        List<string> texts = [];
        while (reader.Read())
        {
            texts.Add(reader.GetString(0));
        }

        return texts;
    }

    private void Hold(string table)
    {
        using var command = connection.CreateCommand();
        command.CommandText = $"""
            create temp table held as from conformed.{table};
            drop view conformed.{table};
            create table conformed.{table} as from held;
            drop table held;
            """;
        command.ExecuteNonQuery();
    }

    private static (double Low, double High)? Bounds(DbDataReader reader, int at) =>
        reader.IsDBNull(at) || reader.IsDBNull(at + 1) ? null : (reader.GetDouble(at), reader.GetDouble(at + 1));

    private static RawSide Side(DbDataReader reader, int at) => new(
        reader.IsDBNull(at) ? null : reader.GetDouble(at),
        Count(reader, at + 1),
        reader.IsDBNull(at + 2) ? null : Count(reader, at + 2));

    private static long Count(DbDataReader reader, int at) =>
        Convert.ToInt64(reader.GetValue(at), CultureInfo.InvariantCulture);

    private bool IsCovered(IndicatorDefinition indicator, DateOnly start, DateOnly end)
    {
        Measurement?[] sides = [indicator.Numerator, indicator.Denominator];
        return sides.OfType<Measurement>().Where(side => side.Timing is Timing.During or Timing.End)
            .All(side => CoverageOf(side.Table) is { } days && days.Holds(start, end));
    }

    private DateOnly? NotBefore(IndicatorDefinition indicator, DateOnly end)
    {
        if (indicator.WindowDays is not { } window)
        {
            return null;
        }

        var matureOn = end.AddDays(window);
        return publication.DataUntil is { } until && until.AddDays(1) >= matureOn ? null : matureOn;
    }

    private Dictionary<string, Coverage> ReadCoverage()
    {
        Views.Show("conformed.coverage");
        using var command = connection.CreateCommand();
        command.CommandText =
            "select table_name, list(month_start order by month_start) from conformed.coverage group by table_name";
        using var reader = command.ExecuteReader();
        Dictionary<string, Coverage> days = [];
        while (reader.Read())
        {
            days[reader.GetString(0)] = new Coverage(reader.GetFieldValue<List<DateOnly>>(1));
        }

        return days;
    }

    private Dictionary<string, string> ReadMembers(Dimension dimension)
    {
        Views.Show($"conformed.{dimension.Table}");
        using var command = connection.CreateCommand();
        command.CommandText = dimension.MembersSql();
        using var reader = command.ExecuteReader();
        Dictionary<string, string> codes = [];
        while (reader.Read())
        {
            codes[reader.GetString(0)] = Convert.ToString(reader.GetValue(1), CultureInfo.InvariantCulture) ?? "";
        }

        return codes;
    }
}

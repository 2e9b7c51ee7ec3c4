using System.Security.Cryptography;
using System.Text;
using DuckDB.NET.Data;
using Maltall.Lake;
using Maltall.Warehouse.Measure.Dialects;
using Maltall.Warehouse.Protect;

namespace Maltall.Warehouse.Measure;

/// <summary>
/// The figures that a publication holds ready: every indicator as a whole, by area and by district, by each kind of
/// period. They are protected and judged once, when they are published, and never change.
/// </summary>
public sealed class FigureCube
{
    /// <summary>Name of the table.</summary>
    public const string TableName = "published/figure";

    private const string Columns = """
        indicator varchar, definition varchar, dimension varchar, member varchar, period_kind varchar, period varchar,
        value double, sign varchar, numerator double, denominator double, observations bigint, lower double,
        upper double, mature_on date, status varchar, trust varchar
        """;

    private readonly Dictionary<SliceKey, Slice> slices;

    private FigureCube(Dictionary<SliceKey, Slice> slices) => this.slices = slices;

    /// <summary>Number of figures.</summary>
    public int Count => slices.Values.Sum(slice => slice.Figures.Count);

    /// <summary>Computes the figures of what is about to be published, and writes them.</summary>
    /// <param name="lake">The lake.</param>
    /// <param name="analysis">The candidate.</param>
    /// <param name="before">The publication before, to tell what has been revised; null for the first.</param>
    /// <param name="judge">Says how settled a figure is, by its indicator, period and district (null for more).</param>
    /// <param name="cancellation">Asked once per slice.</param>
    /// <returns>The table.</returns>
    public static DeltaTable Write(
        DeltaLake lake, Analysis analysis, Publication? before,
        Func<IndicatorDefinition, Period, string?, Standing> judge, CancellationToken cancellation)
    {
        var earlier = before is null ? null : Open(lake, before);
        using var connection = LakeConnection.Open();
        Run(connection, $"create temp table figure ({Columns})");
        using (var appender = connection.CreateAppender("figure"))
        {
            foreach (var indicator in analysis.Definitions.Indicators)
            {
                foreach (var (key, slice) in analysis.Compute(indicator, judge, cancellation))
                {
                    cancellation.ThrowIfCancellationRequested();
                    var known = earlier?.Known(key);
                    foreach (var one in slice.Figures)
                    {
                        Append(appender, key, slice.Definition, Compared(one, known));
                    }
                }
            }
        }

        var table = lake.Table(TableName);
        var note = new Dictionary<string, string> { ["step"] = "figures" };
        new TableWriter(table, connection).ReplaceAll(
            new Write("from figure order by indicator, dimension, period_kind, member, period", [], null, note),
            cancellation);
        return table;
    }

    /// <summary>The figures of a publication; null when it was made without.</summary>
    /// <param name="lake">The lake.</param>
    /// <param name="publication">The publication.</param>
    public static FigureCube? Open(DeltaLake lake, Publication publication)
    {
        if (!publication.Versions.TryGetValue(TableName, out var version))
        {
            return null;
        }

        using var connection = LakeConnection.Open();
        var files = lake.Table(TableName).At(version);
        using var command = connection.CreateCommand();
        command.CommandText = $"from {files.ToSql()}";
        using var reader = command.ExecuteReader();
        var found = new Dictionary<SliceKey, (string Definition, List<PublishedFigure> Figures)>();
        while (reader.Read())
        {
            var key = new SliceKey(
                reader.GetString(0), reader.GetString(2), IndicatorFile.PeriodWords[reader.GetString(4)]);
            if (!found.TryGetValue(key, out var slice))
            {
                slice = (reader.GetString(1), []);
                found.Add(key, slice);
            }

            slice.Figures.Add(Read(reader));
        }

        return new FigureCube(found.ToDictionary(
            pair => pair.Key, pair => new Slice(pair.Value.Definition, pair.Value.Figures)));
    }

    /// <summary>A slice by what it is of.</summary>
    internal Slice? Slice(SliceKey key) => slices.GetValueOrDefault(key);

    /// <summary>Tells a question from another by its statement, its factor and its protection.</summary>
    internal static string Fingerprint(IndicatorDefinition indicator, RequestPlan plan)
    {
        var sql = new IndicatorCompiler(Dialect.DuckDb).Compile(indicator, plan).Sql;
        var text = FormattableString.Invariant($"{sql}|{indicator.Factor}|{indicator.Protected}");
        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)))[..16];
    }

    private Dictionary<(string, string), PublishedFigure>? Known(SliceKey key) =>
        Slice(key)?.Figures.ToDictionary(one => (one.Member, one.Period.Label));

    private static PublishedFigure Compared(
        PublishedFigure now, Dictionary<(string, string), PublishedFigure>? known) =>
        now.Standing is { Status: FigureStatus.Final } standing
        && known?.GetValueOrDefault((now.Member, now.Period.Label)) is
            { Standing.Status: not FigureStatus.Preliminary } then
        && (then.Standing.Status == FigureStatus.Revised || !IsSame(then.Figure, now.Figure))
            ? now with { Standing = standing with { Status = FigureStatus.Revised } } : now;

    private static bool IsSame(Figure one, Figure other) => (one, other) switch
    {
        (Figure.Value left, Figure.Value right) => left.Number.Equals(right.Number),
        _ => one.GetType() == other.GetType(),
    };

    private static PublishedFigure Read(DuckDBDataReader reader)
    {
        var figure = CellProtector.Published(new PublishedCell(
            Number(reader, 6), reader.GetString(7), Number(reader, 8), Number(reader, 9))
        {
            Observations = reader.GetInt64(10),
            Interval = Number(reader, 11) is { } low && Number(reader, 12) is { } high
                ? new Interval(low, high) : null,
            MatureOn = reader.IsDBNull(13) ? null : reader.GetFieldValue<DateOnly>(13),
        });
        return new PublishedFigure(reader.GetString(3), Period.Parse(reader.GetString(5)), figure, new Standing(
            Enum.Parse<FigureStatus>(reader.GetString(14)), Enum.Parse<TrustGrade>(reader.GetString(15))));
    }

    private static double? Number(DuckDBDataReader reader, int at) => reader.IsDBNull(at) ? null : reader.GetDouble(at);

    private static void Append(DuckDBAppender appender, SliceKey key, string definition, PublishedFigure one)
    {
        var value = one.Figure as Figure.Value;
        var row = appender.CreateRow().AppendValue(key.Indicator).AppendValue(definition).AppendValue(key.Dimension)
            .AppendValue(one.Member).AppendValue(Period.WordOf(key.Kind)).AppendValue(one.Period.Label)
            .AppendValue(value?.Number).AppendValue(CellProtector.Word(one.Figure)).AppendValue(value?.Numerator)
            .AppendValue(value?.Denominator).AppendValue(value?.Observations ?? 0)
            .AppendValue(value?.Interval?.Low).AppendValue(value?.Interval?.High)
            .AppendValue((one.Figure as Figure.NotMature)?.MatureOn);
        row.AppendValue((one.Standing?.Status ?? FigureStatus.Preliminary).ToString())
            .AppendValue((one.Standing?.Trust ?? TrustGrade.D).ToString()).EndRow();
    }

    private static void Run(DuckDBConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }
}

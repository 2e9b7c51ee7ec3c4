using System.Globalization;
using DuckDB.NET.Data;
using Maltall.Lake;
using Maltall.Warehouse.Signal;

namespace Maltall.App.Cli;

/// <summary>One series of a file of points, in time order.</summary>
/// <param name="Facet">What the series is of; <c>no facet</c> when the file has no such column.</param>
/// <param name="Dates">The date of each point.</param>
/// <param name="Points">The points, with the dates as the file writes them.</param>
internal sealed record PointSeries(string Facet, IReadOnlyList<DateTime> Dates, IReadOnlyList<ChartPoint> Points);

/// <summary>The columns of a file of points.</summary>
/// <param name="Date">Column with dates; null for <c>date</c> or <c>period</c>.</param>
/// <param name="Value">Column with values; null for <c>value</c>.</param>
/// <param name="Facet">Column that tells series apart; null for <c>facet</c> where there is one.</param>
internal sealed record PointColumns(string? Date, string? Value, string? Facet);

/// <summary>Reads points from a CSV file, in any order of rows.</summary>
internal sealed class PointsFile
{
    private const string NoFacet = "no facet";
    private readonly string path;
    private readonly Func<string, DateTime?> reader;

    private PointsFile(string path, Func<string, DateTime?> reader) => (this.path, this.reader) = (path, reader);

    /// <summary>The series, by the name of their facet.</summary>
    public required IReadOnlyList<PointSeries> Series { get; init; }

    /// <summary>False when the dates have no clear step, so that no missing period can be noticed.</summary>
    public required bool IsEven { get; init; }

    /// <summary>Reads a file.</summary>
    /// <exception cref="UserError">The file is not there, a column is missing, or a row cannot be read.</exception>
    public static PointsFile Read(string path, PointColumns columns)
    {
        var rows = Rows(path, columns);
        var reader = DateColumn.ReaderFor(rows.ConvertAll(row => row.Date));
        var dated = rows.ConvertAll(row => (row.Facet, row.Date, row.Value, row.Line, At: reader(row.Date.Trim())
            ?? throw new UserError($"{Place(path, row.Line)}, date: not written as the other dates of the file.",
                "Write all dates alike, such as 2012-01-31, 2012-01, 2012-T1 or 31.01.2012.")));
        var all = TimeLine.Of(dated.Select(row => row.At));
        var series = dated.GroupBy(row => row.Facet, StringComparer.Ordinal).OrderBy(one => one.Key,
            StringComparer.Ordinal).Select(group =>
        {
            var sorted = group.OrderBy(row => row.At).ToList();
            // A series may have a step of its own, such as years among months; a short one has that of the file.
            var own = TimeLine.Of(sorted.Select(row => row.At));
            var line = own.IsEven && sorted.Count > 3 ? own : all;
            var points = sorted.Select((row, at) => (at == 0 || sorted[at - 1].At != row.At)
                ? new ChartPoint(row.Date, row.Value, at > 0 && line.IsGap(sorted[at - 1].At, row.At))
                : throw new UserError($"{Place(path, row.Line)}, date: the same date as in row {sorted[at - 1].Line}.",
                    "Keep one row a date and facet, or name the facet's column with --facet."));
            return new PointSeries(group.Key, sorted.ConvertAll(row => row.At), points.ToList());
        });
        return new PointsFile(path, reader) { Series = series.ToList(), IsEven = all.IsEven || dated.Count < 3 };
    }

    /// <summary>The dates of a list with commas between, written as those of the file or in another way.</summary>
    /// <exception cref="UserError">One of them is no date.</exception>
    public IReadOnlyList<DateTime> Dates(string list) =>
    [
        .. list.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)
            .Select(text => DateColumn.Read(text, reader)
                ?? throw new UserError($"'{text}' is no date.", $"Write it as the dates of {path}.")),
    ];

    private static List<(string Facet, string Date, double? Value, long Line)> Rows(string path, PointColumns columns)
    {
        if (!File.Exists(path))
        {
            throw new UserError($"The file {path} is not there.", "Check its name.");
        }

        using var connection = LakeConnection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = "select * from read_csv($path, all_varchar = true, header = true)";
        command.Parameters.Add(new DuckDBParameter("path", Path.GetFullPath(path)));
        var rows = new List<(string, string, double?, long)>();
        try
        {
            using var cells = command.ExecuteReader();
            var names = Enumerable.Range(0, cells.FieldCount).Select(cells.GetName).ToList();
            var date = Column(path, names, columns.Date, "date", "period");
            var value = Column(path, names, columns.Value, "value");
            var facet = columns.Facet is null && Find(names, "facet") < 0 ? (int?)null
                : Column(path, names, columns.Facet, "facet");
            for (var line = 2L; cells.Read(); line++)
            {
                rows.Add((
                    facet is { } at ? Needed(cells, at, path, line) : NoFacet, Needed(cells, date, path, line),
                    Number(cells, value, path, line), line));
            }
        }
        catch (DuckDBException error)
        {
            throw new UserError($"{path} could not be read: {error.Message.Split('\n')[0]}",
                "Write a CSV file with the columns date and value.");
        }

        return rows.Count > 0 ? rows : throw new UserError($"{path} has no rows.", "Write one row a period.");
    }

    private static int Column(string path, List<string> names, string? given, params string[] usual)
    {
        var at = given is null ? usual.Select(name => Find(names, name)).FirstOrDefault(one => one >= 0, -1)
            : Find(names, given);
        return at >= 0 ? at : throw new UserError(
            $"{path} has no column '{given ?? usual[0]}'.",
            $"Name one of {string.Join(", ", names)} with --{usual[0]}.");
    }

    private static int Find(List<string> names, string name) =>
        names.FindIndex(one => one.Trim().Equals(name, StringComparison.OrdinalIgnoreCase));

    private static string Needed(DuckDBDataReader cells, int column, string path, long line) =>
        !cells.IsDBNull(column) && !string.IsNullOrWhiteSpace(cells.GetString(column)) ? cells.GetString(column)
        : throw new UserError(
            $"{Place(path, line)}, {cells.GetName(column)}: empty.", "Fill it in, or delete the row.");

    private static double? Number(DuckDBDataReader cells, int column, string path, long line)
    {
        var text = cells.IsDBNull(column) ? "" : cells.GetString(column).Trim();
        if (text is "" or "NA")
        {
            return null;
        }

        return double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var value)
            && Math.Abs(value) <= ChartPoint.Largest ? value
            : throw new UserError($"{Place(path, line)}, {cells.GetName(column)}: not a number.",
                "Write it with a decimal point, or leave it empty when the period has no value.");
    }

    private static string Place(string path, long line) =>
        string.Create(CultureInfo.InvariantCulture, $"{path} row {line}");
}

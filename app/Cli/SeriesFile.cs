using System.Globalization;
using DuckDB.NET.Data;
using Maltall.Lake;
using Maltall.Models;

namespace Maltall.App.Cli;

/// <summary>Reads series from a CSV file with the columns series_id, period and value, in any order of rows.</summary>
internal static class SeriesFile
{
    /// <summary>The series, in the order in which they first stand in the file; a missing period becomes a
    /// gap.</summary>
    /// <param name="path">The file.</param>
    /// <param name="season">Periods a season; null for 12, 4, 3 or 1 by the periods' kind.</param>
    /// <exception cref="UserError">The file is not there, a column is missing, or a row cannot be read.</exception>
    public static IReadOnlyList<Series> Read(string path, int? season)
    {
        var rows = Rows(path);
        return rows.GroupBy(row => row.Id).Select(group =>
            SeriesReading.From(group.Key, season, group.Select(row => (row.Period, row.Value)).ToList()) switch
            {
                SeriesReading.Read read => read.Series,
                SeriesReading.Refused refused =>
                    throw new UserError($"{path}, series {refused.SeriesId}: {refused.Reason}.", refused.Remedy),
                _ => throw new InvalidOperationException("A series is read or refused."),
            }).ToList();
    }

    private static List<(string Id, Period Period, double Value)> Rows(string path)
    {
        if (!File.Exists(path))
        {
            throw new UserError($"The file {path} is not there.", "Check its name.");
        }

        using var connection = LakeConnection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = "select series_id, period, value from read_csv($path, all_varchar = true, header = true)";
        command.Parameters.Add(new DuckDBParameter("path", Path.GetFullPath(path)));
        var rows = new List<(string, Period, double)>();
        try
        {
            using var reader = command.ExecuteReader();
            for (var line = 2L; reader.Read(); line++)
            {
                rows.Add(Row(reader, line, path));
            }
        }
        catch (DuckDBException error)
        {
            throw new UserError($"{path} could not be read: {error.Message.Split('\n')[0]}",
                "Write a CSV file with the columns series_id, period and value.");
        }

        return rows;
    }

    private static (string Id, Period Period, double Value) Row(DuckDBDataReader reader, long line,
        string path)
    {
        var where = string.Create(CultureInfo.InvariantCulture, $"{path} row {line}");
        var id = reader.IsDBNull(0) ? throw new UserError($"{where}, series_id: empty.", "Name the series.")
            : reader.GetString(0);
        var label = reader.IsDBNull(1) ? "" : reader.GetString(1);
        if (!Period.TryParse(label, out var period))
        {
            throw new UserError($"{where}, period: '{label}' is no period.",
                "Write a whole number, 2012, 2012-Q1, 2012-T1 or 2012-01.");
        }

        if (reader.IsDBNull(2))
        {
            return (id, period, double.NaN);
        }

        return double.TryParse(reader.GetString(2), NumberStyles.Float, CultureInfo.InvariantCulture, out var value)
            && double.IsFinite(value) ? (id, period, value)
            : throw new UserError($"{where}, value: not a number.",
                "Write it with a decimal point, or leave it empty for a gap.");
    }
}

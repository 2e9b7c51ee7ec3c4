using DuckDB.NET.Data;
using Maltall.Lake;
using Maltall.Warehouse.Effect;

namespace Maltall.App.Cli;

/// <summary>The columns of a file with a panel.</summary>
/// <param name="Unit">Column with the units.</param>
/// <param name="Time">Column with the periods.</param>
/// <param name="Treated">Column with 0 and 1, or with the first treated period; null when there is a cohort.</param>
/// <param name="Cohort">Column with the first treated period, 0 or empty for never; null for none.</param>
internal sealed record PanelColumns(string? Unit, string? Time, string? Treated, string? Cohort);

/// <summary>Reads panels from a CSV file with any separator, in any order of rows.</summary>
internal sealed class PanelFile
{
    private readonly string path;
    private readonly List<string> names = [];
    private readonly List<string[]> cells = [];

    /// <summary>Reads a file.</summary>
    /// <exception cref="UserError">The file is not there, or is no CSV.</exception>
    public PanelFile(string path)
    {
        this.path = path;
        if (!File.Exists(path))
        {
            throw new UserError($"The file {path} is not there.", "Check its name.");
        }

        using var connection = LakeConnection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = "select * from read_csv($path, all_varchar = true, header = true)";
        command.Parameters.Add(new DuckDBParameter("path", Path.GetFullPath(path)));
        try
        {
            using var reader = command.ExecuteReader();
            names.AddRange(Enumerable.Range(0, reader.FieldCount).Select(reader.GetName));
            while (reader.Read())
            {
                cells.Add([.. names.Select((_, at) => reader.IsDBNull(at) ? "" : reader.GetString(at))]);
            }
        }
        catch (DuckDBException error)
        {
            throw new UserError($"{path} could not be read: {error.Message.Split('\n')[0]}",
                "Write a CSV file with a heading and one row a unit and period.");
        }
    }

    /// <summary>The outcomes that a list names; a name with a comma in it is found as it stands.</summary>
    public IReadOnlyList<string> Outcomes(string? list) => list is null ? [""]
        : Find(list) >= 0 ? [list]
        : list.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);

    /// <summary>The panel of one outcome.</summary>
    /// <param name="columns">The other columns.</param>
    /// <param name="outcome">Column with the outcome.</param>
    /// <exception cref="UserError">A column is missing, or the panel cannot be used.</exception>
    public Panel Panel(PanelColumns columns, string outcome)
    {
        var (unit, time, value) = (Place(columns.Unit, "unit"), Place(columns.Time, "time"), Place(outcome, "outcome"));
        var isCohort = columns.Cohort is not null;
        var status = isCohort ? Place(columns.Cohort, "cohort") : Place(columns.Treated, "treated");
        var rows = cells.ConvertAll(row => new PanelRow(row[unit], row[time], row[value], row[status]));
        return PanelReader.Read(rows, isCohort) switch
        {
            PanelReading.Read read => read.Panel,
            PanelReading.Refused refused => throw new UserError($"{path}: {refused.Reason}.", refused.Remedy),
            _ => throw new InvalidOperationException("A panel is read or refused."),
        };
    }

    private int Place(string? column, string option)
    {
        if (string.IsNullOrEmpty(column))
        {
            throw new UserError($"Which column of {path} has the {option}?",
                $"Name it with --{option}; the columns are {string.Join(", ", names)}.");
        }

        var place = Find(column);
        return place >= 0 ? place : throw new UserError($"{path} has no column '{column}'.",
            $"Did you mean '{Nearest.To(column, names)}'?");
    }

    private int Find(string column)
    {
        var exact = names.IndexOf(column);
        return exact >= 0 ? exact
            : names.FindIndex(name => name.Trim().Equals(column.Trim(), StringComparison.OrdinalIgnoreCase));
    }
}

using System.Globalization;
using System.Text;
using Maltall.Lake;

namespace Maltall.Warehouse.Protect.Suppress;

/// <summary>Reads the cells that are to be protected from comma-separated files.</summary>
public static class CellReader
{
    /// <summary>Reads cells with a list of which inner cells each one sums.</summary>
    /// <param name="cells">A row per cell, with the column <c>cell_id</c> and a count.</param>
    /// <param name="membership">Rows <c>cell_id,inner_id</c>.</param>
    /// <param name="countColumn">The column of <paramref name="cells"/> that holds the count.</param>
    /// <returns>Cells in the order of the file, the key being <c>cell_id</c>.</returns>
    /// <exception cref="UserError">
    /// A column is missing, an id is unknown or twice there, or a count is no whole number.
    /// </exception>
    public static IReadOnlyList<TableCell> Read(TextReader cells, TextReader membership, string countColumn)
    {
        var (header, rows) = ReadRows(cells, "The file of cells");
        var id = ColumnOf(header, "cell_id", "The file of cells");
        var count = ColumnOf(header, countColumn, "The file of cells");
        var members = ReadMembership(membership);
        var seen = new HashSet<string>(StringComparer.Ordinal);
        var read = rows.ConvertAll(row => new TableCell(
            seen.Add(row[id]) ? row[id]
                : throw new UserError($"The cell {row[id]} is there twice.", "Give each cell one row."),
            members.GetValueOrDefault(row[id]) ?? throw new UserError(
                $"The cell {row[id]} sums no inner cell.", "Add its rows to the membership file."),
            CountOf(row[count], row[id])));
        var unknown = members.Keys.Where(key => !seen.Contains(key)).Order(StringComparer.Ordinal).FirstOrDefault();
        return unknown is null ? read : throw new UserError(
            $"The membership file has the cell {unknown}, which the file of cells has not.",
            "Give both the same cells.");
    }

    /// <summary>Rows and header of a comma-separated file; fields may be quoted.</summary>
    internal static (IReadOnlyList<string> Header, List<IReadOnlyList<string>> Rows) ReadRows(
        TextReader text, string file)
    {
        var first = text.ReadLine() ?? throw new UserError($"{file} is empty.", "Give a file with a header and rows.");
        var header = Split(first.TrimStart('\uFEFF'));
        var rows = new List<IReadOnlyList<string>>();
        while (text.ReadLine() is { } line)
        {
            if (line.Length == 0)
            {
                continue;
            }

            var fields = Split(line);
            rows.Add(fields.Count == header.Count ? fields : throw new UserError(
                $"{file}, row {rows.Count + 2}: {fields.Count} fields where the header has {header.Count}.",
                "Separate fields by commas, and quote those that hold one."));
        }

        return (header, rows);
    }

    internal static int ColumnOf(IReadOnlyList<string> header, string column, string file)
    {
        for (var index = 0; index < header.Count; index++)
        {
            if (header[index] == column)
            {
                return index;
            }
        }

        throw new UserError($"{file} has no column {column}.", $"Its columns are {string.Join(", ", header)}.");
    }

    internal static long CountOf(string text, string cell) =>
        long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var count) ? count
            : throw new UserError($"The count of cell {cell} is not a whole number of 0 or more.", "Correct the file.");

    private static Dictionary<string, IReadOnlyList<int>> ReadMembership(TextReader membership)
    {
        var (header, rows) = ReadRows(membership, "The membership file");
        var cell = ColumnOf(header, "cell_id", "The membership file");
        var inner = ColumnOf(header, "inner_id", "The membership file");
        var numbers = new Dictionary<string, int>(StringComparer.Ordinal);
        var members = new Dictionary<string, SortedSet<int>>(StringComparer.Ordinal);
        foreach (var row in rows)
        {
            if (!numbers.TryGetValue(row[inner], out var number))
            {
                numbers[row[inner]] = number = numbers.Count;
            }

            if (!members.TryGetValue(row[cell], out var sums))
            {
                members[row[cell]] = sums = [];
            }

            sums.Add(number);
        }

        return members.ToDictionary(
            pair => pair.Key, pair => (IReadOnlyList<int>)pair.Value.ToArray(), StringComparer.Ordinal);
    }

    private static List<string> Split(string line)
    {
        var fields = new List<string>();
        var field = new StringBuilder();
        var quoted = false;
        for (var at = 0; at < line.Length; at++)
        {
            if (line[at] == '"' && quoted && at + 1 < line.Length && line[at + 1] == '"')
            {
                field.Append(line[at++]);
            }
            else if (line[at] == '"')
            {
                quoted = !quoted;
            }
            else if (line[at] == ',' && !quoted)
            {
                fields.Add(field.ToString());
                field.Clear();
            }
            else
            {
                field.Append(line[at]);
            }
        }

        fields.Add(field.ToString());
        return fields;
    }
}

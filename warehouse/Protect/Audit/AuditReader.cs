using System.Globalization;
using Maltall.Lake;

namespace Maltall.Warehouse.Protect.Audit;

/// <summary>Reads a release that is to be audited from comma-separated files without quoted commas.</summary>
public static class AuditReader
{
    /// <summary>Reads cells with a list of which inner cells each one sums.</summary>
    /// <param name="cells">A row per cell, with the column <c>cell_id</c>, a count and a mark.</param>
    /// <param name="membership">Rows <c>cell_id,inner_id</c>.</param>
    /// <param name="countColumn">The column that holds the count; not looked at for a hidden cell.</param>
    /// <param name="hiddenColumn">
    /// The column that says whether a cell is hidden: <c>1</c>, <c>true</c>, <c>primary</c> or <c>secondary</c>.
    /// </param>
    /// <returns>Cells in the order of the file, the key being <c>cell_id</c>.</returns>
    /// <exception cref="UserError">
    /// A column is missing, an id is unknown or twice there, or a count is no whole number.
    /// </exception>
    public static IReadOnlyList<AuditCell> Read(
        TextReader cells, TextReader membership, string countColumn, string hiddenColumn)
    {
        var inner = new Dictionary<string, HashSet<int>>(StringComparer.Ordinal);
        var numbers = new Dictionary<string, int>(StringComparer.Ordinal);
        foreach (var fields in Fields(membership, "membership", ["cell_id", "inner_id"]))
        {
            numbers.TryAdd(fields[1], numbers.Count);
            if (!inner.TryGetValue(fields[0], out var members))
            {
                inner[fields[0]] = members = [];
            }

            members.Add(numbers[fields[1]]);
        }

        var read = new List<AuditCell>();
        var unread = inner.Keys.ToHashSet(StringComparer.Ordinal);
        foreach (var fields in Fields(cells, "cells", ["cell_id", countColumn, hiddenColumn]))
        {
            if (!unread.Remove(fields[0]))
            {
                throw new UserError(
                    $"The cell {fields[0]} is there twice, or has no inner cell.",
                    "Give each cell one row and its membership.");
            }

            read.Add(CellOf(fields, inner[fields[0]]));
        }

        return unread.Count == 0 ? read : throw new UserError(
            $"The membership has the cell {unread.Order(StringComparer.Ordinal).First()}, which the cells have not.",
            "Give both files the same cells.");
    }

    private static AuditCell CellOf(string[] fields, HashSet<int> inner)
    {
        if (IsHidden(fields[2], fields[0]))
        {
            return new AuditCell(fields[0], [.. inner], Sight.Hidden);
        }

        return long.TryParse(fields[1], NumberStyles.None, CultureInfo.InvariantCulture, out var count)
            ? new AuditCell(fields[0], [.. inner], Sight.Shown, count)
            : throw new UserError(
                $"The count of cell {fields[0]} is not a whole number of 0 or more.", "Correct the file.");
    }

    private static bool IsHidden(string mark, string cell) => mark switch
    {
        "1" or "true" or "primary" or "secondary" => true,
        "0" or "false" or "published" or "" => false,
        _ => throw new UserError(
            $"The mark of cell {cell} does not say whether it is hidden.",
            "Write 1 or 0, or a status of `maltall protect`."),
    };

    /// <summary>The named columns of each row.</summary>
    private static IEnumerable<string[]> Fields(TextReader text, string file, string[] columns)
    {
        var header = (text.ReadLine() ?? "").TrimStart('\uFEFF').Split(',');
        var places = Array.ConvertAll(columns, column => Array.IndexOf(header, column) is >= 0 and var place ? place
            : throw new UserError(
                $"The file of {file} has no column {column}.", $"Its columns are {string.Join(", ", header)}."));
        for (var row = 2; text.ReadLine() is { } line; row++)
        {
            var fields = line.Split(',');
            if (line.Length > 0)
            {
                yield return fields.Length == header.Length ? Array.ConvertAll(places, place => fields[place])
                    : throw new UserError(
                        $"The file of {file}, row {row}, has another number of fields than the header.",
                        "Separate fields by commas, and leave commas out of them.");
            }
        }
    }
}

using System.Globalization;
using System.Text.Json;

namespace Maltall.App.Cli.Formats;

/// <summary>A result as a JSON-stat 2.0 dataset: text columns are dimensions, number columns are contents.</summary>
/// <remarks>JSON-stat 2.0 format, https://json-stat.org/full/: values are row-major, the last dimension
/// fastest.</remarks>
internal static class JsonStat
{
    private const string Contents = "ContentsCode";
    private static readonly string[] Times =
        ["year", "rolling_year", "half_year", "tertial", "quarter", "month", "period"];
    private static readonly string[] Places = ["district", "area", "peer"];

    /// <summary>Columns that describe a cell and are neither a dimension nor a figure.</summary>
    private static readonly string[] Descriptions =
        ["sign", "status", "unit", "definition", "publication", "published_at"];

    /// <summary>The dataset as JSON text; a cell that is not in the rows is absent, with the row's sign as its
    /// status.</summary>
    /// <exception cref="Lake.UserError">Two rows stand for the same cell, or the table has no figure.</exception>
    public static string From(ResultTable table)
    {
        var dimensions = Indices(table, column =>
            column.Kind is ResultKind.Text && !Descriptions.Contains(column.Name));
        var figures = Indices(table, column => column.Kind is ResultKind.Number or ResultKind.Whole);
        if (figures.Count == 0)
        {
            throw new Lake.UserError("The result has no figures, so it is no JSON-stat dataset.", "Use --format json.");
        }

        var categories = dimensions
            .Select(at => table.Rows.Select(row => Cells.ForMachine(row[at])).Distinct().Order(StringComparer.Ordinal)
                .ToList())
            .ToList();
        var sizes = categories.Select(list => list.Count).Append(figures.Count).ToList();
        var (values, status) = Fill(table, dimensions, figures, categories);
        var names = dimensions.Select(at => table.Columns[at].Name).Append(Contents).ToList();
        var document = new Dictionary<string, object?>
        {
            ["version"] = "2.0",
            ["class"] = "dataset",
            ["label"] = table.Title,
            ["note"] = table.Notes,
            ["id"] = names,
            ["size"] = sizes,
            ["role"] = Roles(names),
            ["dimension"] = Dimensions(table, names, categories, figures),
            ["value"] = values,
            ["status"] = status,
        };
        return JsonSerializer.Serialize(document, JsonText.Readable);
    }

    private static List<int> Indices(ResultTable table, Func<ResultColumn, bool> wanted) =>
        Enumerable.Range(0, table.Columns.Count).Where(at => wanted(table.Columns[at])).ToList();

    private static (object?[] Values, Dictionary<string, string> Status) Fill(
        ResultTable table, List<int> dimensions, List<int> figures, List<List<string>> categories)
    {
        var cells = categories.Aggregate(1, (product, list) => product * list.Count);
        var values = new object?[cells * figures.Count];
        var seen = new HashSet<int>();
        var status = new Dictionary<string, string>();
        var sign = table.Columns.ToList().FindIndex(column => column.Name == "sign");
        foreach (var row in table.Rows)
        {
            var cell = 0;
            for (var d = 0; d < dimensions.Count; d++)
            {
                cell = cell * categories[d].Count + categories[d].IndexOf(Cells.ForMachine(row[dimensions[d]]));
            }

            if (!seen.Add(cell))
            {
                throw new Lake.UserError("Two rows stand for the same cell.",
                    "Use --format json for rows of this kind.");
            }

            for (var f = 0; f < figures.Count; f++)
            {
                var position = cell * figures.Count + f;
                values[position] = row[figures[f]];
                if (values[position] is null && sign >= 0 && row[sign] is string { Length: > 0 } reason)
                {
                    status[position.ToString(CultureInfo.InvariantCulture)] = reason;
                }
            }
        }

        return (values, status);
    }

    private static Dictionary<string, string[]> Roles(List<string> names)
    {
        var roles = new Dictionary<string, string[]> { ["metric"] = [Contents] };
        AddRole(roles, "time", names.Where(Times.Contains).ToArray());
        AddRole(roles, "geo", names.Where(Places.Contains).ToArray());
        return roles;
    }

    private static void AddRole(Dictionary<string, string[]> roles, string role, string[] names)
    {
        if (names.Length > 0)
        {
            roles[role] = names;
        }
    }

    private static Dictionary<string, object> Dimensions(
        ResultTable table, List<string> names, List<List<string>> categories, List<int> figures)
    {
        var all = categories.Append(figures.Select(at => table.Columns[at].Name).ToList()).ToList();
        return names.Select((name, at) => (name, Value: (object)new Dictionary<string, object>
        {
            ["label"] = name,
            ["category"] = new Dictionary<string, object>
            {
                ["index"] = all[at].Select((code, position) => (code, position))
                    .ToDictionary(p => p.code, p => p.position),
                ["label"] = all[at].ToDictionary(code => code, code => code),
            },
        })).ToDictionary(pair => pair.name, pair => pair.Value);
    }
}

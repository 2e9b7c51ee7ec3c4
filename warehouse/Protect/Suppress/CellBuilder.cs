using Maltall.Lake;
using YamlDotNet.Core;
using YamlDotNet.Serialization;

namespace Maltall.Warehouse.Protect.Suppress;

/// <summary>
/// The groups of a dimension: each parent with its children, which may be values of the dimension or parents
/// themselves. A value may have several parents.
/// </summary>
/// <param name="Children">Children of each parent, by dimension.</param>
public sealed record Hierarchy(IReadOnlyDictionary<string, IReadOnlyDictionary<string, IReadOnlyList<string>>> Children)
{
    /// <summary>No groups.</summary>
    public static Hierarchy None { get; } =
        new(new Dictionary<string, IReadOnlyDictionary<string, IReadOnlyList<string>>>());

    /// <summary>Reads YAML of the form <c>dimension: { parent: [child, child] }</c>.</summary>
    /// <exception cref="UserError">The text has another form.</exception>
    public static Hierarchy Read(TextReader yaml)
    {
        try
        {
            var read = new DeserializerBuilder().Build()
                .Deserialize<Dictionary<string, Dictionary<string, List<string>>>?>(yaml) ?? [];
            return new Hierarchy(read.ToDictionary(
                dimension => dimension.Key,
                dimension => (IReadOnlyDictionary<string, IReadOnlyList<string>>)dimension.Value.ToDictionary(
                    parent => parent.Key, parent => (IReadOnlyList<string>)parent.Value)));
        }
        catch (YamlException error)
        {
            throw new UserError(
                $"The hierarchy, line {error.Start.Line}, cannot be read.",
                "Write `dimension: { parent: [child, child] }`.");
        }
    }

    /// <summary>All levels that a value of a dimension counts in: itself, its parents, and theirs.</summary>
    internal IReadOnlyCollection<string> LevelsOf(string dimension, string value)
    {
        var levels = new SortedSet<string>(StringComparer.Ordinal) { value };
        if (!Children.TryGetValue(dimension, out var parents))
        {
            return levels;
        }

        for (var size = 0; size < levels.Count;)
        {
            size = levels.Count;
            levels.UnionWith(parents
                .Where(parent => parent.Value.Any(levels.Contains)).Select(parent => parent.Key).ToList());
        }

        return levels;
    }
}

/// <summary>Builds all cells of a crossed table, with totals and groups, from its finest rows.</summary>
public static class CellBuilder
{
    /// <summary>The name of a dimension's total.</summary>
    public const string Total = "Total";

    /// <summary>Reads the finest rows and builds a cell for each combination of values, groups and totals.</summary>
    /// <param name="inner">A row per finest cell: dimensions and a count. Rows of the same values are summed.</param>
    /// <param name="countColumn">The column that holds the count.</param>
    /// <param name="dimensions">Columns to cross, each with its total; other columns are summed over.</param>
    /// <param name="hierarchy">Groups of values.</param>
    /// <returns>
    /// Cells in the order in which they are first met; the key is the values joined by <c>|</c>, for example
    /// <c>Alna|Total|2012</c>. A combination without rows has no cell.
    /// </returns>
    /// <exception cref="UserError">A column is missing, or a count is no whole number.</exception>
    public static IReadOnlyList<TableCell> Build(
        TextReader inner, string countColumn, IReadOnlyList<string> dimensions, Hierarchy hierarchy)
    {
        var (header, rows) = CellReader.ReadRows(inner, "The file of inner cells");
        var count = CellReader.ColumnOf(header, countColumn, "The file of inner cells");
        var places = dimensions.Select(name => CellReader.ColumnOf(header, name, "The file of inner cells")).ToList();
        var numbers = new Dictionary<string, int>(StringComparer.Ordinal);
        var sums = new Dictionary<string, (SortedSet<int> Inner, long Count)>(StringComparer.Ordinal);
        foreach (var row in rows)
        {
            var values = places.ConvertAll(place => row[place]);
            var name = string.Join('|', values);
            numbers.TryAdd(name, numbers.Count);
            var amount = CellReader.CountOf(row[count], name);
            foreach (var key in KeysOf(dimensions, values, hierarchy))
            {
                var (members, sum) = sums.TryGetValue(key, out var old) ? old : ([], 0L);
                members.Add(numbers[name]);
                sums[key] = (members, sum + amount);
            }
        }

        return [.. sums.Select(pair => new TableCell(pair.Key, [.. pair.Value.Inner], pair.Value.Count))];
    }

    private static IEnumerable<string> KeysOf(
        IReadOnlyList<string> dimensions, List<string> values, Hierarchy hierarchy)
    {
        IEnumerable<string> keys = [""];
        for (var at = 0; at < dimensions.Count; at++)
        {
            var levels = hierarchy.LevelsOf(dimensions[at], values[at]).Append(Total).Distinct().ToList();
            var mark = at == 0 ? "" : "|";
            keys = keys.SelectMany(key => levels.Select(level => key + mark + level)).ToList();
        }

        return keys;
    }
}

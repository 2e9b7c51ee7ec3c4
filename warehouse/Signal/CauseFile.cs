using System.Globalization;
using Maltall.Lake;
using Maltall.Warehouse.Measure;

namespace Maltall.Warehouse.Signal;

/// <summary>Reads <c>warehouse/signals/rebases.yaml</c> and <c>warehouse/signals/breaks.yaml</c>.</summary>
public static class CauseFile
{
    private static readonly Dictionary<string, BreakKind> Kinds = new()
    {
        ["delivery"] = BreakKind.Delivery,
        ["coding"] = BreakKind.Coding,
        ["definition"] = BreakKind.Definition,
        ["geography"] = BreakKind.Geography,
    };

    /// <summary>Reads both files; a file that is not there has nothing recorded.</summary>
    /// <param name="files">The texts of the folder.</param>
    /// <param name="indicators">Ids of the indicators.</param>
    /// <exception cref="UserError">A file is wrong: the message names file, line, field and the nearest valid
    /// name.</exception>
    internal static CauseBook Read(IReadOnlyList<DefinitionText> files, IEnumerable<string> indicators)
    {
        var ids = indicators.ToDictionary(id => id);
        return new CauseBook(
            Entries(files, "rebases", entry => new Rebase(
                entry.Allow("indicator", "unit", "date", "cause", "who").Choice("indicator", ids),
                entry.TextOrNull("unit"), Day(entry), entry.Text("cause"), entry.Text("who"))),
            Entries(files, "breaks", entry => new DataBreak(
                entry.Allow("indicator", "unit", "date", "kind", "cause", "who").Has("indicator")
                    ? entry.Choice("indicator", ids) : null,
                entry.TextOrNull("unit"), Day(entry), entry.Choice("kind", Kinds), entry.Text("cause"),
                entry.Text("who"))));
    }

    private static IReadOnlyList<T> Entries<T>(
        IReadOnlyList<DefinitionText> files, string field, Func<DefinitionNode, T> make) =>
    [
        .. files.Where(file => file.Id == field)
            .SelectMany(file => DefinitionNode.Open(file).Allow("id", field).Children(field).Select(make)),
    ];

    private static DateOnly Day(DefinitionNode entry) => DateOnly.TryParseExact(
        entry.Text("date"), "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) ? day
        : throw entry.Wrong("date", $"'{entry.Text("date")}' is not a day", "Write it as 2014-01-01.");
}

using Maltall.Lake;
using Maltall.Warehouse.Compare;
using Maltall.Warehouse.Judge;
using Maltall.Warehouse.Measure;
using Maltall.Warehouse.Protect;

namespace Maltall.Reports.Compose;

/// <summary>Why values moved between two publications, as a person reads it: rows that did not move and parts that are
/// 0 everywhere are left out, and the parts add up as they are printed.</summary>
/// <param name="Title">Title of the indicator.</param>
/// <param name="Headings">One heading a column, and whether it holds numbers.</param>
/// <param name="Rows">One text a column.</param>
/// <param name="Notes">What must be said beside it.</param>
public sealed record MovedLines(
    string Title,
    IReadOnlyList<(string Text, bool IsNumber)> Headings,
    IReadOnlyList<IReadOnlyList<string>> Rows,
    IReadOnlyList<string> Notes)
{
    private const string Arrow = " → ";

    private static readonly string[] Parts =
        ["moved_events", "moved_late", "moved_corrections", "moved_geography", "moved_definition", "moved_coverage"];

    /// <summary>Writes a table in words.</summary>
    /// <param name="table">The table.</param>
    /// <param name="words">The language's texts.</param>
    /// <param name="members">Names of a dimension's members by code.</param>
    public static MovedLines Of(
        MovedTable table, Words words, Func<string, IReadOnlyDictionary<string, string>> members)
    {
        var notation = new Notation(words);
        var names = table.Dimensions.Where(name => words.Has($"dimension_{name}")).ToDictionary(name => name, members);
        var lines = table.Rows.Select(cell => new Line(cell, Rounded(cell, table.Indicator))).Where(HasMoved).ToList();
        var shown = Enumerable.Range(0, Parts.Length)
            .Where(part => lines.Exists(line => line.Steps is { } steps && steps[part] != 0)).ToList();
        var hasTargets = lines.Exists(line => line.Cell.OldTarget is not null || line.Cell.NewTarget is not null);
        var change = Notation.IsShare(table.Indicator)
            ? $"{words["moved_change"]} ({words["percentage_points"]})" : words["moved_change"];
        List<(string, bool)> headings =
        [
            .. table.Dimensions.Select(name => (words.Has($"dimension_{name}") ? words[$"dimension_{name}"]
                : words["column_period"], false)),
            (words["moved_old"], true), (words["moved_new"], true), (change, true),
            .. shown.Select(part => (words[Parts[part]], true)),
        ];
        if (hasTargets)
        {
            headings.AddRange([(words["column_target"], true), (words["column_status"], false)]);
        }

        var rows = lines.ConvertAll(line => (IReadOnlyList<string>)
        [
            .. table.Dimensions.Zip(line.Cell.Keys, (name, key) => names.TryGetValue(name, out var known)
                ? Named(key, known) : notation.Name(key)),
            notation.Amount(line.Cell.Old, table.Indicator), notation.Amount(line.Cell.New, table.Indicator),
            Change(line, table.Indicator, words),
            .. shown.Select(part => line.Steps is { } steps ? Signed(steps[part], table.Indicator, notation)
                : line.Cell.Parts is null ? line.Cell.Sign : Notation.Dash),
            .. hasTargets ? Goal(line.Cell, table.Indicator, notation, words) : [],
        ]);
        return new MovedLines(
            table.Indicator.Title.In(words.Language), headings, rows, Said(table, lines.Count, words));
    }

    private static string Change(Line line, IndicatorDefinition indicator, Words words) =>
        line.Steps is { } steps ? Signed(steps.Sum(), indicator, new Notation(words))
        : line.Cell.Parts is null ? line.Cell.Sign
        : words[line.Cell.New is Figure.Value ? "moved_appeared" : "moved_gone"];

    /// <summary>The parts as whole numbers of the last decimal that is shown, by rounding what they add up to step by
    /// step, so that they add up in print as well; null when one end has no value, for then there is nothing to add
    /// to.</summary>
    private static long[]? Rounded(MovedCell cell, IndicatorDefinition indicator)
    {
        if (cell.Parts is not { } parts || cell.Old is not Figure.Value { Number: var sum }
            || cell.New is not Figure.Value)
        {
            return null;
        }

        var scale = Math.Pow(10, indicator.Decimals + (Notation.IsShare(indicator) ? 2 : 0));
        var before = Whole(sum);
        double[] all =
        [
            parts.NewEvents, parts.LateData, parts.Corrections, parts.Geography, parts.Definition, parts.Coverage,
        ];
        var steps = new long[all.Length];
        for (var at = 0; at < all.Length; at++)
        {
            sum += all[at];
            steps[at] = Whole(sum) - before;
            before += steps[at];
        }

        return steps;

        long Whole(double number) => (long)Math.Round(number * scale, MidpointRounding.AwayFromZero);
    }

    private static string Signed(long step, IndicatorDefinition indicator, Notation notation)
    {
        var text = notation.Number(step / Math.Pow(10, indicator.Decimals), indicator.Decimals);
        return step switch
        {
            0 => "0",
            > 0 => $"+{text}",
            _ => text,
        };
    }

    private static bool HasMoved(Line line) => line.Cell.OldTarget != line.Cell.NewTarget
        || (line.Steps is { } steps ? steps.Any(step => step != 0)
            : line.Cell.Old.Sign != line.Cell.New.Sign || line.Cell.Old is Figure.Value);

    private static string Named(string code, IReadOnlyDictionary<string, string> names) =>
        names.TryGetValue(code, out var name) && name != code ? $"{code} {name}" : code;

    private static string[] Goal(MovedCell cell, IndicatorDefinition indicator, Notation notation, Words words)
    {
        var (old, last) = (cell.OldTarget, cell.NewTarget);
        return
        [
            Both(Amount(old), Amount(last)),
            Both(Word(old), Word(last)),
        ];

        string Amount((double Target, GoalStatus Status)? goal) => notation.Amount(goal?.Target, indicator);

        string Word((double Target, GoalStatus Status)? goal) =>
            goal is { Status: var status } ? $"{status.Shape()} {status.Word(words.Language)}" : Notation.Dash;
    }

    private static string Both(string old, string last) => old == last ? last : old + Arrow + last;

    private static List<string> Said(MovedTable table, int moved, Words words)
    {
        List<string> notes =
        [
            words.Fill("moved_between", ("old", Named(table.From, words)), ("new", Named(table.To, words))),
            moved > 0 ? words["moved_order"] : words["moved_nothing"],
            words.Count("moved_still", table.Rows.Count - moved),
        ];
        return [.. notes.Where(note => note.Length > 0)];
    }

    private static string Named(Publication publication, Words words)
    {
        var notation = new Notation(words);
        return words.Fill(
            "moved_publication",
            ("id", publication.PublicationId),
            ("moment", notation.Moment(publication.PublishedAt)),
            ("until", publication.DataUntil is { } day ? notation.Day(day) : Notation.Dash));
    }

    private sealed record Line(MovedCell Cell, long[]? Steps);
}

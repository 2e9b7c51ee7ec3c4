using Maltall.Warehouse.Compare;
using Maltall.Warehouse.Judge;
using Maltall.Warehouse.Measure;

namespace Maltall.Reports.Compose;

/// <summary>What proposed definitions would move, as a person reads it: every verdict, and of the values at each place
/// the last.</summary>
/// <param name="Title">Heading of the table.</param>
/// <param name="Headings">One heading a column, and whether it holds numbers.</param>
/// <param name="Rows">One text a column.</param>
/// <param name="Notes">What must be said beside it.</param>
public sealed record PlannedLines(
    string Title,
    IReadOnlyList<(string Text, bool IsNumber)> Headings,
    IReadOnlyList<IReadOnlyList<string>> Rows,
    IReadOnlyList<string> Notes)
{
    private const string Arrow = " → ";

    /// <summary>Writes moves in words.</summary>
    /// <param name="moves">The moves, each with the reports that carry it.</param>
    /// <param name="changedFiles">The files that differ.</param>
    /// <param name="words">The language's texts.</param>
    /// <param name="districts">Names of districts by code.</param>
    public static PlannedLines Of(
        IReadOnlyList<(PlannedMove Move, string Reports)> moves,
        IReadOnlyList<string> changedFiles,
        Words words,
        IReadOnlyDictionary<string, string> districts)
    {
        var notation = new Notation(words);
        List<(string, bool)> headings =
        [
            (words["planned_what"], false), (words["planned_place"], false), (words["column_period"], false),
            (words["moved_old"], true), (words["moved_new"], true), (words["column_target"], true),
            (words["column_status"], false), (words["planned_reports"], false),
        ];
        var shown = moves.Where(one => one.Move.Goal is not null || IsLast(one.Move, moves)).ToList();
        var rows = shown.Select(one => (IReadOnlyList<string>)
        [
            What(one.Move, words), Place(one.Move.Unit, words, districts),
            one.Move.Period is { } period ? notation.Name(period) : Notation.Dash,
            Amount(one.Move.Old, one.Move.Indicator, notation), Amount(one.Move.New, one.Move.Indicator, notation),
            Both(one.Move.Old.Target, one.Move.New.Target, target => one.Move.Indicator is { } indicator
                ? notation.Amount(target, indicator) : Notation.Dash),
            Both(one.Move.Old.Status, one.Move.New.Status, status => status is { } known
                ? $"{known.Shape()} {known.Word(words.Language)}" : Notation.Dash),
            one.Reports,
        ]).ToList();
        var changed = changedFiles.Count == 0 ? words["planned_unchanged"]
            : words.Fill("planned_files", ("files", string.Join(", ", changedFiles)));
        return new PlannedLines(words["planned_title"], headings, rows,
            rows.Count == 0 ? [words["planned_nothing"], changed]
            : [changed, .. Left(moves.Count - rows.Count, words), words["planned_unwritten"]]);
    }

    /// <summary>Of an indicator's values at a place, a person is shown the last.</summary>
    private static bool IsLast(PlannedMove move, IReadOnlyList<(PlannedMove Move, string Reports)> moves) =>
        !moves.Any(other => other.Move.Goal is null && other.Move.Indicator?.Id == move.Indicator?.Id
            && other.Move.Unit == move.Unit && string.CompareOrdinal(other.Move.Period, move.Period) > 0);

    private static string[] Left(int count, Words words) => count == 0 ? [] : [words.Count("planned_left", count)];

    private static string What(PlannedMove move, Words words) => (move.Goal, move.Indicator) switch
    {
        ({ } goal, _) => words.Fill("planned_goal", ("goal", goal.Title.In(words.Language))),
        (_, { } indicator) => indicator.Title.In(words.Language),
        _ => Notation.Dash,
    };

    private static string Place(string? unit, Words words, IReadOnlyDictionary<string, string> districts) => unit switch
    {
        null => Notation.Dash,
        "oslo" => words["place_oslo"],
        "groruddalen" => words["place_groruddalen"],
        var code => districts.TryGetValue(code, out var name) ? $"{code} {name}" : code,
    };

    private static string Amount(PlannedSide side, IndicatorDefinition? indicator, Notation notation) =>
        side.Figure is { } figure && indicator is { } known ? notation.Amount(figure, known) : Notation.Dash;

    private static string Both<T>(T old, T wanted, Func<T, string> text) =>
        text(old) == text(wanted) ? text(old) : text(old) + Arrow + text(wanted);
}

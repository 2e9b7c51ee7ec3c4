using Maltall.Warehouse.Judge;
using Maltall.Warehouse.Measure;

namespace Maltall.Reports.Compose;

/// <summary>Writes the sentences that stand below a goal, the same in letters, on pages and in a terminal.</summary>
/// <param name="words">The language's texts.</param>
/// <param name="notation">How the language writes numbers.</param>
/// <param name="titles">Title of every goal by its id.</param>
public sealed class GoalNotes(Words words, Notation notation, IReadOnlyDictionary<string, string> titles)
{
    /// <summary>The notes of a goal, the most important first; none where nothing needs to be said.</summary>
    /// <param name="verdict">How the goal stands.</param>
    /// <param name="indicator">What measures it; null for a parent and where nothing does.</param>
    public IReadOnlyList<string> Of(GoalVerdict verdict, IndicatorDefinition? indicator)
    {
        IEnumerable<string?> notes = verdict.Goal.IsLeaf
            ? [Why(verdict.Obstacle), .. indicator is null ? [] : OfFigure(verdict, indicator), Shared(verdict.Goal)]
            : [Carried(verdict), NotJudged(verdict), Shared(verdict.Goal)];
        return notes.OfType<string>().ToList();
    }

    /// <summary>What is said of a goal below a parent that shares it.</summary>
    /// <param name="goal">The goal.</param>
    public string Guest(GoalNode goal) =>
        words.Fill("note_guest", ("goal", titles.GetValueOrDefault(goal.Parent ?? "", "")));

    /// <summary>The level of the result chain in words; empty for a parent.</summary>
    /// <param name="goal">The goal.</param>
    public string Level(GoalNode goal) => goal.Level switch
    {
        ResultLevel.Input => words["level_input"],
        ResultLevel.Activity => words["level_activity"],
        ResultLevel.Output => words["level_output"],
        ResultLevel.Outcome => words["level_outcome"],
        ResultLevel.Impact => words["level_impact"],
        _ => "",
    };

    /// <summary>The period of the figure in words; the span of a cumulative goal; a dash when there is none.</summary>
    /// <param name="verdict">How the goal stands.</param>
    public string PeriodOf(GoalVerdict verdict) => verdict switch
    {
        { NowPeriod: null } => Notation.Dash,
        { Goal: { Cumulative: true, Baseline: { } baseline } } => words.Fill("cumulative_period",
            ("from", notation.Name(Period.Parse(baseline.Period).Next)), ("to", notation.Name(verdict.NowPeriod))),
        _ => notation.Name(verdict.NowPeriod),
    };

    /// <summary>The interval of the achievement: <c>61 til 112 %</c>; empty when there is none.</summary>
    /// <param name="verdict">How the goal stands.</param>
    public string Range(GoalVerdict verdict) => verdict.AchievementInterval is { } interval
        ? words.Fill("way_range", ("low", notation.Way(interval.Low)), ("high", notation.Way(interval.High)))
        : "";

    /// <summary>Why a goal is not judged; null when it is.</summary>
    /// <param name="obstacle">The reason.</param>
    public string? Why(Obstacle? obstacle) => obstacle switch
    {
        null => null,
        { Kind: ObstacleKind.Hidden } => words["why_hidden"],
        { Kind: ObstacleKind.NotMature, From: { } day } => words.Fill("why_not_mature", ("day", notation.Day(day))),
        { Kind: ObstacleKind.NotYet, From: { } day } => words.Fill("why_not_yet", ("day", notation.Day(day))),
        { Kind: ObstacleKind.CannotOccur } => words["why_cannot_occur"],
        { Kind: ObstacleKind.NoMeasure } => words["why_no_measure"],
        { Kind: ObstacleKind.NoTarget } => words["why_no_target"],
        { Kind: ObstacleKind.BeforeBaseline } => words["why_before_baseline"],
        { Kind: ObstacleKind.Below } => words["why_below"],
        _ => words["why_missing"],
    };

    private IEnumerable<string?> OfFigure(GoalVerdict verdict, IndicatorDefinition indicator) =>
    [
        Pace(verdict, indicator),
        verdict.StatusBetween is { } between && between.Best != between.Worst
            ? words.Fill("note_doubt",
                ("worst", between.Worst.Word(words.Language)), ("best", between.Best.Word(words.Language)))
            : null,
        TargetChange(verdict, indicator),
    ];

    private string? Pace(GoalVerdict verdict, IndicatorDefinition indicator)
    {
        if (verdict is not { RequiredPace: { } pace, TargetPeriod: { } due, Goal.PeriodKind: { } kind })
        {
            return null;
        }

        // A pace is a part of a change; it would often be rounded to nothing with the decimals of the indicator.
        var change = notation.Change(pace, indicator with { Decimals = indicator.Decimals + 1 });
        return words.Fill(verdict.Expected is null ? "note_pace" : "note_path",
            ("expected", notation.Amount(verdict.Expected, indicator)), ("pace", change),
            ("kind", words[$"period_kind_{Period.WordOf(kind)}"]), ("due", notation.Name(due)));
    }

    private string? TargetChange(GoalVerdict verdict, IndicatorDefinition indicator) =>
        verdict is { TargetBefore: { } before, TargetSince: { } since, StatusBefore: { } status }
            ? words.Fill("note_target_before",
                ("day", notation.Day(since.ValidFrom)), ("by", since.By), ("why", since.Why.In(words.Language)),
                ("target", notation.Amount(before.Target.Value, indicator)),
                ("period", notation.Name(before.Target.Period)), ("status", status.Word(words.Language)))
            : null;

    private string? Carried(GoalVerdict verdict) =>
        verdict.CarriedBy is { } child && titles.TryGetValue(child, out var title)
            ? words.Fill("carried_by", ("goal", title)) : null;

    private string? NotJudged(GoalVerdict verdict) =>
        verdict is { Children: { } children, Obstacle: null } && children.Judged < children.All
            ? words.Count("not_judged", children.All - children.Judged) : null;

    private string? Shared(GoalNode goal)
    {
        var parents = goal.SharedBy.Where(titles.ContainsKey).Select(parent => titles[parent]).ToList();
        return parents.Count == 0 ? null : words.Fill("note_shared", ("goals", string.Join(", ", parents)));
    }
}

using Maltall.Warehouse.Judge;
using Maltall.Warehouse.Measure;
using Maltall.Warehouse.Signal;

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
    /// <param name="place">Where it is shown.</param>
    public IReadOnlyList<string> Of(GoalVerdict verdict, IndicatorDefinition? indicator, GoalPlace place)
    {
        var shared = Shared(verdict.Goal, place);
        IEnumerable<string?> notes = place.IsGuest ? [shared]
            : verdict.Goal.IsLeaf ? [Why(verdict.Obstacle), .. OfFigure(verdict, indicator), shared]
            : [Why(verdict.Obstacle) ?? Carried(verdict), NotJudged(verdict), shared];
        return notes.OfType<string>().ToList();
    }

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
        ? words.Fill("way_range",
            ("low", notation.Percent(interval.Low, 0)), ("high", notation.Percent(interval.High, 0)))
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

    private IEnumerable<string?> OfFigure(GoalVerdict verdict, IndicatorDefinition? indicator) => indicator is null ? []
        :
        [
            Pace(verdict, indicator),
            Chance(verdict),
            Signal(verdict),
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

        var change = notation.Change(pace, indicator with { Decimals = DecimalsOf(pace, indicator) });
        return words.Fill(verdict.Expected is null ? "note_pace" : "note_path",
            ("expected", notation.Amount(verdict.Expected, indicator)), ("pace", change),
            ("kind", words[$"period_kind_{Period.WordOf(kind)}"]), ("due", notation.Name(due)));
    }

    private string? Chance(GoalVerdict verdict) =>
        verdict is { Outlook: { Probability: { } probability, Basis: { } basis }, TargetPeriod: { } due }
            ? words.Fill(basis == OutlookBasis.Mean ? "note_chance_mean" : "note_chance_last",
                ("chance", InTens(probability)), ("due", notation.Name(due)))
            : null;

    /// <summary>In tens of per cent: no more is known from a few periods.</summary>
    private string InTens(double probability) => probability switch
    {
        < 0.05 => words.Fill("chance_below", ("percent", notation.Percent(0.05, 0))),
        > 0.95 => words.Fill("chance_above", ("percent", notation.Percent(0.95, 0))),
        _ => words.Fill("chance_about", ("percent", notation.Percent(Math.Max(0.1, Math.Round(probability, 1)), 0))),
    };

    private string? Signal(GoalVerdict verdict) => verdict.Outlook switch
    {
        null => null,
        { Signal: null } => words["note_signal_short"],
        { Signal: Variation.CommonCause, Status: ChartStatus.Trial } => words["note_signal_trial"],
        { Signal: Variation.CommonCause } => words["note_signal_none"],
        { Signal: Variation.Improvement, Rule: { } rule } => words.Fill(
            "note_signal_better", ("sign", words[$"{Sign(rule)}_better"])),
        { Signal: Variation.Concern, Rule: { } rule } => words.Fill(
            "note_signal_worse", ("sign", words[$"{Sign(rule)}_worse"])),
        { Signal: Variation.DataBreak } => words["note_signal_break"],
        _ => null,
    };

    private static string Sign(SignalRule rule) => rule switch
    {
        SignalRule.AboveLimit or SignalRule.BelowLimit => "signal_limit",
        SignalRule.TrendUp or SignalRule.TrendDown => "signal_trend",
        SignalRule.TwoOfThreeAbove or SignalRule.TwoOfThreeBelow => "signal_near",
        _ => "signal_run",
    };

    private string? TargetChange(GoalVerdict verdict, IndicatorDefinition indicator) =>
        verdict is { TargetBefore: { } before, TargetSince: { } since, StatusBefore: { } status }
            ? words.Fill("note_target_before",
                ("day", notation.Day(since.ValidFrom)), ("by", since.By), ("why", since.Why.In(words.Language)),
                ("target", notation.Amount(before.Target.Value, indicator)),
                ("period", notation.Name(before.Target.Period)), ("status", status.Word(words.Language)))
            : null;

    private string? Carried(GoalVerdict verdict)
    {
        if (verdict.CarriedBy is not { } child || !titles.TryGetValue(child, out var title))
        {
            return null;
        }

        var key = verdict switch
        {
            { Children.Judged: 1 } => "carried_by",
            { Goal.RollUp: RollUp.Most } => "carried_by_most",
            { Goal.RollUp: RollUp.Weighted } => "carried_by_weight",
            { Goal.RollUp: RollUp.Count } => "carried_by_count",
            _ => "carried_by_weakest",
        };
        return words.Fill(key, ("goal", title), ("n", Notation.Whole(verdict.Goal.Needed, words.Language)));
    }

    /// <summary>
    /// Decimals that leave a pace two digits: it is a part of a change, and with the decimals of the indicator it would
    /// often be rounded to nothing.
    /// </summary>
    private static int DecimalsOf(double pace, IndicatorDefinition indicator)
    {
        var written = Math.Abs(Notation.IsShare(indicator) ? pace * 100 : pace);
        return written == 0 ? 0 : Math.Clamp(1 - (int)Math.Floor(Math.Log10(written)), 0, 6);
    }

    private string? NotJudged(GoalVerdict verdict) =>
        verdict is { Children: { } children, Obstacle: null } && children.Judged < children.All
            ? words.Count("not_judged", children.All - children.Judged) : null;

    private string? Shared(GoalNode goal, GoalPlace place)
    {
        var others = goal.SharedBy.Prepend(goal.Parent ?? "").Where(parent => parent != place.Parent)
            .Where(titles.ContainsKey).Select(parent => words.Fill("quoted", ("text", titles[parent]))).ToList();
        return goal.SharedBy.Count == 0 || others.Count == 0 ? null
            : words.Fill("note_shared", ("goals", string.Join(", ", others)));
    }
}

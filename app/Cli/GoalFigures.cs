using Maltall.App.Cli.Formats;
using Maltall.App.Setup;
using Maltall.Reports.Compose;
using Maltall.Warehouse;
using Maltall.Warehouse.Judge;
using Maltall.Warehouse.Measure;
using Maltall.Warehouse.Signal;

namespace Maltall.App.Cli;

/// <summary>Turns verdicts on goals into rows, for programs and for persons.</summary>
internal static class GoalFigures
{
    private static readonly ResultColumn[] Columns =
    [
        new("goal", ResultKind.Text), new("title", ResultKind.Text), new("parent", ResultKind.Text),
        new("shared_by", ResultKind.Text), new("result_level", ResultKind.Text), new("indicator", ResultKind.Text),
        new("place", ResultKind.Text), new("period", ResultKind.Text), new("now", ResultKind.Number),
        new("sign", ResultKind.Text), new("baseline", ResultKind.Number), new("target", ResultKind.Number),
        new("target_period", ResultKind.Text), new("expected", ResultKind.Number),
        new("achievement", ResultKind.Number, 2), new("achievement_low", ResultKind.Number, 2),
        new("achievement_high", ResultKind.Number, 2), new("required_pace", ResultKind.Number),
        new("probability", ResultKind.Number, 2), new("probability_basis", ResultKind.Text),
        new("signal", ResultKind.Text),
        new("status", ResultKind.Text), new("status_best", ResultKind.Text), new("status_worst", ResultKind.Text),
        new("not_measurable_because", ResultKind.Text), new("measurable_from", ResultKind.Date),
        new("target_before", ResultKind.Number), new("target_period_before", ResultKind.Text),
        new("status_before", ResultKind.Text), new("carried_by", ResultKind.Text), new("judged", ResultKind.Whole),
        new("children", ResultKind.Whole), new("publication", ResultKind.Text),
    ];

    /// <summary>The goal tree as rows, each goal once, parents before their children.</summary>
    public static ResultTable Of(Analysis analysis, IReadOnlyList<GoalVerdict> verdicts, Session session)
    {
        var rows = verdicts.Select(verdict => (IReadOnlyList<object?>)
        [
            .. Identity(verdict, session.Settings.Lang), .. Numbers(verdict), .. Judged(verdict),
            analysis.Publication.PublicationId,
        ]);
        return new ResultTable("Goals", Columns, rows.ToList(), Figures.Notes(analysis.Publication, session));
    }

    /// <summary>The goal tree as a person reads it in a terminal, in the session's language.</summary>
    public static ResultTable ForPerson(Analysis analysis, IReadOnlyList<GoalVerdict> verdicts, Session session)
    {
        var words = WordsOf(session);
        var notation = new Notation(words);
        var notes = Notes(verdicts, words);
        var byId = verdicts.ToDictionary(verdict => verdict.Goal.Id);
        ResultColumn[] columns =
        [
            new(words["column_goal"], ResultKind.Text), new(words["column_status"], ResultKind.Text),
            new(words["column_now"], ResultKind.Number), new(words["column_period"], ResultKind.Text),
            new(words["column_baseline"], ResultKind.Number), new(words["column_target"], ResultKind.Number),
            new(words["column_target_period"], ResultKind.Text), new(words["column_achievement"], ResultKind.Number),
            new(words["column_interval"], ResultKind.Number),
        ];
        var rows = GoalOrder.Of(verdicts).Select(place => (IReadOnlyList<object?>)
        [
            new string(' ', 2 * place.Depth) + byId[place.Id].Goal.Title.In(words.Language),
            $"{byId[place.Id].Status.Shape()} {byId[place.Id].Status.Word(words.Language)}",
            .. byId[place.Id].Goal.Indicator is { } id
                ? Numbers(byId[place.Id], analysis.Definitions.Indicator(id), notation, notes)
                : ["", "", "", "", "", "", ""],
        ]);
        return new ResultTable(
            words["achievement"], columns, rows.ToList(), Figures.Notes(analysis.Publication, session));
    }

    /// <summary>What must be said of each goal: who carries it, why it is not judged, what it takes.</summary>
    public static ResultTable Explained(Analysis analysis, IReadOnlyList<GoalVerdict> verdicts, Session session)
    {
        var words = WordsOf(session);
        var notes = Notes(verdicts, words);
        ResultColumn[] columns =
        [
            new(words["column_goal"], ResultKind.Text), new(words["column_status"], ResultKind.Text),
            new(words["column_why"], ResultKind.Text),
        ];
        var byId = verdicts.ToDictionary(verdict => verdict.Goal.Id);
        var rows = GoalOrder.Of(verdicts).SelectMany(place =>
        {
            var verdict = byId[place.Id];
            var indicator = verdict.Goal.Indicator is { } id ? analysis.Definitions.Indicator(id) : null;
            return notes.Of(verdict, indicator, place).Select((note, at) => (IReadOnlyList<object?>)
            [
                at > 0 ? "" : new string(' ', 2 * place.Depth) + verdict.Goal.Title.In(words.Language),
                at > 0 ? "" : $"{verdict.Status.Shape()} {verdict.Status.Word(words.Language)}", note,
            ]);
        });
        return new ResultTable(
            words["column_why"], columns, rows.ToList(), Figures.Notes(analysis.Publication, session));
    }

    /// <summary>Goals whose target was changed, a row for each of the last two targets.</summary>
    public static ResultTable Targets(Analysis analysis, IReadOnlyList<GoalVerdict> verdicts, Session session)
    {
        var words = WordsOf(session);
        var notation = new Notation(words);
        ResultColumn[] columns =
        [
            new(words["column_goal"], ResultKind.Text), new(words["column_target"], ResultKind.Number),
            new(words["column_target_period"], ResultKind.Text), new(words["column_status"], ResultKind.Text),
            new(words["column_valid_from"], ResultKind.Text), new(words["column_by"], ResultKind.Text),
            new(words["column_reason"], ResultKind.Text),
        ];
        var rows = verdicts.SelectMany(verdict => new[]
        {
            (Title: verdict.Goal.Title.In(words.Language), Version: verdict.TargetBefore, Status: verdict.StatusBefore),
            (Title: "", Version: verdict.TargetSince, Status: verdict.Status),
        }.Select(row => (IReadOnlyList<object?>)
        [
            row.Title,
            notation.Amount(row.Version?.Target.Value, analysis.Definitions.Indicator(verdict.Goal.Indicator!)),
            notation.Name(row.Version?.Target.Period ?? ""),
            $"{row.Status?.Shape()} {row.Status?.Word(words.Language)}",
            row.Version is { } version ? notation.Day(version.ValidFrom) : "", row.Version?.By,
            row.Version?.Why.In(words.Language),
        ]));
        return new ResultTable(
            words["targets_title"], columns, rows.ToList(), Figures.Notes(analysis.Publication, session));
    }

    /// <summary>What is missing between goals and measures.</summary>
    public static ResultTable Gaps(DefinitionCatalog definitions, DateOnly day, Session session, bool forPerson)
    {
        var words = WordsOf(session);
        var notation = new Notation(words);
        ResultColumn[] columns = forPerson
            ?
            [
                new(words["column_gap"], ResultKind.Text), new(words["column_goal"], ResultKind.Text),
                new(words["column_owner"], ResultKind.Text), new(words["column_remedy"], ResultKind.Text),
            ]
            :
            [
                new("gap", ResultKind.Text), new("id", ResultKind.Text), new("title", ResultKind.Text),
                new("owner", ResultKind.Text), new("target_period", ResultKind.Text),
                new("measurable_from", ResultKind.Date),
            ];
        var rows = GoalGaps.Find(definitions, day).Select(gap => (IReadOnlyList<object?>)(forPerson
            ? [words[NameOf(gap.Kind)], gap.Title.In(words.Language), gap.Owner, Remedy(gap, words, notation)]
            :
            [
                NameOf(gap.Kind)["gap_".Length..], gap.Id, gap.Title.In(words.Language), gap.Owner, gap.TargetPeriod,
                gap.MeasurableFrom,
            ]));
        return new ResultTable(words["gaps_title"], columns, rows.ToList(), []);
    }

    private static Words WordsOf(Session session) =>
        Wording.Load(session.Definitions("reports/definitions")).In(session.Settings.Lang);

    private static GoalNotes Notes(IReadOnlyList<GoalVerdict> verdicts, Words words) => new(
        words, new Notation(words),
        verdicts.ToDictionary(verdict => verdict.Goal.Id, verdict => verdict.Goal.Title.In(words.Language)));

    private static object?[] Identity(GoalVerdict verdict, string language) =>
    [
        verdict.Goal.Id, verdict.Goal.Title.In(language), verdict.Goal.Parent, string.Join(' ', verdict.Goal.SharedBy),
        verdict.Goal.Level is { } level ? Lower(level) : null, verdict.Goal.Indicator, verdict.Goal.Unit,
        verdict.NowPeriod,
    ];

    private static object?[] Numbers(GoalVerdict verdict) =>
    [
        Figures.Number(verdict.Now), verdict.Goal.Indicator is null ? "" : verdict.Now.Sign, verdict.Baseline,
        verdict.Target, verdict.TargetPeriod, verdict.Expected, verdict.Achievement, verdict.AchievementInterval?.Low,
        verdict.AchievementInterval?.High, verdict.RequiredPace, verdict.Outlook?.Probability,
        verdict.Outlook?.Basis is { } basis ? Lower(basis) : null,
        verdict.Outlook?.Signal is { } signal ? SignalWords.Label(signal) : null,
    ];

    private static object?[] Judged(GoalVerdict verdict) =>
    [
        verdict.Status.Code(), verdict.StatusBetween?.Best.Code(), verdict.StatusBetween?.Worst.Code(),
        verdict.Obstacle is { } obstacle ? Lower(obstacle.Kind) : null, verdict.Obstacle?.From,
        verdict.TargetBefore?.Target.Value, verdict.TargetBefore?.Target.Period, verdict.StatusBefore?.Code(),
        verdict.CarriedBy, verdict.Children?.Judged, verdict.Children?.All,
    ];

    private static object?[] Numbers(
        GoalVerdict verdict, IndicatorDefinition indicator, Notation notation, GoalNotes notes) =>
    [
        notation.Amount(verdict.Now, indicator), notes.PeriodOf(verdict),
        notation.Amount(verdict.Baseline, indicator), notation.Amount(verdict.Target, indicator),
        verdict.TargetPeriod is { } due ? notation.Name(due) : Notation.Dash,
        verdict.Achievement is { } achievement ? notation.Percent(achievement, 0) : Notation.Dash,
        notes.Range(verdict),
    ];

    private static string NameOf(GapKind kind) => kind switch
    {
        GapKind.GoalWithoutMeasure => "gap_goal_without_measure",
        GapKind.MeasureWithoutGoal => "gap_measure_without_goal",
        GapKind.PointWithoutGoal => "gap_point_without_goal",
        _ => "gap_target_past_date",
    };

    private static string Remedy(GoalGap gap, Words words, Notation notation) => gap switch
    {
        { MeasurableFrom: { } day } => words.Fill("why_not_yet", ("day", notation.Day(day))),
        { Kind: GapKind.GoalWithoutMeasure } => words["remedy_goal_without_measure"],
        { Kind: GapKind.MeasureWithoutGoal } => words.Fill("remedy_measure_without_goal", ("indicator", gap.Id)),
        { Kind: GapKind.PointWithoutGoal } => words["remedy_point_without_goal"],
        _ => words.Fill("remedy_target_past_date", ("period", notation.Name(gap.TargetPeriod ?? ""))),
    };

    private static string Lower<T>(T value)
        where T : struct, Enum => AnalysisCommands.Lower(value);
}

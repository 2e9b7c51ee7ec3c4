using Maltall.App.Cli.Formats;
using Maltall.App.Setup;
using Maltall.Reports.Compose;
using Maltall.Warehouse;
using Maltall.Warehouse.Judge;
using Maltall.Warehouse.Measure;

namespace Maltall.App.Cli;

/// <summary>Turns verdicts on goals into rows, for programs and for persons.</summary>
internal static class GoalFigures
{
    /// <summary>The goal tree as rows, parents before their children.</summary>
    public static ResultTable Of(Analysis analysis, IReadOnlyList<GoalVerdict> verdicts, Session session)
    {
        ResultColumn[] columns =
        [
            new("goal", ResultKind.Text), new("title", ResultKind.Text), new("indicator", ResultKind.Text),
            new("place", ResultKind.Text), new("period", ResultKind.Text), new("now", ResultKind.Number),
            new("sign", ResultKind.Text), new("baseline", ResultKind.Number), new("target", ResultKind.Number),
            new("achievement", ResultKind.Number, 2), new("status", ResultKind.Text),
            new("carried_by", ResultKind.Text),
            new("publication", ResultKind.Text),
        ];
        var rows = verdicts.Select(verdict => (IReadOnlyList<object?>)
        [
            verdict.Goal.Id, verdict.Goal.Title.In(session.Settings.Lang), verdict.Goal.Indicator, verdict.Goal.Unit,
            verdict.NowPeriod, Figures.Number(verdict.Now), verdict.Goal.Indicator is null ? "" : verdict.Now.Sign,
            verdict.Baseline, verdict.Target, verdict.Achievement, verdict.Status.Code(), verdict.CarriedBy,
            analysis.Publication.PublicationId,
        ]);
        return new ResultTable("Goals", columns, rows.ToList(), Figures.Notes(analysis.Publication, session));
    }

    /// <summary>The goal tree as a person reads it in a terminal, in the session's language.</summary>
    public static ResultTable ForPerson(Analysis analysis, IReadOnlyList<GoalVerdict> verdicts, Session session)
    {
        var words = Wording.Load(session.Definitions("reports/definitions")).In(session.Settings.Lang);
        var notation = new Notation(words);
        ResultColumn[] columns =
        [
            new(words["column_goal"], ResultKind.Text), new(words["column_now"], ResultKind.Number),
            new(words["column_period"], ResultKind.Text), new(words["column_baseline"], ResultKind.Number),
            new(words["column_target"], ResultKind.Number), new(words["column_achievement"], ResultKind.Number),
            new(words["column_status"], ResultKind.Text),
        ];
        var rows = verdicts.Select(verdict => (IReadOnlyList<object?>)
        [
            new string(' ', 2 * verdict.Depth) + verdict.Goal.Title.In(words.Language),
            .. verdict.Goal.Indicator is { } id ? Numbers(verdict, analysis.Definitions.Indicator(id), notation)
                : ["", "", "", "", ""],
            $"{verdict.Status.Shape()} {verdict.Status.Word(words.Language)}",
        ]);
        return new ResultTable(words["achievement"], columns, rows.ToList(), Figures.Notes(analysis.Publication, session));
    }

    private static object?[] Numbers(GoalVerdict verdict, IndicatorDefinition indicator, Notation notation) =>
    [
        notation.Amount(verdict.Now, indicator), verdict.NowPeriod is { } label ? notation.Name(label) : Notation.Dash,
        notation.Amount(verdict.Baseline, indicator), notation.Amount(verdict.Target, indicator),
        verdict.Achievement is { } achievement ? notation.Percent(achievement, 0) : Notation.Dash,
    ];
}

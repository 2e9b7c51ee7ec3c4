using System.CommandLine;
using Maltall.App.Cli.Formats;
using Maltall.App.Setup;
using Maltall.Lake;
using Maltall.Reports.Compose;
using Maltall.Warehouse;
using Maltall.Warehouse.Compare;
using Maltall.Warehouse.Conform;
using Maltall.Warehouse.Judge;
using Maltall.Warehouse.Measure;
using Maltall.Warehouse.Protect;

namespace Maltall.App.Cli;

/// <summary>The command that says what edited definitions would move.</summary>
internal static class PlanCommand
{
    /// <summary>The command.</summary>
    public static Verb Make()
    {
        var verb = new Verb("plan",
            "What edited indicators, goals and targets would move of the latest publication: values, verdicts and "
            + "written reports. Nothing is written. Ends with 0 when nothing moves, 1 when something does.",
            "maltall plan", "maltall plan --definitions proposal/warehouse --format csv");
        var folder = new Option<string?>("--definitions")
        {
            Description = "A proposed copy of warehouse/, with indicators/ and goals/; the folder itself when not "
                + "given.",
            HelpName = "DIR",
        };
        verb.Add(folder);
        var (format, output) = verb.AddFormats();
        verb.Does((parsed, session) =>
        {
            var publication = Analysis.PublicationAt(session.Lake, null);
            var current = Current(session, publication, parsed.GetValue(folder) is not null);
            var proposed = DefinitionSet.Read(parsed.GetValue(folder) ?? session.Definitions("warehouse"));
            var plan = new DefinitionPlan(session.Lake, publication, current, proposed);
            var written = WrittenReport.All(session);
            var moves = plan.Moves([.. written.Select(report => report.Period)], session.Cancellation);
            var carriers = new ReportCarriers(
                session, [Definitions.Load(current).Goals, Definitions.Load(proposed).Goals]);
            var name = parsed.GetRequiredValue(format);
            var table = name == "table" ? ForPerson(session, plan, publication, carriers.Beside(moves, written))
                : Rows(session, publication, carriers, moves, written);
            Invocation.Write(table, session, name, parsed.GetValue(output));
            return moves.Count > 0 ? CommandLine.Problem : 0;
        });
        return verb;
    }

    private static DefinitionSet Current(Session session, Publication publication, bool isProposalGiven) =>
        new DefinitionLog(session.Lake).Of(publication)
            ?? (isProposalGiven ? DefinitionSet.Read(session.Definitions("warehouse")) : throw new UserError(
                $"Publication {publication.PublicationId} keeps no definitions to compare with.",
                "Name a proposed copy with --definitions DIR; later publications keep theirs."));

    private static ResultTable ForPerson(
        Session session, DefinitionPlan plan, Publication publication,
        IReadOnlyList<(PlannedMove Move, string Reports)> moves)
    {
        var words = Wording.Load(session.Definitions("reports/definitions")).In(session.Settings.Lang);
        using var analysis = AnalysisCommands.Open(session, null);
        var lines = PlannedLines.Of(moves, plan.ChangedFiles, words, analysis.Members("district"));
        return new ResultTable(
            lines.Title,
            [.. lines.Headings.Select(one => new ResultColumn(
                one.Text, one.IsNumber ? ResultKind.Number : ResultKind.Text))],
            lines.Rows, [.. Figures.Notes(publication, session), .. lines.Notes]);
    }

    private static ResultTable Rows(
        Session session, Publication publication, ReportCarriers carriers, IReadOnlyList<PlannedMove> moves,
        IReadOnlyList<WrittenReport> written)
    {
        ResultColumn[] columns =
        [
            new("moves", ResultKind.Text), new("id", ResultKind.Text), new("unit", ResultKind.Text),
            new("period", ResultKind.Text), new("old", ResultKind.Number), new("old_sign", ResultKind.Text),
            new("new", ResultKind.Number), new("new_sign", ResultKind.Text), new("old_baseline", ResultKind.Number),
            new("new_baseline", ResultKind.Number), new("old_target", ResultKind.Number),
            new("new_target", ResultKind.Number), new("old_status", ResultKind.Text),
            new("new_status", ResultKind.Text), new("reports", ResultKind.Text), new("written", ResultKind.Text),
            new("publication", ResultKind.Text),
        ];
        var rows = moves.Select(move => (IReadOnlyList<object?>)
        [
            move.Goal is null ? "value" : "verdict", move.Goal?.Id ?? move.Indicator?.Id, move.Unit, move.Period,
            (move.Old.Figure as Figure.Value)?.Number, move.Old.Figure?.Sign,
            (move.New.Figure as Figure.Value)?.Number, move.New.Figure?.Sign,
            move.Old.Baseline, move.New.Baseline, move.Old.Target, move.New.Target,
            Code(move.Old.Status), Code(move.New.Status),
            string.Join(' ', carriers.Names(move)),
            string.Join(' ', carriers.Written(move, written)), publication.PublicationId,
        ]);
        return new ResultTable("Plan", columns, rows.ToList(), Figures.Notes(publication, session));
    }

    private static string? Code(GoalStatus? status) => status is { } known ? known.Code() : null;
}

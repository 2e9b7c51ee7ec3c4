using System.CommandLine;
using Maltall.App.Cli.Formats;
using Maltall.App.Setup;
using Maltall.Lake;
using Maltall.Reports.Compose;
using Maltall.Warehouse;
using Maltall.Warehouse.Compare;
using Maltall.Warehouse.Judge;
using Maltall.Warehouse.Measure;
using Maltall.Warehouse.Protect;

namespace Maltall.App.Cli;

/// <summary>The command that says why a number moved between two publications.</summary>
internal static class WhyCommand
{
    /// <summary>The command.</summary>
    public static Verb Make()
    {
        var verb = new Verb("why",
            "Why an indicator's values moved between two publications: new events, late data, corrections, geography "
            + "and definition, which add up to the change.",
            "maltall why refusal_share --by district,year --where area=Groruddalen --from 2015-06-01",
            "maltall why applications --period 2014 --from 2015-02-01 --to 2015-10-01 --format csv");
        var indicator = new Argument<string>("indicator") { Description = "Id of the indicator." };
        var by = new Option<string?>("--by")
        {
            Description = "Dimensions and a kind of period, with commas between.", HelpName = "district,year",
        };
        var where = new Option<string[]>("--where")
        {
            Description = "Only the cells with this member; may be repeated.", HelpName = "k=v",
        };
        var period = new Option<string?>("--period")
        {
            Description = "A period, or the first and the last of several; those complete in the old publication when "
                + "it is not given.",
            HelpName = "2011-T2 or 2011..2013",
        };
        var from = new Option<string>("--from")
        {
            Description = "The old publication, or the day whose publication it is.", HelpName = "PUBLICATION|DATE",
            Required = true,
        };
        var to = new Option<string?>("--to")
        {
            Description = "The new one; the latest when it is not given.", HelpName = "PUBLICATION|DATE",
        };
        verb.Add(indicator);
        foreach (var option in new Option[] { by, where, period, from, to })
        {
            verb.Add(option);
        }

        var (format, output) = verb.AddFormats();
        verb.Does((parsed, session) =>
        {
            var request = new IndicatorRequest(
                [parsed.GetRequiredValue(indicator)], AnalysisCommands.Split(parsed.GetValue(by)),
                AnalysisCommands.Pairs(parsed.GetValue(where)), parsed.GetValue(period));
            var ends = Ends(session.Lake, parsed.GetRequiredValue(from), parsed.GetValue(to));
            using var older = Analysis.Open(session.Lake, ends.From, () => AnalysisCommands.Today(session));
            using var newer = Analysis.Open(session.Lake, ends.To, () => AnalysisCommands.Today(session));
            var grains = Grains.Load(session.Definitions("warehouse"));
            var moved = new Comparison(older, newer, grains).Why(request, session.Cancellation);
            var name = parsed.GetRequiredValue(format);
            var table = name == "table" ? ForPerson(moved, newer, session) : Rows(moved, session);
            Invocation.Write(table, session, name, parsed.GetValue(output));
            return 0;
        });
        return verb;
    }

    private static (Publication From, Publication To) Ends(DeltaLake lake, string from, string? to)
    {
        var (old, last) = (Find(lake, from), to is null ? Analysis.PublicationAt(lake, null) : Find(lake, to));
        return old.PublishedAt <= last.PublishedAt ? (old, last) : throw new UserError(
            $"{old.PublicationId} is later than {last.PublicationId}.", "Give the earlier one to --from.");
    }

    private static Publication Find(DeltaLake lake, string word)
    {
        var all = new PublicationLog(lake).All();
        return all.FirstOrDefault(one => one.PublicationId == word)
            ?? (DateOnly.TryParseExact(word, "yyyy-MM-dd", out var day)
                ? Analysis.PublicationAt(lake, AnalysisCommands.EndOf(day))
                : throw new UserError($"'{word}' is neither a publication nor a day.",
                    $"Did you mean '{Nearest.To(word, all.Select(one => one.PublicationId))}'? `maltall publications` "
                    + "lists them; a day is written as 2015-06-01."));
    }

    private static ResultTable ForPerson(MovedTable moved, Analysis newer, Session session)
    {
        var words = Wording.Load(session.Definitions("reports/definitions")).In(session.Settings.Lang);
        var lines = MovedLines.Of(moved, words, newer.Members);
        return new ResultTable(
            lines.Title,
            [.. lines.Headings.Select(one => new ResultColumn(
                one.Text, one.IsNumber ? ResultKind.Number : ResultKind.Text))],
            lines.Rows,
            [.. Synthetic(moved, session), .. lines.Notes]);
    }

    private static ResultTable Rows(MovedTable moved, Session session)
    {
        ResultColumn[] columns =
        [
            new("indicator", ResultKind.Text),
            .. moved.Dimensions.Select(name => new ResultColumn(name, ResultKind.Text)),
            new("old", ResultKind.Number), new("old_sign", ResultKind.Text),
            new("new", ResultKind.Number), new("new_sign", ResultKind.Text),
            new("change", ResultKind.Number), new("new_events", ResultKind.Number),
            new("late_data", ResultKind.Number), new("corrections", ResultKind.Number),
            new("geography", ResultKind.Number), new("definition", ResultKind.Number),
            new("coverage", ResultKind.Number), new("change_sign", ResultKind.Text), new("unit", ResultKind.Text),
            new("old_target", ResultKind.Number), new("new_target", ResultKind.Number),
            new("old_status", ResultKind.Text), new("new_status", ResultKind.Text),
            new("from", ResultKind.Text), new("to", ResultKind.Text),
        ];
        var rows = moved.Rows.Select(cell => (IReadOnlyList<object?>)
        [
            moved.Indicator.Id, .. cell.Keys,
            (cell.Old as Figure.Value)?.Number, cell.Old.Sign, (cell.New as Figure.Value)?.Number, cell.New.Sign,
            cell.Parts?.Total, cell.Parts?.NewEvents, cell.Parts?.LateData, cell.Parts?.Corrections,
            cell.Parts?.Geography, cell.Parts?.Definition, cell.Parts?.Coverage, cell.Sign, moved.Indicator.Unit,
            cell.OldTarget?.Target, cell.NewTarget?.Target, Code(cell.OldTarget), Code(cell.NewTarget),
            moved.From.PublicationId, moved.To.PublicationId,
        ]);
        return new ResultTable(moved.Indicator.Title.In(session.Settings.Lang), columns, rows.ToList(),
            Figures.Notes(moved.To, session));
    }

    private static IReadOnlyList<string> Synthetic(MovedTable moved, Session session) =>
        moved.To.Synthetic ? [Figures.Notes(moved.To, session)[0]] : [];

    private static string? Code((double Target, GoalStatus Status)? goal) =>
        goal is { Status: var status } ? status.Code() : null;
}

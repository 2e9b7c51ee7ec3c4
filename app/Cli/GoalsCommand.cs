using System.CommandLine;
using Maltall.App.Setup;
using Maltall.Warehouse;
using Maltall.Warehouse.Judge;

namespace Maltall.App.Cli;

/// <summary>The goal tree: how it stands, why, under which targets, and what it lacks.</summary>
internal static class GoalsCommand
{
    /// <summary>The command.</summary>
    public static Verb Make()
    {
        var verb = new Verb("goals", "The goal tree with now, baseline, target, achievement and status.",
            "maltall goals --period 2012-T1", "maltall goals --why", "maltall goals --gaps",
            "maltall goals --as-of 2015-06-01 --format csv");
        var period = new Option<string?>("--period")
        {
            Description = "Judge as of this period; the last full one when it is not given.", HelpName = "2012-T1",
        };
        var asOf = AnalysisCommands.AsOf();
        var why = new Option<bool>("--why")
        {
            Description = "Say what carries each goal, what it takes to meet it, and how its target was changed.",
        };
        var targets = new Option<bool>("--targets")
        {
            Description = "Only goals whose target was changed, with the status under the old and the new one.",
        };
        var gaps = new Option<bool>("--gaps")
        {
            Description = "What is missing: goals without a measure, measures and points without a goal, old targets.",
        };
        var definitions = AnalysisCommands.WhichDefinitions();
        foreach (var option in new Option[] { period, asOf, definitions, why, targets, gaps })
        {
            verb.Add(option);
        }

        var (format, output) = verb.AddFormats();
        verb.Does((parsed, session) =>
        {
            using var analysis = AnalysisCommands.Open(
                session, parsed.GetValue(asOf), parsed.GetValue(definitions));
            var name = parsed.GetRequiredValue(format);
            var isTable = name == "table";
            var table = parsed.GetValue(gaps)
                ? GoalFigures.Gaps(analysis.Definitions, DayOf(analysis), session, isTable)
                : Verdicts(analysis, parsed, (period, why, targets, isTable), session);
            Invocation.Write(table, session, name, parsed.GetValue(output));
            return 0;
        });
        return verb;
    }

    private static Formats.ResultTable Verdicts(
        Analysis analysis, ParseResult parsed,
        (Option<string?> Period, Option<bool> Why, Option<bool> Targets, bool IsTable) options, Session session)
    {
        var verdicts = new GoalOutlooks(analysis).Add(
            analysis.Goals(parsed.GetValue(options.Period), session.Cancellation), session.Cancellation);
        IReadOnlyList<GoalVerdict> asked = parsed.GetValue(options.Targets)
            ? verdicts.Where(verdict => verdict.TargetBefore is not null).ToList() : verdicts;
        return !options.IsTable ? GoalFigures.Of(analysis, asked, session)
            : parsed.GetValue(options.Targets) ? GoalFigures.Targets(analysis, asked, session)
            : parsed.GetValue(options.Why) ? GoalFigures.Explained(analysis, verdicts, session)
            : GoalFigures.ForPerson(analysis, verdicts, session);
    }

    private static DateOnly DayOf(Analysis analysis) => DateOnly.FromDateTime(
        TimeZoneInfo.ConvertTime(analysis.Publication.PublishedAt, Session.Oslo).DateTime);
}

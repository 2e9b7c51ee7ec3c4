using System.CommandLine;
using System.Globalization;
using Maltall.App.Cli.Formats;
using Maltall.App.Setup;
using Maltall.Etl;
using Maltall.Etl.Land;
using Maltall.Lake;
using Maltall.Warehouse.Conform;

namespace Maltall.App.Cli;

/// <summary>The commands that say what there is: sources, runs, rejects, publications, check.</summary>
internal static class OverviewCommands
{
    /// <summary>All of them.</summary>
    public static IEnumerable<Verb> Make() => [Sources(), Runs(), RejectsCommand.Make(), Publications(), Check()];

    private static Verb Sources()
    {
        var verb = new Verb("sources", "The sources, their owner, and when each last delivered.", "maltall sources",
            "maltall sources -f csv");
        verb.Returns((_, session) =>
        {
            ResultColumn[] columns =
            [
                new("source", ResultKind.Text), new("title", ResultKind.Text), new("owner", ResultKind.Text),
                new("arrives", ResultKind.Text), new("deliveries", ResultKind.Whole),
                new("last_period", ResultKind.Text),
                new("last_landed_at", ResultKind.Timestamp), new("rows", ResultKind.Whole),
                new("waiting", ResultKind.Whole), new("stale", ResultKind.Text),
            ];
            var stale = StaleWords.Of(session).Landed;
            var batches = new BatchLog(session.Lake).Batches().Where(batch => batch.Status == "landed")
                .ToLookup(batch => batch.Source);
            var rows = session.Contracts.Contracts.Select(contract => (IReadOnlyList<object?>)
            [
                contract.Id, contract.Title[session.Settings.Lang], contract.Owner, contract.Arrives,
                (long)batches[contract.Id].Count(), batches[contract.Id].Max(batch => batch.Period),
                batches[contract.Id].Select(batch => (DateTimeOffset?)batch.LandedAt).Max(),
                session.Lake.Table(contract.Table).Latest()?.Rows ?? 0, (long)Waiting(session, contract),
                StaleWords.Because(stale.GetValueOrDefault(contract.Table), session),
            ]);
            return new ResultTable("Sources", columns, rows.ToList(), []);
        });
        return verb;
    }

    private static Verb Runs()
    {
        var verb = new Verb("runs", "Every delivery that was recorded: rows in = landed + rejected + duplicate.",
            "maltall runs --source bit_application", "maltall runs --refused", "maltall runs --jobs --failed");
        var source = new Option<string?>("--source") { Description = "Only this source.", HelpName = "S" };
        var refused = new Option<bool>("--refused") { Description = "Only deliveries that were refused as a whole." };
        var jobs = new Option<bool>("--jobs") { Description = "The history of jobs in the place of deliveries." };
        var failed = new Option<bool>("--failed")
        {
            Description = "Only jobs that failed; dead ones are tried no more.",
        };
        verb.Add(source);
        verb.Add(refused);
        verb.Add(jobs);
        verb.Add(failed);
        verb.Returns((parsed, session) =>
        {
            if (parsed.GetValue(jobs) || parsed.GetValue(failed))
            {
                return JobTable.Of(session, parsed.GetValue(source), parsed.GetValue(failed));
            }

            ResultColumn[] columns =
            [
                new("landed_at", ResultKind.Timestamp), new("source", ResultKind.Text), new("file", ResultKind.Text),
                new("status", ResultKind.Text), new("rows_in", ResultKind.Whole), new("landed", ResultKind.Whole),
                new("rejected", ResultKind.Whole), new("duplicate", ResultKind.Whole),
                new("warned", ResultKind.Whole), new("batch", ResultKind.Text), new("reason", ResultKind.Text),
            ];
            var name = parsed.GetValue(source) is { } given ? session.Contracts.Find(given).Id : null;
            var rows = new BatchLog(session.Lake).Batches(name)
                .Where(batch => !parsed.GetValue(refused) || batch.Status == "refused")
                .Select(batch => (IReadOnlyList<object?>)
                [
                    batch.LandedAt, batch.Source, batch.File, batch.Status, batch.RowsIn, batch.Landed, batch.Rejected,
                    batch.Duplicate, batch.Warned, batch.BatchId, batch.Reason,
                ]);
            return new ResultTable("Deliveries", columns, rows.ToList(), []);
        });
        return verb;
    }

    private static Verb Publications()
    {
        var verb = new Verb("publications", "The publications, oldest first.", "maltall publications");
        verb.Returns((_, session) =>
        {
            ResultColumn[] columns =
            [
                new("publication", ResultKind.Text), new("published_at", ResultKind.Timestamp),
                new("data_until", ResultKind.Date),
                new("synthetic", ResultKind.Boolean), new("tables", ResultKind.Whole), new("run", ResultKind.Text),
            ];
            var rows = new PublicationLog(session.Lake).All().Select(one => (IReadOnlyList<object?>)
                [one.PublicationId, one.PublishedAt, one.DataUntil, one.Synthetic, (long)one.Versions.Count,
                    one.RunId]);
            return new ResultTable("Publications", columns, rows.ToList(), StaleWords.Notes(session));
        });
        return verb;
    }

    private static Verb Check()
    {
        var verb = new Verb("check", "Runs every check on the last publication.", "maltall check",
            "maltall check --format csv");
        var (format, output) = verb.AddFormats();
        verb.Does((parsed, session) =>
        {
            var last = new PublicationLog(session.Lake).Latest()
                ?? throw new UserError("There is no publication to check.", "Run `maltall demo` or `maltall run`.");
            var candidate = new PublicationCandidate(last.Versions, last.Synthetic, last.DataUntil);
            var report = new CheckRunner(session.Lake, session.Definitions("warehouse"), session.LandedColumns)
                .Run(candidate, session.Cancellation);
            ResultColumn[] columns =
            [
                new("check", ResultKind.Text), new("severity", ResultKind.Text), new("rows", ResultKind.Whole),
                new("description", ResultKind.Text),
            ];
            var rows = report.Results.Select(one => (IReadOnlyList<object?>)
                [one.Name, one.Severity.ToString().ToLower(CultureInfo.InvariantCulture), one.WrongRows,
                    one.Description]);
            Invocation.Write(new ResultTable("Checks", columns, rows.ToList(), []), session,
                parsed.GetRequiredValue(format), parsed.GetValue(output));
            return report.Failed.Count > 0 ? CommandLine.Problem : 0;
        });
        return verb;
    }

    private static int Waiting(Session session, Contract contract) => Inbox.Waiting(session.Lake.Root, contract).Count;
}

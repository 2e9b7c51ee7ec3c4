using System.CommandLine;
using System.Globalization;
using Maltall.App.Cli.Formats;
using Maltall.App.Setup;
using Maltall.Etl;
using Maltall.Etl.Land;

namespace Maltall.App.Cli;

/// <summary>The commands about deliveries over time: arrivals, withdraw.</summary>
internal static class DeliveryCommands
{
    private const int UsualMonths = 12;

    /// <summary>All of them.</summary>
    public static IEnumerable<Verb> Make() => [Arrivals(), Withdraw()];

    private static Verb Withdraw()
    {
        var verb = new Verb("withdraw", "Makes a source's rows as if one delivery had never come.",
            "maltall withdraw bit_tenancy-0123456789abcdef --reason \"the wrong month was exported\"");
        var batch = new Argument<string>("batch") { Description = "The delivery; `maltall runs` names them." };
        var reason = new Option<string>("--reason")
        {
            Description = "Why; it is kept, so never a name or a number of a person.", HelpName = "TEXT",
            Required = true,
        };
        verb.Add(batch);
        verb.Add(reason);
        verb.Does((parsed, session) =>
        {
            using var alone = RunLock.Take(session.Lake.Root, () => Console.Error.WriteLine(
                "Another run is working on this lake; waiting for it to end …"), session.Cancellation);
            var outcome = new Withdrawal(session.Lake, session.Contracts, session.Key)
                .Take(parsed.GetRequiredValue(batch), parsed.GetRequiredValue(reason), session.Cancellation);
            Console.Error.WriteLine(string.Create(CultureInfo.InvariantCulture,
                $"Withdrawn {outcome.Batch.BatchId}: {outcome.Rows} rows, of which {outcome.Restored} are as before " +
                $"and {outcome.Repeated} stand by a later delivery. `maltall run` recomputes what depends on them."));
            if (outcome.Unread.Count > 0)
            {
                Console.Error.WriteLine("The bytes of these later deliveries are no longer kept, so rows that they " +
                    $"brought again are gone too; ask for them anew: {string.Join(", ", outcome.Unread)}.");
            }

            return 0;
        });
        return verb;
    }

    private static Verb Arrivals()
    {
        var verb = new Verb("arrivals", "The arrival calendar: what has come of each source, district and month.",
            "maltall arrivals --source bit_application --period 2014..2015",
            "maltall arrivals --period 2015-03 --format xlsx --output arrivals.xlsx");
        var source = new Option<string?>("--source") { Description = "Only this source.", HelpName = "S" };
        var period = new Option<string?>("--period")
        {
            Description = "Months: 2015-03, 2015, 2014..2015; the last twelve that anything came for when not given.",
            HelpName = "P",
        };
        verb.Add(source);
        verb.Add(period);
        verb.Returns((parsed, session) => Table(session, parsed.GetValue(source), parsed.GetValue(period)));
        return verb;
    }

    private static ResultTable Table(Session session, string? source, string? period)
    {
        ResultColumn[] columns =
        [
            new("source", ResultKind.Text), new("unit", ResultKind.Text), new("period", ResultKind.Text),
            new("status", ResultKind.Text), new("due_on", ResultKind.Date), new("first_arrival", ResultKind.Date),
            new("last_arrival", ResultKind.Date), new("rows", ResultKind.Whole), new("rejected", ResultKind.Whole),
            new("corrections", ResultKind.Whole),
        ];
        var contracts = source is null ? session.Contracts.Contracts : [session.Contracts.Find(source)];
        var log = new BatchLog(session.Lake);
        var today = Day(session.Clock.GetUtcNow());
        var calendar = new ArrivalCalendar(log.Batches(), log.Arrivals(), today, Day);
        var newest = calendar.NewestMonth ?? new DateOnly(today.Year, today.Month, 1).AddMonths(-1);
        var (first, last) = period is null ? (newest.AddMonths(1 - UsualMonths), newest) : MonthRange.Read(period);
        var rows = contracts.SelectMany(contract => calendar.Of(contract, first, last)).Select(one =>
            (IReadOnlyList<object?>)
            [
                one.Source, one.Unit, one.Period, one.Status.ToString().ToLower(CultureInfo.InvariantCulture),
                one.DueOn,
                one.First is { } came ? Day(came) : null, one.Last is { } again ? Day(again) : null,
                one.First is null ? null : one.Rows, one.First is null ? null : one.Rejected,
                one.First is null ? null : one.Corrections,
            ]);
        return new ResultTable("Arrivals", columns, rows.ToList(), Notes(period, newest, today));
    }

    /// <summary>Says that months after the newest are not shown, so that nobody takes silence for arrival.</summary>
    private static IReadOnlyList<string> Notes(string? period, DateOnly newest, DateOnly today)
    {
        var next = newest.AddMonths(1);
        return period is not null || next.AddMonths(1) > today ? [] :
        [
            string.Create(CultureInfo.InvariantCulture, $"Nothing has come for {next:yyyy-MM} or later; ") +
            string.Create(CultureInfo.InvariantCulture, $"--period {next:yyyy-MM}..{today:yyyy-MM} shows what is due."),
        ];
    }

    private static DateOnly Day(DateTimeOffset instant) =>
        DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(instant, Session.Oslo).Date);
}

using Maltall.App.Setup;
using Maltall.Etl;
using Maltall.Lake;
using Maltall.Warehouse.Conform;

namespace Maltall.App.Jobs;

/// <summary>What jobs do: the same calls as the command line, with a line in the history before and after.</summary>
/// <param name="session">The lake, the definitions, the key and the clock.</param>
public sealed class JobWork(Session session)
{
    /// <summary>Name of this worker in the history.</summary>
    public string Worker { get; } = Guid.NewGuid().ToString("N")[..8];

    /// <summary>What is due when.</summary>
    public IReadOnlyList<ScheduledSource> Schedule { get; } = session.Schedule;

    /// <summary>How a job is tried again when something could not be reached.</summary>
    public RetryPolicy Retries { get; } = session.Retries;

    /// <summary>What was done, by any worker.</summary>
    public JobHistory History { get; } = new(session.Lake);

    /// <summary>The clock of the jobs.</summary>
    public TimeProvider Clock => session.Clock;

    /// <summary>Sources with deliveries in the inbox.</summary>
    public IReadOnlyList<string> Waiting => [.. session.Contracts.Contracts
        .Where(contract => Inbox.Waiting(session.Lake.Root, contract).Count > 0).Select(contract => contract.Id)];

    /// <summary>Takes a source in; true when something new was landed.</summary>
    /// <param name="source">Id of the source.</param>
    /// <param name="due">The time of the schedule; null when the job is for none.</param>
    /// <param name="attempt">1 for the first try.</param>
    /// <param name="cancellation">Cancelled when the worker stops; what was landed until then stays.</param>
    public bool Land(string source, DateTimeOffset? due, int attempt, CancellationToken cancellation)
    {
        var overlap = Schedule.FirstOrDefault(one => one.Source == source)?.Overlap ?? Overlap.Wait;
        using var alone = overlap == Overlap.Skip ? RunLock.TrySource(session.Lake.Root, source)
            : RunLock.TakeSource(session.Lake.Root, source, cancellation);
        var run = Begun(source, due, attempt);
        if (alone is null)
        {
            return End(run, "skipped", "The source is being taken in already.");
        }

        // What waits in the inbox is taken in again all the same: it came after the source was done.
        if (due is { } time && History.IsDone(source, time) && !Waiting.Contains(source))
        {
            return End(run, "nothing_new", "This time of the schedule is done.");
        }

        return Told(run, () =>
        {
            var readings = new Run(session, new Progress(Console.Error, live: false)).Land(source, cancellation);
            var batches = readings.OfType<Reading.Accepted>().Select(reading => reading.Batch).ToList();
            (run.RowsIn, run.Landed) = (batches.Sum(one => one.RowsIn), batches.Sum(one => one.Landed));
            (run.Rejected, run.Duplicate) = (batches.Sum(one => one.Rejected), batches.Sum(one => one.Duplicate));
            var refused = readings.OfType<Reading.Refused>().ToList();
            var lines = batches.Select(one => FormattableString.Invariant(
                    $"{one.File}: {one.RowsIn} in = {one.Landed} landed + {one.Rejected} rejected + ") +
                    FormattableString.Invariant($"{one.Duplicate} duplicate"))
                .Concat(refused.Select(one => $"{one.File}: refused: {one.Reason}. {one.Remedy}"));
            return (refused.Count > 0 ? "refused" : batches.Count > 0 ? "succeeded" : "nothing_new",
                string.Join('\n', lines));
        }) is "succeeded" or "refused";
    }

    /// <summary>Publishes what is landed, when it is new and every check passes.</summary>
    /// <param name="attempt">1 for the first try.</param>
    /// <param name="cancellation">Cancelled = not published.</param>
    public void Publish(int attempt, CancellationToken cancellation) => Told(Begun("", null, attempt), () =>
        new Run(session, new Progress(Console.Error, live: false)).Publish(cancellation) switch
        {
            PublishOutcome.Published published => ("succeeded", $"Published {published.Publication.PublicationId}."),
            PublishOutcome.Stopped stopped => ("refused", string.Join('\n', stopped.Failed.Select(check =>
                FormattableString.Invariant($"Check {check.Name} found {check.WrongRows} wrong rows.")))),
            _ => ("nothing_new", "Nothing new; the last publication stands."),
        });

    /// <summary>Does the work of a run and writes how it ended; an error goes on to who called.</summary>
    private string Told(JobRun run, Func<(string Status, string Message)> work)
    {
        try
        {
            var (status, message) = work();
            End(run, status, message);
            return status;
        }
        catch (Exception error) when (error is not OperationCanceledException && Failed(run, error))
        {
            throw;
        }
    }

    /// <summary>Writes that a try failed; always true.</summary>
    private bool Failed(JobRun run, Exception error)
    {
        var again = JobFilters.IsTransport(error) && run.Attempt < Retries.Tries;
        End(run, again ? "failed" : "dead",
            error is UserError or TransportError or IOException ? error.Message : error.GetType().Name);
        return true;
    }

    private JobRun Begun(string source, DateTimeOffset? due, int attempt)
    {
        var run = new JobRun
        {
            RunId = Guid.NewGuid().ToString("N")[..12], Source = source, DueAt = due, At = session.Clock.GetUtcNow(),
            Status = "running", Attempt = attempt, Worker = Worker,
        };
        History.Write(run);
        return run;
    }

    private bool End(JobRun run, string status, string message)
    {
        (run.At, run.Status, run.Message) = (session.Clock.GetUtcNow(), status, message);
        History.Write(run);
        return false;
    }
}

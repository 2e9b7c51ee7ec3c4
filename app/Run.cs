using Maltall.App.Setup;
using Maltall.Etl;
using Maltall.Lake;
using Maltall.Warehouse.Conform;

namespace Maltall.App;

/// <summary>What came of a run of the pipeline.</summary>
/// <param name="Deliveries">What became of each delivery, in order.</param>
/// <param name="Outcome">What was published, or why nothing was.</param>
public sealed record RunOutcome(IReadOnlyList<Reading> Deliveries, PublishOutcome Outcome)
{
    /// <summary>Whether a delivery was refused or a check failed.</summary>
    public bool HasProblem => Outcome is PublishOutcome.Stopped
        || Deliveries.Any(reading => reading is Reading.Refused);
}

/// <summary>The whole pipeline, one call a step, top to bottom.</summary>
/// <param name="session">The lake, the definitions, the key and the clock.</param>
/// <param name="progress">Told of each step and of each delivery that needs a look.</param>
public sealed class Run(Session session, Progress progress)
{
    /// <summary>Lands what waits in the inbox, and publishes when anything is new and every check passes.</summary>
    /// <param name="sources">Ids of the sources to land; empty for all.</param>
    /// <param name="cancellation">Cancelled = not published.</param>
    public RunOutcome All(IReadOnlyList<string> sources, CancellationToken cancellation)
    {
        using var alone = RunLock.Take(session.Lake.Root, progress.Waiting, cancellation);
        var runId = session.Clock.GetUtcNow().UtcDateTime.ToString("yyyyMMdd'T'HHmmss'Z'",
            System.Globalization.CultureInfo.InvariantCulture);
        var deliveries = Land(sources, cancellation);
        var candidate = Conform(cancellation);
        if (new PublicationLog(session.Lake).Latest() is { } latest && !candidate.HasNewData(latest))
        {
            return Told(new RunOutcome(deliveries, new PublishOutcome.Unchanged(latest)));
        }

        var checks = Check(candidate, cancellation);
        var whole = checks.Failed.Count > 0 ? candidate : Forecast(candidate, cancellation);
        return Told(new RunOutcome(deliveries, Publisher.Publish(session.Lake, whole, checks, runId, cancellation)));
    }

    private RunOutcome Told(RunOutcome outcome)
    {
        progress.Published(outcome.Outcome);
        return outcome;
    }

    private List<Reading> Land(IReadOnlyList<string> sources, CancellationToken cancellation)
    {
        var named = sources.Select(session.Contracts.Find).ToList();
        var contracts = session.Contracts.InOrderOfReferences()
            .Where(contract => named.Count == 0 || named.Contains(contract));
        using var ingest = new Ingest(session.Lake, session.Contracts, session.Key);
        var readings = new List<Reading>();
        var waiting = contracts.Select(contract => (contract, Files: Waiting(contract))).ToList();
        progress.Begin("Landing", waiting.Sum(one => one.Files.Count));
        foreach (var (contract, files) in waiting)
        {
            Land(ingest, contract, files, Take, cancellation);
        }

        progress.Landed(readings);
        return readings;

        void Take(Reading reading)
        {
            readings.Add(reading);
            progress.Delivered(reading);
        }
    }

    /// <summary>Lands one source; an address that does not answer is told, and the other sources go on.</summary>
    private static void Land(
        Ingest ingest, Contract contract, List<string> files, Action<Reading> take, CancellationToken cancellation)
    {
        try
        {
            ingest.Land(contract, files, take, cancellation);
        }
        catch (UserError error)
        {
            take(new Reading.Refused(contract.Id, error.What.TrimEnd('.'), error.Remedy));
        }
    }

    /// <summary>What waits in the inbox of a source, and the address that its schedule names.</summary>
    private List<string> Waiting(Contract contract) =>
    [
        .. Inbox.Waiting(session.Lake.Root, contract),
        .. session.Schedule.Where(one => one.Source == contract.Id).Select(one => one.Url).OfType<string>(),
    ];

    private PublicationCandidate Conform(CancellationToken cancellation)
    {
        progress.Step("Conforming");
        return new Conformer(session.Lake, session.Definitions("warehouse"), session.LandedColumns).Run(cancellation)
            .Candidate;
    }

    private CheckReport Check(PublicationCandidate candidate, CancellationToken cancellation)
    {
        progress.Step("Checking");
        return new CheckRunner(session.Lake, session.Definitions("warehouse"), session.LandedColumns)
            .Run(candidate, cancellation);
    }


    private PublicationCandidate Forecast(PublicationCandidate candidate, CancellationToken cancellation)
    {
        progress.Step("Forecasting");
        return new DemandForecast(session).Publish(candidate, cancellation);
    }
}

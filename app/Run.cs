using Maltall.App.Setup;
using Maltall.Etl;
using Maltall.Lake;
using Maltall.Warehouse;
using Maltall.Warehouse.Conform;
using Maltall.Warehouse.Measure;

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
        Cli.PrivacyCommands.FinishForgetting(session);
        var deliveries = LandAll(sources, failsOnTransport: false, cancellation);
        return new RunOutcome(deliveries, Published(cancellation));
    }

    /// <summary>Lands one source, beside other landings; nothing is published.</summary>
    /// <param name="source">Id of the source.</param>
    /// <param name="cancellation">What was landed until then stays.</param>
    /// <exception cref="TransportError">An address does not answer.</exception>
    public IReadOnlyList<Reading> Land(string source, CancellationToken cancellation)
    {
        if (Cli.PrivacyCommands.IsForgetting(session))
        {
            using var alone = RunLock.Take(session.Lake.Root, progress.Waiting, cancellation);
            Cli.PrivacyCommands.FinishForgetting(session);
        }

        using var shared = RunLock.TakeShared(session.Lake.Root, progress.Waiting, cancellation);
        return LandAll([source], failsOnTransport: true, cancellation);
    }

    /// <summary>Publishes what is landed, when anything is new and every check passes.</summary>
    /// <param name="cancellation">Cancelled = not published.</param>
    public PublishOutcome Publish(CancellationToken cancellation)
    {
        using var alone = RunLock.Take(session.Lake.Root, progress.Waiting, cancellation);
        Cli.PrivacyCommands.FinishForgetting(session);
        return Published(cancellation);
    }

    private PublishOutcome Published(CancellationToken cancellation)
    {
        var candidate = Conform(cancellation);
        var outcome = new PublicationLog(session.Lake).Latest() is { } latest && !candidate.IsNew(latest)
            ? new PublishOutcome.Unchanged(latest) : Checked(candidate, cancellation);
        progress.Published(outcome);
        return outcome;
    }

    private PublishOutcome Checked(PublicationCandidate candidate, CancellationToken cancellation)
    {
        var runId = session.Clock.GetUtcNow().UtcDateTime.ToString("yyyyMMdd'T'HHmmss'Z'",
            System.Globalization.CultureInfo.InvariantCulture);
        var checks = Check(candidate, cancellation);
        var whole = checks.Failed.Count > 0 ? candidate : Measured(Forecast(candidate, cancellation), cancellation);
        return Publisher.Publish(session.Lake, whole, checks, runId, cancellation);
    }

    private List<Reading> LandAll(
        IReadOnlyList<string> sources, bool failsOnTransport, CancellationToken cancellation)
    {
        var named = sources.Select(session.Contracts.Find).ToList();
        var contracts = session.Contracts.InOrderOfReferences()
            .Where(contract => named.Count == 0 || named.Contains(contract));
        using var ingest = new Ingest(session.Lake, session.Contracts, session.Key);
        using var tables = new TableFetch(session, ingest);
        var readings = new List<Reading>();
        var waiting = contracts.Select(contract => (contract, Files: Waiting(contract), Queries: Queries(contract)))
            .ToList();
        progress.Begin("Landing", waiting.Sum(one => one.Files.Count + one.Queries.Count));
        foreach (var (contract, files, queries) in waiting)
        {
            try
            {
                Told(contract, Take, () => ingest.Land(contract, files, Take, cancellation));
                queries.ForEach(query =>
                    Told(contract, Take, () => tables.Land(contract, query, Take, cancellation)));
            }
            catch (TransportError error) when (!failsOnTransport)
            {
                Take(new Reading.Refused(contract.Id, error.What.TrimEnd('.'), error.Remedy));
            }
        }

        progress.Landed(readings);
        return readings;

        void Take(Reading reading)
        {
            readings.Add(reading);
            progress.Delivered(reading);
        }
    }

    /// <summary>Lands something; a request that cannot be met is told, and the others go on.</summary>
    private static void Told(Contract contract, Action<Reading> take, Action land)
    {
        try
        {
            land();
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

    /// <summary>The queries that the schedule names for a source.</summary>
    private List<string> Queries(Contract contract) =>
        [.. session.Schedule.Where(one => one.Source == contract.Id).SelectMany(one => one.Queries)];

    /// <summary>Computes the figures that a publication holds ready.</summary>
    private PublicationCandidate Measured(PublicationCandidate candidate, CancellationToken cancellation)
    {
        progress.Step("Measuring");
        using var analysis = Analysis.Open(
            session.Lake, Definitions.Load(session.Definitions("warehouse")), candidate);
        var evidence = new FigureEvidence(session, analysis);
        return candidate.With(FigureCube.Write(
            session.Lake, analysis, new PublicationLog(session.Lake).Latest(), evidence.Judge, cancellation));
    }

    private PublicationCandidate Conform(CancellationToken cancellation)
    {
        progress.Step("Conforming");
        var warehouse = session.Definitions("warehouse");
        var candidate = new Conformer(session.Lake, warehouse, session.LandedColumns).Run(cancellation).Candidate;
        return candidate with { Definitions = DefinitionSet.Read(warehouse) };
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

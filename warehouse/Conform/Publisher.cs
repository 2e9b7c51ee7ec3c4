using System.Globalization;
using Maltall.Lake;

namespace Maltall.Warehouse.Conform;

/// <summary>What came of an attempt to publish.</summary>
public abstract record PublishOutcome
{
    private PublishOutcome()
    {
    }

    /// <summary>Readers see the candidate from now on.</summary>
    /// <param name="Publication">As it stands in the log.</param>
    public sealed record Published(Publication Publication) : PublishOutcome;

    /// <summary>Nothing is new; the latest publication stands.</summary>
    /// <param name="Publication">The latest publication.</param>
    public sealed record Unchanged(Publication Publication) : PublishOutcome;

    /// <summary>Checks found wrong rows; the latest publication, if any, stands.</summary>
    /// <param name="Failed">The checks that stopped it.</param>
    public sealed record Stopped(IReadOnlyList<CheckResult> Failed) : PublishOutcome;
}

/// <summary>Lets readers see a candidate, when its checks have passed.</summary>
public static class Publisher
{
    /// <summary>Publishes.</summary>
    /// <param name="lake">The lake.</param>
    /// <param name="candidate">What to publish.</param>
    /// <param name="checks">The checks of this very candidate.</param>
    /// <param name="runId">The run that made it.</param>
    /// <param name="cancellation">Asked before the commit.</param>
    public static PublishOutcome Publish(
        DeltaLake lake,
        PublicationCandidate candidate,
        CheckReport checks,
        string runId,
        CancellationToken cancellation)
    {
        if (checks.Failed.Count > 0)
        {
            return new PublishOutcome.Stopped(checks.Failed);
        }

        var log = new PublicationLog(lake);
        var latest = log.Latest();
        if (latest is not null && latest.InputsHash == candidate.InputsHash)
        {
            return new PublishOutcome.Unchanged(latest);
        }

        var whole = candidate.Definitions is { } set
            ? candidate.With(new DefinitionLog(lake).Keep(set, cancellation)) : candidate;
        var publication = whole.AsPublication(NewId(log, whole.InputsHash), runId, lake.Clock.GetUtcNow());
        return new PublishOutcome.Published(log.Publish(publication, cancellation));
    }

    /// <summary>Definitions can go back to what they were; the same inputs then get a number too.</summary>
    private static string NewId(PublicationLog log, string inputsHash)
    {
        var earlier = log.All().Count(one => one.InputsHash == inputsHash);
        var id = $"p-{inputsHash[..12]}";
        return earlier == 0 ? id : string.Create(CultureInfo.InvariantCulture, $"{id}-{earlier + 1}");
    }
}

using Hangfire;
using Hangfire.Server;
using Hangfire.Storage;
using Maltall.Etl;

namespace Maltall.App.Jobs;

/// <summary>The jobs; each is one call of the work. Done twice, a job changes nothing the second time.</summary>
/// <param name="work">What jobs do.</param>
/// <param name="client">Takes the job that follows.</param>
public sealed class SourceJob(JobWork work, IBackgroundJobClient client)
{
    /// <summary>Where sources wait to be taken in.</summary>
    public const string Landing = "landing";

    /// <summary>Where publications wait; looked at when no source waits.</summary>
    public const string Publishing = "publishing";

    private const int Most = 1000;

    // A source that is held by a dead worker is given to another after jobs_takeover; until then it counts as landing.
    private static readonly TimeSpan Later = TimeSpan.FromSeconds(3);

    /// <summary>Takes a source in because its time has come.</summary>
    /// <param name="source">Id of the source.</param>
    /// <param name="context">Given by the server.</param>
    /// <param name="cancellation">Given by the server.</param>
    [JobDisplayName("{0}")]
    [Queue(Landing)]
    public void Scheduled(string source, PerformContext? context, CancellationToken cancellation)
    {
        var created = context is null ? work.Clock.GetUtcNow() : new DateTimeOffset(context.BackgroundJob.CreatedAt);
        var cron = work.Schedule.FirstOrDefault(one => one.Source == source)?.Cron;
        Land(source, cron is null ? null : DueTimes.Last(cron, created), context, cancellation);
    }

    /// <summary>Takes a source in for a time of the schedule, or because a delivery waits.</summary>
    /// <param name="source">Id of the source.</param>
    /// <param name="due">The time of the schedule; null for none.</param>
    /// <param name="context">Given by the server.</param>
    /// <param name="cancellation">Given by the server.</param>
    [JobDisplayName("{0} {1}")]
    [Queue(Landing)]
    public void Land(string source, DateTimeOffset? due, PerformContext? context, CancellationToken cancellation)
    {
        if (work.Land(source, due, Attempt(context), cancellation))
        {
            client.Enqueue<SourceJob>(job => job.Publish(null, CancellationToken.None));
        }
    }

    /// <summary>
    /// Publishes what is landed. While sources wait or are being taken in it comes again later: the last of them may
    /// find nothing new, and nobody else would publish what the others landed.
    /// </summary>
    /// <param name="context">Given by the server.</param>
    /// <param name="cancellation">Given by the server.</param>
    [JobDisplayName("publish")]
    [Queue(Publishing)]
    public void Publish(PerformContext? context, CancellationToken cancellation)
    {
        var monitoring = context?.Storage.GetMonitoringApi();
        if (monitoring is null || !IsLanding(monitoring))
        {
            work.Publish(Attempt(context), cancellation);
        }
        else if (!IsPublicationWaiting(monitoring))
        {
            client.Schedule<SourceJob>(job => job.Publish(null, CancellationToken.None), Later);
        }
    }

    private static bool IsLanding(IMonitoringApi monitoring) =>
        monitoring.EnqueuedCount(Landing) > 0 || monitoring.ProcessingJobs(0, Most)
            .Any(one => one.Value?.Job is { } job && job.Method.Name != nameof(Publish));

    private static bool IsPublicationWaiting(IMonitoringApi monitoring) =>
        monitoring.EnqueuedCount(Publishing) > 0 || monitoring.ScheduledJobs(0, Most)
            .Any(one => one.Value?.Job?.Method.Name == nameof(Publish));

    private static int Attempt(PerformContext? context) =>
        (context?.GetJobParameter<int?>("RetryCount") ?? 0) + 1;
}

using Hangfire;
using Hangfire.Server;
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

    /// <summary>Publishes what is landed; leaves it to a later job while sources wait or are being taken in.</summary>
    /// <param name="context">Given by the server.</param>
    /// <param name="cancellation">Given by the server.</param>
    [JobDisplayName("publish")]
    [Queue(Publishing)]
    public void Publish(PerformContext? context, CancellationToken cancellation)
    {
        if (context is null || !IsLanding(context))
        {
            work.Publish(Attempt(context), cancellation);
        }
    }

    private static bool IsLanding(PerformContext context)
    {
        var monitoring = context.Storage.GetMonitoringApi();
        return monitoring.EnqueuedCount(Landing) > 0 || monitoring.ProcessingJobs(0, Most)
            .Any(one => one.Value?.Job is { } job && job.Method.Name != nameof(Publish));
    }

    private static int Attempt(PerformContext? context) =>
        (context?.GetJobParameter<int?>("RetryCount") ?? 0) + 1;
}

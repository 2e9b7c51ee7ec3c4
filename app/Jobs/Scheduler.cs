using Hangfire;
using Hangfire.Storage;
using Maltall.App.Setup;
using Maltall.Etl;
using Maltall.Lake;

namespace Maltall.App.Jobs;

/// <summary>
/// Runs the jobs of the schedule. They wait in memory, or in PostgreSQL so that several workers share them; what was
/// done is in the lake, and what was missed is caught up by the declared policy.
/// </summary>
public static class Scheduler
{
    private static readonly TimeZoneInfo Oslo = TimeZoneInfo.FindSystemTimeZoneById(Schedule.TimeZone);

    /// <summary>Adds the scheduler and one worker to a host.</summary>
    /// <param name="services">The host's services.</param>
    /// <param name="work">What jobs do.</param>
    /// <param name="settings">Where jobs wait.</param>
    /// <exception cref="UserError">The storage of jobs cannot be reached.</exception>
    public static void AddTo(IServiceCollection services, JobWork work, Settings settings)
    {
        services.AddSingleton(work);
        services.AddTransient<SourceJob>();
        JobFilters.Use(work.Retries);
        var storage = JobsStorage.Open(settings);
        services.AddHangfire(configuration => configuration.UseStorage(storage));
        services.AddHangfireServer(options =>
        {
            options.WorkerCount = 1;
            options.Queues = [SourceJob.Landing, SourceJob.Publishing];
            options.SchedulePollingInterval = TimeSpan.FromSeconds(1);
            options.ServerTimeout = TimeSpan.FromSeconds(Math.Max(60, 2 * settings.JobsTakeover));
        });
    }

    /// <summary>Writes the schedule in, and starts at once what has waited or was missed.</summary>
    /// <param name="services">The host's services.</param>
    /// <exception cref="UserError">A time of the schedule is no cron expression.</exception>
    public static void Start(IServiceProvider services)
    {
        var work = services.GetRequiredService<JobWork>();
        var storage = services.GetRequiredService<JobStorage>();
        var recurring = services.GetRequiredService<IRecurringJobManager>();
        using var connection = storage.GetConnection();
        using var alone = connection.AcquireDistributedLock("maltall-schedule", TimeSpan.FromMinutes(1));
        foreach (var gone in connection.GetRecurringJobs().Select(job => job.Id)
            .Except(work.Schedule.Select(one => one.Source)))
        {
            recurring.RemoveIfExists(gone);
        }

        foreach (var one in work.Schedule)
        {
            Register(recurring, one);
        }

        CatchUp(services.GetRequiredService<IBackgroundJobClient>(), storage.GetMonitoringApi(), work);
    }

    private static void Register(IRecurringJobManager recurring, ScheduledSource one)
    {
        try
        {
            recurring.AddOrUpdate<SourceJob>(one.Source, SourceJob.Landing,
                job => job.Scheduled(one.Source, null, CancellationToken.None), one.Cron,
                new RecurringJobOptions { TimeZone = Oslo, MisfireHandling = MisfireHandlingMode.Ignorable });
        }
        catch (ArgumentException)
        {
            throw new UserError(
                $"The schedule of {one.Source}, '{one.Cron}', is no time.",
                "Write minute, hour, day of month, month and day of week, such as \"0 6 5 * *\".");
        }
    }

    /// <summary>Every worker looks when it starts; what waits in the storage already is not added twice.</summary>
    private static void CatchUp(IBackgroundJobClient client, IMonitoringApi monitoring, JobWork work)
    {
        var lastDone = work.History.LastDone();
        var queued = monitoring.EnqueuedJobs(SourceJob.Landing, 0, 1000).Select(one => one.Value?.Job)
            .Concat(monitoring.ProcessingJobs(0, 1000).Select(one => one.Value?.Job))
            .Select(job => job?.Args[0] as string).ToHashSet();
        var waiting = work.Waiting;
        foreach (var one in work.Schedule.Where(one => !queued.Contains(one.Source)))
        {
            var now = work.Clock.GetUtcNow();
            var missed = DueTimes.MissedBy(one, lastDone.TryGetValue(one.Source, out var last) ? last : null, now);
            foreach (var due in missed)
            {
                DateTimeOffset? time = due;
                client.Enqueue<SourceJob>(job => job.Land(one.Source, time, null, CancellationToken.None));
            }

            if (missed.Count == 0 && waiting.Contains(one.Source))
            {
                var time = DueTimes.Last(one.Cron, now);
                client.Enqueue<SourceJob>(job => job.Land(one.Source, time, null, CancellationToken.None));
            }
        }
    }
}

using Hangfire;
using Hangfire.InMemory;
using Maltall.Etl;
using Maltall.Lake;

namespace Maltall.App.Jobs;

/// <summary>
/// Runs the pipeline by the schedule. Jobs live in memory: what was done is in the lake, and what was missed while the
/// server was down is caught up at the start.
/// </summary>
public static class Scheduler
{
    private static readonly TimeZoneInfo Oslo = TimeZoneInfo.FindSystemTimeZoneById("Europe/Oslo");

    /// <summary>Adds the scheduler to a host: one worker, so that runs never overlap.</summary>
    /// <param name="services">The host's services.</param>
    /// <param name="run">Runs the pipeline for sources.</param>
    public static void AddTo(IServiceCollection services, Action<IReadOnlyList<string>, CancellationToken> run)
    {
        services.AddSingleton(new SourceJob(run));
        services.AddHangfire(configuration => configuration.UseInMemoryStorage(new InMemoryStorageOptions
        {
            MaxExpirationTime = TimeSpan.FromDays(1),
        }));
        services.AddHangfireServer(options => options.WorkerCount = 1);
    }

    /// <summary>Writes the schedule in, and starts at once what has waited.</summary>
    /// <param name="services">The host's services.</param>
    /// <param name="schedule">When each source is taken in.</param>
    /// <param name="waiting">Sources with deliveries in the inbox.</param>
    /// <exception cref="UserError">A time of the schedule is no cron expression.</exception>
    public static void Start(
        IServiceProvider services, IReadOnlyList<ScheduledSource> schedule, IReadOnlyList<string> waiting)
    {
        var recurring = services.GetRequiredService<IRecurringJobManager>();
        foreach (var one in schedule)
        {
            try
            {
                recurring.AddOrUpdate<SourceJob>(
                    one.Source,
                    job => job.Run(one.Source, CancellationToken.None),
                    one.Cron,
                    new RecurringJobOptions { TimeZone = Oslo });
            }
            catch (ArgumentException)
            {
                throw new UserError(
                    $"The schedule of {one.Source}, '{one.Cron}', is no time.",
                    "Write minute, hour, day of month, month and day of week, such as \"0 6 5 * *\".");
            }
        }

        if (waiting.Count > 0)
        {
            var sources = waiting.ToArray();
            services.GetRequiredService<IBackgroundJobClient>()
                .Enqueue<SourceJob>(job => job.CatchUp(sources, CancellationToken.None));
        }
    }
}

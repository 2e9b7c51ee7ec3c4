using Hangfire;
using Hangfire.InMemory;
using Hangfire.PostgreSql;
using Hangfire.PostgreSql.Factories;
using Maltall.App.Setup;
using Maltall.Lake;
using Npgsql;

namespace Maltall.App.Jobs;

/// <summary>Opens the place where jobs wait.</summary>
internal static class JobsStorage
{
    private const string Schema = "maltall_jobs";

    // One number of our own, so that two workers that start at once do not both make the tables.
    private const long Installing = 5_080_2012;

    // A worker that is killed leaves its locks behind; what is older than this belongs to nobody.
    private static readonly TimeSpan LockOfTheDead = TimeSpan.FromSeconds(10);

    /// <summary>Opens it; the tables of PostgreSQL are made when they are not there.</summary>
    /// <exception cref="UserError">The database does not answer.</exception>
    public static JobStorage Open(Settings settings) => settings.JobsConnection is { } connection
        ? OpenPostgreSql(connection, settings)
        : new InMemoryStorage(new InMemoryStorageOptions { MaxExpirationTime = TimeSpan.FromDays(1) });

    private static PostgreSqlStorage OpenPostgreSql(string connection, Settings settings)
    {
        try
        {
            using var installing = new NpgsqlConnection(connection);
            installing.Open();
            using var command = new NpgsqlCommand("select pg_advisory_lock($1)", installing);
            command.Parameters.Add(new NpgsqlParameter<long> { TypedValue = Installing });
            command.ExecuteNonQuery();
            var options = Options(settings);
            return new PostgreSqlStorage(new NpgsqlConnectionFactory(connection, options), options);
        }
        catch (Exception error) when (error is NpgsqlException or ArgumentException)
        {
            throw new UserError(
                $"The database of the jobs cannot be used ({(error as NpgsqlException)?.SqlState ?? "no answer"}).",
                "Check the setting 'jobs', that the server runs, and that the user may make tables in the database.");
        }
    }

    /// <summary>
    /// A job stays with its worker as long as the worker gives a sign of life, and no longer: the library's own way is
    /// to give a job to a second worker after 30 minutes, whether the first still works or not.
    /// </summary>
    private static PostgreSqlStorageOptions Options(Settings settings) => new()
    {
        SchemaName = Schema,
        UseSlidingInvisibilityTimeout = true,
        InvisibilityTimeout = TimeSpan.FromSeconds(settings.JobsTakeover),
        DistributedLockTimeout = LockOfTheDead,
        QueuePollInterval = TimeSpan.FromSeconds(1),
        StartupConnectionMaxRetries = 0,
        AllowDegradedModeWithoutStorage = false,
    };
}

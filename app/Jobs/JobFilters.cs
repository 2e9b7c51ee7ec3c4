using Hangfire;
using Maltall.Etl;

namespace Maltall.App.Jobs;

/// <summary>Which errors are worth another try.</summary>
internal static class JobFilters
{
    private static readonly Type[] Transport =
        [typeof(TransportError), typeof(HttpRequestException), typeof(TimeoutException), typeof(IOException)];

    /// <summary>Whether something could not be reached, and may be later.</summary>
    public static bool IsTransport(Exception error) => Transport.Any(type => type.IsInstanceOfType(error));

    /// <summary>Puts our way of trying again in the place of the library's, which tries everything ten times.</summary>
    public static void Use(RetryPolicy retries)
    {
        GlobalJobFilters.Filters.Remove<AutomaticRetryAttribute>();
        GlobalJobFilters.Filters.Add(new AutomaticRetryAttribute
        {
            Attempts = retries.Tries - 1,
            DelaysInSeconds = retries.Tries > 1 ? [.. retries.Waits.Select(wait => (int)wait.TotalSeconds)] : [1],
            OnlyOn = Transport,
            OnAttemptsExceeded = AttemptsExceededAction.Fail,
        });
    }
}

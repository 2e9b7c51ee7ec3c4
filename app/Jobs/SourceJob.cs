using Hangfire;

namespace Maltall.App.Jobs;

/// <summary>Takes sources in, as <c>maltall run --source S</c> does.</summary>
/// <param name="run">Runs the pipeline for sources.</param>
public sealed class SourceJob(Action<IReadOnlyList<string>, CancellationToken> run)
{
    private const int OneHour = 3600;

    /// <summary>Runs the pipeline for a source; waits while another run works.</summary>
    /// <param name="source">Id of the source.</param>
    /// <param name="cancellation">Cancelled when the server stops; nothing is published then.</param>
    [JobDisplayName("{0}")]
    [DisableConcurrentExecution(OneHour)]
    [AutomaticRetry(Attempts = 2)]
    public void Run(string source, CancellationToken cancellation) => run([source], cancellation);

    /// <summary>Runs the pipeline once for all sources that have waited.</summary>
    /// <param name="sources">Ids of the sources.</param>
    /// <param name="cancellation">Cancelled when the server stops; nothing is published then.</param>
    [JobDisplayName("catch up")]
    [DisableConcurrentExecution(OneHour)]
    [AutomaticRetry(Attempts = 2)]
    public void CatchUp(string[] sources, CancellationToken cancellation) => run(sources, cancellation);
}

namespace Maltall.App.Setup;

/// <summary>
/// Lets one run at a time work on a lake, over all processes; the operating system lets go of it when a process dies.
/// </summary>
public sealed class RunLock : IDisposable
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(200);
    private const string Whole = ".run.lock";
    private readonly FileStream _file;

    private RunLock(FileStream file) => _file = file;

    /// <summary>Takes the lake for this run alone, and waits while another run or landing works on it.</summary>
    /// <param name="lake">Folder of the lake; made when it is not there.</param>
    /// <param name="waiting">Called once when it must wait.</param>
    /// <param name="cancellation">Stops the waiting.</param>
    public static RunLock Take(string lake, Action waiting, CancellationToken cancellation) =>
        Wait(() => Open(lake, Whole, FileAccess.ReadWrite, FileShare.None), waiting, cancellation);

    /// <summary>Takes the lake together with other landings; a run that publishes waits for all of them.</summary>
    public static RunLock TakeShared(string lake, Action waiting, CancellationToken cancellation) =>
        Wait(() => Open(lake, Whole, FileAccess.Read, FileShare.Read), waiting, cancellation);

    /// <summary>Takes a source, and waits while another job takes it in.</summary>
    public static RunLock TakeSource(string lake, string source, CancellationToken cancellation) =>
        Wait(() => TrySource(lake, source), () => { }, cancellation);

    /// <summary>Takes a source; null when another job is taking it in.</summary>
    public static RunLock? TrySource(string lake, string source) =>
        Open(lake, $".landing-{source}.lock", FileAccess.ReadWrite, FileShare.None);

    private static RunLock Wait(Func<RunLock?> tried, Action waiting, CancellationToken cancellation)
    {
        for (var said = false; ; said = true)
        {
            cancellation.ThrowIfCancellationRequested();
            if (tried() is { } taken)
            {
                return taken;
            }

            if (!said)
            {
                waiting();
            }

            cancellation.WaitHandle.WaitOne(Pause);
        }
    }

    /// <summary>Opens a lock file by the rules of the operating system, over all processes and machines.</summary>
    private static RunLock? Open(string lake, string name, FileAccess access, FileShare share)
    {
        Directory.CreateDirectory(lake);
        var path = Path.Combine(lake, name);
        try
        {
            if (!File.Exists(path))
            {
                using (new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.ReadWrite))
                {
                }
            }

            return new RunLock(new FileStream(path, FileMode.Open, access, share));
        }
        catch (IOException) when (File.Exists(path))
        {
            return null;
        }
    }

    /// <summary>Lets the next run begin.</summary>
    public void Dispose() => _file.Dispose();
}

namespace Maltall.App.Setup;

/// <summary>
/// Lets one run at a time work on a lake, over all processes; the operating system lets go of it when a process dies.
/// </summary>
public sealed class RunLock : IDisposable
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(200);
    private readonly FileStream _file;

    private RunLock(FileStream file) => _file = file;

    /// <summary>Takes the lock, and waits while another run holds it.</summary>
    /// <param name="lake">Folder of the lake; made when it is not there.</param>
    /// <param name="waiting">Called once when another run holds the lock.</param>
    /// <param name="cancellation">Stops the waiting.</param>
    public static RunLock Take(string lake, Action waiting, CancellationToken cancellation)
    {
        Directory.CreateDirectory(lake);
        var path = Path.Combine(lake, ".run.lock");
        var said = false;
        while (true)
        {
            cancellation.ThrowIfCancellationRequested();
            try
            {
                return new RunLock(new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None));
            }
            catch (IOException) when (File.Exists(path))
            {
                if (!said)
                {
                    waiting();
                    said = true;
                }

                cancellation.WaitHandle.WaitOne(Pause);
            }
        }
    }

    /// <summary>Lets the next run begin.</summary>
    public void Dispose() => _file.Dispose();
}

namespace Maltall.Etl.Land;

/// <summary>
/// A folder for the temporary copies of one process, which hold rows as they were delivered: only the user may read it,
/// and a folder that a process left behind when it was killed is taken away by the next one.
/// </summary>
internal sealed class Scratch : IDisposable
{
    private const string Lock = ".lock";

    private readonly FileStream _lock;

    /// <summary>Makes the folder, and takes away those of processes that are gone.</summary>
    /// <param name="home">Folder <c>.staging</c> of the lake.</param>
    public Scratch(string home)
    {
        Directory.CreateDirectory(home);
        foreach (var left in Directory.GetDirectories(home))
        {
            Sweep(left);
        }

        Folder = Path.Combine(home, Guid.NewGuid().ToString("N"));
        Directory.CreateDirectory(Folder);
        _lock = new FileStream(Path.Combine(Folder, Lock), FileMode.CreateNew, FileAccess.ReadWrite, FileShare.None);
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(Folder, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        }
    }

    /// <summary>The folder.</summary>
    public string Folder { get; }

    /// <summary>Takes away all copies.</summary>
    public void Empty()
    {
        foreach (var file in Directory.GetFiles(Folder).Where(file => Path.GetFileName(file) != Lock))
        {
            File.Delete(file);
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _lock.Dispose();
        Directory.Delete(Folder, recursive: true);
    }

    /// <summary>Takes a folder away unless its process lives, which then holds the lock.</summary>
    private static void Sweep(string folder)
    {
        try
        {
            using (new FileStream(Path.Combine(folder, Lock), FileMode.Open, FileAccess.ReadWrite, FileShare.None))
            {
            }

            Directory.Delete(folder, recursive: true);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            // A living process holds the lock, is just making it, or another one sweeps; nothing is lost by leaving it.
            return;
        }
    }
}

namespace Maltall.Etl;

/// <summary>
/// A folder for temporary copies that only this process uses and only this user reads; what a killed process left
/// behind is taken away by the next.
/// </summary>
internal sealed class Scratch : IDisposable
{
    private const string Lock = ".lock";
    private readonly FileStream _held;

    /// <summary>Makes the folder, and clears those whose process is gone.</summary>
    /// <param name="home">Folder <c>.staging</c> of the lake.</param>
    public Scratch(string home)
    {
        MakePrivate(home);
        foreach (var left in Directory.GetDirectories(home, "ingest-*"))
        {
            ClearIfLeft(left);
        }

        Folder = Path.Combine(home, $"ingest-{Guid.NewGuid():N}");
        MakePrivate(Folder);
        _held = new FileStream(Path.Combine(Folder, Lock), FileMode.Create, FileAccess.ReadWrite, FileShare.None);
    }

    /// <summary>Where the copies go.</summary>
    public string Folder { get; }

    /// <summary>Takes the copies away.</summary>
    public void Clear()
    {
        foreach (var file in Directory.GetFiles(Folder).Where(file => Path.GetFileName(file) != Lock))
        {
            File.Delete(file);
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _held.Dispose();
        Directory.Delete(Folder, recursive: true);
    }

    /// <summary>How a file is made that only the user may read.</summary>
    public static FileStreamOptions Private(FileMode mode)
    {
        var options = new FileStreamOptions { Mode = mode, Access = FileAccess.Write, BufferSize = 1 << 16 };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }

        return options;
    }

    private static void MakePrivate(string folder)
    {
        if (OperatingSystem.IsWindows())
        {
            Directory.CreateDirectory(folder);
            return;
        }

        Directory.CreateDirectory(folder, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
    }

    private static void ClearIfLeft(string folder)
    {
        try
        {
            using (new FileStream(Path.Combine(folder, Lock), FileMode.Open, FileAccess.ReadWrite, FileShare.None))
            {
            }

            Directory.Delete(folder, recursive: true);
        }
        catch (IOException)
        {
            // Its process lives, has just made it, or another process clears it at this moment.
        }
    }
}

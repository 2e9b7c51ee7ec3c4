using System.Runtime.InteropServices;

namespace Maltall.Lake.Log;

/// <summary>Files that are whole or absent, also after a crash or a power cut.</summary>
internal static partial class Disk
{
    private const int LockAttempts = 2000;
    private const int LinkExists = 17;

    // Not permitted, no such call, not supported: what Linux and macOS answer where there are no hard links.
    private static readonly int[] LinkUnsupported = [1, 38, 45, 78, 95, 102];

    /// <summary>Writes a file unless its name is taken; exactly one of several writers of the name is told
    /// true.</summary>
    /// <param name="path">The file; its folder exists.</param>
    /// <param name="content">All of it.</param>
    /// <param name="modified">Time stamp of the file.</param>
    public static bool PutIfAbsent(string path, ReadOnlySpan<byte> content, DateTimeOffset modified)
    {
        var temporary = WriteTemporary(path, content, modified);
        try
        {
            if (!Publish(temporary, path))
            {
                return false;
            }
        }
        finally
        {
            File.Delete(temporary);
        }

        FlushFolder(Path.GetDirectoryName(path)!); // A file has a folder.
        return true;
    }

    /// <summary>Writes a file, in place of any that has the name; a reader sees the old or the new one.</summary>
    public static void Replace(string path, ReadOnlySpan<byte> content, DateTimeOffset modified)
        => MoveOver(WriteTemporary(path, content, modified), path);

    /// <summary>Gives a finished temporary file its name, in place of any that has it.</summary>
    public static void MoveOver(string temporary, string path)
    {
        File.Move(temporary, path, overwrite: true);
        FlushFolder(Path.GetDirectoryName(path)!); // A file has a folder.
    }

    /// <summary>A name beside the given one that no reader of the log looks at.</summary>
    public static string TemporaryName(string path)
        => Path.Combine(Path.GetDirectoryName(path)!, $".{Guid.NewGuid():n}.tmp"); // A file has a folder.

    /// <summary>Waits until a file is on the disk.</summary>
    public static void FlushFile(string path)
    {
        using var handle = File.OpenHandle(path, FileMode.Open, FileAccess.ReadWrite, FileShare.ReadWrite);
        RandomAccess.FlushToDisk(handle);
    }

    /// <summary>Waits until the names in a folder are on the disk; Windows does so by itself.</summary>
    public static void FlushFolder(string folder)
    {
        if (OperatingSystem.IsWindows())
        {
            return;
        }

        var descriptor = OpenNative(folder, 0);
        if (descriptor < 0)
        {
            throw new IOException($"Cannot open the folder {folder}: error {Marshal.GetLastPInvokeError()}.");
        }

        // Some file systems cannot flush a folder and say so; their names are then as safe as they get.
        _ = FlushNative(descriptor);
        _ = CloseNative(descriptor);
    }

    /// <summary>Makes a folder with its parents, each safe on the disk.</summary>
    public static void CreateFolder(string folder)
    {
        if (Directory.Exists(folder))
        {
            return;
        }

        var parent = Path.GetDirectoryName(folder);
        if (parent is not null)
        {
            CreateFolder(parent);
        }

        Directory.CreateDirectory(folder);
        if (parent is not null)
        {
            FlushFolder(parent);
        }
    }

    /// <summary>The way of <see cref="PutIfAbsent"/> where files cannot be linked: one writer at a time.</summary>
    internal static bool PublishUnderLock(string temporary, string path)
    {
        var folder = Path.GetDirectoryName(path)!; // A file has a folder.
        using var turn = TakeTurn(Path.Combine(folder, ".commit.lock"));
        if (File.Exists(path))
        {
            return false;
        }

        File.Move(temporary, path, overwrite: false);
        return true;
    }

    // On Unix File.Move without overwriting looks first and then renames, so two writers could both succeed; a link
    // is made by one.
    private static bool Publish(string temporary, string path)
    {
        if (OperatingSystem.IsWindows())
        {
            return PublishUnderLock(temporary, path);
        }

        if (LinkNative(temporary, path) == 0)
        {
            return true;
        }

        var error = Marshal.GetLastPInvokeError();
        return error != LinkExists && (LinkUnsupported.Contains(error) ? PublishUnderLock(temporary, path)
            : throw new IOException($"Cannot commit {path}: error {error}."));
    }

    private static FileStream TakeTurn(string path)
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                return new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
            }
            catch (IOException) when (attempt < LockAttempts)
            {
                Thread.Sleep(5);
            }
        }
    }

    private static string WriteTemporary(string path, ReadOnlySpan<byte> content, DateTimeOffset modified)
    {
        var temporary = TemporaryName(path);
        try
        {
            using var handle = File.OpenHandle(temporary, FileMode.CreateNew, FileAccess.Write);
            RandomAccess.Write(handle, content, 0);
            File.SetLastWriteTimeUtc(handle, modified.UtcDateTime);
            RandomAccess.FlushToDisk(handle);
        }
        catch (IOException)
        {
            // The disk is full, and this file must not keep it so.
            File.Delete(temporary);
            throw;
        }

        return temporary;
    }

    [LibraryImport("libc", EntryPoint = "link", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int LinkNative(string existing, string name);

    [LibraryImport("libc", EntryPoint = "open", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int OpenNative(string path, int flags);

    [LibraryImport("libc", EntryPoint = "fsync", SetLastError = true)]
    private static partial int FlushNative(int descriptor);

    [LibraryImport("libc", EntryPoint = "close", SetLastError = true)]
    private static partial int CloseNative(int descriptor);
}

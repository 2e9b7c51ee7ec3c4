using System.Text.Json;
using DuckDB.NET.Data;

namespace Maltall.Lake.Log;

/// <summary>The log of one table: finding a version, and making the next.</summary>
/// <param name="path">Full path of <c>_delta_log</c>.</param>
/// <param name="table">Name of the table, for messages.</param>
internal sealed class LogFolder(string path, string table)
{
    // Reading so few commits is quicker than opening a checkpoint.
    private const int FewCommits = 40;

    private volatile LogState? newest;

    /// <summary>The newest state; null when the table does not exist.</summary>
    public LogState? Newest()
    {
        var known = newest;
        if (known is not null && IsCurrent(known))
        {
            if (!File.Exists(LogNames.Commit(path, known.Version + 1)))
            {
                return known;
            }

            newest = known = Forward(new ActionReader(table, known), known.Version, long.MaxValue);
            return known;
        }

        var names = LogNames.Read(path);
        newest = known = names.Newest is { } version ? Load(names, version) : null;
        return known;
    }

    /// <summary>The state at a version.</summary>
    /// <exception cref="UserError">There is no such version, or it can no longer be read.</exception>
    public LogState At(long version)
    {
        var names = LogNames.Read(path);
        return names.Newest is not { } last || version < 0 || version > last
            ? throw new UserError(
                $"The table {table} has no version {version}.",
                names.Newest is null ? "It does not exist yet." : $"Its versions are 0 to {names.Newest}.")
            : Load(names, version);
    }

    /// <summary>The newest version that was committed at or before a moment; null when there was none.</summary>
    public long? VersionAt(DateTimeOffset time)
    {
        var names = LogNames.Read(path);
        var versions = names.Commits.Union(names.Checkpoints).Order()
            .SkipWhile(version => version < names.OldestReadable).ToList();
        var (low, high) = (0, versions.Count);
        while (low < high)
        {
            var middle = (low + high) / 2;
            if (Time(versions[middle]) <= time.ToUnixTimeMilliseconds())
            {
                low = middle + 1;
            }
            else
            {
                high = middle;
            }
        }

        return low > 0 ? versions[low - 1]
            : names.OldestReadable > 0 ? throw new UserError(
                $"The table {table} no longer keeps what it was at {time:u}.",
                $"Its oldest version is {names.OldestReadable}.")
            : null;
    }

    /// <summary>The commits that the log still holds, oldest first.</summary>
    public IReadOnlyList<CommitEntry> History()
        => [.. LogNames.Read(path).Commits.Select(Entry)];

    /// <summary>Makes the version after the basis of a change; false when another writer has made it.</summary>
    public bool TryCommit(Change change, DateTimeOffset now)
    {
        var version = change.Basis is null ? 0 : change.Basis.Version + 1;
        var time = Math.Max(now.ToUnixTimeMilliseconds(), change.Basis is null ? 0 : change.Basis.Timestamp + 1);
        if (version == 0)
        {
            Disk.CreateFolder(path);
        }

        var modified = DateTimeOffset.FromUnixTimeMilliseconds(time);
        if (!Disk.PutIfAbsent(LogNames.Commit(path, version), Actions(change, version, time).Content, modified))
        {
            return false;
        }

        if (change.Basis is not null && version % Checkpoints.Interval == 0)
        {
            Checkpoint(change.Basis, version);
        }

        return true;
    }

    // The commit stands whether or not this succeeds; a checkpoint only saves time, and the next one makes up for it.
    private void Checkpoint(LogState basis, long version)
    {
        try
        {
            Checkpoints.Write(path, Forward(new ActionReader(table, basis), basis.Version, version));
        }
        catch (Exception error) when (error is IOException or DuckDBException)
        {
            File.Delete(Path.Combine(path, "_last_checkpoint"));
        }
    }

    private static ActionWriter Actions(Change change, long version, long time)
    {
        var writer = new ActionWriter();
        writer.Commit(change, time);
        if (change.Basis is null)
        {
            writer.Protocol(1, 2);
        }

        if (change.ChangesSchema)
        {
            writer.Schema(change.Schema);
        }

        if (change.TransactionId is not null)
        {
            writer.Transaction(change.TransactionId, version, time);
        }

        foreach (var file in change.Removes)
        {
            writer.Remove(new Tombstone(file, time), change.ChangesRows);
        }

        foreach (var file in change.Adds)
        {
            writer.Add(file, change.ChangesRows);
        }

        return writer;
    }

    private bool IsCurrent(LogState state)
    {
        var file = new FileInfo(LogNames.Commit(path, state.Version));
        return file.Exists && state.Commit == (file.Length, file.LastWriteTimeUtc);
    }

    private LogState Load(LogNames names, long version)
    {
        var known = newest;
        if (known is not null && known.Version == version && IsCurrent(known))
        {
            return known;
        }

        var hasAll = names.Commits.Count > 0 && names.Commits[0] == 0;
        if (!hasAll || version >= FewCommits)
        {
            foreach (var checkpoint in names.Checkpoints.Where(one => one <= version).Reverse())
            {
                if (Checkpoints.Read(LogNames.Checkpoint(path, checkpoint), table) is { } actions)
                {
                    return Forward(actions, checkpoint, version);
                }
            }
        }

        return hasAll ? Forward(new ActionReader(table), -1, version) : throw new UserError(
            $"Version {version} of the table {table} can no longer be read; its log has been cleaned.",
            names.OldestReadable is { } oldest
                ? $"Ask for version {oldest} or later." : "Restore the folder of the table.");
    }

    // Reads the commits after a version, up to another, or as many as there are.
    private LogState Forward(ActionReader actions, long after, long until)
    {
        var version = after;
        for (; version < until; version++)
        {
            var file = LogNames.Commit(path, version + 1);
            if (!File.Exists(file))
            {
                break;
            }

            try
            {
                actions.Commit(File.ReadAllBytes(file));
            }
            catch (Exception error) when (error is JsonException or KeyNotFoundException or InvalidOperationException)
            {
                throw new InvalidDataException($"Commit {version + 1} of the table {table} cannot be read.", error);
            }
        }

        if (until != long.MaxValue && version < until)
        {
            throw new InvalidDataException($"Commit {version + 1} of the table {table} is missing from its log.");
        }

        var commit = new FileInfo(LogNames.Commit(path, version));
        return actions.State(version, commit.Exists ? commit : new FileInfo(LogNames.Checkpoint(path, version)));
    }

    private long Time(long version)
    {
        var commit = LogNames.Commit(path, version);
        return File.Exists(commit)
            ? Entry(version).Timestamp.ToUnixTimeMilliseconds()
            : new DateTimeOffset(File.GetLastWriteTimeUtc(LogNames.Checkpoint(path, version))).ToUnixTimeMilliseconds();
    }

    private CommitEntry Entry(long version)
    {
        var file = LogNames.Commit(path, version);
        foreach (var line in File.ReadLines(file))
        {
            using var document = JsonDocument.Parse(line);
            if (document.RootElement.TryGetProperty("commitInfo", out var info))
            {
                return Entry(version, info, file);
            }
        }

        return new CommitEntry(version, File.GetLastWriteTimeUtc(file), "", new Dictionary<string, string>());
    }

    private static CommitEntry Entry(long version, JsonElement info, string file)
    {
        DateTimeOffset time = info.TryGetProperty("timestamp", out var value)
            ? DateTimeOffset.FromUnixTimeMilliseconds(value.GetInt64()) : File.GetLastWriteTimeUtc(file);
        var operation = info.TryGetProperty("operation", out var name) ? name.GetString() ?? "" : "";
        return new CommitEntry(version, time, operation, Note(info));
    }

    // Another writer may have left any text as its note.
    private static Dictionary<string, string> Note(JsonElement info)
    {
        var text = info.TryGetProperty("userMetadata", out var value) ? value.GetString() : null;
        if (string.IsNullOrEmpty(text))
        {
            return [];
        }

        try
        {
            return JsonSerializer.Deserialize<Dictionary<string, string>>(text) ?? [];
        }
        catch (JsonException)
        {
            return new Dictionary<string, string> { ["note"] = text };
        }
    }
}

using System.Text;
using System.Text.Json;

namespace Maltall.Lake.Log;

/// <summary>
/// Lets the log name other files in the place of some, in every version, and leaves the versions as they are.
/// </summary>
/// <param name="log">Full path of <c>_delta_log</c>.</param>
/// <param name="table">Name of the table, for messages.</param>
/// <remarks>
/// At every moment, also when it is killed, each version reads as before: first each removal of an old file also names
/// the new one, then the additions name the new files one log file after the other, and last the removals of the old
/// files go. A removal of a file that is not there says nothing.
/// </remarks>
internal sealed class LogRewrite(string log, string table)
{
    // So little that no reader's time travel sees it, and enough to tell that the file is another.
    private static readonly TimeSpan Touch = TimeSpan.FromMicroseconds(1);

    /// <summary>Every file that some readable version has, with the columns that the table had when it came.</summary>
    public IReadOnlyDictionary<string, (DataFile File, TableSchema Schema)> Named()
    {
        var names = LogNames.Read(log);
        var found = new Dictionary<string, (DataFile File, TableSchema Schema)>(StringComparer.Ordinal);
        foreach (var (version, actions) in Checkpointed(names))
        {
            Take(State(actions, version), found);
        }

        foreach (var state in Walk(names))
        {
            Take(state, found);
        }

        return found;
    }

    /// <summary>Every readable version, oldest first, with its time and the paths of its files.</summary>
    public IEnumerable<(long Version, long Timestamp, IReadOnlyList<string> Files)> States()
        => Walk(LogNames.Read(log)).Select(state =>
            (state.Version, state.Timestamp, (IReadOnlyList<string>)[.. state.Files.Keys]));

    /// <summary>Names new files in the place of old ones.</summary>
    /// <param name="files">New file by the path of the old one; both are on the disk.</param>
    /// <param name="step">Called before each log file is written.</param>
    public void Replace(IReadOnlyDictionary<string, DataFile> files, Action step)
    {
        var names = LogNames.Read(log);
        if (files.Count == 0 || names.Newest is null)
        {
            return;
        }

        Commits(names, (action, kind) => kind == "remove" && Of(action, files) is { } added
            ? [action.GetRawText(), Removal(action, added)] : null, step);
        Commits(names, (action, kind) => kind == "add" && Of(action, files) is { } added
            ? [Addition(action, added)] : null, step);
        foreach (var (version, actions) in Checkpointed(names))
        {
            Checkpoint(State(actions, version), files, step);
        }

        Commits(names, (action, kind) => kind == "remove" && Of(action, files) is not null ? [] : null, step);
        Touched(names);
    }

    // Each state is good until the next is asked for.
    private IEnumerable<LogState> Walk(LogNames names)
    {
        var isWhole = names.Commits is [0, ..];
        var first = isWhole ? -1 : names.OldestReadable ?? 0;
        var reader = isWhole ? new ActionReader(table) : Checkpoints.Read(LogNames.Checkpoint(log, first), table);
        if (reader is not null && !isWhole)
        {
            yield return State(reader, first);
        }

        foreach (var version in names.Commits.Where(version => version > first && reader is not null))
        {
            reader!.Commit(File.ReadAllBytes(LogNames.Commit(log, version))); // The line above asks for it.
            yield return State(reader, version);
        }
    }

    private static void Take(LogState state, Dictionary<string, (DataFile File, TableSchema Schema)> found)
    {
        foreach (var file in state.Files.Values)
        {
            found.TryAdd(file.Path, (file, state.Schema));
        }
    }

    private IEnumerable<(long Version, ActionReader Actions)> Checkpointed(LogNames names)
    {
        foreach (var version in names.Checkpoints)
        {
            if (Checkpoints.Read(LogNames.Checkpoint(log, version), table) is { } actions)
            {
                yield return (version, actions);
            }
        }
    }

    private LogState State(ActionReader actions, long version)
    {
        var commit = new FileInfo(LogNames.Commit(log, version));
        return actions.State(version, commit.Exists ? commit : new FileInfo(LogNames.Checkpoint(log, version)));
    }

    // The edit gives the lines in the place of an action; null leaves it as it is.
    private void Commits(LogNames names, Func<JsonElement, string, IReadOnlyList<string>?> edit, Action step)
    {
        foreach (var version in names.Commits)
        {
            var path = LogNames.Commit(log, version);
            var text = new StringBuilder();
            var isChanged = false;
            foreach (var line in File.ReadLines(path).Where(line => line.Length > 0))
            {
                using var document = JsonDocument.Parse(line);
                var action = document.RootElement.EnumerateObject().First();
                var lines = edit(action.Value, action.Name);
                isChanged |= lines is not null;
                foreach (var one in lines ?? [line])
                {
                    text.Append(one.StartsWith($$"""{"{{action.Name}}":""", StringComparison.Ordinal)
                        ? one : $$"""{"{{action.Name}}":{{one}}}""").Append('\n');
                }
            }

            if (isChanged)
            {
                step();
                Disk.Replace(path, Encoding.UTF8.GetBytes(text.ToString()), File.GetLastWriteTimeUtc(path) + Touch);
            }
        }
    }

    private void Checkpoint(LogState state, IReadOnlyDictionary<string, DataFile> files, Action step)
    {
        if (!files.Keys.Any(path => state.Files.ContainsKey(path) || state.Tombstones.ContainsKey(path)))
        {
            return;
        }

        step();
        var live = state.Ordered
            .Select(file => files.TryGetValue(file.Path, out var added) ? added with { Order = file.Order } : file)
            .ToDictionary(file => file.Path, StringComparer.Ordinal);
        var gone = state.Tombstones.Values
            .Select(one => files.TryGetValue(one.File.Path, out var added) ? one with { File = added } : one)
            .DistinctBy(one => one.File.Path)
            .ToDictionary(one => one.File.Path, StringComparer.Ordinal);
        var path = LogNames.Checkpoint(log, state.Version);
        Checkpoints.WriteFile(
            log, state with { Files = live, Tombstones = gone }, File.GetLastWriteTimeUtc(path) + Touch);
    }

    // A process that remembers the newest version by its commit's time reads the log again.
    private void Touched(LogNames names)
    {
        if (names.Commits is [.., var newest])
        {
            var path = LogNames.Commit(log, newest);
            File.SetLastWriteTimeUtc(path, File.GetLastWriteTimeUtc(path) + Touch);
        }
    }

    private static DataFile? Of(JsonElement action, IReadOnlyDictionary<string, DataFile> files)
        => files.GetValueOrDefault(Uri.UnescapeDataString(action.GetProperty("path").GetString()!)); // Always there.

    private static string Addition(JsonElement action, DataFile file)
    {
        var writer = new ActionWriter();
        writer.Add(file, !action.TryGetProperty("dataChange", out var changes) || changes.GetBoolean());
        return Encoding.UTF8.GetString(writer.Content).TrimEnd('\n');
    }

    private static string Removal(JsonElement action, DataFile file)
    {
        var writer = new ActionWriter();
        var time = action.TryGetProperty("deletionTimestamp", out var value) ? value.GetInt64() : 0;
        writer.Remove(
            new Tombstone(file, time), !action.TryGetProperty("dataChange", out var changes) || changes.GetBoolean());
        return Encoding.UTF8.GetString(writer.Content).TrimEnd('\n');
    }
}

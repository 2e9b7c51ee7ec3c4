using Maltall.Lake.Log;

namespace Maltall.Lake.Forget;

/// <summary>What a vacuum took from a table, or would take.</summary>
/// <param name="Table">Name of the table.</param>
/// <param name="Files">Number of data files.</param>
/// <param name="LogFiles">Number of commits and checkpoints.</param>
/// <param name="Bytes">Size of both.</param>
public sealed record VacuumOutcome(string Table, int Files, int LogFiles, long Bytes);

/// <summary>
/// Takes away the files of a lake that nobody can ask for any more. A version stays when a publication names it, when
/// it is the newest, or when it was the newest at any moment of the time that is kept. No other writer may be at work.
/// </summary>
/// <param name="lake">The lake.</param>
public sealed class Vacuum(DeltaLake lake)
{
    // A file that no version has may be one that another program is about to commit.
    private static readonly TimeSpan SafeAge = TimeSpan.FromDays(1);

    /// <summary>Takes the files away.</summary>
    /// <param name="olderThan">How long a version is kept that no publication names; not below zero.</param>
    /// <param name="isDry">True to tell only.</param>
    /// <param name="cancellation">Asked before each table.</param>
    /// <returns>What was taken, for each table that had anything to take.</returns>
    public IReadOnlyList<VacuumOutcome> Run(TimeSpan olderThan, bool isDry, CancellationToken cancellation)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(olderThan, TimeSpan.Zero);
        var published = new PublicationLog(lake).All().SelectMany(one => one.Versions)
            .ToLookup(one => one.Key, one => one.Value, StringComparer.Ordinal);
        var (until, machine) = (lake.Clock.GetUtcNow() - olderThan, MachineTime());
        var outcomes = new List<VacuumOutcome>();
        foreach (var name in lake.TableNames())
        {
            cancellation.ThrowIfCancellationRequested();
            var table = lake.Table(name);
            var (data, log) = Removable(table, [.. published[name]], until, machine);
            if (data.Count + log.Count > 0)
            {
                outcomes.Add(new VacuumOutcome(
                    name, data.Count, log.Count, data.Concat(log).Sum(path => new FileInfo(path).Length)));
            }

            if (!isDry)
            {
                // A version loses its log first, so that none is read whose files are gone.
                Delete(log);
                Delete(data);
            }
        }

        return outcomes;
    }

    // The run's clock may be set to another day; files have the machine's.
    private DateTime MachineTime()
    {
        Directory.CreateDirectory(lake.Root);
        var probe = Path.Combine(lake.Root, $".{Guid.NewGuid():n}.tmp");
        File.WriteAllBytes(probe, []);
        var time = File.GetLastWriteTimeUtc(probe);
        File.Delete(probe);
        return time;
    }

    private static (List<string> Data, List<string> Log) Removable(
        DeltaTable table, HashSet<long> published, DateTimeOffset until, DateTime machine)
    {
        var log = Path.Combine(table.Folder, "_delta_log");
        var states = new LogRewrite(log, table.Name).States().ToList();
        if (states.Count == 0)
        {
            return ([], []);
        }

        var kept = states.Where((state, at) => published.Contains(state.Version) || at == states.Count - 1
            || states[at + 1].Timestamp > until.ToUnixTimeMilliseconds()).ToList();
        var live = kept.SelectMany(state => state.Files).ToHashSet(StringComparer.Ordinal);
        var named = states.SelectMany(state => state.Files).ToHashSet(StringComparer.Ordinal);
        var data = DataFiles(table.Folder, log)
            .Where(path => Relative(table, path) is var file && !live.Contains(file)
                && (named.Contains(file) || machine - File.GetLastWriteTimeUtc(path) > SafeAge))
            .ToList();
        return (data, [.. LogFiles(log, kept[0].Version, machine)]);
    }

    private static string Relative(DeltaTable table, string path)
        => Path.GetRelativePath(table.Folder, path).Replace(Path.DirectorySeparatorChar, '/');

    private static IEnumerable<string> DataFiles(string folder, string log)
        => Directory.EnumerateFiles(folder, "*.parquet", SearchOption.AllDirectories)
            .Where(path => !path.StartsWith(log, StringComparison.Ordinal));

    // All before the checkpoint from which the oldest version that is kept can be read; checkpoints first, so that the
    // log never seems to reach further back than it does.
    private static IEnumerable<string> LogFiles(string log, long oldest, DateTime machine)
    {
        var names = LogNames.Read(log);
        var start = names.Checkpoints.Where(version => version <= oldest).DefaultIfEmpty(0).Last();
        var left = Directory.EnumerateFiles(log, ".*.tmp")
            .Where(path => machine - File.GetLastWriteTimeUtc(path) > SafeAge);
        return names.Checkpoints.Where(version => version < start).Select(version => LogNames.Checkpoint(log, version))
            .Concat(names.Commits.Where(version => version < start).Select(version => LogNames.Commit(log, version)))
            .Concat(left);
    }

    private static void Delete(List<string> paths)
    {
        foreach (var path in paths)
        {
            File.Delete(path);
        }

        foreach (var folder in paths.Select(path => Path.GetDirectoryName(path)!).Distinct()) // A file has a folder.
        {
            Disk.FlushFolder(folder);
        }
    }
}

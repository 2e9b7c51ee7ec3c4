using System.Globalization;

namespace Maltall.Lake.Log;

/// <summary>The files of a log folder by version; every other file in the folder is left alone.</summary>
/// <param name="Commits">Versions that have a JSON commit, rising.</param>
/// <param name="Checkpoints">Versions that have a checkpoint of one part, rising.</param>
internal sealed record LogNames(IReadOnlyList<long> Commits, IReadOnlyList<long> Checkpoints)
{
    private const int Digits = 20;
    private const string CommitEnd = ".json";
    private const string CheckpointEnd = ".checkpoint.parquet";

    /// <summary>Newest version in the folder; null when there is none.</summary>
    public long? Newest => (Commits, Checkpoints) switch
    {
        ([], []) => null,
        ([.., var commit], []) => commit,
        ([], [.., var checkpoint]) => checkpoint,
        ([.., var commit], [.., var checkpoint]) => Math.Max(commit, checkpoint),
    };

    /// <summary>Oldest version that can be read: the first, or the oldest checkpoint once the log was
    /// cleaned.</summary>
    public long? OldestReadable => Commits.Count > 0 && Commits[0] == 0 ? 0
        : Checkpoints.Count > 0 ? Checkpoints[0] : null;

    /// <summary>Reads the names of a log folder; no names when it does not exist.</summary>
    public static LogNames Read(string log)
    {
        var commits = new List<long>();
        var checkpoints = new List<long>();
        if (Directory.Exists(log))
        {
            foreach (var path in Directory.EnumerateFiles(log))
            {
                Sort(Path.GetFileName(path.AsSpan()), commits, checkpoints);
            }
        }

        commits.Sort();
        checkpoints.Sort();
        return new LogNames(commits, checkpoints);
    }

    /// <summary>Path of a commit.</summary>
    public static string Commit(string log, long version) => Path.Combine(log, Number(version) + CommitEnd);

    /// <summary>Path of a checkpoint.</summary>
    public static string Checkpoint(string log, long version) => Path.Combine(log, Number(version) + CheckpointEnd);

    private static string Number(long version) => version.ToString("d20", CultureInfo.InvariantCulture);

    private static void Sort(ReadOnlySpan<char> name, List<long> commits, List<long> checkpoints)
    {
        if (name.Length <= Digits
            || !long.TryParse(name[..Digits], NumberStyles.None, CultureInfo.InvariantCulture, out var version))
        {
            return;
        }

        if (name[Digits..].SequenceEqual(CommitEnd))
        {
            commits.Add(version);
        }
        else if (name[Digits..].SequenceEqual(CheckpointEnd))
        {
            checkpoints.Add(version);
        }
    }
}

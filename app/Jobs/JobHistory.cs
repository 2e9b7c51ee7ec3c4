using Maltall.Lake;

namespace Maltall.App.Jobs;

/// <summary>The history of jobs in the lake; it outlives any worker and any storage of jobs.</summary>
/// <param name="lake">The lake.</param>
public sealed class JobHistory(DeltaLake lake)
{
    private const string Table = "operations/run";

    /// <summary>Statuses after which a due time needs no further run.</summary>
    public static IReadOnlyList<string> Done { get; } = ["succeeded", "nothing_new", "refused", "skipped", "dead"];

    /// <summary>Writes a line.</summary>
    public void Write(JobRun line) =>
        new RowTable<JobRun>(lake.Table(Table)).Append([line], null, CancellationToken.None);

    /// <summary>Each try with its beginning, oldest first, and its end where it has one.</summary>
    public IReadOnlyList<(JobRun Begun, JobRun? Ended)> Tries() =>
        [.. new RowTable<JobRun>(lake.Table(Table)).Read().GroupBy(line => line.RunId)
            .Select(lines => (Begun: lines.First(), Ended: lines.Skip(1).LastOrDefault()))
            .OrderBy(one => one.Begun.At)];

    /// <summary>The newest due time of each source that needs no further run.</summary>
    public IReadOnlyDictionary<string, DateTimeOffset> LastDone() => Tries()
        .Where(one => one.Ended is { DueAt: not null } ended && Done.Contains(ended.Status))
        .GroupBy(one => one.Begun.Source)
        .ToDictionary(group => group.Key, group => group.Max(one => one.Begun.DueAt ?? DateTimeOffset.MinValue));

    /// <summary>Whether a source was taken in for a due time.</summary>
    public bool IsDone(string source, DateTimeOffset due) => Tries().Any(one =>
        one.Begun.Source == source && one.Begun.DueAt == due && one.Ended is { } end && Done.Contains(end.Status));
}

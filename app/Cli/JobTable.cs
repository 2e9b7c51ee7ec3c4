using Maltall.App.Cli.Formats;
using Maltall.App.Jobs;
using Maltall.App.Setup;

namespace Maltall.App.Cli;

/// <summary>The history of jobs as rows.</summary>
internal static class JobTable
{
    private static readonly ResultColumn[] Columns =
    [
        new("started_at", ResultKind.Timestamp), new("ended_at", ResultKind.Timestamp), new("source", ResultKind.Text),
        new("due_at", ResultKind.Timestamp), new("status", ResultKind.Text), new("attempt", ResultKind.Whole),
        new("rows_in", ResultKind.Whole), new("landed", ResultKind.Whole), new("rejected", ResultKind.Whole),
        new("duplicate", ResultKind.Whole), new("worker", ResultKind.Text), new("run", ResultKind.Text),
        new("message", ResultKind.Text),
    ];

    /// <summary>The tries of jobs, oldest first; one without an end is running, or its worker was killed.</summary>
    /// <param name="session">The lake.</param>
    /// <param name="source">Only this source; null for all.</param>
    /// <param name="failed">Only those that failed or are dead.</param>
    public static ResultTable Of(Session session, string? source, bool failed)
    {
        var rows = new JobHistory(session.Lake).Tries()
            .Where(one => source is null || one.Begun.Source == source)
            .Where(one => !failed || one.Ended?.Status is "failed" or "dead")
            .Select(one =>
            {
                var last = one.Ended ?? one.Begun;
                return (IReadOnlyList<object?>)
                [
                    one.Begun.At, one.Ended?.At, last.Source.Length == 0 ? "publish" : last.Source, last.DueAt,
                    last.Status, (long)last.Attempt, last.RowsIn, last.Landed, last.Rejected, last.Duplicate,
                    last.Worker, last.RunId, last.Message.ReplaceLineEndings(" | "),
                ];
            });
        return new ResultTable("Jobs", Columns, rows.ToList(), []);
    }
}

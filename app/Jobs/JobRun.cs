namespace Maltall.App.Jobs;

/// <summary>One line of the history of jobs, a row of <c>operations/run</c>: a job begins, and a job ends.</summary>
public sealed class JobRun
{
    /// <summary>One try of a job; its beginning and its end have the same.</summary>
    public string RunId { get; set; } = "";

    /// <summary>Id of the source; empty for a publication.</summary>
    public string Source { get; set; } = "";

    /// <summary>The time of the schedule that the job is for; null when it is for none.</summary>
    public DateTimeOffset? DueAt { get; set; }

    /// <summary>When the job, or its end, was written.</summary>
    public DateTimeOffset At { get; set; }

    /// <summary>
    /// running, succeeded, nothing_new, refused, skipped, failed (to be tried again) or dead (not tried again).
    /// </summary>
    public string Status { get; set; } = "";

    /// <summary>1 for the first try.</summary>
    public int Attempt { get; set; }

    /// <summary>The worker, by a name of its own.</summary>
    public string Worker { get; set; } = "";

    /// <summary>Rows of the deliveries that were new.</summary>
    public long RowsIn { get; set; }

    /// <summary>Of these, landed.</summary>
    public long Landed { get; set; }

    /// <summary>Of these, rejected.</summary>
    public long Rejected { get; set; }

    /// <summary>Of these, duplicates.</summary>
    public long Duplicate { get; set; }

    /// <summary>What was told of it, a line each.</summary>
    public string Message { get; set; } = "";
}

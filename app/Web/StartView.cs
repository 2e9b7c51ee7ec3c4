using Maltall.Reports.Compose;

namespace Maltall.App.Web;

/// <summary>The start page in words.</summary>
public sealed record StartView
{
    /// <summary>The fixed words of the language.</summary>
    public required Words Words { get; init; }

    /// <summary>How the goals stand; null when nothing is published.</summary>
    public required GoalsView? Goals { get; init; }

    /// <summary>Reports that can be opened: file name and what it is called, newest period first.</summary>
    public required IReadOnlyList<(string File, string Title)> Reports { get; init; }

    /// <summary>The last publications, newest first.</summary>
    public required IReadOnlyList<(string Moment, string Id, string DataUntil)> Publications { get; init; }

    /// <summary>What each source has delivered.</summary>
    public required IReadOnlyList<DeliveredLine> Delivered { get; init; }
}

/// <summary>How the goals of a publication stand.</summary>
public sealed record GoalsView
{
    /// <summary>The period they are judged at the end of.</summary>
    public required string Period { get; init; }

    /// <summary>Last day that the data cover.</summary>
    public required string DataUntil { get; init; }

    /// <summary>Publication id and time in one sentence.</summary>
    public required string Publication { get; init; }

    /// <summary>True when any of the data is synthetic.</summary>
    public required bool Synthetic { get; init; }

    /// <summary>Two or three sentences that stand alone.</summary>
    public required IReadOnlyList<string> Summary { get; init; }

    /// <summary>The goal tables.</summary>
    public required IReadOnlyList<GoalSection> Tables { get; init; }

    /// <summary>What the signs in the tables mean.</summary>
    public required IReadOnlyList<string> Signs { get; init; }
}

/// <summary>What one source has delivered.</summary>
/// <param name="Source">Title of the source.</param>
/// <param name="Deliveries">How many deliveries were landed.</param>
/// <param name="Last">The month the last delivery is for, or when it came.</param>
/// <param name="Rejected">Rows that were rejected.</param>
/// <param name="Refused">Deliveries that were refused as a whole.</param>
public sealed record DeliveredLine(string Source, string Deliveries, string Last, string Rejected, string Refused);

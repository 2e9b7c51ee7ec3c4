using Maltall.Warehouse.Measure;

namespace Maltall.Reports.Compose;

/// <summary>A report as its owner has written it in <c>reports/definitions/ID.yaml</c>.</summary>
/// <param name="Id">Name in requests.</param>
/// <param name="Title">Title in three languages.</param>
/// <param name="Programme">Who and what it is about, in three languages.</param>
public sealed record ReportDefinition(string Id, LocalText Title, LocalText Programme)
{
    /// <summary>Its goal tables, the most important first; empty for one table of the whole tree.</summary>
    public IReadOnlyList<ReportTable> Tables { get; init; } = [];

    /// <summary>The goal whose series is drawn; null for the goal that is furthest off.</summary>
    public string? Chart { get; init; }

    /// <summary>What the reader must know before the figures are used, in three languages.</summary>
    public IReadOnlyList<LocalText> Reservations { get; init; } = [];
}

/// <summary>One goal table of a report.</summary>
/// <param name="Title">Title in three languages.</param>
/// <param name="Goals">The goals it shows, each with all below it.</param>
public sealed record ReportTable(LocalText Title, IReadOnlyList<string> Goals);

using Maltall.Warehouse.Measure;

namespace Maltall.Reports.Compose;

/// <summary>A report as its owner has written it in <c>reports/definitions/ID.yaml</c>.</summary>
/// <param name="Id">Name in requests.</param>
/// <param name="Title">Title in three languages.</param>
/// <param name="Programme">Who and what it is about, in three languages.</param>
public sealed record ReportDefinition(string Id, LocalText Title, LocalText Programme)
{
    /// <summary>The goals it shows, each with all below it; empty for the whole tree.</summary>
    public IReadOnlyList<string> Goals { get; init; } = [];

    /// <summary>The goal whose series is drawn; null for the goal that is furthest off.</summary>
    public string? Chart { get; init; }

    /// <summary>What the reader must know before the figures are used, in three languages.</summary>
    public IReadOnlyList<LocalText> Reservations { get; init; } = [];
}

using System.Text.Json;
using Maltall.Lake.Log;

namespace Maltall.Lake;

/// <summary>The publications of a lake, kept in its table <c>operations/publication</c>.</summary>
/// <param name="lake">The lake.</param>
public sealed class PublicationLog(DeltaLake lake)
{
    /// <summary>Name of the table.</summary>
    public const string TableName = "operations/publication";

    private readonly RowTable<PublicationRow> table = new(lake.Table(TableName));

    /// <summary>Publishes; from now on readers see it. Does nothing when its id is published already.</summary>
    /// <param name="publication">What to publish.</param>
    /// <param name="cancellation">Asked before the commit.</param>
    /// <returns>The publication as it stands in the log; its time is later than that of every earlier one.</returns>
    public Publication Publish(Publication publication, CancellationToken cancellation)
    {
        // Times are kept in microseconds, and are never earlier than what readers have seen.
        var asked = publication.PublishedAt.ToUniversalTime();
        var whole = new DateTimeOffset(asked.Ticks - asked.Ticks % TimeSpan.TicksPerMicrosecond, TimeSpan.Zero);
        var time = Latest() is { } latest && latest.PublishedAt >= whole
            ? latest.PublishedAt.AddMilliseconds(1) : whole;
        var standing = publication with { PublishedAt = time };
        var outcome = table.Append([Row(standing)], $"publication {publication.PublicationId}", cancellation);
        return outcome is CommitOutcome.Committed ? standing
            : All().Single(one => one.PublicationId == publication.PublicationId);
    }

    /// <summary>The newest publication; null when there is none.</summary>
    public Publication? Latest() => All() is [.., var last] ? last : null;

    /// <summary>The publication that readers saw at a moment; null when there was none.</summary>
    /// <param name="time">A publication of this very moment is seen.</param>
    public Publication? AsOf(DateTimeOffset time) => All().LastOrDefault(one => one.PublishedAt <= time);

    /// <summary>All publications, oldest first.</summary>
    public IReadOnlyList<Publication> All()
        => [.. table.Read().Select(Made).OrderBy(one => one.PublishedAt)];

    private static PublicationRow Row(Publication publication) => new()
    {
        PublicationId = publication.PublicationId,
        PublishedAt = publication.PublishedAt,
        RunId = publication.RunId,
        Versions = JsonSerializer.Serialize(
            publication.Versions.OrderBy(one => one.Key, StringComparer.Ordinal).ToDictionary(), JsonText.Options),
        InputsHash = publication.InputsHash,
        Synthetic = publication.Synthetic,
        DataUntil = publication.DataUntil,
        DefinitionSet = publication.DefinitionSet,
    };

    private static Publication Made(PublicationRow row) => new()
    {
        PublicationId = row.PublicationId,
        PublishedAt = row.PublishedAt,
        RunId = row.RunId,
        Versions = JsonSerializer.Deserialize<Dictionary<string, long>>(row.Versions) ?? [],
        InputsHash = row.InputsHash,
        Synthetic = row.Synthetic,
        DataUntil = row.DataUntil,
        DefinitionSet = row.DefinitionSet,
    };

    private sealed class PublicationRow
    {
        public string PublicationId { get; set; } = "";

        public DateTimeOffset PublishedAt { get; set; }

        public string RunId { get; set; } = "";

        public string Versions { get; set; } = "{}";

        public string InputsHash { get; set; } = "";

        public bool Synthetic { get; set; }

        public DateOnly? DataUntil { get; set; }

        public string? DefinitionSet { get; set; }
    }
}

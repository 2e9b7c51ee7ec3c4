namespace Maltall.Lake;

/// <summary>The publications of a lake, kept in its table <c>operations/publication</c>.</summary>
/// <param name="lake">The lake.</param>
public sealed class PublicationLog(DeltaLake lake)
{
    /// <summary>Publishes; from now on readers see it. Does nothing when its id is published already.</summary>
    /// <param name="publication">What to publish.</param>
    /// <param name="cancellation">Asked before the commit.</param>
    /// <returns>The publication as it stands in the log; its time is later than that of every earlier one.</returns>
    public Publication Publish(Publication publication, CancellationToken cancellation)
        => throw new NotImplementedException(lake.Root);

    /// <summary>The newest publication; null when there is none.</summary>
    public Publication? Latest() => throw new NotImplementedException(lake.Root);

    /// <summary>The publication that readers saw at a moment; null when there was none.</summary>
    public Publication? AsOf(DateTimeOffset time) => throw new NotImplementedException(lake.Root);

    /// <summary>All publications, oldest first.</summary>
    public IReadOnlyList<Publication> All() => throw new NotImplementedException(lake.Root);
}

namespace Maltall.Warehouse.Conform;

/// <summary>What came of conforming: one line per table, and the versions that may be published.</summary>
/// <param name="Tables">In the order in which they were made.</param>
/// <param name="Candidate">The newest version of every table.</param>
public sealed record ConformOutcome(IReadOnlyList<ConformedTable> Tables, PublicationCandidate Candidate);

/// <summary>One conformed table after a run.</summary>
/// <param name="Name">Name without room.</param>
/// <param name="Version">Its version.</param>
/// <param name="Rows">Its rows; null when not known.</param>
/// <param name="IsRewritten">True when the run wrote it; false when nothing it reads had changed.</param>
public sealed record ConformedTable(string Name, long Version, long? Rows, bool IsRewritten);

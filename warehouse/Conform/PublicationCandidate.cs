namespace Maltall.Warehouse.Conform;

/// <summary>What is ready to be published: a version of every table, not yet seen by any reader.</summary>
/// <param name="Versions">Version of each table by its name, such as <c>conformed/application</c>.</param>
/// <param name="InputsHash">Hash of the versions; equal hashes mean that nothing is new.</param>
/// <param name="Synthetic">True when any batch is synthetic.</param>
/// <param name="DataUntil">Last day of the last month that the applications cover; null when there is none.</param>
public sealed record PublicationCandidate(
    IReadOnlyDictionary<string, long> Versions, string InputsHash, bool Synthetic, DateOnly? DataUntil);

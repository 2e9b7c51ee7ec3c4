namespace Maltall.Models.Reconcile;

/// <summary>A total and the parts that add up to it.</summary>
/// <param name="TotalId">Name of the total; not one of the panel's series, since it is computed from the parts.</param>
/// <param name="PartIds">Its parts, all of the panel, with the same start, length and season.</param>
public sealed record Hierarchy(string TotalId, IReadOnlyList<string> PartIds);

namespace Maltall.Warehouse.Protect.Suppress;

/// <summary>
/// A cell that may be shown: how many, and which inner cells it sums. Cells of several linked tables stand in one list;
/// two cells with the same inner cells are the same figure and share one status.
/// </summary>
/// <param name="Key">The cell's name, unique in its list.</param>
/// <param name="Inner">Inner cells that the cell sums, by number from 0; each at most once.</param>
/// <param name="Count">Households in the cell, 0 or more.</param>
public sealed record TableCell(string Key, IReadOnlyList<int> Inner, long Count);

/// <summary>What the suppressor decided about a cell.</summary>
public enum CellStatus
{
    /// <summary>The cell may be shown.</summary>
    Published,

    /// <summary>The cell is hidden since it is sensitive in itself.</summary>
    Primary,

    /// <summary>The cell is hidden since it would give a hidden one away.</summary>
    Secondary,
}

/// <summary>What is done with cells that hold nobody.</summary>
public enum ZeroPolicy
{
    /// <summary>Zeros are always shown, so whoever sees a hidden cell knows that somebody is in it.</summary>
    Public,

    /// <summary>Zeros are hidden like small counts, for categories where it harms to be known to be in none.</summary>
    Protected,
}

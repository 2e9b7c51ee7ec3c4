using Maltall.Lake;

namespace Maltall.Warehouse.Protect.Suppress;

/// <summary>What is to be protected, and what was decided before.</summary>
/// <param name="Cells">All cells of all linked tables.</param>
/// <param name="Primary">Keys of the cells that are sensitive in themselves.</param>
public sealed record SuppressionRequest(IReadOnlyList<TableCell> Cells, IReadOnlySet<string> Primary)
{
    /// <summary>What is done with cells that hold nobody.</summary>
    public ZeroPolicy Zeros { get; init; } = ZeroPolicy.Public;

    /// <summary>Keys of cells that an earlier release shows and that cannot be taken back.</summary>
    public IReadOnlySet<string> AlreadyShown { get; init; } = new HashSet<string>();

    /// <summary>Keys of cells that an earlier release hides and that must stay hidden.</summary>
    public IReadOnlySet<string> AlreadyHidden { get; init; } = new HashSet<string>();

    /// <summary>Whole numbers that must stay possible for each hidden cell, 2 or more.</summary>
    public int Integers { get; init; } = 2;
}

/// <summary>What came of a request to protect cells.</summary>
public abstract record Suppression
{
    private Suppression()
    {
    }

    /// <summary>All hidden cells are protected.</summary>
    /// <param name="Status">The status of each cell, by key.</param>
    /// <param name="Rounds">How often the hidden cells' intervals were looked at before all were wide enough.</param>
    /// <param name="Pivots">Steps of the linear programs, a measure of the work.</param>
    public sealed record Safe(IReadOnlyDictionary<string, CellStatus> Status, int Rounds, long Pivots) : Suppression;

    /// <summary>What is already shown gives these cells away, whatever else is hidden.</summary>
    /// <param name="Keys">Keys of the cells that cannot be protected.</param>
    public sealed record Refused(IReadOnlyList<string> Keys) : Suppression;
}

/// <summary>
/// Hides as few further cells as it can find so that no hidden one can be computed, or bounded to a single number, from
/// those that are shown. The same cells always give the same pattern.
/// </summary>
public static class Suppressor
{
    /// <summary>Decides about each cell.</summary>
    /// <param name="request">The cells and what is known of them.</param>
    /// <param name="cancellation">Stops the work; looked at once per round.</param>
    /// <exception cref="UserError">The counts do not add up, or a key names no cell.</exception>
    public static Suppression Protect(SuppressionRequest request, CancellationToken cancellation)
    {
        var known = request.Cells.Select(cell => cell.Key).ToHashSet(StringComparer.Ordinal);
        var unknown = request.Primary.Concat(request.AlreadyShown).Concat(request.AlreadyHidden)
            .FirstOrDefault(key => !known.Contains(key));
        if (unknown is not null)
        {
            throw new UserError($"There is no cell {unknown}.", "Name cells of the list.");
        }

        return new SuppressionRun(request).Solve(cancellation);
    }
}

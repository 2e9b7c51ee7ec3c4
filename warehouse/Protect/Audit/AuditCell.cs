namespace Maltall.Warehouse.Protect.Audit;

/// <summary>What a reader of the release sees of a cell.</summary>
public enum Sight
{
    /// <summary>The value.</summary>
    Shown,

    /// <summary>The sign that a value is hidden.</summary>
    Hidden,

    /// <summary>Nothing: the release does not mention the cell, and its bounds are asked for all the same.</summary>
    Absent,
}

/// <summary>A cell as it stands in a release.</summary>
/// <param name="Key">The cell's name, unique in its list.</param>
/// <param name="Inner">Inner cells that the cell sums, by number from 0; each at most once.</param>
/// <param name="Sight">What a reader sees.</param>
/// <param name="Value">The value of a shown cell, 0 or more; not looked at for others.</param>
public sealed record AuditCell(string Key, IReadOnlyList<int> Inner, Sight Sight, long Value = 0);

/// <summary>What the auditor is to look at.</summary>
/// <param name="Cells">All cells of the release, and of the releases before it.</param>
/// <param name="ZerosArePublic">Whether zeros are always shown, so that a hidden cell is known to be 1 or more.</param>
public sealed record AuditRequest(IReadOnlyList<AuditCell> Cells, bool ZerosArePublic)
{
    /// <summary>
    /// Whether exact bounds are wanted for each cell; without them the auditor stops at a cell once two whole numbers
    /// are shown to be possible, which is much faster.
    /// </summary>
    public bool ExactBounds { get; init; } = true;

    /// <summary>
    /// A value for each inner cell that fits the release, if one is known: it saves finding one. It is only a place to
    /// start from and changes no verdict.
    /// </summary>
    public IReadOnlyList<long>? Start { get; init; }
}

/// <summary>What can be derived about one cell that is not shown.</summary>
/// <param name="Key">The cell.</param>
/// <param name="Lower">
/// Smallest value that fits; without exact bounds, the smallest that was come across.
/// </param>
/// <param name="Upper">Largest value that fits, infinite where there is none; like <paramref name="Lower"/>.</param>
/// <param name="IsComputable">Whether sums and differences of shown cells give the value.</param>
public sealed record CellVerdict(string Key, double Lower, double Upper, bool IsComputable)
{
    /// <summary>Whole numbers that the value can be; null when there is no end to them.</summary>
    public long? Integers => double.IsPositiveInfinity(Upper) ? null
        : Math.Max(1, (long)Math.Floor(Upper + 1e-6) - (long)Math.Ceiling(Lower - 1e-6) + 1);

    /// <summary>Whether only one whole number is left, or the value can be computed.</summary>
    public bool IsRecoverable => IsComputable || Integers <= 1;
}

/// <summary>The auditor's answer.</summary>
/// <param name="Verdicts">One per cell that is not shown, in the order of the request.</param>
/// <param name="Pivots">Steps of the linear programs, a measure of the work.</param>
public sealed record AuditReport(IReadOnlyList<CellVerdict> Verdicts, long Pivots)
{
    /// <summary>Keys of the cells that can be recovered.</summary>
    public IReadOnlyList<string> Recoverable { get; } =
        Verdicts.Where(verdict => verdict.IsRecoverable).Select(verdict => verdict.Key).ToList();

    /// <summary>Whether nothing that is hidden can be recovered.</summary>
    public bool Passes => Recoverable.Count == 0;

    /// <summary>How many cells can be so many whole numbers; the key 0 stands for no end to them.</summary>
    public IReadOnlyDictionary<long, int> CellsByIntegers { get; } = Verdicts
        .GroupBy(verdict => verdict.Integers ?? 0).ToDictionary(group => group.Key, group => group.Count());
}

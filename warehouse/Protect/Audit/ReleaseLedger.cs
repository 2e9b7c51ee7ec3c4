namespace Maltall.Warehouse.Protect.Audit;

/// <summary>A release: cells that were shown or hidden together.</summary>
/// <param name="Name">The release's name, such as the publication's id.</param>
/// <param name="Cells">
/// Its cells. An inner cell has the same number in every release as long as its value is the same; a corrected value is
/// a new inner cell.
/// </param>
public sealed record LedgerEntry(string Name, IReadOnlyList<AuditCell> Cells);

/// <summary>What the ledger answers to a release that asks for admission.</summary>
public abstract record Admission
{
    private Admission()
    {
    }

    /// <summary>The release may go out; it is in the new ledger.</summary>
    /// <param name="Ledger">The ledger with the release.</param>
    /// <param name="Report">What the audit of all releases together found.</param>
    public sealed record Granted(ReleaseLedger Ledger, AuditReport Report) : Admission;

    /// <summary>
    /// Together with the releases before it, the release would give hidden cells away; the ledger is unchanged.
    /// </summary>
    /// <param name="Keys">Hidden cells that could be recovered, each as release and cell.</param>
    public sealed record Denied(IReadOnlyList<string> Keys) : Admission;
}

/// <summary>
/// All releases so far. It only grows: what was shown cannot be taken back, so a new release is audited together with
/// all of them.
/// </summary>
/// <param name="Entries">Releases in the order in which they went out.</param>
/// <param name="ZerosArePublic">Whether zeros are always shown in them.</param>
public sealed record ReleaseLedger(IReadOnlyList<LedgerEntry> Entries, bool ZerosArePublic)
{
    /// <summary>Whether a release may go out after all before it.</summary>
    /// <param name="next">The release.</param>
    /// <param name="cancellation">Stops the audit; a release whose audit is stopped does not go out.</param>
    public Admission Ask(LedgerEntry next, CancellationToken cancellation)
    {
        var entries = Entries.Append(next).ToList();
        var cells = entries.SelectMany(entry => entry.Cells
            .Select(cell => cell with { Key = $"{entry.Name} {cell.Key}" }));
        var request = new AuditRequest([.. cells], ZerosArePublic) { ExactBounds = false };
        var report = Auditor.Audit(request, cancellation);
        return report.Passes
            ? new Admission.Granted(this with { Entries = entries }, report)
            : new Admission.Denied(report.Recoverable);
    }
}

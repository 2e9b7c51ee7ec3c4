namespace Maltall.Lake;

/// <summary>What came of a write to a table.</summary>
public abstract record CommitOutcome
{
    private CommitOutcome()
    {
    }

    /// <summary>The write stands as a new version of the table.</summary>
    /// <param name="Version">The new version.</param>
    /// <param name="RowsWritten">Rows that came in with the write; kept rows of rewritten files are not
    /// counted.</param>
    public sealed record Committed(long Version, long RowsWritten) : CommitOutcome;

    /// <summary>Nothing was to be done: the transaction is in the table already, or the write changes no row.</summary>
    /// <param name="Version">The version that holds it.</param>
    public sealed record AlreadyApplied(long Version) : CommitOutcome;
}

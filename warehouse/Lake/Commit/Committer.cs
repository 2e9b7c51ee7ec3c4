using System.Security.Cryptography;
using Maltall.Lake.Log;

namespace Maltall.Lake.Commit;

/// <summary>Commits a change, and tries again on the newer state when another writer came first.</summary>
/// <param name="table">The table.</param>
internal sealed class Committer(DeltaTable table)
{
    /// <summary>So many times other writers may come first; that takes some ten seconds.</summary>
    public const int Attempts = 100;

    private const int WriterVersion = 2;
    private const int LongestWait = 200;

    /// <summary>Does the work once.</summary>
    /// <exception cref="UserError">The table needs a newer writer, or may only be appended to.</exception>
    /// <exception cref="IOException">Other writers came first too many times.</exception>
    public CommitOutcome Run(Work work, string? transactionId, CancellationToken cancellation)
    {
        Change? change = null;
        for (var attempt = 1; attempt <= Attempts; attempt++)
        {
            cancellation.ThrowIfCancellationRequested();
            var state = table.Log.Newest();
            if (state is not null && transactionId is not null
                && state.Transactions.TryGetValue(transactionId, out var applied))
            {
                Discard(work, change);
                return new CommitOutcome.AlreadyApplied(applied);
            }

            change = Bring(work, change, state);
            if (change is null)
            {
                return new CommitOutcome.AlreadyApplied(state?.Version ?? 0);
            }

            if (cancellation.IsCancellationRequested)
            {
                work.Discard(change);
                throw new OperationCanceledException(cancellation);
            }

            if (table.Log.TryCommit(change with { TransactionId = transactionId }, table.Lake.Clock.GetUtcNow()))
            {
                return new CommitOutcome.Committed(state is null ? 0 : state.Version + 1, change.Rows);
            }

            // Writers that met once should not meet again.
            var longest = Math.Min(LongestWait, 2 << Math.Min(attempt, 8));
            cancellation.WaitHandle.WaitOne(RandomNumberGenerator.GetInt32(1, longest));
        }

        throw new IOException($"{Attempts} other writers came first at the table {table.Name}.");
    }

    private Change? Bring(Work work, Change? change, LogState? state)
    {
        CheckWritable(state);
        if (change is null)
        {
            return CheckAllowed(work.Prepare(state));
        }

        var rebased = state is not null && change.Basis is not null && change.Basis.Schema.Matches(state.Schema)
            ? work.Rebase(change, state) : null;
        if (rebased is not null)
        {
            return rebased with { Basis = state };
        }

        work.Discard(change);
        return CheckAllowed(work.Prepare(state));
    }

    private void CheckWritable(LogState? state)
    {
        if (state?.WriterVersion > WriterVersion)
        {
            throw new UserError(
                $"The table {table.Name} needs a Delta writer of version {state.WriterVersion}, not {WriterVersion}.",
                "Write it by the engine that made it.");
        }
    }

    private Change? CheckAllowed(Change? change)
        => change is { ChangesRows: true, Removes.Count: > 0 }
            && change.Schema.Configuration.GetValueOrDefault("delta.appendOnly") == "true"
            ? throw new UserError(
                $"The table {table.Name} may only be appended to.", "Append, or write to another table.")
            : change;

    private static void Discard(Work work, Change? change)
    {
        if (change is not null)
        {
            work.Discard(change);
        }
    }
}

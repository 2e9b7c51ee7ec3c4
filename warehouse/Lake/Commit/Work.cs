using Maltall.Lake.Log;

namespace Maltall.Lake.Commit;

/// <summary>A write that can be worked out for any state of the table.</summary>
/// <param name="Prepare">Writes the files and says what to commit; null when there is nothing to change.</param>
/// <param name="Rebase">Brings a prepared change to a newer state; null when it must be prepared anew.</param>
/// <param name="Discard">Removes the files of a change that will not be committed.</param>
internal sealed record Work(
    Func<LogState?, Change?> Prepare,
    Func<Change, LogState, Change?> Rebase,
    Action<Change> Discard);

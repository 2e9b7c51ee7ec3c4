namespace Maltall.Lake;

/// <summary>One commit in the history of a table.</summary>
/// <param name="Version">The version that the commit made.</param>
/// <param name="Timestamp">When; later than that of every earlier version.</param>
/// <param name="Operation">What was done, in the words of the Delta protocol, such as <c>WRITE</c> or
/// <c>MERGE</c>.</param>
/// <param name="Note">What the writer noted.</param>
public sealed record CommitEntry(
    long Version,
    DateTimeOffset Timestamp,
    string Operation,
    IReadOnlyDictionary<string, string> Note);

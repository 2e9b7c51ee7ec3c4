namespace Maltall.Lake;

/// <summary>Rows to be written to a table.</summary>
/// <param name="Select">DuckDB SQL that gives the rows; columns are matched by name.</param>
/// <param name="Key">Columns that tell rows apart, for <see cref="TableWriter.ReplaceByKey"/>; else empty.</param>
/// <param name="TransactionId">Name of the work, so that it is applied once only; null where it may be applied
/// again.</param>
/// <param name="Note">What the history of the table is to say about the write; never a personal value.</param>
public sealed record Write(
    string Select,
    IReadOnlyList<string> Key,
    string? TransactionId,
    IReadOnlyDictionary<string, string> Note);

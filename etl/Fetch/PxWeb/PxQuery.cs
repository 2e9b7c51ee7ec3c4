namespace Maltall.Etl.Fetch.PxWeb;

/// <summary>Which version of PxWebApi a service speaks.</summary>
public enum PxApi
{
    /// <summary>Version 1: metadata by GET, data by POST.</summary>
    V1,

    /// <summary>Version 2: configuration, metadata and data below one address.</summary>
    V2,
}

/// <summary>What is taken of a table in a statistics bank; a file of <c>etl/queries</c>.</summary>
/// <param name="Id">The query's name, and the file's.</param>
/// <param name="Source">Id of the contract by which the answer is landed.</param>
/// <param name="Api">Version of PxWebApi that answers.</param>
/// <param name="Table">Address of the table.</param>
/// <param name="Selections">What is taken of each variable; one that is not named is taken whole.</param>
public sealed record PxQuery(
    string Id, string Source, PxApi Api, Uri Table, IReadOnlyList<PxSelection> Selections)
{
    /// <summary>Cells to ask for at a time, when fewer than the service gives; null for as many as it gives.</summary>
    public int? Cells { get; init; }
}

/// <summary>What is taken of one variable of a table.</summary>
/// <param name="Variable">Code of the variable, such as <c>Tid</c>.</param>
/// <param name="Choices">
/// Codes, <c>*</c> for all, <c>03*</c> for those that begin so, <c>top(5)</c> for the latest periods (or the first
/// values of another variable), <c>from(2015)</c> for a code and all that follow; together they are what is taken.
/// </param>
public sealed record PxSelection(string Variable, IReadOnlyList<string> Choices);

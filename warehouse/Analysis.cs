using Maltall.Lake;
using Maltall.Warehouse.Conform;
using Maltall.Warehouse.Judge;
using Maltall.Warehouse.Measure;

namespace Maltall.Warehouse;

/// <summary>One publication, open for reading: protected figures, goals, and read-only SQL. Not for two threads at once.</summary>
public sealed class Analysis : IDisposable
{
    private Analysis(Publication publication, DefinitionCatalog definitions)
    {
        Publication = publication;
        Definitions = definitions;
    }

    /// <summary>The publication that is read; its id is empty for a candidate.</summary>
    public Publication Publication { get; }

    /// <summary>The definitions that figures follow.</summary>
    public DefinitionCatalog Definitions { get; }

    /// <summary>True when any of the data is synthetic; every surface then says so.</summary>
    public bool Synthetic => Publication.Synthetic;

    /// <summary>Opens the latest publication, or the one that readers saw at a moment.</summary>
    /// <param name="lake">The lake.</param>
    /// <param name="definitions">Indicators and goals.</param>
    /// <param name="asOf">The moment; null for now.</param>
    /// <exception cref="UserError">There is no publication (yet).</exception>
    public static Analysis Open(DeltaLake lake, DefinitionCatalog definitions, DateTimeOffset? asOf) =>
        throw new NotImplementedException();

    /// <summary>Opens what is about to be published, for the steps between the checks and the publication.</summary>
    /// <param name="lake">The lake.</param>
    /// <param name="definitions">Indicators and goals.</param>
    /// <param name="candidate">The versions to read.</param>
    public static Analysis Open(DeltaLake lake, DefinitionCatalog definitions, PublicationCandidate candidate) =>
        throw new NotImplementedException();

    /// <summary>Protected values of indicators.</summary>
    /// <param name="request">What is asked for.</param>
    /// <param name="cancellation">Asked once per indicator.</param>
    /// <exception cref="UserError">The request names what does not exist or has no meaning for the indicator.</exception>
    public IndicatorTable Query(IndicatorRequest request, CancellationToken cancellation) =>
        throw new NotImplementedException();

    /// <summary>How every goal stands, the tree in order, parents before children.</summary>
    /// <param name="period">The period to judge at the end of, such as <c>2012-T1</c>; null for as late as the data go.</param>
    /// <param name="cancellation">Asked once per goal.</param>
    /// <exception cref="UserError">The text is no period.</exception>
    public IReadOnlyList<GoalVerdict> Goals(string? period, CancellationToken cancellation) =>
        throw new NotImplementedException();

    /// <summary>Codes and names of a dimension's members, by code.</summary>
    /// <param name="dimension">Such as <c>district</c>.</param>
    /// <exception cref="UserError">There is no such dimension; the nearest is named.</exception>
    public IReadOnlyDictionary<string, string> Members(string dimension) => throw new NotImplementedException();

    /// <summary>Answers one read-only SQL question on the tables of the publication.</summary>
    /// <param name="select">A single select; tables are named by room, such as <c>conformed.application</c>.</param>
    /// <param name="cancellation">Interrupts the question.</param>
    /// <exception cref="UserError">It is no select, reads anything but the publication, or is not valid SQL.</exception>
    public SqlResult Sql(string select, CancellationToken cancellation) => throw new NotImplementedException();

    /// <summary>The SQL that a request runs, with its values, one statement per indicator.</summary>
    /// <param name="request">What would be asked for.</param>
    /// <exception cref="UserError">As for <see cref="Query"/>.</exception>
    public string Explain(IndicatorRequest request) => throw new NotImplementedException();

    /// <summary>
    /// Unprotected totals per district and month, for every complete month. This is the only way raw totals leave the
    /// warehouse; it is there for the forecast, is called by the run alone, and its result is never shown.
    /// </summary>
    /// <param name="indicator">Id of a count, stock or sum that has districts and months.</param>
    /// <param name="cancellation">Asked before the question.</param>
    /// <exception cref="UserError">The indicator has no monthly totals per district.</exception>
    public IReadOnlyList<RawTotal> RawTotals(string indicator, CancellationToken cancellation) =>
        throw new NotImplementedException();

    /// <summary>Closes the connection.</summary>
    public void Dispose()
    {
    }
}

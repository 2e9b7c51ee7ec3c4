using Maltall.Warehouse.Judge;
using Maltall.Warehouse.Protect;

namespace Maltall.Warehouse.Measure;

/// <summary>What a user asks for: indicators, broken down, filtered, for a time.</summary>
/// <param name="Indicators">Ids, at least one.</param>
/// <param name="By">Dimensions in the order of the answer; at most one period kind among them.</param>
/// <param name="Where">Dimension and the one member to keep, such as <c>district</c> and <c>12</c>.</param>
/// <param name="Period">A period <c>2011-T2</c>, a range <c>2011..2013</c>, or null for all complete periods.</param>
public sealed record IndicatorRequest(
    IReadOnlyList<string> Indicators,
    IReadOnlyList<string> By,
    IReadOnlyDictionary<string, string> Where,
    string? Period)
{
    /// <summary>
    /// Whether each dimension also has the member <c>total</c>: the figure of all members, measured at that level.
    /// </summary>
    public bool Totals { get; init; }
}

/// <summary>The answer to a request.</summary>
/// <param name="Indicators">Definitions of the indicators asked for, in that order.</param>
/// <param name="Dimensions">Names of the keys; the last is <c>period</c> when the request named no period
/// kind.</param>
/// <param name="Rows">By indicator, then keys in order.</param>
public sealed record IndicatorTable(
    IReadOnlyList<IndicatorDefinition> Indicators,
    IReadOnlyList<string> Dimensions,
    IReadOnlyList<IndicatorRow> Rows);

/// <summary>One figure with its place.</summary>
/// <param name="Indicator">Id of the indicator.</param>
/// <param name="Keys">One code per dimension of the table.</param>
/// <param name="Figure">The figure, or why there is none.</param>
/// <param name="Target">Target of the goal that covers exactly this cell; null when none does.</param>
/// <param name="Status">Status against that target; null when there is none.</param>
public sealed record IndicatorRow(
    string Indicator, IReadOnlyList<string> Keys, Figure Figure, double? Target, GoalStatus? Status)
{
    /// <summary>How settled it was when it was published; null for what is no published slice.</summary>
    public Standing? Standing { get; init; }
}

/// <summary>Rows of a read-only SQL question.</summary>
/// <param name="Columns">Column names in order.</param>
/// <param name="Types">DuckDB type of each column.</param>
/// <param name="Rows">Values in column order; null where the database has null.</param>
public sealed record SqlResult(
    IReadOnlyList<string> Columns, IReadOnlyList<string> Types, IReadOnlyList<IReadOnlyList<object?>> Rows);

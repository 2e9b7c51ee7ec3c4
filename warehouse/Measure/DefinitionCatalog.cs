using Maltall.Lake;
using Maltall.Warehouse.Signal;
using Maltall.Warehouse.Judge;

namespace Maltall.Warehouse.Measure;

/// <summary>All indicators and goals as they were read from their files.</summary>
/// <param name="Indicators">By id.</param>
/// <param name="Goals">Root of the goal tree.</param>
public sealed record DefinitionCatalog(IReadOnlyList<IndicatorDefinition> Indicators, GoalNode Goals)
{
    /// <summary>Recorded causes of breaks, and of limits that are worked out anew.</summary>
    public CauseBook Causes { get; init; } = CauseBook.Empty;

    /// <summary>The definition of an indicator.</summary>
    /// <param name="id">Its id.</param>
    /// <exception cref="UserError">There is none; the nearest id is named.</exception>
    public IndicatorDefinition Indicator(string id) =>
        Indicators.FirstOrDefault(i => i.Id == id) ?? throw new UserError(
            $"There is no indicator '{id}'",
            $"Did you mean '{Nearest.To(id, Indicators.Select(i => i.Id))}'? `maltall indicators` lists them all.");
}

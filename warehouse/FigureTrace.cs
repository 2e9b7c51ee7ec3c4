using Maltall.Lake;
using Maltall.Warehouse.Compare;
using Maltall.Warehouse.Conform;
using Maltall.Warehouse.Measure;

namespace Maltall.Warehouse;

/// <summary>Which landed table a side's rows came with, and by which deliveries.</summary>
/// <param name="Table">Such as <c>landed/bit_application</c>.</param>
/// <param name="Version">Its version in the publication.</param>
/// <param name="Batches">Ids of the batches that delivered rows behind the figure; null where its rows are no longer
/// one by one those that were delivered, and where the figure is hidden.</param>
public sealed record LandedOrigin(string Table, long Version, IReadOnlyList<string>? Batches);

/// <summary>What one side of a figure was measured on.</summary>
/// <param name="Name"><c>numerator</c> or <c>denominator</c>.</param>
/// <param name="Side">What was counted or summed of which rows.</param>
/// <param name="Version">Version of its conformed table in the publication.</param>
/// <param name="Landed">The landed tables behind it.</param>
public sealed record SideOrigin(string Name, Measurement Side, long Version, IReadOnlyList<LandedOrigin> Landed);

/// <summary>A figure with all that it comes from.</summary>
/// <param name="Indicator">Its definition.</param>
/// <param name="Row">The figure, with its period.</param>
/// <param name="Sides">Numerator, and denominator where there is one.</param>
public sealed record FigureOrigin(IndicatorDefinition Indicator, IndicatorRow Row, IReadOnlyList<SideOrigin> Sides);

/// <summary>Traces a figure back to the deliveries that its rows came with.</summary>
/// <param name="analysis">The publication.</param>
/// <param name="warehouseFolder">The folder <c>warehouse</c>, with <c>sql/</c>.</param>
public sealed class FigureTrace(Analysis analysis, string warehouseFolder)
{
    private readonly Lineage lineage = Lineage.Load(warehouseFolder);
    private readonly Grains grains = Grains.Load(warehouseFolder);

    /// <summary>Traces one figure.</summary>
    /// <param name="request">An indicator, its places as conditions, and a period.</param>
    /// <param name="cancellation">Asked before each question.</param>
    /// <exception cref="UserError">The request is not for one figure, or has no meaning for the indicator.</exception>
    public FigureOrigin Trace(IndicatorRequest request, CancellationToken cancellation)
    {
        var table = analysis.Query(request, cancellation);
        if (table.Rows.Count != 1)
        {
            throw new UserError(
                $"That is {table.Rows.Count} figures", "Name one indicator, its place with --where, and one --period.");
        }

        var (indicator, row) = (table.Indicators[0], table.Rows[0]);
        List<SideOrigin> sides = [Side("numerator", indicator.Numerator)];
        if (indicator.Denominator is { } denominator)
        {
            sides.Add(Side("denominator", denominator));
        }

        return new FigureOrigin(indicator, row, sides);

        SideOrigin Side(string name, Measurement side)
        {
            cancellation.ThrowIfCancellationRequested();
            var versions = analysis.Publication.Versions;
            var tables = lineage.LandedOf(side.Table).Where(versions.ContainsKey).ToList();

            // Which deliveries a small figure came with would say when it grew from nothing.
            var batches = row.Figure.Sign.Length > 0 ? new Dictionary<string, IReadOnlyList<string>?>()
                : analysis.Batches(request, side, grains.Of(side.Table), tables);
            return new SideOrigin(name, side, versions.GetValueOrDefault($"conformed/{side.Table}"),
                [.. tables.Select(one => new LandedOrigin(one, versions[one], batches.GetValueOrDefault(one)))]);
        }
    }
}

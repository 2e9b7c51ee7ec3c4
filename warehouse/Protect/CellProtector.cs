using Maltall.Warehouse.Measure;

namespace Maltall.Warehouse.Protect;

/// <summary>
/// Turns raw cells into figures that may be shown. It hides by the cell's own numbers (primary rules); what a hidden
/// cell could be worked out from is hidden by <see cref="ReleaseGate"/>.
/// </summary>
internal static class CellProtector
{
    /// <summary>Counts from 1 to this are hidden.</summary>
    internal const int LargestHiddenCount = 4;

    /// <summary>Fewest households an amount of money may come from.</summary>
    internal const int FewestContributors = 3;

    /// <summary>Fewest observations a median may come from.</summary>
    internal const int FewestForMedian = 5;

    /// <summary>Protects the cells of one table of one indicator.</summary>
    internal static IReadOnlyList<Figure> ProtectTable(IndicatorDefinition indicator, IReadOnlyList<RawCell> cells) =>
        [.. cells.Select(cell => Protect(indicator, cell))];

    /// <summary>The figure of a goal that has none of its own.</summary>
    internal static Figure NoFigure() => new Figure.NotDefined();

    /// <summary>The figure of a cell that would give another away.</summary>
    internal static Figure Secondary() => new Figure.Hidden();

    /// <summary>The figure of a cell that the data do not reach.</summary>
    internal static Figure NoData() => new Figure.Missing();

    /// <summary>The figure of a cell as it was published.</summary>
    internal static Figure Published(PublishedCell cell) => cell.Word switch
    {
        "value" => new Figure.Value(cell.Value ?? double.NaN, cell.Numerator, cell.Denominator)
        {
            Interval = cell.Interval, Observations = cell.Observations,
        },
        "hidden" => new Figure.Hidden(),
        "not_mature" => new Figure.NotMature(cell.MatureOn ?? default),
        "not_defined" => new Figure.NotDefined(),
        _ => new Figure.Missing(),
    };

    /// <summary>What a figure is, in a word that <see cref="Published"/> knows.</summary>
    internal static string Word(Figure figure) => figure switch
    {
        Figure.Value => "value",
        Figure.Hidden => "hidden",
        Figure.NotMature => "not_mature",
        Figure.NotDefined => "not_defined",
        _ => "missing",
    };

    private static Figure Protect(IndicatorDefinition indicator, RawCell cell)
    {
        if (cell.NotBefore is { } matureOn)
        {
            return new Figure.NotMature(matureOn);
        }

        if (!cell.IsCovered || IsSnapshotWithoutRows(indicator.Numerator, cell.Numerator)
            || (indicator.Denominator is { } side && IsSnapshotWithoutRows(side, cell.Denominator ?? default)))
        {
            return new Figure.Missing();
        }

        if (indicator.Protected && MustHide(indicator, cell))
        {
            return new Figure.Hidden();
        }

        return indicator.Numerator.IsOrdered ? OfOrdered(indicator, cell) : OfAmounts(indicator, cell);
    }

    /// <summary>
    /// A table of levels, such as homes at month end or inhabitants, has a row even for zero; none means not
    /// delivered.
    /// </summary>
    private static bool IsSnapshotWithoutRows(Measurement side, RawSide raw) =>
        side.Timing != Timing.During && side.Until is null && raw.Observations == 0;

    private static bool MustHide(IndicatorDefinition indicator, RawCell cell)
    {
        if (indicator.Numerator.IsOrdered)
        {
            // As many on the shorter side as a median of the fewest has on each.
            var percent = Math.Min(indicator.Numerator.Percent, 100 - indicator.Numerator.Percent);
            return cell.Numerator.Observations > 0
                && cell.Numerator.Observations * percent < FewestForMedian * 50;
        }

        var numerator = cell.Numerator;
        var isMoney = indicator.Numerator is { Aggregate: "sum", Contributor: not null };
        var hidesNumerator = HasFewContributors(numerator) || (!isMoney && IsSmall(numerator.Amount));
        if (cell.Denominator is not { } denominator)
        {
            return hidesNumerator;
        }

        var isShare = indicator.Kind is IndicatorKind.Share or IndicatorKind.CohortShare;
        return hidesNumerator || IsSmall(denominator.Amount) || HasFewContributors(denominator)
            || (isShare && IsSmall(denominator.Amount - (numerator.Amount ?? 0)));
    }

    private static bool IsSmall(double? amount) => amount is > 0 and < LargestHiddenCount + 1;

    private static bool HasFewContributors(RawSide side) => side.Contributors is > 0 and < FewestContributors;

    private static Figure OfOrdered(IndicatorDefinition indicator, RawCell cell) => cell.Numerator.Amount is { } middle
        ? new Figure.Value(middle, middle, null)
        {
            Interval = Uncertainty.Of(indicator, cell), Observations = cell.Numerator.Observations,
        }
        : new Figure.NotDefined();

    private static Figure OfAmounts(IndicatorDefinition indicator, RawCell cell)
    {
        var numerator = cell.Numerator.Amount ?? 0;
        var interval = Uncertainty.Of(indicator, cell);
        if (cell.Denominator is not { } side)
        {
            return new Figure.Value(numerator * indicator.Factor, numerator, null)
            {
                Interval = interval, Observations = cell.Numerator.Observations,
            };
        }

        var denominator = side.Amount ?? 0;
        return denominator == 0
            ? new Figure.NotDefined()
            : new Figure.Value(numerator / denominator * indicator.Factor, numerator, denominator)
            {
                Interval = interval, Observations = side.Observations,
            };
    }
}

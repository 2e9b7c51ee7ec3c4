using Maltall.Warehouse.Measure;

namespace Maltall.Warehouse.Protect;

/// <summary>Adds figures of neighbouring periods that may each be shown.</summary>
internal static class FigureSum
{
    /// <summary>The sum; where one figure is not there, the sum is not there for the same reason.</summary>
    /// <param name="indicator">What the figures are of; a count or a sum.</param>
    /// <param name="start">What there was before the first.</param>
    /// <param name="figures">Figures of an indicator whose periods have no row in common.</param>
    /// <remarks>A sum with a hidden part is hidden: with the other parts known, it would give the part away.</remarks>
    internal static Figure Of(IndicatorDefinition indicator, double start, IReadOnlyList<Figure> figures)
    {
        if (figures.FirstOrDefault(figure => figure is Figure.Hidden) is { } hidden)
        {
            return hidden;
        }

        if (figures.FirstOrDefault(figure => figure is not Figure.Value) is { } absent)
        {
            return absent;
        }

        var shown = figures.Cast<Figure.Value>().ToList();
        var sum = shown.Sum(value => value.Number);
        return new Figure.Value(start + sum, start + sum, null)
        {
            Observations = shown.Sum(value => value.Observations),
            Interval = shown.Exists(value => value.Interval is null) || indicator is not { Kind: IndicatorKind.Count }
                ? null : Moved(Uncertainty.Poisson(sum), start),
        };
    }

    private static Interval Moved(Interval interval, double by) => new(interval.Low + by, interval.High + by);
}

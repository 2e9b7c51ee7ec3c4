using MathNet.Numerics.Distributions;
using Maltall.Warehouse.Protect;

namespace Maltall.Warehouse.Measure;

/// <summary>How far a figure may lie from what it measures, at 95 %, from the numbers behind it.</summary>
internal static class Uncertainty
{
    private const double Tail = 0.025;
    private const double Normal = 1.959963984540054;

    /// <summary>
    /// The interval of a cell: Wilson's for shares, the exact Poisson interval for counts of events, rates and amounts
    /// per event, order statistics for medians and percentiles; none for stocks and sums of money, which are known.
    /// </summary>
    internal static Interval? Of(IndicatorDefinition indicator, RawCell cell)
    {
        var (above, below) = (cell.Numerator.Amount ?? 0, cell.Denominator?.Amount ?? 0);
        return indicator.Kind switch
        {
            IndicatorKind.Median or IndicatorKind.Percentile =>
                cell.Numerator.Bounds is { } bounds ? new Interval(bounds.Low, bounds.High) : null,
            IndicatorKind.Share or IndicatorKind.CohortShare when below > 0 && above <= below =>
                Scaled(Wilson(above, below), indicator.Factor),
            IndicatorKind.Count when IsOfEvents(indicator.Numerator) => Scaled(Poisson(above), indicator.Factor),
            IndicatorKind.Rate when below > 0 && IsOfEvents(indicator.Numerator) =>
                Scaled(Poisson(above), indicator.Factor / below),
            IndicatorKind.Ratio when below > 0 && above >= 0 && IsOfEvents(indicator.Denominator) =>
                PerEvent(above * indicator.Factor, Poisson(below)),
            _ => null,
        };
    }

    /// <summary>Interval of a share.</summary>
    /// <remarks>Wilson, Journal of the American Statistical Association 22 (1927), 209–212.</remarks>
    internal static Interval Wilson(double above, double below)
    {
        var (share, square) = (above / below, Normal * Normal);
        var middle = (share + (square / (2 * below))) / (1 + (square / below));
        var half = Normal / (1 + (square / below))
            * Math.Sqrt((share * (1 - share) / below) + (square / (4 * below * below)));
        return new Interval(above == 0 ? 0 : middle - half, above >= below ? 1 : middle + half);
    }

    /// <summary>Interval of the expectation of a count.</summary>
    /// <remarks>Garwood, Biometrika 28 (1936), 437–442: half the quantiles of chi-square.</remarks>
    internal static Interval Poisson(double count) => new(
        count == 0 ? 0 : ChiSquared.InvCDF(2 * count, Tail) / 2,
        ChiSquared.InvCDF(2 * (count + 1), 1 - Tail) / 2);

    // Rows that are counted, each an event of its own; levels and money are not.
    private static bool IsOfEvents(Measurement? side) => side is { Timing: Timing.During, Until: null }
        && side.Aggregate is "count" or "count_distinct";

    private static Interval? PerEvent(double amount, Interval events) =>
        events.Low > 0 ? new Interval(amount / events.High, amount / events.Low) : null;

    private static Interval Scaled(Interval interval, double factor) =>
        new(interval.Low * factor, interval.High * factor);
}

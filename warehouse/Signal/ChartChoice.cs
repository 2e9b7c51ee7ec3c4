using Maltall.Warehouse.Measure;

namespace Maltall.Warehouse.Signal;

/// <summary>The kinds of charts.</summary>
public enum ChartKind
{
    /// <summary>Individual values and moving ranges.</summary>
    Xmr,

    /// <summary>A share with its denominators, p′.</summary>
    Share,

    /// <summary>A rate with its denominators, u′.</summary>
    Rate,

    /// <summary>Cases between events, g.</summary>
    NumberBetween,

    /// <summary>Time between events, t.</summary>
    TimeBetween,
}

/// <summary>Which chart suits an indicator, and why.</summary>
/// <param name="Kind">The chart.</param>
/// <param name="Reason">Why this one.</param>
/// <param name="Advice">What to do for a better one; null when nothing needs to be done.</param>
public sealed record ChartChoice(ChartKind Kind, string Reason, string? Advice = null)
{
    /// <summary>Below so many events a period, an individuals chart is unreliable.</summary>
    public const double FewEvents = 5;

    /// <summary>The code of the chart: <c>xmr</c>, <c>p_prime</c>, <c>u_prime</c>, <c>g</c> or <c>t</c>.</summary>
    public string Code => Kind switch
    {
        ChartKind.Share => "p_prime",
        ChartKind.Rate => "u_prime",
        ChartKind.NumberBetween => "g",
        ChartKind.TimeBetween => "t",
        _ => "xmr",
    };

    /// <summary>Chooses by what the indicator is.</summary>
    /// <param name="indicator">The indicator.</param>
    /// <param name="mean">Mean of its shown values; null when there is none.</param>
    public static ChartChoice For(IndicatorDefinition indicator, double? mean) =>
        For(indicator.Kind, indicator.Denominator is not null, mean);

    /// <summary>Chooses by the kind of figure.</summary>
    /// <param name="kind">The kind of figure.</param>
    /// <param name="counted">True when there are a counted numerator and a denominator.</param>
    /// <param name="mean">Mean of its values; null when there is none.</param>
    /// <param name="eventTimes">True when the time of each event is known, and not only counts a period.</param>
    public static ChartChoice For(IndicatorKind kind, bool counted, double? mean, bool eventTimes = false) => kind switch
    {
        IndicatorKind.Share or IndicatorKind.CohortShare when counted =>
            new(ChartKind.Share, "a share, so its limits follow the denominators"),
        IndicatorKind.Rate when counted => new(ChartKind.Rate, "a rate, so its limits follow the denominators"),
        IndicatorKind.Count when mean < FewEvents && eventTimes =>
            new(ChartKind.TimeBetween, "events are so few that the time between them says more than their count"),
        IndicatorKind.Count when mean < FewEvents =>
            new(ChartKind.Xmr, "a count", "fewer than 5 a period: pool periods or areas, or chart the time between events"),
        IndicatorKind.Count or IndicatorKind.Stock => new(ChartKind.Xmr, "a count"),
        _ => new(ChartKind.Xmr, "an amount"),
    };
}

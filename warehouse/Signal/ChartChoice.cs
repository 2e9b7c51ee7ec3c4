using Maltall.Warehouse.Measure;

namespace Maltall.Warehouse.Signal;

/// <summary>The kinds of charts.</summary>
public enum ChartKind
{
    /// <summary>Individual values and moving ranges.</summary>
    Xmr,

    /// <summary>A share with its denominators, p′: limits follow the denominators.</summary>
    Share,

    /// <summary>A rate with its denominators, u′: limits follow the denominators.</summary>
    Rate,

    /// <summary>Cases between events, g.</summary>
    NumberBetween,

    /// <summary>Time between events, t.</summary>
    TimeBetween,
}

/// <summary>Which chart suits an indicator.</summary>
/// <param name="Kind">The chart.</param>
/// <param name="IsUnreliable">
/// True when events are so few, or so often hidden, that periods or areas should be pooled, or the time between events
/// charted by who may see it.
/// </param>
public sealed record ChartChoice(ChartKind Kind, bool IsUnreliable = false)
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
    public static ChartChoice For(IndicatorKind kind, bool counted, double? mean, bool eventTimes = false) =>
        kind switch
    {
        IndicatorKind.Share or IndicatorKind.CohortShare when counted => new(ChartKind.Share),
        IndicatorKind.Rate when counted => new(ChartKind.Rate),
        IndicatorKind.Count when mean < FewEvents && eventTimes => new(ChartKind.TimeBetween),
        IndicatorKind.Count when mean < FewEvents => new(ChartKind.Xmr, IsUnreliable: true),
        _ => new(ChartKind.Xmr),
    };
}

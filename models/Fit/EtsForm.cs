namespace Maltall.Models.Fit;

/// <summary>How the trend of an exponential smoothing model goes on.</summary>
public enum Trend
{
    /// <summary>No trend.</summary>
    None,

    /// <summary>A straight line.</summary>
    Additive,

    /// <summary>A line that flattens out.</summary>
    Damped,
}

/// <summary>How the parts of an exponential smoothing model meet.</summary>
public enum Part
{
    /// <summary>There is no such part (season only).</summary>
    None,

    /// <summary>It adds.</summary>
    Additive,

    /// <summary>It multiplies.</summary>
    Multiplicative,
}

/// <summary>One form of the ETS family.</summary>
/// <param name="Error">Additive or multiplicative; changes the likelihood and the spread, not the recursion.</param>
/// <param name="Trend">The trend; multiplicative trends are left out, since they explode on short series.</param>
/// <param name="Season">The season.</param>
/// <remarks>Hyndman, Koehler, Ord, Snyder (2008), Forecasting with Exponential Smoothing, tables 2.2–2.3.</remarks>
public readonly record struct EtsForm(Part Error, Trend Trend, Part Season)
{
    /// <summary>
    /// The forms worth a try: fifteen, without the unstable additive errors on a multiplicative season.
    /// </summary>
    public static IReadOnlyList<EtsForm> All { get; } =
    [
        .. from season in new[] { Part.None, Part.Additive, Part.Multiplicative }
           from trend in new[] { Trend.None, Trend.Additive, Trend.Damped }
           from error in new[] { Part.Additive, Part.Multiplicative }
           where error == Part.Multiplicative || season != Part.Multiplicative
           select new EtsForm(error, trend, season),
    ];

    /// <summary>Short name, such as AAdN.</summary>
    public override string ToString()
    {
        var trend = Trend switch { Trend.Additive => "A", Trend.Damped => "Ad", _ => "N" };
        return Letter(Error) + trend + Letter(Season);
    }

    /// <summary>Numbers the fit searches: smoothing weights, first level, first slope.</summary>
    internal int Unknowns => 2 + (Season == Part.None ? 0 : 1) + (Trend switch
    {
        Trend.Additive => 2,
        Trend.Damped => 3,
        _ => 0,
    });

    private static string Letter(Part part) => part switch
    {
        Part.Additive => "A",
        Part.Multiplicative => "M",
        _ => "N",
    };
}

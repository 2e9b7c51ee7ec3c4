namespace Maltall.Warehouse.Signal;

/// <summary>Mean and limits at one point, in the unit of the values; all finite.</summary>
/// <param name="Mean">The centre.</param>
/// <param name="Lower">Lower limit.</param>
/// <param name="NearLower">Where the outer third below the mean begins.</param>
/// <param name="NearUpper">Where the outer third above the mean begins.</param>
/// <param name="Upper">Upper limit.</param>
public readonly record struct ControlBand(
    double Mean, double Lower, double NearLower, double NearUpper, double Upper)
{
    /// <summary>The band that reaches as far below the mean as above it.</summary>
    /// <param name="mean">The centre.</param>
    /// <param name="reach">From the mean to a limit, at least 0.</param>
    public static ControlBand Around(double mean, double reach) =>
        new(mean, mean - reach, mean - (reach * 2 / 3), mean + (reach * 2 / 3), mean + reach);

    /// <summary>True when the value is strictly outside the limits.</summary>
    /// <param name="value">The value.</param>
    public bool IsOutside(double value) => value > Upper || value < Lower;

    /// <summary>True when the value is in the outer third, and not outside the limits.</summary>
    /// <param name="value">The value.</param>
    public bool IsClose(double value) => !IsOutside(value) && (value < NearLower || value > NearUpper);

    /// <summary>1 above the mean, -1 below it, 0 on it.</summary>
    /// <param name="value">The value.</param>
    public int SideOf(double value) => Math.Sign(value - Mean);
}

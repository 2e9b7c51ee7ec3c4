using System.Globalization;

namespace Maltall.Etl.Validate;

/// <summary>How far a value is from earlier ones, in a way that a few wrong ones among them do not disturb.</summary>
/// <remarks>
/// |x − median| / (1.4826 × MAD), the modified z-score of Iglewicz &amp; Hoaglin (1993), How to Detect and Handle
/// Outliers, ASQC; 1.4826 = 1 / 0.6745 makes MAD the standard deviation of normal values. A unit that stands still has
/// MAD 0, and any change would be infinitely far; the spread is therefore at least a floor, and at least 5 % of the
/// median.
/// </remarks>
internal static class RobustScore
{
    /// <summary>Spread at least this share of the median.</summary>
    private const string LeastShare = "0.05";

    /// <summary>SQL that is true for a value that is too far from the earlier ones.</summary>
    /// <param name="value">SQL of the value.</param>
    /// <param name="median">SQL of the median of the earlier ones.</param>
    /// <param name="mad">SQL of their median absolute deviation.</param>
    /// <param name="limit">Greatest distance that is let pass.</param>
    /// <param name="floor">Least spread.</param>
    public static string IsFar(string value, string median, string mad, decimal limit, decimal floor) =>
        string.Create(CultureInfo.InvariantCulture,
            $"abs({value} - {median}) > {limit} * greatest(1.4826 * {mad}, {LeastShare} * abs({median}), {floor})");
}

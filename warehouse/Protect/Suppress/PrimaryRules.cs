namespace Maltall.Warehouse.Protect.Suppress;

/// <summary>Which counts are sensitive in themselves, before any other cell is looked at.</summary>
/// <param name="Threshold">Largest count that is sensitive, 1 or more.</param>
/// <param name="Zeros">What is done with cells that hold nobody.</param>
public sealed record PrimaryRules(int Threshold = 4, ZeroPolicy Zeros = ZeroPolicy.Public)
{
    /// <summary>Fewest households a share is computed from; smaller groups give no share, for quality.</summary>
    public const int SmallestDenominator = 20;

    /// <summary>Whether a count is sensitive: 1 to the threshold, and 0 too where zeros are protected.</summary>
    /// <param name="count">Households, 0 or more.</param>
    public bool IsSensitive(long count) => count <= Threshold && (count > 0 || Zeros == ZeroPolicy.Protected);

    /// <summary>Whether a part of a group may not be shown: it, or the rest of the group, is sensitive.</summary>
    /// <param name="numerator">Households in the part.</param>
    /// <param name="denominator">Households in the group; at least <paramref name="numerator"/>.</param>
    public bool IsSensitive(long numerator, long denominator) => WhyNoShare(numerator, denominator)
        .Any(reason => reason != ShareObstacle.DenominatorSmall);

    /// <summary>Why the share of a part in a group cannot be shown; none if it can.</summary>
    /// <param name="numerator">Households in the part.</param>
    /// <param name="denominator">Households in the group; at least <paramref name="numerator"/>.</param>
    /// <exception cref="ArgumentOutOfRangeException">The part is negative or larger than the group.</exception>
    public IReadOnlyList<ShareObstacle> WhyNoShare(long numerator, long denominator)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(numerator);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(numerator, denominator);
        var obstacles = new List<ShareObstacle>(3);
        if (IsSensitive(numerator))
        {
            obstacles.Add(ShareObstacle.NumeratorSmall);
        }

        if (IsSensitive(denominator - numerator))
        {
            obstacles.Add(ShareObstacle.ComplementSmall);
        }

        if (denominator < SmallestDenominator)
        {
            obstacles.Add(ShareObstacle.DenominatorSmall);
        }

        return obstacles;
    }

    /// <summary>
    /// The counts that a published share in percent leaves possible: all whole numerators whose share rounds to it,
    /// both
    /// ends of the rounding interval taken in.
    /// </summary>
    /// <param name="percent">The share as it is shown, 0–100.</param>
    /// <param name="decimals">Decimals it is shown with, 0 or more.</param>
    /// <param name="denominator">Households in the group, 1 or more.</param>
    /// <returns>Smallest and largest numerator; hidden only when they differ.</returns>
    public static (long Smallest, long Largest) NumeratorsOf(decimal percent, int decimals, long denominator)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(denominator);
        ArgumentOutOfRangeException.ThrowIfNegative(decimals);
        var half = 0.5m;
        for (var digit = 0; digit < decimals; digit++)
        {
            half /= 10m;
        }

        var smallest = (long)Math.Ceiling((percent - half) * denominator / 100m);
        var largest = (long)Math.Floor((percent + half) * denominator / 100m);
        return (Math.Max(0, smallest), Math.Min(denominator, largest));
    }
}

/// <summary>Why a share is not shown.</summary>
public enum ShareObstacle
{
    /// <summary>The part holds too few households.</summary>
    NumeratorSmall,

    /// <summary>The rest of the group holds too few households.</summary>
    ComplementSmall,

    /// <summary>The group is too small for a share to mean anything.</summary>
    DenominatorSmall,
}

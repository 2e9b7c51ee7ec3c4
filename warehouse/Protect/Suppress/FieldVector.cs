namespace Maltall.Warehouse.Protect.Suppress;

/// <summary>
/// A sparse vector over the integers modulo the prime 2^31 - 1; places ascend, values are 1 to the prime less 1.
/// </summary>
internal readonly record struct FieldVector(int[] At, long[] Of)
{
    public const long Prime = int.MaxValue;

    private const int LargestDenominator = 96;
    private const long LargestNumerator = 1 << 20;

    public int Length => At.Length;

    public static FieldVector Unit(int at) => new([at], [1]);

    public static long Multiply(long left, long right) => left * right % Prime;

    public static long Negate(long value) => value == 0 ? 0 : Prime - value;

    public static long Invert(long value)
    {
        var (result, power, factor) = (1L, Prime - 2, value);
        for (; power > 0; power >>= 1)
        {
            result = (power & 1) == 1 ? Multiply(result, factor) : result;
            factor = Multiply(factor, factor);
        }

        return result;
    }

    /// <summary>The fraction with a small denominator that the value stands for.</summary>
    public static double ToFraction(long value)
    {
        for (var denominator = 1; denominator <= LargestDenominator; denominator++)
        {
            var numerator = Multiply(value, denominator);
            numerator = numerator > Prime / 2 ? numerator - Prime : numerator;
            if (Math.Abs(numerator) <= LargestNumerator)
            {
                return (double)numerator / denominator;
            }
        }

        throw new InvalidOperationException("A table of sums gave a coefficient that is no small fraction.");
    }

    public long ValueAt(int at)
    {
        var index = Array.BinarySearch(At, at);
        return index < 0 ? 0 : Of[index];
    }

    /// <summary>Whether the two are multiples of one another.</summary>
    public bool IsMultipleOf(in FieldVector other)
    {
        if (At.Length != other.At.Length || !At.AsSpan().SequenceEqual(other.At))
        {
            return false;
        }

        var factor = Multiply(Of[0], Invert(other.Of[0]));
        for (var index = 1; index < Of.Length; index++)
        {
            if (Of[index] != Multiply(other.Of[index], factor))
            {
                return false;
            }
        }

        return true;
    }
}

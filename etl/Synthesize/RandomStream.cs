using System.Numerics;

namespace Maltall.Etl.Synthesize;

/// <summary>
/// Seeded numbers of one named purpose: xoshiro256** filled by SplitMix64. A stream of its own per purpose means that a
/// change in one source does not move the others.
/// </summary>
/// <remarks>Blackman and Vigna (2021), Scrambled linear pseudorandom number generators, ACM TOMS 47.</remarks>
internal sealed class RandomStream
{
    private ulong _a;
    private ulong _b;
    private ulong _c;
    private ulong _d;

    public RandomStream(long seed, string name)
    {
        unchecked
        {
            // FNV-1a of the name, so that the stream depends on nothing of the runtime's own hashing.
            var hash = 14695981039346656037UL;
            foreach (var letter in name)
            {
                hash = (hash ^ letter) * 1099511628211UL;
            }

            var state = hash ^ ((ulong)seed * 0x9E3779B97F4A7C15UL);
            _a = SplitMix(ref state);
            _b = SplitMix(ref state);
            _c = SplitMix(ref state);
            _d = SplitMix(ref state);
        }
    }

    /// <summary>A number in [0, 1) with 53 random bits.</summary>
    public double Next() => (NextBits() >> 11) * (1.0 / (1UL << 53));

    /// <summary>A whole number from <paramref name="from"/> up to and with <paramref name="to"/>.</summary>
    public int Between(int from, int to) => from + (int)(Next() * (to - from + 1));

    public bool Chance(double probability) => Next() < probability;

    public T Of<T>(IReadOnlyList<T> items) => items[Between(0, items.Count - 1)];

    /// <summary>A standard normal number by Box and Muller.</summary>
    public double Normal() => Math.Sqrt(-2 * Math.Log(1 - Next())) * Math.Cos(2 * Math.PI * Next());

    public double LogNormal(double median, double sigma) => median * Math.Exp(sigma * Normal());

    public double Exponential(double mean) => -mean * Math.Log(1 - Next());

    /// <summary>A count with the given mean; above 40 by the normal curve, which is near enough here.</summary>
    public int Poisson(double mean)
    {
        if (mean > 40)
        {
            return (int)Math.Max(0, Math.Round(mean + (Math.Sqrt(mean) * Normal())));
        }

        var count = 0;
        var limit = Math.Exp(-mean);
        for (var product = Next(); product > limit; product *= Next())
        {
            count++;
        }

        return count;
    }

    /// <summary>An item, each in proportion to its weight.</summary>
    public T Weighted<T>(IReadOnlyList<(T Item, double Weight)> items)
    {
        var left = Next() * items.Sum(item => item.Weight);
        foreach (var (item, weight) in items)
        {
            left -= weight;
            if (left < 0)
            {
                return item;
            }
        }

        return items[^1].Item;
    }

    private static ulong SplitMix(ref ulong state)
    {
        unchecked
        {
            state += 0x9E3779B97F4A7C15UL;
            var z = state;
            z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9UL;
            z = (z ^ (z >> 27)) * 0x94D049BB133111EBUL;
            return z ^ (z >> 31);
        }
    }

    private ulong NextBits()
    {
        unchecked
        {
            var result = BitOperations.RotateLeft(_b * 5, 7) * 9;
            var shifted = _b << 17;
            _c ^= _a;
            _d ^= _b;
            _b ^= _c;
            _a ^= _d;
            _c ^= shifted;
            _d = BitOperations.RotateLeft(_d, 45);
            return result;
        }
    }
}

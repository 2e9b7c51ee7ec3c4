namespace Maltall.Warehouse.Effect;

/// <summary>Random numbers that are the same every time for the same question (SplitMix64), so that an answer can be
/// repeated on any machine.</summary>
/// <param name="first">First part of the seed.</param>
/// <param name="second">Second part of the seed.</param>
internal sealed class FixedRandom(long first, long second)
{
    private ulong state = unchecked(((ulong)first * 0x9E3779B97F4A7C15UL) ^ ((ulong)second + 0x2545F4914F6CDD1DUL));

    /// <summary>A whole number from 0 up to, not including, a bound.</summary>
    public int Below(int bound) => (int)(Next() % (ulong)bound);

    /// <summary>Puts a random choice of the items first.</summary>
    /// <param name="items">The items; changed in place.</param>
    /// <param name="count">How many are chosen.</param>
    public void ShuffleFirst(int[] items, int count)
    {
        for (var at = 0; at < count; at++)
        {
            var other = at + Below(items.Length - at);
            (items[at], items[other]) = (items[other], items[at]);
        }
    }

    private ulong Next()
    {
        unchecked
        {
            state += 0x9E3779B97F4A7C15UL;
            var mixed = (state ^ (state >> 30)) * 0xBF58476D1CE4E5B9UL;
            mixed = (mixed ^ (mixed >> 27)) * 0x94D049BB133111EBUL;
            return mixed ^ (mixed >> 31);
        }
    }
}

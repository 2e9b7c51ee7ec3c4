using System.Numerics;

namespace Maltall.Warehouse.Protect.Suppress;

/// <summary>
/// A dense vector modulo the prime that sparse rows are added to, with a queue of the pivots that still stand in it.
/// </summary>
internal sealed class Workbench(int width)
{
    private readonly long[] _value = new long[width];
    private readonly bool[] _isTouched = new bool[width];
    private readonly List<int> _touched = [];
    private readonly ulong[] _waiting = new ulong[(width >> 6) + 1];

    /// <summary>The pivot row of each place, or -1.</summary>
    public int[] PivotOf { get; } = Enumerable.Repeat(-1, width).ToArray();

    public long this[int at] => _value[at];

    public void Add(in FieldVector row, long factor)
    {
        for (var index = 0; index < row.At.Length; index++)
        {
            Add(row.At[index], FieldVector.Multiply(row.Of[index], factor));
        }
    }

    public void Add(int at, long amount)
    {
        if (!_isTouched[at])
        {
            _isTouched[at] = true;
            _touched.Add(at);
        }

        var sum = _value[at] + amount;
        _value[at] = sum >= FieldVector.Prime ? sum - FieldVector.Prime : sum;
        var pivot = PivotOf[at];
        if (pivot >= 0)
        {
            _waiting[pivot >> 6] |= 1UL << (pivot & 63);
        }
    }

    /// <summary>The first waiting pivot row from a number on, taken off the queue; -1 when there is none.</summary>
    public int TakePivot(int from)
    {
        for (var word = from >> 6; word < _waiting.Length; word++)
        {
            if (_waiting[word] != 0)
            {
                var bit = BitOperations.TrailingZeroCount(_waiting[word]);
                _waiting[word] &= ~(1UL << bit);
                return (word << 6) + bit;
            }
        }

        return -1;
    }

    /// <summary>What is not zero, ascending; the bench is empty afterwards.</summary>
    public FieldVector Clear()
    {
        _touched.Sort();
        var kept = _touched.FindAll(at => _value[at] != 0);
        var result = new FieldVector([.. kept], kept.Select(at => _value[at]).ToArray());
        foreach (var at in _touched)
        {
            _value[at] = 0;
            _isTouched[at] = false;
        }

        _touched.Clear();
        return result;
    }
}

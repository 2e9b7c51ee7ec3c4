namespace Maltall.Warehouse.Protect.Suppress;

/// <summary>
/// The span of what is shown, and the combinations that may never come into it. A group is let in only when no guarded
/// combination becomes computable from what is then shown.
/// </summary>
internal sealed class SpanGuard
{
    private readonly Workbench _bench;
    private readonly bool[] _isStruck;
    private readonly List<FieldVector> _rows = [];
    private readonly List<int> _leadOf = [];
    private readonly List<FieldVector> _guarded = [];
    private readonly List<int>[] _guardedAt;

    public SpanGuard(int width)
    {
        _bench = new Workbench(width);
        _isStruck = new bool[width];
        _guardedAt = Enumerable.Range(0, width).Select(_ => new List<int>()).ToArray();
    }

    /// <summary>Whether the coordinate is neither shown nor determined by other coordinates.</summary>
    public bool IsFree(int coordinate) => !_isStruck[coordinate] && _bench.PivotOf[coordinate] < 0;

    /// <summary>The vector less all that is shown; empty when it can be computed from what is shown.</summary>
    public FieldVector Reduce(in FieldVector vector)
    {
        Load(vector, 1);
        for (var pivot = _bench.TakePivot(0); pivot >= 0; pivot = _bench.TakePivot(pivot))
        {
            var factor = _bench[_leadOf[pivot]];
            if (factor != 0)
            {
                Load(_rows[pivot], FieldVector.Negate(factor));
            }
        }

        return _bench.Clear();
    }

    /// <summary>Guards a combination; false when what is shown already gives it away.</summary>
    public bool TryGuard(in FieldVector vector)
    {
        var reduced = Reduce(vector);
        if (reduced.Length == 0)
        {
            return false;
        }

        foreach (var at in reduced.At)
        {
            _guardedAt[at].Add(_guarded.Count);
        }

        _guarded.Add(reduced);
        return true;
    }

    /// <summary>Shows a group unless that would give a guarded combination away.</summary>
    public bool TryShow(in FieldVector vector)
    {
        var reduced = Reduce(vector);
        if (reduced.Length == 0)
        {
            return true;
        }

        var rarest = reduced.At.MinBy(at => _guardedAt[at].Count);
        foreach (var guarded in _guardedAt[rarest])
        {
            if (_guarded[guarded].IsMultipleOf(reduced))
            {
                return false;
            }
        }

        if (reduced.Length == 1)
        {
            Strike(reduced.At[0]);
        }
        else
        {
            Eliminate(reduced, rarest);
        }

        return true;
    }

    private void Strike(int coordinate)
    {
        _isStruck[coordinate] = true;
        foreach (var guarded in _guardedAt[coordinate])
        {
            var row = _guarded[guarded];
            var index = Array.BinarySearch(row.At, coordinate);
            if (index >= 0)
            {
                _guarded[guarded] = new FieldVector(
                    [.. row.At.AsSpan(0, index), .. row.At.AsSpan(index + 1)],
                    [.. row.Of.AsSpan(0, index), .. row.Of.AsSpan(index + 1)]);
            }
        }

        _guardedAt[coordinate].Clear();
    }

    private void Eliminate(in FieldVector row, int lead)
    {
        var inverse = FieldVector.Invert(row.ValueAt(lead));
        var normal = new FieldVector(row.At, Array.ConvertAll(row.Of, value => FieldVector.Multiply(value, inverse)));
        var holders = _guardedAt[lead].Distinct().ToList();
        _guardedAt[lead].Clear();
        foreach (var guarded in holders)
        {
            var old = _guarded[guarded];
            var factor = old.ValueAt(lead);
            if (factor == 0)
            {
                continue;
            }

            Load(old, 1);
            Load(normal, FieldVector.Negate(factor));
            _guarded[guarded] = _bench.Clear();
            foreach (var at in _guarded[guarded].At.Where(at => old.ValueAt(at) == 0))
            {
                _guardedAt[at].Add(guarded);
            }
        }

        _bench.PivotOf[lead] = _rows.Count;
        _leadOf.Add(lead);
        _rows.Add(normal);
    }

    private void Load(in FieldVector row, long factor)
    {
        for (var index = 0; index < row.At.Length; index++)
        {
            if (!_isStruck[row.At[index]])
            {
                _bench.Add(row.At[index], FieldVector.Multiply(row.Of[index], factor));
            }
        }
    }
}

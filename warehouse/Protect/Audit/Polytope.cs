namespace Maltall.Warehouse.Protect.Audit;

/// <summary>
/// The values an attacker cannot rule out, walked by the simplex method: each quantity is at least its floor, and those
/// in the table are a constant and a combination of those beside it.
/// </summary>
/// <remarks>
/// Dantzig's rule, and Bland's against cycling: Chvátal (1983), Linear Programming, chapters 2 and 3.
/// </remarks>
internal sealed class Polytope
{
    private const double Small = 1e-9;
    private const double Feasible = 1e-7;
    private const double Noise = 1e-9;
    private const double Drift = 1e-8;
    private const int Patience = 50;
    private const int Attempts = 3;

    private readonly int _freeCount;
    private readonly List<(int[] At, double[] Of, double Constant)> _original = [];
    private readonly List<double[]> _table = [];
    private readonly List<int> _basic = [];
    private readonly int[] _beside;
    private readonly List<double> _floor = [];
    private readonly List<double> _at = [];
    private readonly List<int> _rowOf = [];
    private readonly List<(int Row, double Slope)> _moved = [];
    private int _idle;
    private long _checkedAt;
    private (double[] Least, double[] Most) _sound = ([], []);

    /// <param name="floors">Floors of the free quantities.</param>
    /// <param name="start">Where they stand at first; not below the floors.</param>
    public Polytope(IReadOnlyList<double> floors, IReadOnlyList<double> start)
    {
        _freeCount = floors.Count;
        _beside = Enumerable.Range(0, floors.Count).ToArray();
        _floor.AddRange(floors);
        _at.AddRange(start);
        _rowOf.AddRange(Enumerable.Repeat(-1, floors.Count));
        Least.AddRange(start);
        Most.AddRange(start);
    }

    /// <summary>Smallest value of each quantity on the way, once all floors were kept.</summary>
    public List<double> Least { get; } = [];

    /// <summary>Largest value of each quantity on the way, once all floors were kept.</summary>
    public List<double> Most { get; } = [];

    public long Pivots { get; private set; }

    public double ValueOf(int quantity) => _at[quantity];

    public double FloorOf(int quantity) => _floor[quantity];

    /// <summary>
    /// Adds a quantity that is a combination of the free ones, the constant last; before the first walk.
    /// </summary>
    public int Add(double[] row, double floor)
    {
        var places = Enumerable.Range(0, _freeCount).Where(place => row[place] != 0).ToArray();
        _original.Add((places, Array.ConvertAll(places, place => row[place]), row[^1]));
        var value = Fresh(_original.Count - 1);
        _rowOf.Add(_table.Count);
        _table.Add(row[..^1]);
        _basic.Add(_at.Count);
        _at.Add(value);
        _floor.Add(floor);
        Least.Add(value);
        Most.Add(value);
        return _at.Count - 1;
    }

    /// <summary>Walks to a point that keeps all floors; false when there is none.</summary>
    public bool Enter()
    {
        if (_sound.Least.Length == 0)
        {
            _sound = (
                Enumerable.Repeat(double.PositiveInfinity, _at.Count).ToArray(),
                Enumerable.Repeat(double.NegativeInfinity, _at.Count).ToArray());
        }

        var gain = new double[_beside.Length];
        for (_idle = 0; ;)
        {
            Array.Clear(gain);
            var isInside = true;
            for (var row = 0; row < _table.Count; row++)
            {
                if (_at[_basic[row]] < _floor[_basic[row]] - Feasible)
                {
                    isInside = false;
                    for (var column = 0; column < gain.Length; column++)
                    {
                        gain[column] += _table[row][column];
                    }
                }
            }

            if (isInside)
            {
                break;
            }

            if (!Advance(gain, double.PositiveInfinity, out _))
            {
                return false;
            }
        }

        for (var quantity = 0; quantity < _at.Count; quantity++)
        {
            Least[quantity] = Math.Min(_sound.Least[quantity], _at[quantity]);
            Most[quantity] = Math.Max(_sound.Most[quantity], _at[quantity]);
        }

        _sound = ([.. Least], [.. Most]);
        return true;
    }

    /// <summary>The largest (1) or smallest (-1) value of a quantity; stops early once it is at the goal.</summary>
    /// <returns>The value reached; infinite when there is no end.</returns>
    public double Seek(int quantity, int sign, double goal)
    {
        var value = Walk(quantity, sign, goal);
        for (var attempt = 0; attempt < Attempts && Pivots > _checkedAt && Refresh(); attempt++)
        {
            value = Walk(quantity, sign, goal);
        }

        return value;
    }

    /// <summary>Sets the table up anew where the walk stands, if rounding has piled up in it.</summary>
    private bool Refresh()
    {
        _checkedAt = Pivots;
        if (Enumerable.Range(0, _original.Count).All(row => Math.Abs(Fresh(row) - _at[_freeCount + row]) < Drift))
        {
            _sound = ([.. Least], [.. Most]);
            return false;
        }

        Restore(Least, _sound.Least);
        Restore(Most, _sound.Most);
        for (var row = 0; row < _table.Count; row++)
        {
            var (at, of, _) = _original[row];
            Array.Clear(_table[row]);
            for (var index = 0; index < at.Length; index++)
            {
                _table[row][at[index]] = of[index];
            }

            _basic[row] = _freeCount + row;
            _rowOf[_freeCount + row] = row;
            _at[_freeCount + row] = Fresh(row);
        }

        for (var place = 0; place < _freeCount; place++)
        {
            _beside[place] = place;
            _rowOf[place] = -1;
        }

        if (Enumerable.Range(0, _at.Count).All(quantity => _at[quantity] >= _floor[quantity] - Feasible))
        {
            for (var quantity = 0; quantity < _at.Count; quantity++)
            {
                Place(quantity, _at[quantity]);
            }
        }
        else if (!Enter())
        {
            throw new InvalidOperationException("The audit lost precision; the release must not be published.");
        }

        return true;
    }

    /// <summary>Forgets what was seen since the table was last found sound.</summary>
    private static void Restore(List<double> seen, double[] sound)
    {
        for (var quantity = 0; quantity < seen.Count; quantity++)
        {
            seen[quantity] = sound[quantity];
        }
    }

    private double Fresh(int row)
    {
        var (at, of, value) = _original[row];
        for (var index = 0; index < at.Length; index++)
        {
            value += of[index] * _at[at[index]];
        }

        return value;
    }

    private double Walk(int quantity, int sign, double goal)
    {
        var gain = new double[_beside.Length];
        for (_idle = 0; sign * _at[quantity] < (sign * goal) - Feasible;)
        {
            Array.Clear(gain);
            if (_rowOf[quantity] >= 0)
            {
                var row = _table[_rowOf[quantity]];
                for (var column = 0; column < gain.Length; column++)
                {
                    gain[column] = sign * row[column];
                }
            }
            else
            {
                gain[Array.IndexOf(_beside, quantity)] = sign;
            }

            if (!Advance(gain, (sign * goal) - (sign * _at[quantity]), out var isEndless))
            {
                break;
            }

            if (isEndless)
            {
                Most[quantity] = double.PositiveInfinity;
                return double.PositiveInfinity;
            }
        }

        return _at[quantity];
    }

    private bool Advance(double[] gain, double wanted, out bool isEndless)
    {
        isEndless = false;
        var column = Choose(gain);
        if (column < 0)
        {
            return false;
        }

        var up = gain[column] > 0;
        var mover = _beside[column];
        var room = up ? double.PositiveInfinity : _at[mover] - _floor[mover];
        var stride = Math.Min(wanted / Math.Abs(gain[column]), room);
        var stop = -1;
        var steepness = 0.0;
        _moved.Clear();
        for (var row = 0; row < _table.Count; row++)
        {
            var slope = up ? _table[row][column] : -_table[row][column];
            if (slope == 0)
            {
                continue;
            }

            _moved.Add((row, slope));
            var reach = ReachOf(_basic[row], slope);
            if (reach < stride - Small || (reach <= stride + Small && stop >= 0 && Math.Abs(slope) > steepness))
            {
                stride = Math.Min(reach, stride);
                stop = row;
                steepness = Math.Abs(slope);
            }
        }

        if (double.IsPositiveInfinity(stride))
        {
            isEndless = true;
            return true;
        }

        Go(mover, up ? stride : -stride, stride);
        _idle = stride > Small ? 0 : _idle + 1;
        if (stop >= 0)
        {
            Swap(stop, column);
        }

        return true;
    }

    /// <summary>
    /// How far a quantity lets the step go: to its floor from above, or from below when it was under it.
    /// </summary>
    private double ReachOf(int quantity, double slope)
    {
        var above = _at[quantity] - _floor[quantity];
        if (above < -Feasible)
        {
            return slope > Feasible ? -above / slope : double.PositiveInfinity;
        }

        return slope < -Feasible ? Math.Max(above, 0) / -slope : double.PositiveInfinity;
    }

    private int Choose(double[] gain)
    {
        var chosen = -1;
        for (var column = 0; column < gain.Length; column++)
        {
            var canMove = gain[column] > Feasible
                || (gain[column] < -Feasible && _at[_beside[column]] > _floor[_beside[column]] + Small);
            if (canMove && (chosen < 0 || (_idle > Patience
                ? _beside[column] < _beside[chosen]
                : Math.Abs(gain[column]) > Math.Abs(gain[chosen]))))
            {
                chosen = column;
            }
        }

        return chosen;
    }

    private void Go(int mover, double distance, double stride)
    {
        Place(mover, _at[mover] + distance);
        foreach (var (row, slope) in _moved)
        {
            Place(_basic[row], _at[_basic[row]] + (slope * stride));
        }
    }

    private void Place(int quantity, double value)
    {
        _at[quantity] = value;
        Least[quantity] = Math.Min(Least[quantity], value);
        Most[quantity] = Math.Max(Most[quantity], value);
    }

    private void Swap(int row, int column)
    {
        Pivots++;
        var leader = _table[row];
        var turn = leader[column];
        var places = new List<int>();
        for (var place = 0; place < leader.Length; place++)
        {
            if (leader[place] != 0 && place != column)
            {
                leader[place] /= -turn;
                places.Add(place);
            }
        }

        leader[column] = 1 / turn;
        foreach (var (other, _) in _moved)
        {
            var follower = _table[other];
            var weight = follower[column];
            if (other == row)
            {
                continue;
            }

            foreach (var place in places)
            {
                var sum = follower[place] + (weight * leader[place]);
                follower[place] = Math.Abs(sum) < Noise ? 0 : sum;
            }

            follower[column] = weight * leader[column];
        }

        (_basic[row], _beside[column]) = (_beside[column], _basic[row]);
        _rowOf[_basic[row]] = row;
        _rowOf[_beside[column]] = -1;
        _at[_beside[column]] = Math.Abs(_at[_beside[column]] - _floor[_beside[column]]) < 1e-6
            ? _floor[_beside[column]] : _at[_beside[column]];
    }
}

namespace Maltall.Warehouse.Protect.Suppress;

/// <summary>
/// How far hidden counts can move without changing what is shown: a linear program over deviations from the true
/// counts, kept as a dictionary (each quantity a combination of the free ones) that is walked from vertex to vertex.
/// </summary>
/// <remarks>
/// A free quantity may lie between its bounds, so the walk starts at the true counts and every step gives a set of
/// counts that an attacker cannot rule out. Chvátal (1983), Linear Programming, chapter 8.
/// </remarks>
internal sealed class Freedom
{
    private const double Tolerance = 1e-9;
    private const double Rounding = 1e-7;
    private const int StallLimit = 60;
    private const int RenewalInterval = 100;

    private readonly double[][] _rows;
    private readonly (int[] At, double[] Of)[] _firstRows;
    private readonly int[] _rowOf;
    private readonly int[] _inRow;
    private readonly int[] _inColumn;
    private readonly double[] _value;
    private readonly double[] _lower;
    private readonly bool[] _isFixed;
    private readonly List<int> _holders = [];
    private readonly List<int> _filled = [];
    private readonly double[] _costs;
    private int _stalls;
    private long _renewedAt;

    /// <param name="free">Quantities that move freely, one per column.</param>
    /// <param name="bound">All other quantities as combinations of the free ones, dense over the columns.</param>
    /// <param name="lower">Smallest deviation of every quantity; the free ones come first.</param>
    public Freedom(int free, double[][] bound, double[] lower)
    {
        _rows = bound;
        _firstRows = Array.ConvertAll(bound, Sparse);
        _lower = lower;
        _value = new double[lower.Length];
        _isFixed = new bool[lower.Length];
        Low = new double[lower.Length];
        High = new double[lower.Length];
        _costs = new double[free];
        _inColumn = Enumerable.Range(0, free).ToArray();
        _inRow = Enumerable.Range(free, bound.Length).ToArray();
        _rowOf = Enumerable.Range(0, lower.Length).Select(quantity => quantity < free ? -1 : quantity - free).ToArray();
    }

    /// <summary>Smallest deviation of each quantity on the way.</summary>
    public double[] Low { get; }

    /// <summary>Largest deviation of each quantity on the way.</summary>
    public double[] High { get; }

    /// <summary>Pivots done, a measure of the work.</summary>
    public long Pivots { get; private set; }

    /// <summary>Deviation of a quantity where the walk stands.</summary>
    public double ValueOf(int quantity) => _value[quantity];

    /// <summary>Whole numbers that the quantity has been shown to be able to take.</summary>
    public static long Integers(double low, double high) =>
        (long)Math.Floor(high + Rounding) - (long)Math.Ceiling(low - Rounding) + 1;

    /// <summary>Brings all quantities above their lower bounds; false when that cannot be.</summary>
    public bool Restore()
    {
        _stalls = 0;
        while (true)
        {
            var broken = _inRow.Where(quantity => _value[quantity] < _lower[quantity] - Rounding).ToList();
            if (broken.Count == 0)
            {
                ForgetTheWay();
                return true;
            }

            Array.Clear(_costs);
            foreach (var quantity in broken)
            {
                Accumulate(_rows[_rowOf[quantity]], _costs);
            }

            if (!Step(_costs, double.PositiveInfinity))
            {
                return false;
            }
        }
    }

    /// <summary>Moves a quantity up or down until it has moved so far, or can move no further.</summary>
    /// <param name="quantity">The quantity.</param>
    /// <param name="sign">1 for up, -1 for down.</param>
    /// <param name="target">Deviation to reach, in the direction of the sign.</param>
    /// <param name="pivots">Pivots after which it is given up.</param>
    /// <returns>Whether it got there.</returns>
    public bool Push(int quantity, int sign, double target, long pivots)
    {
        if (Pivots - _renewedAt > RenewalInterval)
        {
            Renew();
        }

        _stalls = 0;
        var last = Pivots + pivots;
        while (sign * _value[quantity] < target - Rounding)
        {
            if (Pivots >= last)
            {
                return false;
            }

            Objective(quantity, sign, _costs);
            if (!Step(_costs, target - (sign * _value[quantity])))
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>
    /// The quantities that a quantity depends on where the walk stands; with what is shown they determine it.
    /// </summary>
    public List<int> Holding(int quantity)
    {
        Objective(quantity, 1, _costs);
        return Enumerable.Range(0, _inColumn.Length)
            .Where(column => Math.Abs(_costs[column]) > Rounding)
            .Select(column => _inColumn[column])
            .ToList();
    }

    private static (int[] At, double[] Of) Sparse(double[] row)
    {
        var at = Enumerable.Range(0, row.Length).Where(column => row[column] != 0).ToArray();
        return (at, Array.ConvertAll(at, column => row[column]));
    }

    /// <summary>Sets the dictionary up anew where the walk stands when rounding has piled up in it.</summary>
    private void Renew()
    {
        _renewedAt = Pivots;
        var values = Array.ConvertAll(_firstRows, First);
        if (Enumerable.Range(0, values.Length).All(row => Math.Abs(values[row] - _value[_costs.Length + row]) < 1e-8))
        {
            return;
        }

        for (var row = 0; row < _rows.Length; row++)
        {
            Array.Clear(_rows[row]);
            var (at, of) = _firstRows[row];
            for (var index = 0; index < at.Length; index++)
            {
                _rows[row][at[index]] = of[index];
            }

            _inRow[row] = _costs.Length + row;
            _rowOf[_inRow[row]] = row;
            _value[_inRow[row]] = values[row];
        }

        for (var column = 0; column < _costs.Length; column++)
        {
            _inColumn[column] = column;
            _rowOf[column] = -1;
        }
    }

    private double First((int[] At, double[] Of) row)
    {
        var sum = 0.0;
        for (var index = 0; index < row.At.Length; index++)
        {
            sum += row.Of[index] * _value[row.At[index]];
        }

        return sum;
    }

    private void ForgetTheWay()
    {
        for (var quantity = 0; quantity < _value.Length; quantity++)
        {
            Low[quantity] = Math.Min(0, _value[quantity]);
            High[quantity] = Math.Max(0, _value[quantity]);
        }
    }

    private static void Accumulate(double[] row, double[] sum)
    {
        for (var column = 0; column < sum.Length; column++)
        {
            sum[column] += row[column];
        }
    }

    private void Objective(int quantity, int sign, double[] costs)
    {
        var row = _rowOf[quantity];
        if (row < 0)
        {
            Array.Clear(costs);
            costs[Array.IndexOf(_inColumn, quantity)] = sign;
            return;
        }

        for (var column = 0; column < costs.Length; column++)
        {
            costs[column] = sign * _rows[row][column];
        }
    }

    /// <summary>One step that raises the objective; false at its maximum.</summary>
    private bool Step(double[] costs, double wanted)
    {
        var column = Entering(costs);
        if (column < 0)
        {
            return false;
        }

        var direction = costs[column] > 0 ? 1 : -1;
        var moving = _inColumn[column];
        var length = wanted / Math.Abs(costs[column]);
        var leaving = -1;
        var size = 0.0;
        if (direction < 0 && _value[moving] - _lower[moving] < length)
        {
            length = _value[moving] - _lower[moving];
        }

        _holders.Clear();
        for (var row = 0; row < _rows.Length; row++)
        {
            var slope = _rows[row][column] * direction;
            if (slope == 0)
            {
                continue;
            }

            _holders.Add(row);
            var room = RoomOf(_inRow[row], slope);
            if (room < length - Tolerance || (room <= length && Math.Abs(slope) > size))
            {
                (length, leaving, size) = (Math.Min(length, room), row, Math.Abs(slope));
            }
        }

        if (double.IsPositiveInfinity(length))
        {
            length = 1;
        }

        Move(column, direction * length);
        _stalls = length < Tolerance ? _stalls + 1 : 0;
        if (leaving >= 0)
        {
            Pivot(leaving, column);
        }

        return true;
    }

    private double RoomOf(int quantity, double slope)
    {
        var slack = _value[quantity] - _lower[quantity];
        var isBroken = slack < -Rounding;
        return slope > 0
            ? isBroken && slope > Rounding ? -slack / slope : double.PositiveInfinity
            : isBroken || slope > -Rounding ? double.PositiveInfinity : Math.Max(0, slack) / -slope;
    }

    private int Entering(double[] costs)
    {
        var (best, chosen) = (Rounding, -1);
        for (var column = 0; column < costs.Length; column++)
        {
            var size = Math.Abs(costs[column]);
            var quantity = _inColumn[column];
            if (size <= best || _isFixed[quantity]
                || (costs[column] < 0 && _value[quantity] <= _lower[quantity] + Tolerance))
            {
                continue;
            }

            if (_stalls <= StallLimit)
            {
                (best, chosen) = (size, column);
            }
            else if (chosen < 0 || quantity < _inColumn[chosen])
            {
                chosen = column;
            }
        }

        return chosen;
    }

    private void Move(int column, double length)
    {
        Shift(_inColumn[column], length);
        foreach (var row in _holders)
        {
            Shift(_inRow[row], length * _rows[row][column]);
        }
    }

    private void Shift(int quantity, double amount)
    {
        var value = _value[quantity] + amount;
        _value[quantity] = value;
        Low[quantity] = Math.Min(Low[quantity], value);
        High[quantity] = Math.Max(High[quantity], value);
    }

    private void Pivot(int row, int column)
    {
        Pivots++;
        var pivotRow = _rows[row];
        var inverse = 1 / pivotRow[column];
        _filled.Clear();
        for (var other = 0; other < pivotRow.Length; other++)
        {
            if (pivotRow[other] != 0 && other != column)
            {
                _filled.Add(other);
                pivotRow[other] *= -inverse;
            }
        }

        pivotRow[column] = inverse;
        foreach (var holder in _holders)
        {
            if (holder != row)
            {
                Substitute(_rows[holder], pivotRow, column);
            }
        }

        (_inRow[row], _inColumn[column]) = (_inColumn[column], _inRow[row]);
        _rowOf[_inRow[row]] = row;
        _rowOf[_inColumn[column]] = -1;
        _value[_inColumn[column]] = _lower[_inColumn[column]];
    }

    private void Substitute(double[] target, double[] pivotRow, int column)
    {
        var factor = target[column];
        foreach (var other in _filled)
        {
            var value = target[other] + (factor * pivotRow[other]);
            target[other] = Math.Abs(value) < Tolerance ? 0 : value;
        }

        target[column] = factor * pivotRow[column];
    }
}

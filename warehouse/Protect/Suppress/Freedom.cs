namespace Maltall.Warehouse.Protect.Suppress;

/// <summary>
/// How far hidden counts can move without changing what is shown: a linear program over deviations from the true
/// counts, walked from vertex to vertex by the revised simplex method.
/// </summary>
/// <remarks>
/// A free quantity may lie between its bounds, so the walk starts at the true counts and every step gives a set of
/// counts that an attacker cannot rule out. Chvátal (1983), Linear Programming, chapters 7 and 8.
/// </remarks>
internal sealed class Freedom
{
    private const double Tolerance = 1e-9;
    private const double Rounding = 1e-7;
    private const double LargestDrift = 1e-8;
    private const int StallLimit = 60;
    private const int CheckInterval = 100;
    private const int Refinements = 2;

    private readonly int _free;
    private readonly SparseRow[] _rows;
    private readonly SparseRow[] _columns;
    private readonly double[] _value;
    private readonly double[] _lower;
    private readonly double[] _costs;
    private readonly double[] _slope;
    private readonly bool[] _isTouched;
    private readonly List<int> _touched = [];
    private Exchange _exchange;
    private double[] _prices = [];
    private int _stalls;
    private long _checkedAt;

    /// <param name="free">Quantities that move freely.</param>
    /// <param name="bound">All other quantities as combinations of the free ones.</param>
    /// <param name="lower">Smallest deviation of every quantity; the free ones come first.</param>
    public Freedom(int free, SparseRow[] bound, double[] lower)
    {
        (_free, _rows, _lower) = (free, bound, lower);
        _columns = SparseRow.Transpose(bound, free);
        _value = new double[lower.Length];
        Low = new double[lower.Length];
        High = new double[lower.Length];
        _costs = new double[free];
        _slope = new double[lower.Length];
        _isTouched = new bool[lower.Length];
        _exchange = new Exchange(_rows, _columns);
    }

    /// <summary>Smallest deviation of each quantity on the way.</summary>
    public double[] Low { get; }

    /// <summary>Largest deviation of each quantity on the way.</summary>
    public double[] High { get; }

    /// <summary>Pivots done, a measure of the work.</summary>
    public long Pivots { get; private set; }

    /// <summary>Whole numbers that the quantity has been shown to be able to take.</summary>
    public static long Integers(double low, double high) =>
        (long)Math.Floor(high + Rounding) - (long)Math.Ceiling(low - Rounding) + 1;

    /// <summary>Brings all quantities above their lower bounds; false when that cannot be.</summary>
    public bool Restore()
    {
        _stalls = 0;
        while (true)
        {
            var broken = Enumerable.Range(0, _value.Length)
                .Where(quantity => _value[quantity] < _lower[quantity] - Rounding).ToList();
            if (broken.Count == 0)
            {
                ForgetTheWay();
                return true;
            }

            Price([.. broken.Select(quantity => (quantity, 1))]);
            if (!Step(double.PositiveInfinity))
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
    public Pushed Push(int quantity, int sign, double target, long pivots)
    {
        Renew();
        _stalls = 0;
        var last = Pivots + pivots;
        while (sign * _value[quantity] < target - Rounding)
        {
            if (Pivots >= last)
            {
                return Pushed.SoFar;
            }

            Price([(quantity, sign)]);
            if (!Step(target - (sign * _value[quantity])))
            {
                return Pushed.ToTheEnd;
            }
        }

        return Pushed.ToTarget;
    }

    /// <summary>
    /// The quantities that a quantity depends on where the walk stands; with what is shown they determine it.
    /// </summary>
    public List<int> Holding(int quantity)
    {
        Price([(quantity, 1)]);
        var holding = Enumerable.Range(0, _free).Where(column => Math.Abs(_costs[column]) > Rounding).ToList();
        for (var place = 0; place < _exchange.Size; place++)
        {
            if (Math.Abs(_prices[place]) > Rounding)
            {
                holding.Add(_free + _exchange.RowAt(place));
            }
        }

        return holding;
    }

    /// <summary>
    /// Takes out the rounding that has piled up: the basis determines its columns anew. A basis too far off is left.
    /// </summary>
    private void Renew()
    {
        if (Pivots - _checkedAt <= CheckInterval)
        {
            return;
        }

        _checkedAt = Pivots;
        for (var refinement = 0; refinement < Refinements; refinement++)
        {
            var rest = Enumerable.Range(0, _exchange.Size).Select(_exchange.RowAt)
                .Select(row => _lower[_free + row] - _rows[row].Times(_value)).ToArray();
            _exchange.Correct(rest, _value);
        }

        var values = Array.ConvertAll(_rows, row => row.Times(_value));
        values.CopyTo(_value, _free);
        if (Enumerable.Range(0, _exchange.Size).Select(_exchange.RowAt)
            .Any(row => Math.Abs(values[row] - _lower[_free + row]) > LargestDrift))
        {
            _exchange = new Exchange(_rows, _columns);
        }
    }

    private void ForgetTheWay()
    {
        for (var quantity = 0; quantity < _value.Length; quantity++)
        {
            Low[quantity] = Math.Min(0, _value[quantity]);
            High[quantity] = Math.Max(0, _value[quantity]);
        }
    }

    /// <summary>What a step of each quantity outside the basis adds to the sum of some quantities.</summary>
    private void Price(IReadOnlyList<(int Quantity, int Sign)> sum)
    {
        Array.Clear(_costs);
        foreach (var (quantity, sign) in sum)
        {
            if (quantity < _free)
            {
                _costs[quantity] += sign;
            }
            else
            {
                _rows[quantity - _free].AddTo(_costs, sign);
            }
        }

        _prices = _exchange.Prices(_costs);
        for (var place = 0; place < _prices.Length; place++)
        {
            if (Math.Abs(_prices[place]) > Tolerance)
            {
                _rows[_exchange.RowAt(place)].AddTo(_costs, -_prices[place]);
            }
        }

        for (var place = 0; place < _exchange.Size; place++)
        {
            _costs[_exchange.ColumnAt(place)] = 0;
        }
    }

    /// <summary>One step that raises what was priced; false at its maximum.</summary>
    private bool Step(double wanted)
    {
        var entering = Entering();
        if (entering < 0)
        {
            return false;
        }

        var cost = CostOf(entering);
        var direction = cost > 0 ? 1 : -1;
        var length = wanted / Math.Abs(cost);
        if (direction < 0 && _value[entering] - _lower[entering] < length)
        {
            length = _value[entering] - _lower[entering];
        }

        Aim(entering, direction);
        var (leaving, size) = (-1, 0.0);
        foreach (var quantity in _touched)
        {
            var slope = _slope[quantity];
            var room = RoomOf(quantity, slope);
            if (quantity != entering
                && (room < length - Tolerance || (room <= length && Math.Abs(slope) > size)))
            {
                (length, leaving, size) = (Math.Min(length, room), quantity, Math.Abs(slope));
            }
        }

        Move(double.IsPositiveInfinity(length) ? 1 : length);
        _stalls = length < Tolerance ? _stalls + 1 : 0;
        if (leaving >= 0)
        {
            Pivots++;
            _exchange.Swap(_free, entering, leaving);
            _value[leaving] = _lower[leaving];
        }

        return true;
    }

    private double CostOf(int quantity) =>
        quantity < _free ? _costs[quantity] : _prices[_exchange.PlaceOfRow(quantity - _free)];

    /// <summary>How all quantities move when one outside the basis does.</summary>
    private void Aim(int entering, int direction)
    {
        foreach (var quantity in _touched)
        {
            _slope[quantity] = 0;
            _isTouched[quantity] = false;
        }

        _touched.Clear();
        var turns = _exchange.Turns(_free, entering);
        for (var place = 0; place < turns.Length; place++)
        {
            if (Math.Abs(turns[place]) > Tolerance)
            {
                Turn(_exchange.ColumnAt(place), direction * turns[place]);
            }
        }

        if (entering < _free)
        {
            Turn(entering, direction);
        }
        else
        {
            Touch(entering);
        }

        for (var place = 0; place < _exchange.Size; place++)
        {
            _slope[_free + _exchange.RowAt(place)] = 0;
        }

        if (entering >= _free)
        {
            _slope[entering] = direction;
        }

        _touched.RemoveAll(Still);
    }

    private bool Still(int quantity)
    {
        if (Math.Abs(_slope[quantity]) > Tolerance)
        {
            return false;
        }

        _slope[quantity] = 0;
        _isTouched[quantity] = false;
        return true;
    }

    private void Turn(int column, double amount)
    {
        Touch(column);
        _slope[column] += amount;
        var (at, of) = (_columns[column].At, _columns[column].Of);
        for (var index = 0; index < at.Length; index++)
        {
            Touch(_free + at[index]);
            _slope[_free + at[index]] += amount * of[index];
        }
    }

    private void Touch(int quantity)
    {
        if (!_isTouched[quantity])
        {
            _isTouched[quantity] = true;
            _touched.Add(quantity);
        }
    }

    private double RoomOf(int quantity, double slope)
    {
        var slack = _value[quantity] - _lower[quantity];
        var isBroken = slack < -Rounding;
        return slope > 0
            ? isBroken && slope > Rounding ? -slack / slope : double.PositiveInfinity
            : isBroken || slope > -Rounding ? double.PositiveInfinity : Math.Max(0, slack) / -slope;
    }

    private int Entering()
    {
        var (best, chosen) = (Rounding, -1);
        for (var column = 0; column < _free; column++)
        {
            Consider(column, _costs[column], ref best, ref chosen);
        }

        for (var place = 0; place < _exchange.Size; place++)
        {
            Consider(_free + _exchange.RowAt(place), _prices[place], ref best, ref chosen);
        }

        return chosen;
    }

    private void Consider(int quantity, double cost, ref double best, ref int chosen)
    {
        var size = Math.Abs(cost);
        if (size <= Rounding || (cost < 0 && _value[quantity] <= _lower[quantity] + Tolerance))
        {
            return;
        }

        if (_stalls <= StallLimit ? size > best : chosen < 0 || quantity < chosen)
        {
            (best, chosen) = (size, quantity);
        }
    }

    private void Move(double length)
    {
        foreach (var quantity in _touched)
        {
            var value = _value[quantity] + (length * _slope[quantity]);
            _value[quantity] = value;
            Low[quantity] = Math.Min(Low[quantity], value);
            High[quantity] = Math.Max(High[quantity], value);
        }
    }
}

/// <summary>How far a quantity was moved.</summary>
internal enum Pushed
{
    /// <summary>As far as was asked.</summary>
    ToTarget,

    /// <summary>As far as it can move, which is less.</summary>
    ToTheEnd,

    /// <summary>It may move further; patience ran out.</summary>
    SoFar,
}

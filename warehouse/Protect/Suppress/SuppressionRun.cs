namespace Maltall.Warehouse.Protect.Suppress;

/// <summary>One request on its way: rounds of elimination and of widening intervals until all hidden groups are safe.</summary>
internal sealed class SuppressionRun
{
    private readonly SuppressionRequest _request;
    private readonly CellSystem _system;
    private readonly Coordinates _coordinates;
    private readonly List<int> _order;
    private readonly bool[] _isPrimary;
    private readonly bool[] _isShownBefore;
    private readonly bool[] _isHidden;
    private readonly double[] _low;
    private readonly double[] _high;
    private readonly List<FieldVector> _guardedSums = [];
    private readonly SpanGuard _shownBefore;
    private long _pivots;

    public SuppressionRun(SuppressionRequest request)
    {
        _request = request;
        _system = CellSystem.From(request.Cells, request.Zeros);
        var groups = _system.Counts.Count;
        _isPrimary = new bool[groups];
        _isShownBefore = new bool[groups];
        for (var at = 0; at < request.Cells.Count; at++)
        {
            var (key, group) = (request.Cells[at].Key, _system.GroupOf[at]);
            if (group >= 0)
            {
                _isPrimary[group] |= request.Primary.Contains(key) || request.AlreadyHidden.Contains(key);
                _isShownBefore[group] |= request.AlreadyShown.Contains(key);
            }
        }

        _isHidden = (bool[])_isPrimary.Clone();
        _low = new double[groups];
        _high = new double[groups];
        _order = Order();
        _coordinates = Coordinates.Of(_system, _order);
        CheckSums();
        _shownBefore = ShownBefore();
    }

    public Suppression Solve(CancellationToken cancellation)
    {
        var clash = Enumerable.Range(0, _isPrimary.Length).Where(group => _isPrimary[group] && _isShownBefore[group]).ToList();
        if (clash.Count > 0)
        {
            return Refuse(clash);
        }

        for (var round = 1; ; round++)
        {
            cancellation.ThrowIfCancellationRequested();
            var guard = Eliminate(out var given);
            if (given.Count > 0)
            {
                return Refuse(given);
            }

            var narrow = Widen(guard, out var held);
            if (narrow.Count == 0)
            {
                return new Suppression.Safe(Statuses(), round, _pivots);
            }

            if (held.Count == 0)
            {
                return Refuse(narrow);
            }

            _guardedSums.AddRange(held);
        }
    }

    /// <summary>Groups in the order in which they are wanted: shown before, large, coarse, by key; sensitive ones last.</summary>
    private List<int> Order()
    {
        var name = new string[_isPrimary.Length];
        for (var at = 0; at < _request.Cells.Count; at++)
        {
            var group = _system.GroupOf[at];
            if (group >= 0 && (name[group] is null || string.CompareOrdinal(_request.Cells[at].Key, name[group]) < 0))
            {
                name[group] = _request.Cells[at].Key;
            }
        }

        return Enumerable.Range(0, _isPrimary.Length)
            .OrderBy(group => _isPrimary[group])
            .ThenByDescending(group => _isShownBefore[group])
            .ThenByDescending(group => _system.Counts[group])
            .ThenByDescending(group => _system.Parts[group].Length)
            .ThenBy(group => name[group], StringComparer.Ordinal)
            .ToList();
    }

    private void CheckSums()
    {
        foreach (var group in _order)
        {
            var vector = _coordinates.Groups[group];
            if (Math.Abs(Valued(vector) - _system.Counts[group]) > 1e-6)
            {
                throw CellSystem.DoNotAddUp(_request.Cells[Array.IndexOf(_system.GroupOf, group)].Key);
            }
        }
    }

    private double Valued(FieldVector vector)
    {
        var sum = 0.0;
        for (var index = 0; index < vector.Length; index++)
        {
            var group = _coordinates.GroupAt[vector.At[index]];
            sum += group < 0 ? 0 : FieldVector.ToFraction(vector.Of[index]) * _system.Counts[group];
        }

        return sum;
    }

    private SpanGuard ShownBefore()
    {
        var guard = new SpanGuard(_system.PartCount);
        foreach (var group in _order.Where(group => _isShownBefore[group]))
        {
            guard.TryShow(_coordinates.Groups[group]);
        }

        return guard;
    }

    /// <summary>Shows what can be shown, in order; what is hidden once stays hidden, so intervals only grow.</summary>
    private SpanGuard Eliminate(out List<int> given)
    {
        var guard = ShownBefore();
        given = _order.FindAll(group => _isPrimary[group] && !guard.TryGuard(_coordinates.Groups[group]));
        _guardedSums.ForEach(sum => guard.TryGuard(sum));
        foreach (var group in _order.Where(group => !_isHidden[group] && !_isShownBefore[group]))
        {
            _isHidden[group] = !guard.TryShow(_coordinates.Groups[group]);
        }

        return guard;
    }

    /// <summary>Looks for other counts that fit what is shown; gives back hidden groups for which there are too few.</summary>
    private List<int> Widen(SpanGuard guard, out List<FieldVector> held)
    {
        var program = FreedomBuilder.Build(_system, _coordinates, guard, _isHidden, LowerOf);
        held = [];
        var narrow = new List<int>();
        if (!program.Freedom.Restore())
        {
            throw CellSystem.DoNotAddUp(_request.Cells[0].Key);
        }

        foreach (var group in _order.Where(group => _isHidden[group]))
        {
            Remember(program);
            if (IsWide(group))
            {
                continue;
            }

            var quantity = program.QuantityOf[group];
            if (!Reaches(program, group, quantity, 1) && !Reaches(program, group, quantity, -1))
            {
                narrow.Add(group);
                Hold(program, guard, group, held);
            }
        }

        Remember(program);
        _pivots += program.Freedom.Pivots;
        return narrow;
    }

    private bool Reaches(FreedomProgram program, int group, int quantity, int sign)
    {
        var missing = _request.Integers - 1 - (sign > 0 ? Math.Ceiling(-_low[group] - 1e-7) : Math.Floor(_high[group] + 1e-7));
        if (quantity >= 0)
        {
            program.Freedom.Push(quantity, sign, Math.Max(1, missing));
        }

        Remember(program);
        return IsWide(group);
    }

    private bool IsWide(int group) => Freedom.Integers(_low[group], _high[group]) >= _request.Integers;

    private void Remember(FreedomProgram program)
    {
        foreach (var (group, quantity) in program.Hidden)
        {
            _low[group] = Math.Min(_low[group], program.Freedom.Low[quantity]);
            _high[group] = Math.Max(_high[group], program.Freedom.High[quantity]);
        }
    }

    /// <summary>Finds the sum that holds the group in place; guarding it makes the next elimination set the group free.</summary>
    private void Hold(FreedomProgram program, SpanGuard guard, int group, List<FieldVector> held)
    {
        (FieldVector Sum, int Size)? best = null;
        foreach (var sign in (int[])[1, -1])
        {
            program.Freedom.Push(program.QuantityOf[group], sign, double.PositiveInfinity);
            var holding = program.Freedom.Holding(program.QuantityOf[group], sign);
            if (program.Combine(group, holding) is { } sum
                && guard.Reduce(sum).Length == 0
                && _shownBefore.Reduce(sum).Length > 0
                && (best is null || holding.Count < best.Value.Size))
            {
                best = (sum, holding.Count);
            }
        }

        if (best is not null)
        {
            held.Add(best.Value.Sum);
        }
    }

    private double LowerOf(int group) => (_request.Zeros == ZeroPolicy.Public ? 1 : 0) - _system.Counts[group];

    private Suppression.Refused Refuse(IReadOnlyCollection<int> groups) => new(_request.Cells
        .Where((_, at) => groups.Contains(_system.GroupOf[at])).Select(cell => cell.Key).ToList());

    private Dictionary<string, CellStatus> Statuses()
    {
        var statuses = new Dictionary<string, CellStatus>(StringComparer.Ordinal);
        for (var at = 0; at < _request.Cells.Count; at++)
        {
            var (key, group) = (_request.Cells[at].Key, _system.GroupOf[at]);
            statuses[key] = group < 0 || !_isHidden[group] ? CellStatus.Published
                : _request.Primary.Contains(key) ? CellStatus.Primary : CellStatus.Secondary;
        }

        return statuses;
    }
}

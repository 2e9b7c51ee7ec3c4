namespace Maltall.Warehouse.Protect.Suppress;

/// <summary>
/// One request on its way: rounds of elimination and of widening intervals until all hidden groups are safe.
/// </summary>
internal sealed class SuppressionRun
{
    /// <summary>Sums to guard before the next elimination: few, as each gives freedom to many groups.</summary>
    private const int SmallestWave = 10;

    /// <summary>
    /// Share of the hidden groups, as its inverse, that is a wave in large tables, where eliminations cost more.
    /// </summary>
    private const int WavesPerPass = 75;

    /// <summary>Pivots for one group before others are tried; proofs that it can move no further take many.</summary>
    private const long Patience = 100;

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
        var clash = _order.FindAll(group => _isPrimary[group] && _isShownBefore[group]);
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

            _guardedSums.Clear();
            _guardedSums.AddRange(held);
        }
    }

    /// <summary>
    /// Groups in the order in which they are wanted: shown before, large, coarse, by key; sensitive ones last.
    /// </summary>
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

    /// <summary>
    /// Shows what can be shown, in order. What is hidden once stays hidden: intervals only grow, and a sum that was
    /// guarded
    /// once needs no guard again.
    /// </summary>
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

    /// <summary>
    /// Looks for other counts that fit what is shown; gives back hidden groups for which there are too few.
    /// </summary>
    private List<int> Widen(SpanGuard guard, out List<FieldVector> held)
    {
        var program = FreedomBuilder.Build(_system, _coordinates, guard, _isHidden, LowerOf);
        if (!program.Freedom.Restore())
        {
            throw CellSystem.DoNotAddUp(_request.Cells[0].Key);
        }

        var hidden = Enumerable.Reverse(_order).Where(group => _isHidden[group]).ToList();
        var wave = Math.Max(SmallestWave, hidden.Count / WavesPerPass);
        Remember(program);
        var narrow = Try(new Search(program, guard, Patience), hidden, wave, out held);
        if (held.Count == 0)
        {
            narrow = Try(new Search(program, guard, long.MaxValue / 2), narrow, wave, out held);
        }

        _pivots += program.Freedom.Pivots;
        return narrow;
    }

    /// <summary>
    /// Moves each group that is not yet wide, until a wave of sums has been found. Groups of a sum that was found
    /// wait for
    /// the next round, as the same freedom may do for them.
    /// </summary>
    private List<int> Try(Search search, List<int> groups, int wave, out List<FieldVector> held)
    {
        held = [];
        var narrow = new List<int>();
        var alike = new HashSet<int>();
        foreach (var group in groups)
        {
            if (alike.Contains(group))
            {
                narrow.Add(group);
                continue;
            }

            if (IsWide(group) || Reaches(search, group, 1, out var above) || Reaches(search, group, -1, out var below))
            {
                continue;
            }

            narrow.Add(group);
            if (Lightest(above, below) is { } sum)
            {
                held.Add(sum.Vector);
                alike.UnionWith(search.Program.GroupsOf(sum.Terms));
            }

            if (held.Count >= wave)
            {
                break;
            }
        }

        return narrow;
    }

    /// <summary>
    /// Whether a group moves far enough; if not, the sum that holds it, when something shown is part of it.
    /// </summary>
    private bool Reaches(Search search, int group, int sign, out HeldSum? held)
    {
        var (program, guard, patience) = search;
        held = null;
        var quantity = program.QuantityOf[group];
        var there = sign > 0 ? Math.Ceiling(_low[group] - 1e-7) : -Math.Floor(_high[group] + 1e-7);
        if (program.Freedom.Push(quantity, sign, there + _request.Integers - 1, patience) == Pushed.ToTheEnd)
        {
            var holding = program.Freedom.Holding(quantity);
            held = program.Combine(group, holding, guard) is { } sum
                && guard.Reduce(sum).Length == 0 && _shownBefore.Reduce(sum).Length > 0
                ? new HeldSum(sum, holding) : null;
        }

        Remember(program);
        return IsWide(group);
    }

    private static HeldSum? Lightest(params HeldSum?[] sums) => sums.OfType<HeldSum>().MinBy(sum => sum.Terms.Count);

    private bool IsWide(int group) => Freedom.Integers(_low[group], _high[group]) >= _request.Integers;

    private void Remember(FreedomProgram program)
    {
        foreach (var (group, quantity) in program.Hidden)
        {
            _low[group] = Math.Min(_low[group], program.Freedom.Low[quantity]);
            _high[group] = Math.Max(_high[group], program.Freedom.High[quantity]);
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

    private sealed record Search(FreedomProgram Program, SpanGuard Guard, long Patience);

    /// <summary>A sum that what is shown fixes, and the quantities in it.</summary>
    private sealed record HeldSum(FieldVector Vector, IReadOnlyList<int> Terms);
}

namespace Maltall.Warehouse.Protect.Suppress;

/// <summary>The linear program of what is hidden, and which of its quantities are which groups.</summary>
/// <param name="Freedom">The program.</param>
/// <param name="QuantityOf">The quantity of each hidden group; -1 for one that is not hidden.</param>
/// <param name="Hidden">Hidden groups with their quantities.</param>
/// <param name="Vectors">Each quantity over the coordinates.</param>
internal sealed record FreedomProgram(
    Freedom Freedom,
    int[] QuantityOf,
    IReadOnlyList<(int Group, int Quantity)> Hidden,
    IReadOnlyList<FieldVector> Vectors)
{
    /// <summary>
    /// The group less that sum of the quantities which what is shown makes equal to it; null if there is none.
    /// </summary>
    public FieldVector? Combine(int group, IReadOnlyList<int> holding, SpanGuard guard)
    {
        var vector = Vectors[QuantityOf[group]];
        var terms = holding.Select(at => guard.Reduce(Vectors[at])).ToList();
        if (ExactSum.Weights(guard.Reduce(vector), terms) is not { } weights)
        {
            return null;
        }

        var sum = new SortedDictionary<int, long>();
        Add(sum, vector, 1);
        for (var term = 0; term < weights.Length; term++)
        {
            Add(sum, Vectors[holding[term]], FieldVector.Negate(weights[term]));
        }

        var kept = sum.Where(pair => pair.Value != 0).ToList();
        return new FieldVector([.. kept.Select(pair => pair.Key)], [.. kept.Select(pair => pair.Value)]);
    }

    /// <summary>The hidden groups among the quantities.</summary>
    public IEnumerable<int> GroupsOf(IEnumerable<int> quantities)
    {
        var sought = quantities.ToHashSet();
        return Hidden.Where(pair => sought.Contains(pair.Quantity)).Select(pair => pair.Group);
    }

    private static void Add(SortedDictionary<int, long> sum, in FieldVector vector, long factor)
    {
        for (var index = 0; index < vector.Length; index++)
        {
            sum[vector.At[index]] = (sum.GetValueOrDefault(vector.At[index])
                + FieldVector.Multiply(vector.Of[index], factor)) % FieldVector.Prime;
        }
    }
}

/// <summary>Sets up the linear program after an elimination.</summary>
internal static class FreedomBuilder
{
    /// <param name="system">Groups and parts.</param>
    /// <param name="coordinates">Their coordinates.</param>
    /// <param name="guard">The elimination.</param>
    /// <param name="isHidden">Which groups are hidden.</param>
    /// <param name="lowerOf">Smallest deviation of a hidden group from its count.</param>
    public static FreedomProgram Build(
        CellSystem system, Coordinates coordinates, SpanGuard guard, bool[] isHidden, Func<int, double> lowerOf)
    {
        var setup = new Setup(system, coordinates, guard, lowerOf);
        for (var coordinate = 0; coordinate < system.PartCount; coordinate++)
        {
            if (guard.IsFree(coordinate)
                && (coordinates.GroupAt[coordinate] >= 0 || coordinates.PartAt[coordinate] >= 0))
            {
                setup.AddFree(coordinate);
            }
        }

        for (var group = 0; group < isHidden.Length; group++)
        {
            if (isHidden[group] && setup.QuantityOf[group] < 0)
            {
                setup.AddGroup(group);
            }
        }

        var single = Enumerable.Range(0, isHidden.Length)
            .Where(group => isHidden[group] && system.Parts[group].Length == 1)
            .Select(group => system.Parts[group][0])
            .ToHashSet();
        for (var part = 0; part < system.PartCount; part++)
        {
            if (!single.Contains(part))
            {
                setup.AddPart(part);
            }
        }

        return setup.Finish();
    }

    private sealed class Setup
    {
        private readonly CellSystem _system;
        private readonly Coordinates _coordinates;
        private readonly SpanGuard _guard;
        private readonly Func<int, double> _lowerOf;
        private readonly Dictionary<int, int> _columnOf = [];
        private readonly List<FieldVector> _vectors = [];
        private readonly List<double> _lower = [];
        private readonly List<SparseRow> _rows = [];
        private readonly HashSet<int> _freeParts = [];

        public Setup(CellSystem system, Coordinates coordinates, SpanGuard guard, Func<int, double> lowerOf)
        {
            _system = system;
            _coordinates = coordinates;
            _guard = guard;
            _lowerOf = lowerOf;
            QuantityOf = Enumerable.Repeat(-1, system.Counts.Count).ToArray();
        }

        public int[] QuantityOf { get; }

        public void AddFree(int coordinate)
        {
            var (group, part) = (_coordinates.GroupAt[coordinate], _coordinates.PartAt[coordinate]);
            _columnOf[coordinate] = _vectors.Count;
            if (group >= 0)
            {
                QuantityOf[group] = _vectors.Count;
            }
            else
            {
                _freeParts.Add(part);
            }

            _vectors.Add(FieldVector.Unit(coordinate));
            _lower.Add(group >= 0 ? _lowerOf(group) : 0);
        }

        public void AddGroup(int group)
        {
            QuantityOf[group] = _vectors.Count;
            AddRow(_coordinates.Groups[group], _guard.Reduce(_coordinates.Groups[group]), _lowerOf(group));
        }

        public void AddPart(int part)
        {
            var reduced = _guard.Reduce(_coordinates.Parts[part]);
            if (reduced.Length > 0 && !_freeParts.Contains(part))
            {
                AddRow(_coordinates.Parts[part], reduced, -CountOf(_coordinates.Parts[part]));
            }
        }

        public FreedomProgram Finish() => new(
            new Freedom(_columnOf.Count, [.. _rows], [.. _lower]),
            QuantityOf,
            QuantityOf.Select((quantity, group) => (group, quantity)).Where(pair => pair.quantity >= 0).ToList(),
            _vectors);

        private void AddRow(FieldVector vector, FieldVector reduced, double lower)
        {
            // Columns stand in the order of the coordinates, so the row's places ascend.
            _vectors.Add(vector);
            _lower.Add(lower);
            _rows.Add(new SparseRow(
                Array.ConvertAll(reduced.At, at => _columnOf[at]),
                Array.ConvertAll(reduced.Of, FieldVector.ToFraction)));
        }

        private double CountOf(FieldVector vector)
        {
            var sum = 0.0;
            for (var index = 0; index < vector.Length; index++)
            {
                var group = _coordinates.GroupAt[vector.At[index]];
                sum += group < 0 ? 0 : FieldVector.ToFraction(vector.Of[index]) * _system.Counts[group];
            }

            return sum;
        }
    }
}

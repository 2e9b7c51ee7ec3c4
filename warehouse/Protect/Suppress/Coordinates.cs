namespace Maltall.Warehouse.Protect.Suppress;

/// <summary>
/// Every group and part written as a combination of independent groups, chosen greedily in the order in which groups
/// are wanted. Showing a chosen group then only strikes one coordinate, so the elimination that follows stays small.
/// </summary>
internal sealed class Coordinates
{
    private readonly Workbench _parts;
    private readonly Workbench _combination;
    private readonly List<FieldVector> _rows = [];
    private readonly List<FieldVector> _used = [];
    private readonly List<long> _inverseLead = [];
    private readonly List<int> _leadOf = [];

    private Coordinates(CellSystem system)
    {
        _parts = new Workbench(system.PartCount);
        _combination = new Workbench(system.PartCount);
        Groups = new FieldVector[system.Parts.Count];
        Parts = new FieldVector[system.PartCount];
        GroupAt = new int[system.PartCount];
    }

    /// <summary>Each group over the coordinates.</summary>
    public FieldVector[] Groups { get; }

    /// <summary>Each part over the coordinates.</summary>
    public FieldVector[] Parts { get; }

    /// <summary>The group that each coordinate is, or -1 for a part that no combination of groups gives.</summary>
    public int[] GroupAt { get; }

    /// <summary>The part that each coordinate is, for those that are no group; else -1.</summary>
    public int[] PartAt { get; private set; } = [];

    /// <param name="system">Groups and parts.</param>
    /// <param name="order">All groups, the ones most wanted first.</param>
    public static Coordinates Of(CellSystem system, IReadOnlyList<int> order)
    {
        var coordinates = new Coordinates(system);
        var rank = RanksOf(system);
        Array.Fill(coordinates.GroupAt, -1);
        coordinates.PartAt = Enumerable.Repeat(-1, system.PartCount).ToArray();
        foreach (var group in order)
        {
            var row = new FieldVector(system.Parts[group], Enumerable.Repeat(1L, system.Parts[group].Length).ToArray());
            var size = coordinates._rows.Count;
            coordinates.Groups[group] = coordinates.Express(row, rank);
            if (coordinates._rows.Count > size)
            {
                coordinates.GroupAt[size] = group;
            }
        }

        for (var part = 0; part < system.PartCount; part++)
        {
            var size = coordinates._rows.Count;
            coordinates.Parts[part] = coordinates.Express(FieldVector.Unit(part), rank);
            if (coordinates._rows.Count > size)
            {
                coordinates.PartAt[size] = part;
            }
        }

        return coordinates;
    }

    private FieldVector Express(in FieldVector row, long[] rank)
    {
        _parts.Add(row, 1);
        for (var pivot = _parts.TakePivot(0); pivot >= 0; pivot = _parts.TakePivot(pivot))
        {
            var factor = _parts[_leadOf[pivot]];
            if (factor != 0)
            {
                _combination.Add(pivot, factor);
                _parts.Add(_rows[pivot], FieldVector.Negate(factor));
            }
        }

        var rest = _parts.Clear();
        if (rest.Length == 0)
        {
            return ToGroups();
        }

        AddPivot(rest, rank);
        return FieldVector.Unit(_rows.Count - 1);
    }

    private void AddPivot(in FieldVector rest, long[] rank)
    {
        var lead = rest.At.MinBy(part => (rank[part], -part));
        var inverse = FieldVector.Invert(rest.ValueAt(lead));
        _parts.PivotOf[lead] = _rows.Count;
        _leadOf.Add(lead);
        _rows.Add(new FieldVector(rest.At, Array.ConvertAll(rest.Of, value => FieldVector.Multiply(value, inverse))));
        _used.Add(_combination.Clear());
        _inverseLead.Add(inverse);
    }

    /// <summary>
    /// Turns a combination of reduced rows into one of the groups they came from, the last one first.
    /// </summary>
    private FieldVector ToGroups()
    {
        var reduced = _combination.Clear();
        var waiting = new PriorityQueue<int, int>();
        var queued = new HashSet<int>();
        var result = new SortedDictionary<int, long>();
        Load(reduced, 1, waiting, queued);
        while (waiting.TryDequeue(out var row, out _))
        {
            var factor = FieldVector.Multiply(_combination[row], _inverseLead[row]);
            if (factor != 0)
            {
                result[row] = factor;
                Load(_used[row], FieldVector.Negate(factor), waiting, queued);
            }
        }

        _combination.Clear();
        return new FieldVector([.. result.Keys], [.. result.Values]);
    }

    private void Load(in FieldVector row, long factor, PriorityQueue<int, int> waiting, HashSet<int> queued)
    {
        _combination.Add(row, factor);
        foreach (var at in row.At)
        {
            if (queued.Add(at))
            {
                waiting.Enqueue(at, -at);
            }
        }
    }

    /// <summary>
    /// The smallest group that a part is in: parts of small groups are eliminated first, which keeps rows short.
    /// </summary>
    private static long[] RanksOf(CellSystem system)
    {
        var rank = Enumerable.Repeat(long.MaxValue, system.PartCount).ToArray();
        for (var group = 0; group < system.Parts.Count; group++)
        {
            foreach (var part in system.Parts[group])
            {
                rank[part] = Math.Min(rank[part], system.Counts[group]);
            }
        }

        return rank;
    }
}

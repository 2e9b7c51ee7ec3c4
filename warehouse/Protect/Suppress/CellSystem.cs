using Maltall.Lake;

namespace Maltall.Warehouse.Protect.Suppress;

/// <summary>
/// The cells as one system: those with the same inner cells are one group, inner cells that always go together are one
/// part, and inner cells that a shown zero proves empty are left out.
/// </summary>
internal sealed class CellSystem
{
    private CellSystem(int[] groupOf, List<int[]> parts, List<long> counts, int partCount)
    {
        GroupOf = groupOf;
        Parts = parts;
        Counts = counts;
        PartCount = partCount;
    }

    /// <summary>The group of each cell, or -1 for a cell that is empty and shown.</summary>
    public int[] GroupOf { get; }

    /// <summary>Parts that each group sums, ascending.</summary>
    public List<int[]> Parts { get; }

    /// <summary>Households in each group.</summary>
    public List<long> Counts { get; }

    public int PartCount { get; }

    public static CellSystem From(IReadOnlyList<TableCell> cells, ZeroPolicy zeros)
    {
        var innerCount = cells.Count == 0 ? 0 : cells.Max(cell => cell.Inner.Count == 0 ? 0 : cell.Inner.Max() + 1);
        var isEmpty = new bool[innerCount];
        var empty = cells.Where(cell => cell.Count == 0 && zeros == ZeroPolicy.Public);
        foreach (var inner in empty.SelectMany(cell => cell.Inner))
        {
            isEmpty[inner] = true;
        }

        var partOf = PartsOf(cells, isEmpty, out var partCount);
        var numbers = new Dictionary<int[], int>(NumberListComparer.Instance);
        var groupOf = new int[cells.Count];
        var counts = new List<long>();
        for (var at = 0; at < cells.Count; at++)
        {
            var cell = cells[at];
            var parts = cell.Inner.Select(inner => partOf[inner]).Where(part => part >= 0).Distinct().Order().ToArray();
            groupOf[at] = -1;
            if (parts.Length == 0 && cell.Count == 0)
            {
                continue;
            }

            if (!numbers.TryGetValue(parts, out var group))
            {
                numbers[parts] = group = counts.Count;
                counts.Add(cell.Count);
            }

            groupOf[at] = group;
            if (parts.Length == 0 || counts[group] != cell.Count)
            {
                throw DoNotAddUp(cell.Key);
            }
        }

        var partsOfGroups = numbers.OrderBy(pair => pair.Value).Select(pair => pair.Key).ToList();
        return new CellSystem(groupOf, partsOfGroups, counts, partCount);
    }

    public static UserError DoNotAddUp(string cell) => new(
        $"The count of cell {cell} is not the sum of its inner cells' counts.",
        "Build all cells from the same inner cells.");

    private static int[] PartsOf(IReadOnlyList<TableCell> cells, bool[] isEmpty, out int partCount)
    {
        var cellsOf = Enumerable.Range(0, isEmpty.Length).Select(_ => new List<int>()).ToArray();
        for (var at = 0; at < cells.Count; at++)
        {
            foreach (var inner in cells[at].Inner.Where(inner => !isEmpty[inner]))
            {
                cellsOf[inner].Add(at);
            }
        }

        var numbers = new Dictionary<int[], int>(NumberListComparer.Instance);
        var partOf = new int[isEmpty.Length];
        for (var inner = 0; inner < partOf.Length; inner++)
        {
            var key = cellsOf[inner].ToArray();
            partOf[inner] = -1;
            if (key.Length > 0 && !numbers.TryGetValue(key, out partOf[inner]))
            {
                numbers[key] = partOf[inner] = numbers.Count;
            }
        }

        partCount = numbers.Count;
        return partOf;
    }

    private sealed class NumberListComparer : IEqualityComparer<int[]>
    {
        public static NumberListComparer Instance { get; } = new();

        public bool Equals(int[]? x, int[]? y) => x.AsSpan().SequenceEqual(y);

        public int GetHashCode(int[] obj)
        {
            var hash = new HashCode();
            foreach (var number in obj)
            {
                hash.Add(number);
            }

            return hash.ToHashCode();
        }
    }
}

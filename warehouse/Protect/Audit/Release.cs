using Maltall.Lake;

namespace Maltall.Warehouse.Protect.Audit;

/// <summary>
/// The release as an attacker sees it: inner cells that shown zeros prove empty are gone, inner cells that always go
/// together are one column, sums of the same columns are one sum.
/// </summary>
internal sealed class Release
{
    private Release(int[] columnOf, int columns, List<(int[] Columns, long Value)> shown, List<AuditTarget> targets)
    {
        ColumnOf = columnOf;
        ColumnCount = columns;
        Shown = shown;
        Targets = targets;
    }

    /// <summary>The column of each inner cell, or -1 for one that is empty or in no cell.</summary>
    public int[] ColumnOf { get; }

    public int ColumnCount { get; }

    public List<(int[] Columns, long Value)> Shown { get; }

    /// <summary>Sums that are not shown.</summary>
    public List<AuditTarget> Targets { get; }

    public static Release Of(AuditRequest request)
    {
        var size = request.Cells.SelectMany(cell => cell.Inner).DefaultIfEmpty(-1).Max() + 1;
        var columnOf = Columns(request.Cells, size, out var columnCount);
        var shown = new Dictionary<string, (int[] Columns, long Value)>(StringComparer.Ordinal);
        var targets = new Dictionary<string, AuditTarget>(StringComparer.Ordinal);
        foreach (var cell in request.Cells)
        {
            var columns = cell.Inner.Select(inner => columnOf[inner]).Where(column => column >= 0)
                .Distinct().Order().ToArray();
            var name = string.Join(',', columns);
            if (cell.Sight == Sight.Shown)
            {
                if (!shown.TryAdd(name, (columns, cell.Value)) && shown[name].Value != cell.Value)
                {
                    throw Contradiction();
                }
            }
            else if (targets.TryGetValue(name, out var target))
            {
                target.Keys.Add(cell.Key);
                target.IsHidden |= cell.Sight == Sight.Hidden;
            }
            else
            {
                targets[name] = new AuditTarget(columns, [cell.Key]) { IsHidden = cell.Sight == Sight.Hidden };
            }
        }

        if (shown.Remove("", out var nothing) && nothing.Value != 0)
        {
            throw Contradiction();
        }

        return new Release(columnOf, columnCount, [.. shown.Values], [.. targets.Values]);
    }

    public static UserError Contradiction() => new(
        "The shown cells contradict each other: no inner cells have these sums.",
        "Look for a wrong count, a wrong membership, or cells of different data in one release.");

    private static int[] Columns(IReadOnlyList<AuditCell> cells, int size, out int count)
    {
        var isEmpty = new bool[size];
        var names = Enumerable.Range(0, size).Select(_ => new List<int>()).ToArray();
        for (var at = 0; at < cells.Count; at++)
        {
            var isZero = cells[at].Sight == Sight.Shown && cells[at].Value == 0;
            foreach (var inner in cells[at].Inner)
            {
                isEmpty[inner] |= isZero;
                names[inner].Add(at);
            }
        }

        var numbers = new Dictionary<string, int>(StringComparer.Ordinal);
        var columnOf = new int[size];
        for (var inner = 0; inner < size; inner++)
        {
            columnOf[inner] = -1;
            if (!isEmpty[inner] && names[inner].Count > 0)
            {
                var name = string.Join(',', names[inner]);
                numbers.TryAdd(name, numbers.Count);
                columnOf[inner] = numbers[name];
            }
        }

        count = numbers.Count;
        return columnOf;
    }
}

/// <summary>A sum that is not shown, under one or several keys.</summary>
internal sealed class AuditTarget(int[] columns, List<string> keys)
{
    public int[] Columns { get; } = columns;

    public List<string> Keys { get; } = keys;

    /// <summary>
    /// Whether the release has a sign in its place, which tells that it is not zero where zeros are public.
    /// </summary>
    public bool IsHidden { get; set; }
}

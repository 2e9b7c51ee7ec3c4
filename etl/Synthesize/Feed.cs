namespace Maltall.Etl.Synthesize;

/// <summary>What is planted in a delivered row.</summary>
internal enum RowKind
{
    /// <summary>Right and on time.</summary>
    Plain,

    /// <summary>One value is wrong, though it may be believed.</summary>
    Wrong,

    /// <summary>The right value after a wrong one.</summary>
    Correction,

    /// <summary>The row breaks its contract.</summary>
    Broken,

    /// <summary>The right row after a broken one.</summary>
    Redelivery,
}

/// <summary>A case as one delivery tells it: with the stages up to <paramref name="Known"/>.</summary>
internal sealed record Told<T>(T Item, int Month, int Known)
{
    public bool Late { get; init; }

    public RowKind Kind { get; init; }
}

/// <summary>Turns cases into rows of monthly deliveries: a case comes again when more is known of it.</summary>
internal sealed class Feed<T>(World world, string source)
{
    private readonly RandomStream _random = world.Stream("feed/" + source);
    private readonly Dictionary<string, double> _rates = world.Calibration.Delivery.Rates;
    private readonly List<Told<T>>[] _months =
        [.. Enumerable.Range(0, world.Window.MonthCount).Select(_ => new List<Told<T>>())];

    public IReadOnlyList<Told<T>> Month(int month) => _months[month];

    /// <summary>Adds a case whose stages come in order of time; a stage that never comes is null.</summary>
    public void Add(T item, params ReadOnlySpan<DateOnly?> stages)
    {
        var rows = Tell(item, stages);
        PlantWrong(rows);
        PlantBroken(rows);
        foreach (var row in rows)
        {
            _months[row.Month].Add(row);
        }
    }

    private List<Told<T>> Tell(T item, ReadOnlySpan<DateOnly?> stages)
    {
        var rows = new List<Told<T>>(4);
        var month = 0;
        for (var stage = 0; stage < stages.Length; stage++)
        {
            if (stages[stage] is not { } day)
            {
                continue;
            }

            var natural = world.Window.MonthOf(day);
            if (natural >= world.Window.MonthCount)
            {
                break;
            }

            // What is late, wrong or broken is mended by the last delivery, so that the end state is known.
            var delay = natural >= 0 && _random.Chance(_rates["late"]) ? _random.Between(1, 4) : 0;
            month = Math.Max(month, Math.Min(natural + delay, world.Window.MonthCount - 1));

            var late = natural >= 0 && natural < month;
            if (rows.Count > 0 && rows[^1].Month == month)
            {
                rows[^1] = rows[^1] with { Known = stage, Late = rows[^1].Late || late };
            }
            else
            {
                rows.Add(new Told<T>(item, month, stage) { Late = late });
            }
        }

        return rows;
    }

    /// <summary>Now and then the first rows are wrong in a value until a later month brings the right one.</summary>
    private void PlantWrong(List<Told<T>> rows)
    {
        if (rows.Count == 0 || !_random.Chance(_rates["wrong"]))
        {
            return;
        }

        var right = rows[0].Month + _random.Between(1, 3);
        if (right >= world.Window.MonthCount)
        {
            return;
        }

        var wrong = rows.Count(row => row.Month < right);
        for (var i = 0; i < wrong; i++)
        {
            rows[i] = rows[i] with { Kind = RowKind.Wrong };
        }

        if (wrong == rows.Count || rows[wrong].Month > right)
        {
            rows.Insert(wrong, rows[wrong - 1] with { Month = right, Late = false });
        }

        rows[wrong] = rows[wrong] with { Kind = RowKind.Correction };
    }

    private void PlantBroken(List<Told<T>> rows)
    {
        for (var i = 0; i < rows.Count; i++)
        {
            var row = rows[i];
            var next = row.Month + 1;
            var may = row.Kind == RowKind.Plain && !row.Late && next < world.Window.MonthCount;
            if (!may || !_random.Chance(_rates["broken"]))
            {
                continue;
            }

            rows[i] = row with { Kind = RowKind.Broken };
            if (i + 1 == rows.Count || rows[i + 1].Month > next)
            {
                rows.Insert(++i, row with { Month = next, Kind = RowKind.Redelivery });
            }
        }
    }
}

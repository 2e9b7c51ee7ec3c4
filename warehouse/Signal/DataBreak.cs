namespace Maltall.Warehouse.Signal;

/// <summary>What changed in how the data are made.</summary>
public enum BreakKind
{
    /// <summary>Deliveries began, stopped, or came from another place.</summary>
    Delivery,

    /// <summary>Codes or routines of registration changed.</summary>
    Coding,

    /// <summary>What the indicator counts was defined anew.</summary>
    Definition,

    /// <summary>Borders or the division into units changed.</summary>
    Geography,
}

/// <summary>A day from which the data are made in another way.</summary>
/// <param name="Indicator">Id of the indicator; null for all.</param>
/// <param name="Unit">Code of the unit; null for all.</param>
/// <param name="Date">The first day of the new way.</param>
/// <param name="Kind">What changed.</param>
/// <param name="Cause">Why, in a sentence.</param>
/// <param name="Who">Who recorded it.</param>
public sealed record DataBreak(
    string? Indicator, string? Unit, DateOnly Date, BreakKind Kind, string Cause, string Who)
{
    /// <summary>The kind as a label: <c>delivery</c>, <c>coding</c>, <c>definition</c>, <c>geography</c>.</summary>
    public string Label => Kind switch
    {
        BreakKind.Delivery => "delivery",
        BreakKind.Coding => "coding",
        BreakKind.Definition => "definition",
        _ => "geography",
    };
}

/// <summary>A day from which limits are worked out anew, and why.</summary>
/// <param name="Indicator">Id of the indicator.</param>
/// <param name="Unit">Code of the unit; null for all.</param>
/// <param name="Date">The first day of the new segment.</param>
/// <param name="Cause">Why, in a sentence.</param>
/// <param name="Who">Who decided it.</param>
public sealed record Rebase(string Indicator, string? Unit, DateOnly Date, string Cause, string Who);

/// <summary>Asks whether a change is in the world or in the data.</summary>
public static class DataBreaks
{
    /// <summary>
    /// Takes from a chart the signals that a break explains: neighbouring signals on the same side that hold a break,
    /// end right before one, or begin at most one point after it.
    /// </summary>
    /// <param name="chart">The chart.</param>
    /// <param name="places">Places of the breaks among its rows, from 0: the first period of the new way; places
    /// outside the chart do nothing.</param>
    public static Chart Demote(Chart chart, IReadOnlyCollection<int> places)
    {
        var rows = chart.Rows.ToArray();
        for (var (first, at) = (0, 0); at < rows.Length && places.Count > 0; at++)
        {
            if (at + 1 < rows.Length && Continues(rows[at], rows[at + 1]))
            {
                continue;
            }

            var touched = places.Any(place => place >= first - 1 && place <= at + 1 && place < rows.Length);
            for (var one = first; one <= at && touched && IsSignal(rows[one]); one++)
            {
                rows[one] = rows[one] with { Rule = SignalRule.DataBreak, Variation = Variation.DataBreak };
            }

            first = at + 1;
        }

        return chart with { Rows = rows };
    }

    private static bool Continues(ChartRow row, ChartRow next) => Side(row) == Side(next);

    private static bool IsSignal(ChartRow row) => Side(row) != 0;

    private static int Side(ChartRow row) => SignalWords.Side(row.Rule ?? SignalRule.CommonCause);
}

/// <summary>What is recorded of changes that a chart must know: rebases and breaks in the data.</summary>
/// <param name="Rebases">Rebases with their causes.</param>
/// <param name="Breaks">Breaks in the data.</param>
public sealed record CauseBook(IReadOnlyList<Rebase> Rebases, IReadOnlyList<DataBreak> Breaks)
{
    /// <summary>Nothing recorded.</summary>
    public static CauseBook Empty { get; } = new([], []);

    /// <summary>Rebases of one series, in order.</summary>
    /// <param name="indicator">Id of the indicator.</param>
    /// <param name="unit">Code of the unit.</param>
    public IReadOnlyList<Rebase> RebasesOf(string indicator, string unit) =>
    [
        .. Rebases.Where(one => one.Indicator == indicator && (one.Unit is null || one.Unit == unit))
            .OrderBy(one => one.Date),
    ];

    /// <summary>Breaks of one series, in order.</summary>
    /// <param name="indicator">Id of the indicator.</param>
    /// <param name="unit">Code of the unit.</param>
    public IReadOnlyList<DataBreak> BreaksOf(string indicator, string unit) =>
    [
        .. Breaks.Where(one => (one.Indicator is null || one.Indicator == indicator)
            && (one.Unit is null || one.Unit == unit)).OrderBy(one => one.Date),
    ];
}

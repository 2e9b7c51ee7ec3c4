using Maltall.Warehouse.Measure;
using Maltall.Warehouse.Protect;

namespace Maltall.Warehouse.Signal;

/// <summary>The protected figures of one unit, one a period, in order, with no period left out.</summary>
/// <param name="Unit">Code of the unit, such as a district's; several members with a slash between.</param>
/// <param name="Periods">The periods.</param>
/// <param name="Figures">The figure of each; null when the answer has none.</param>
/// <param name="Target">Target of the goal that covers the unit, as of the last period that has one.</param>
public sealed record UnitFigures(
    string Unit, IReadOnlyList<Period> Periods, IReadOnlyList<Figure?> Figures, double? Target);

/// <summary>What a unit's chart says.</summary>
/// <param name="Unit">Code of the unit.</param>
/// <param name="Choice">The chart and why it was chosen.</param>
/// <param name="Chart">The chart, with no more in it than its length allows.</param>
public sealed record UnitSignals(string Unit, ChartChoice Choice, Chart Chart)
{
    /// <summary>Periods whose figure is hidden.</summary>
    public required int Hidden { get; init; }

    /// <summary>Rebases that the limits follow.</summary>
    public required IReadOnlyList<Rebase> Rebases { get; init; }

    /// <summary>Rebases without enough values on either side, which are not used.</summary>
    public required IReadOnlyList<Rebase> RefusedRebases { get; init; }

    /// <summary>Breaks in the data within the chart.</summary>
    public required IReadOnlyList<DataBreak> Breaks { get; init; }
}

/// <summary>Signals in the protected figures of an indicator.</summary>
/// <remarks>
/// A hidden, missing or immature figure is a missing period. When more than a fifth of the periods are hidden only
/// values are shown: what is hidden is small, so limits of the rest would lie too high. A rebase needs a recorded cause
/// and 8 values on each side; a signal at a recorded break is called <c>data_break</c>.
/// </remarks>
public static class IndicatorSignals
{
    /// <summary>Values that a rebase needs on each side.</summary>
    public const int RebaseValues = 8;

    /// <summary>With a larger share of the periods hidden, only values are shown.</summary>
    public const double MostHidden = 0.2;

    /// <summary>The units of an answer, in its order.</summary>
    /// <param name="table">An answer for one indicator, with one kind of period.</param>
    /// <param name="whole">Name of the unit when the answer is not broken down.</param>
    public static IReadOnlyList<UnitFigures> UnitsOf(IndicatorTable table, string whole)
    {
        var place = table.Dimensions.Select((name, at) => (name, at))
            .First(one => one.name == "period" || IndicatorFile.PeriodWords.ContainsKey(one.name)).at;
        var rows = table.Rows.Select(row => (Row: row, Period: Period.Parse(row.Keys[place]), Unit: string.Join(
            '/', row.Keys.Where((_, at) => at != place)))).ToList();
        var starts = rows.Select(row => row.Period).OrderBy(period => period.Start).ToList();
        var periods = new List<Period>();
        for (var period = starts.FirstOrDefault(); starts.Count > 0 && period.Start <= starts[^1].Start;
            period = period.Next)
        {
            periods.Add(period);
        }

        return
        [
            .. rows.GroupBy(row => row.Unit).Select(unit =>
            {
                var figures = unit.ToDictionary(row => row.Period, row => row.Row.Figure);
                return new UnitFigures(
                    unit.Key.Length > 0 ? unit.Key : whole, periods,
                    periods.ConvertAll(period => figures.GetValueOrDefault(period)),
                    unit.OrderBy(row => row.Period.Start).LastOrDefault(row => row.Row.Target is not null)
                        .Row?.Target);
            }),
        ];
    }

    /// <summary>The chart of a unit, by the chart that suits the indicator.</summary>
    /// <param name="indicator">The indicator.</param>
    /// <param name="unit">Its figures.</param>
    /// <param name="book">Rebases and breaks.</param>
    /// <param name="options">How it is drawn up; rebases are those of the book.</param>
    public static UnitSignals Of(
        IndicatorDefinition indicator, UnitFigures unit, CauseBook book, ChartOptions options)
    {
        var (used, refused) = Rebases(unit, book.RebasesOf(indicator.Id, unit.Unit));
        var breaks = book.BreaksOf(indicator.Id, unit.Unit)
            .Select(one => (Break: one, Place: PlaceOf(unit, one.Date)))
            .Where(one => one.Place > 0 && one.Place < unit.Periods.Count).ToList();
        var values = unit.Figures.OfType<Figure.Value>().ToList();
        var choice = ChartChoice.For(indicator, values.Count > 0 ? values.Average(value => value.Number) : null);
        var sides = unit.Periods.Zip(unit.Figures, (period, figure) => new AttributePoint(
            period.Label, (figure as Figure.Value)?.Numerator, (figure as Figure.Value)?.Denominator)).ToList();
        choice = choice.Kind == ChartKind.Xmr || sides.TrueForAll(point => Fits(point, choice.Kind)) ? choice
            : choice with { Kind = ChartKind.Xmr };
        var chart = Draw(indicator, unit, (choice.Kind, sides), options with { Rebases = used.Keys.ToHashSet() });
        var hidden = unit.Figures.Count(figure => figure is Figure.Hidden);
        var censored = hidden > MostHidden * unit.Figures.Count;
        chart = chart with { Segments = [.. chart.Segments.Select(one => one with { IsCensored = censored })] };
        return new UnitSignals(
            unit.Unit, choice with { IsUnreliable = choice.IsUnreliable || censored },
            DataBreaks.Demote(chart.Honest(), breaks.ConvertAll(one => one.Place)))
        {
            Hidden = hidden, Rebases = [.. used.Values], RefusedRebases = refused,
            Breaks = breaks.ConvertAll(one => one.Break),
        };
    }

    private static Chart Draw(
        IndicatorDefinition indicator, UnitFigures unit, (ChartKind Kind, List<AttributePoint> Sides) data,
        ChartOptions options) => data.Kind switch
    {
        ChartKind.Share => AttributeChart.OfShare(data.Sides, options),
        ChartKind.Rate => AttributeChart.OfRate(data.Sides, indicator.Factor, options),
        _ => XmrChart.Of(unit.Periods.Zip(unit.Figures, (period, figure) => new ChartPoint(
            period.Label, (figure as Figure.Value)?.Number)).ToList(), options),
    };

    /// <summary>True when the two sides make a share or rate; a share of sums may not.</summary>
    private static bool Fits(AttributePoint point, ChartKind kind) => !point.IsKnown
        || (point is { Events: >= 0, Denominator: > 0 }
            && (kind == ChartKind.Rate || point.Events <= point.Denominator));

    private static (Dictionary<int, Rebase> Used, List<Rebase> Refused) Rebases(
        UnitFigures unit, IReadOnlyList<Rebase> rebases)
    {
        var (used, refused, start) = (new Dictionary<int, Rebase>(), new List<Rebase>(), 0);
        foreach (var rebase in rebases)
        {
            var place = PlaceOf(unit, rebase.Date);
            var enough = Values(unit, start, place) >= RebaseValues
                && Values(unit, place, unit.Figures.Count) >= RebaseValues;
            if (enough)
            {
                used.Add(place, rebase);
                start = place;
            }
            else
            {
                refused.Add(rebase);
            }
        }

        return (used, refused);
    }

    private static int Values(UnitFigures unit, int start, int end) =>
        unit.Figures.Skip(start).Take(end - start).Count(figure => figure is Figure.Value);

    /// <summary>Place of the first period that begins on or after a day; past the end when there is none.</summary>
    private static int PlaceOf(UnitFigures unit, DateOnly day) =>
        unit.Periods.TakeWhile(one => one.Start < day).Count();
}

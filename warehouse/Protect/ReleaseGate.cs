using Maltall.Warehouse.Measure;
using Maltall.Warehouse.Protect.Suppress;

namespace Maltall.Warehouse.Protect;

/// <summary>A cell of what is published of an indicator: of the whole or of one member, in one period.</summary>
/// <param name="Dimension">Name of the dimension; empty for the whole.</param>
/// <param name="Member">Its member; empty for the whole.</param>
/// <param name="Period">The period.</param>
internal readonly record struct ReleasePlace(string Dimension, string Member, Period Period);

/// <summary>A cell on its way out, with what its own numbers let it show.</summary>
/// <param name="Place">Which cell.</param>
/// <param name="Raw">What was counted.</param>
/// <param name="Figure">The figure by the cell's own numbers.</param>
internal sealed record ReleaseCell(ReleasePlace Place, RawCell Raw, Figure Figure);

/// <summary>
/// Finds which figures of an indicator must be hidden because those beside them would give hidden ones away: districts
/// add up to areas and the whole, months to quarters, tertials, half years, years and rolling years.
/// </summary>
/// <remarks>
/// Numerator and, where there is one, what is left of a share are protected apart with one pattern: a hidden figure
/// shows neither. Money follows the pattern of the payments it is of. Households counted once in a period do not add up
/// over periods. A level, such as homes at the end of a month, is the same cell in each period that ends then.
/// </remarks>
internal sealed class ReleaseGate
{
    private readonly IndicatorDefinition indicator;
    private readonly IReadOnlyList<ReleaseCell> cells;
    private readonly Dictionary<string, List<string>> districts;
    private readonly Dictionary<string, int> numbers = new(StringComparer.Ordinal);

    private ReleaseGate(
        IndicatorDefinition indicator, IReadOnlyList<ReleaseCell> cells, IReadOnlyDictionary<string, string> areas)
    {
        (this.indicator, this.cells) = (indicator, cells);
        districts = areas.GroupBy(pair => pair.Value, pair => pair.Key)
            .ToDictionary(area => area.Key, area => area.Order(StringComparer.Ordinal).ToList());
    }

    /// <summary>The places to hide besides those that are hidden already.</summary>
    /// <param name="indicator">The indicator.</param>
    /// <param name="cells">All its published cells.</param>
    /// <param name="areas">Area of each district.</param>
    /// <param name="cancellation">Stops it; then nothing may be published.</param>
    public static HashSet<ReleasePlace> Hide(
        IndicatorDefinition indicator, IReadOnlyList<ReleaseCell> cells, IReadOnlyDictionary<string, string> areas,
        CancellationToken cancellation)
    {
        var known = cells.Where(cell => cell.Figure is Figure.Value or Figure.Hidden or Figure.NotDefined).ToList();
        return indicator is { Protected: true, Numerator.IsOrdered: false }
            && known.Exists(cell => cell.Figure is Figure.Hidden)
                ? new ReleaseGate(indicator, known, areas).Run(cancellation) : [];
    }

    private HashSet<ReleasePlace> Run(CancellationToken cancellation)
    {
        var hidden = new HashSet<ReleasePlace>();
        foreach (var (count, addsUp) in Sides())
        {
            var system = cells.Select(cell => new TableCell(
                Key(cell.Place), [], Math.Max(0, (long)Math.Round(count(cell.Raw))))).ToList();
            var rests = new Rests(this, system);
            system = [.. system.Zip(cells, (one, cell) => one with { Inner = rests.Inner(cell.Place, addsUp) })];
            var request = new SuppressionRequest(system, cells.Zip(system)
                .Where(pair => pair.First.Figure is Figure.Hidden || hidden.Contains(pair.First.Place))
                .Where(pair => pair.Second.Count > 0).Select(pair => pair.Second.Key)
                .ToHashSet(StringComparer.Ordinal));
            var statuses = (Suppressor.Protect(request, cancellation) as Suppression.Safe)?.Status;

            // What cannot be protected in part is not shown at all.
            hidden.UnionWith(cells.Zip(system).Where(pair => pair.First.Figure is not Figure.Hidden
                && (statuses is null ? pair.Second.Count > 0 : statuses[pair.Second.Key] != CellStatus.Published))
                .Select(pair => pair.First.Place));
        }

        return hidden;
    }

    /// <summary>What is counted of a cell, and whether it adds up over periods.</summary>
    private IEnumerable<(Func<RawCell, double> Count, TimeRule Time)> Sides()
    {
        var (numerator, denominator) = (indicator.Numerator, indicator.Denominator);
        var isMoney = numerator is { Aggregate: "sum", Contributor: not null };
        yield return (raw => isMoney ? raw.Numerator.Observations : raw.Numerator.Amount ?? 0, RuleOf(numerator));
        if (denominator is null)
        {
            yield break;
        }

        if (indicator.Kind is IndicatorKind.Share or IndicatorKind.CohortShare)
        {
            yield return (
                raw => (raw.Denominator?.Amount ?? 0) - (raw.Numerator.Amount ?? 0), RuleOf(denominator));
        }
        else if (denominator.Contributor is not null)
        {
            yield return (raw => raw.Denominator?.Amount ?? 0, RuleOf(denominator));
        }
    }

    private static TimeRule RuleOf(Measurement side) => side switch
    {
        { Timing: not Timing.During } => TimeRule.Level,
        { Aggregate: "count" or "sum" } => TimeRule.Flow,
        _ => TimeRule.Once,
    };

    private static string Key(ReleasePlace place) => $"{place.Dimension}|{place.Member}|{place.Period.Label}";

    private int Number(string inner)
    {
        if (!numbers.TryGetValue(inner, out var number))
        {
            numbers[inner] = number = numbers.Count;
        }

        return number;
    }

    private enum TimeRule
    {
        /// <summary>Months add up to longer periods.</summary>
        Flow,

        /// <summary>A level at the end of the period.</summary>
        Level,

        /// <summary>Households once in each period: periods do not add up.</summary>
        Once,
    }

    /// <summary>
    /// The inner cells: districts by moments, and what is in none of them. Rows without a district are counted in the
    /// whole alone; where there are none the reader knows that there are none.
    /// </summary>
    private sealed class Rests
    {
        private readonly ReleaseGate gate;
        private readonly Dictionary<(string Dimension, string Member, string Period), long> counts;
        private readonly bool hasDistricts;
        private readonly bool hasAreas;

        public Rests(ReleaseGate gate, List<TableCell> system)
        {
            this.gate = gate;
            counts = gate.cells.Zip(system).ToDictionary(
                pair => (pair.First.Place.Dimension, pair.First.Place.Member, pair.First.Place.Period.Label),
                pair => pair.Second.Count);
            hasDistricts = gate.cells.Any(cell => cell.Place.Dimension == "district");
            hasAreas = gate.cells.Any(cell => cell.Place.Dimension == "area");
        }

        public IReadOnlyList<int> Inner(ReleasePlace place, TimeRule rule)
        {
            var units = Units(place);
            var moments = rule switch
            {
                TimeRule.Flow => Months(place.Period),
                TimeRule.Level => [$"end {place.Period.End:yyyy-MM}"],
                _ => [place.Period.Label],
            };
            return [.. units.SelectMany(unit => moments.Select(moment => gate.Number($"{unit} {moment}"))).Distinct()];
        }

        private IReadOnlyList<string> Units(ReleasePlace place) => place.Dimension switch
        {
            "district" => [place.Member],
            "area" when hasDistricts => Of(place, $"rest {place.Member}",
                gate.districts.GetValueOrDefault(place.Member, []).ConvertAll(code => ("district", code))),
            "area" => [place.Member],
            "" when hasAreas => Of(place, "rest", [.. gate.districts.Keys.Select(area => ("area", area))]),
            "" when hasDistricts => Of(place, "rest",
                [.. gate.districts.Values.SelectMany(codes => codes).Select(code => ("district", code))]),
            _ => [$"{place.Dimension} {place.Member}"],
        };

        /// <summary>The parts of a sum; itself when households that move about make the parts more than the whole.
        /// </summary>
        private IReadOnlyList<string> Of(
            ReleasePlace place, string rest, IReadOnlyList<(string Dimension, string Member)> parts)
        {
            var label = place.Period.Label;
            long left = counts[(place.Dimension, place.Member, label)];
            foreach (var (dimension, member) in parts)
            {
                if (!counts.TryGetValue((dimension, member, label), out var part))
                {
                    return [$"all {place.Dimension} {place.Member}"];
                }

                left -= part;
            }

            if (left < 0)
            {
                return [$"all {place.Dimension} {place.Member}"];
            }

            var units = parts.SelectMany(part => Units(new ReleasePlace(part.Dimension, part.Member, place.Period)));
            return [.. units, .. left == 0 ? (string[])[] : [rest]];
        }

        private static List<string> Months(Period period)
        {
            List<string> months = [];
            for (var month = period.Start; month < period.End; month = month.AddMonths(1))
            {
                months.Add($"{month:yyyy-MM}");
            }

            return months;
        }
    }
}

using Maltall.Lake;
using Maltall.Warehouse.Judge;
using Maltall.Warehouse.Measure;
using Maltall.Warehouse.Protect;

namespace Maltall.Warehouse.Compare;

/// <summary>Two publications side by side, each with its own definitions.</summary>
/// <param name="from">The old one.</param>
/// <param name="to">The new one.</param>
/// <param name="grains">Which columns name a row of each table.</param>
public sealed class Comparison(Analysis from, Analysis to, Grains grains)
{
    /// <summary>Why the values of one indicator moved.</summary>
    /// <param name="request">One indicator, by what, and for which time; without a time the complete periods of the
    /// old publication, or the last of them when no kind of period is named.</param>
    /// <param name="cancellation">Asked once per state.</param>
    /// <exception cref="UserError">The request names what does not exist or has no meaning in either
    /// publication.</exception>
    public MovedTable Why(IndicatorRequest request, CancellationToken cancellation)
    {
        var id = request.Indicators is [var only] ? only
            : throw new UserError("One indicator at a time is explained.", "Name one.");
        var (older, newer) = Asked(id, request);
        var names = older.Plan.KeyNames();
        var states = older.Plan.From < older.Plan.Before
            ? new StateChain(from, to, grains).Run(older, newer, cancellation) : [];
        return new MovedTable(newer.Indicator, names, states is [var first, .., var last]
            ? [.. Places(first, last).Select(place => Cell(place, states, older, newer))] : [])
        {
            From = from.Publication,
            To = to.Publication,
            SameDefinition = StateChain.SameMeaning(older, newer),
        };
    }

    private ((IndicatorDefinition Indicator, RequestPlan Plan) Older, (IndicatorDefinition Indicator, RequestPlan Plan)
        Newer) Asked(string id, IndicatorRequest request)
    {
        var (before, after) = (Defined(from, id), Defined(to, id));
        var plan = RequestPlan.Make(request, before, from.Reader.CoverageOf(before.Numerator.Table));
        foreach (var (dimension, member) in plan.Where)
        {
            RequireMember(dimension, member);
        }

        if (plan.From >= plan.Before)
        {
            return ((before, plan), (after, plan));
        }

        var ends = (Period.Containing(plan.Kind, plan.From), Period.Containing(plan.Kind, plan.Before.AddDays(-1)));
        var same = request with { Period = $"{ends.Item1.Label}..{ends.Item2.Label}" };
        return ((before, plan), (after, RequestPlan.Make(same, after, null)));
    }

    private static IndicatorDefinition Defined(Analysis analysis, string id)
    {
        var all = analysis.Definitions.Indicators;
        return all.FirstOrDefault(indicator => indicator.Id == id) ?? throw new UserError(
            $"Publication {analysis.Publication.PublicationId} has no indicator '{id}'.",
            $"Did you mean '{Nearest.To(id, all.Select(indicator => indicator.Id))}'? An indicator is followed from "
            + "the publication that first had it.");
    }

    private void RequireMember(Dimension dimension, string member)
    {
        var codes = from.Reader.Members(dimension).Keys.Concat(to.Reader.Members(dimension).Keys).ToList();
        if (!codes.Contains(member))
        {
            throw new UserError(
                $"There is no {dimension.Name} '{member}'.", $"Did you mean '{Nearest.To(member, codes)}'?");
        }
    }

    private static IEnumerable<PlacedFigure> Places(States first, States last) => first.Figures
        .Concat(last.Figures.Where(placed => first.At(States.NameOf(placed.Keys)) is null))
        .OrderBy(placed => States.NameOf(placed.Keys), StringComparer.Ordinal);

    private MovedCell Cell(
        PlacedFigure place,
        IReadOnlyList<States> states,
        (IndicatorDefinition Indicator, RequestPlan Plan) older,
        (IndicatorDefinition Indicator, RequestPlan Plan) newer)
    {
        var name = States.NameOf(place.Keys);
        var figures = states.Select(state => state.At(name)?.Figure).ToList();
        figures[0] = states[0].At(name) is { } first ? from.Guarded(older.Indicator, older.Plan, first).Figure : null;
        figures[^1] = states[^1].At(name) is { } last ? to.Guarded(newer.Indicator, newer.Plan, last).Figure : null;
        var isHidden = figures.Exists(figure => figure is Figure.Hidden);
        var parts = isHidden ? null
            : ChangeParts.Of([.. figures.Select(figure => (figure as Figure.Value)?.Number)]);
        return new MovedCell(place.Keys, figures[0] ?? CellProtector.NoData(), figures[^1] ?? CellProtector.NoData())
        {
            Parts = parts,
            Sign = isHidden ? ":" : parts is null ? ".." : "",
            OldTarget = states[0].At(name) is { } then ? Target(from.GoalBook, older, then) : null,
            NewTarget = states[^1].At(name) is { } now ? Target(to.GoalBook, newer, now) : null,
        };
    }

    private static (double Target, GoalStatus Status)? Target(
        GoalBook goals, (IndicatorDefinition Indicator, RequestPlan Plan) asked, PlacedFigure placed) =>
        goals.Against(asked.Indicator, asked.Plan, placed) is ({ } target, { } status) ? (target, status) : null;
}

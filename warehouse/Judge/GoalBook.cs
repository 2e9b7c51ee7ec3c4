using Maltall.Lake;
using Maltall.Warehouse.Measure;
using Maltall.Warehouse.Protect;

namespace Maltall.Warehouse.Judge;

/// <summary>A protected figure with its place.</summary>
/// <param name="Keys">One code per key of the plan.</param>
/// <param name="Start">First day of the period.</param>
/// <param name="Figure">The figure.</param>
internal sealed record PlacedFigure(IReadOnlyList<string> Keys, DateOnly Start, Figure Figure);

/// <summary>Judges the goal tree on one publication. It sees protected figures only.</summary>
/// <param name="definitions">Indicators and goals.</param>
/// <param name="publication">The publication.</param>
/// <param name="figures">Gives the protected figures of a plan.</param>
internal sealed class GoalBook(
    DefinitionCatalog definitions,
    Publication publication,
    Func<IndicatorDefinition, RequestPlan, IReadOnlyList<PlacedFigure>> figures)
{
    private readonly Dictionary<string, double?> baselines = [];

    /// <summary>The whole tree, parents before children.</summary>
    internal IReadOnlyList<GoalVerdict> Judge(string? period, CancellationToken cancellation)
    {
        var until = period is null ? publication.DataUntil : Period.Parse(period).End.AddDays(-1);
        return Judge(definitions.Goals, 0, until, cancellation);
    }

    /// <summary>
    /// Target and status of a cell, where a goal is about exactly its indicator, place and kind of period.
    /// </summary>
    internal (double? Target, GoalStatus? Status) Against(
        IndicatorDefinition indicator, RequestPlan plan, PlacedFigure placed)
    {
        var unit = UnitOf(plan, placed);
        var goal = Leaves(definitions.Goals).FirstOrDefault(leaf =>
            leaf.Indicator == indicator.Id && leaf.Unit == unit && leaf.PeriodKind == plan.Kind);
        if (goal?.Target is not { } target || goal.Baseline is not { } baseline
            || placed.Start <= Period.Parse(baseline.Period).Start)
        {
            return (null, null);
        }

        return (target.Value, GoalJudge.Judge(goal, indicator.Direction, placed.Figure, BaselineOf(goal)).Status);
    }

    private List<GoalVerdict> Judge(GoalNode goal, int depth, DateOnly? until, CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        if (goal.Indicator is not null)
        {
            return [JudgeLeaf(goal, depth, until)];
        }

        List<GoalVerdict> below = [];
        foreach (var child in goal.Children)
        {
            below.AddRange(Judge(child, depth + 1, until, cancellation));
        }

        var children = below.FindAll(child => child.Depth == depth + 1);
        var (status, carriedBy) = GoalJudge.OfChildren(goal.RollUp, children);
        var verdict = new GoalVerdict(goal, depth, status) { Now = CellProtector.NoFigure(), CarriedBy = carriedBy };
        return [verdict, .. below];
    }

    private GoalVerdict JudgeLeaf(GoalNode goal, int depth, DateOnly? until)
    {
        var indicator = definitions.Indicator(goal.Indicator ?? "");
        var baseline = BaselineOf(goal);
        var verdict = new GoalVerdict(goal, depth, GoalStatus.NotMeasurable)
        {
            Now = CellProtector.NoData(),
            Baseline = baseline,
            Target = goal.Target?.Value,
        };
        if (until is not { } day)
        {
            return verdict;
        }

        // A cohort can be judged only when all of it has been followed.
        var now = Period.LastCompleteAt(goal.PeriodKind ?? PeriodKind.Year, day.AddDays(-(indicator.WindowDays ?? 0)));
        var figure = FigureOf(goal, indicator, now);
        var (achievement, status) = GoalJudge.Judge(goal, indicator.Direction, figure, baseline);
        return verdict with { Status = status, Now = figure, NowPeriod = now.Label, Achievement = achievement };
    }

    private double? BaselineOf(GoalNode goal)
    {
        if (goal.Baseline is not { } baseline || baseline.Value is not null)
        {
            return goal.Baseline?.Value;
        }

        if (!baselines.TryGetValue(goal.Id, out var value))
        {
            var figure = FigureOf(goal, definitions.Indicator(goal.Indicator ?? ""), Period.Parse(baseline.Period));
            value = (figure as Figure.Value)?.Number;
            baselines[goal.Id] = value;
        }

        return value;
    }

    private Figure FigureOf(GoalNode goal, IndicatorDefinition indicator, Period period)
    {
        IReadOnlyList<(Dimension, string)> where = goal.Unit switch
        {
            null or "oslo" => [],
            "groruddalen" => [(Dimension.Named("area"), "Groruddalen")],
            var district => [(Dimension.Named("district"), district)],
        };
        var plan = new RequestPlan([], period.Kind, period.Start, period.End)
        {
            Where = where,
            PeriodKey = ("period", 0),
        };
        return figures(indicator, plan) is [var only] ? only.Figure : CellProtector.NoData();
    }

    private static string? UnitOf(RequestPlan plan, PlacedFigure placed)
    {
        var places = plan.Where.ToList();
        for (var i = 0; i < plan.By.Count; i++)
        {
            places.Add((plan.By[i], placed.Keys[i < plan.PeriodKey.Place ? i : i + 1]));
        }

        return places switch
        {
            [] => "oslo",
            [({ Name: "area" }, "Groruddalen")] => "groruddalen",
            [({ Name: "district" }, var code)] => code,
            _ => null,
        };
    }

    private static IEnumerable<GoalNode> Leaves(GoalNode goal) =>
        goal.Indicator is not null ? [goal] : goal.Children.SelectMany(Leaves);
}

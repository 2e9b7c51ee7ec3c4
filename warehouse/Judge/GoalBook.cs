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
    private static readonly TimeZoneInfo Oslo = TimeZoneInfo.FindSystemTimeZoneById("Europe/Oslo");

    private readonly Dictionary<string, double?> baselines = [];

    /// <summary>The day of the publication in Oslo; targets and obstacles are as they were that day.</summary>
    private readonly DateOnly today =
        DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(publication.PublishedAt, Oslo).DateTime);

    /// <summary>The whole tree, every goal once, parents before children.</summary>
    internal IReadOnlyList<GoalVerdict> Judge(string? period, CancellationToken cancellation)
    {
        var until = period is null ? publication.DataUntil : Period.Parse(period).End.AddDays(-1);
        Dictionary<string, GoalVerdict> leaves = [];
        foreach (var leaf in Leaves(definitions.Goals))
        {
            cancellation.ThrowIfCancellationRequested();
            leaves[leaf.Id] = JudgeLeaf(leaf, until);
        }

        var statuses = leaves.ToDictionary(pair => pair.Key, pair => pair.Value.Status);
        return [.. Lines(definitions.Goals, 0)];

        IEnumerable<GoalVerdict> Lines(GoalNode goal, int depth) => GoalTree.Own(goal)
            .SelectMany(child => Lines(child, depth + 1))
            .Prepend(goal.IsLeaf ? leaves[goal.Id] with { Depth = depth } : JudgeParent(goal, depth, statuses));
    }

    /// <summary>
    /// Target and status of a cell, where a goal is about exactly its indicator, place and kind of period.
    /// </summary>
    internal (double? Target, GoalStatus? Status) Against(
        IndicatorDefinition indicator, RequestPlan plan, PlacedFigure placed)
    {
        var unit = UnitOf(plan, placed);
        var goal = Leaves(definitions.Goals).FirstOrDefault(leaf => leaf is { Cumulative: false }
            && !(leaf.MeasurableFrom > today)
            && leaf.Indicator == indicator.Id && leaf.Unit == unit && leaf.PeriodKind == plan.Kind);
        var target = goal?.TargetOn(today);
        var period = Period.Parse(placed.Keys[plan.PeriodKey.Place]);
        if (target is null || goal?.Baseline is not { } baseline
            || period.Start <= Period.Parse(baseline.Period).Start)
        {
            return (null, null);
        }

        var judged = new GoalCase(goal, indicator.Direction, target, BaselineOf(goal));
        return (target.Value, GoalJudge.Judge(judged, period, placed.Figure).Status);
    }

    private static GoalVerdict JudgeParent(
        GoalNode goal, int depth, IReadOnlyDictionary<string, GoalStatus> statuses)
    {
        var (status, carriedBy, children) = GoalTree.Stand(goal, statuses);
        return new GoalVerdict(goal, depth, status)
        {
            Now = CellProtector.NoFigure(),
            CarriedBy = carriedBy,
            Children = (children.Count(child => child.Status != GoalStatus.NotMeasurable), children.Count),
            Obstacle = status == GoalStatus.NotMeasurable ? new Obstacle(ObstacleKind.Below) : null,
        };
    }

    private GoalVerdict JudgeLeaf(GoalNode goal, DateOnly? until)
    {
        var unjudged = new GoalVerdict(goal, 0, GoalStatus.NotMeasurable) { Now = CellProtector.NoData() };
        if (goal.MeasurableFrom is { } from && from > today)
        {
            return unjudged with { Obstacle = new Obstacle(ObstacleKind.NotYet, from) };
        }

        if (goal.Indicator is null)
        {
            return unjudged with { Obstacle = new Obstacle(ObstacleKind.NoMeasure) };
        }

        var target = goal.TargetOn(today);
        var (since, before) = goal.VersionsOn(today);
        var judged = new GoalCase(
            goal, definitions.Indicator(goal.Indicator).Direction, target, BaselineOf(goal));
        var verdict = unjudged with
        {
            Baseline = judged.Baseline,
            Target = target?.Value,
            TargetPeriod = target?.Period,
            TargetSince = since,
            TargetBefore = before,
            Obstacle = new Obstacle(ObstacleKind.Missing),
        };
        return until is { } day ? JudgeOn(day, verdict, judged) : verdict;
    }

    private GoalVerdict JudgeOn(DateOnly day, GoalVerdict verdict, GoalCase judged)
    {
        var goal = verdict.Goal;
        var indicator = definitions.Indicator(goal.Indicator ?? "");

        // A cohort can be judged only when all of it has been followed.
        var now = Period.LastCompleteAt(goal.PeriodKind ?? PeriodKind.Year, day.AddDays(-(indicator.WindowDays ?? 0)));
        var figure = goal.Cumulative ? SumOf(goal, indicator, now) : FigureOf(goal, indicator, now);
        var judgement = GoalJudge.Judge(judged, now, figure);
        return verdict with
        {
            Status = judgement.Status,
            Now = figure,
            NowPeriod = now.Label,
            Expected = judgement.Expected,
            Achievement = judgement.Achievement,
            AchievementInterval = judgement.AchievementInterval,
            StatusBetween = judgement.Between,
            RequiredPace = judgement.RequiredPace,
            StatusBefore = verdict.TargetBefore is { } before
                ? GoalJudge.Judge(judged with { Target = before.Target }, now, figure).Status : null,
            Obstacle = judgement.Obstacle,
        };
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

    private Figure FigureOf(GoalNode goal, IndicatorDefinition indicator, Period period) =>
        figures(indicator, Plan(goal, period, period)) is [var only] ? only.Figure : CellProtector.NoData();

    /// <summary>All since the baseline's period; each period must have its figure.</summary>
    private Figure SumOf(GoalNode goal, IndicatorDefinition indicator, Period last)
    {
        var from = Period.Parse(goal.Baseline!.Period); // A goal with an indicator has a baseline.
        var count = GoalPath.PeriodsBetween(from, last);
        var parts = count > 0 ? figures(indicator, Plan(goal, from.Next, last)) : [];
        return parts.Count == Math.Max(count, 0)
            ? FigureSum.Of(indicator, goal.Baseline.Value ?? 0, [.. parts.Select(part => part.Figure)])
            : CellProtector.NoData();
    }

    private static RequestPlan Plan(GoalNode goal, Period first, Period last)
    {
        IReadOnlyList<(Dimension, string)> where = goal.Unit switch
        {
            null or "oslo" => [],
            "groruddalen" => [(Dimension.Named("area"), "Groruddalen")],
            var district => [(Dimension.Named("district"), district)],
        };
        return new RequestPlan([], first.Kind, first.StepStart, last.End) { Where = where, PeriodKey = ("period", 0) };
    }

    private static string? UnitOf(RequestPlan plan, PlacedFigure placed)
    {
        var places = plan.Where.ToList();
        for (var i = 0; i < plan.By.Count; i++)
        {
            places.Add((plan.By[i], placed.Keys[i < plan.PeriodKey.Place ? i : i + 1]));
        }

        return places.FindAll(place => place.Item2 != RequestPlan.Total) switch
        {
            [] => "oslo",
            [({ Name: "area" }, "Groruddalen")] => "groruddalen",
            [({ Name: "district" }, var code)] => code,
            _ => null,
        };
    }

    private static IEnumerable<GoalNode> Leaves(GoalNode root) => GoalTree.All(root).Where(goal => goal.IsLeaf);
}

using Maltall.Warehouse.Measure;
using Maltall.Warehouse.Protect;

namespace Maltall.Warehouse.Judge;

/// <summary>What a goal is judged on.</summary>
/// <param name="Goal">A goal with an indicator.</param>
/// <param name="Better">Which way is better.</param>
/// <param name="Target">The target in force; null when none was agreed on.</param>
/// <param name="Baseline">The value it starts from; null when it is not known.</param>
internal sealed record GoalCase(GoalNode Goal, Direction Better, GoalPoint? Target, double? Baseline);

/// <summary>What is said of one figure against one target.</summary>
/// <param name="Status">The status.</param>
internal sealed record Judgement(GoalStatus Status)
{
    /// <summary>The value that the path asks for; null when it is not known.</summary>
    internal double? Expected { get; init; }

    /// <summary>Share of the way gone; null where there is no way to go.</summary>
    internal double? Achievement { get; init; }

    /// <summary>The achievement's interval; null where the figure has none.</summary>
    internal Interval? AchievementInterval { get; init; }

    /// <summary>Status at the better and at the worse end of the interval; null where the figure has none.</summary>
    internal (GoalStatus Best, GoalStatus Worst)? Between { get; init; }

    /// <summary>Change per period that it takes to meet the target in time; null when it is met or too late.</summary>
    internal double? RequiredPace { get; init; }

    /// <summary>Why it is not judged; null when it is.</summary>
    internal Obstacle? Obstacle { get; init; }
}

/// <summary>Judges a figure against the path and the target of a goal.</summary>
internal static class GoalJudge
{
    /// <summary>Judges the figure of a period.</summary>
    internal static Judgement Judge(GoalCase one, Period period, Figure figure)
    {
        if (ObstacleOf(one, period, figure) is { } obstacle)
        {
            return new Judgement(GoalStatus.NotMeasurable) { Obstacle = obstacle };
        }

        var value = (Figure.Value)figure; // Any other figure is an obstacle.
        var scale = Scale.Of(one, period);
        var status = scale.StatusOf(value.Number);
        var left = GoalPath.PeriodsBetween(period, Period.Parse(scale.Target.Period));
        return new Judgement(status)
        {
            Expected = scale.Expected,
            Achievement = scale.AchievementOf(value.Number),
            AchievementInterval = value.Interval is { } interval ? scale.AchievementOf(interval) : null,
            Between = value.Interval is { } range ? scale.StatusOf(range) : null,
            RequiredPace = status == GoalStatus.Reached || left <= 0 ? null
                : (scale.Aim - value.Number) / left,
        };
    }

    private static Obstacle? ObstacleOf(GoalCase one, Period period, Figure figure)
    {
        if (one.Target?.Value is null || one.Goal.Baseline is not { } baseline)
        {
            return new Obstacle(ObstacleKind.NoTarget);
        }

        if (period.Start < Period.Parse(baseline.Period).Start)
        {
            return new Obstacle(ObstacleKind.BeforeBaseline);
        }

        return figure switch
        {
            Figure.Value => null,
            Figure.Hidden => new Obstacle(ObstacleKind.Hidden),
            Figure.NotMature immature => new Obstacle(ObstacleKind.NotMature, immature.MatureOn),
            Figure.NotDefined => new Obstacle(ObstacleKind.CannotOccur),
            _ => new Obstacle(ObstacleKind.Missing),
        };
    }

    /// <summary>The scale that figures of one goal and period are read on.</summary>
    private sealed record Scale(GoalCase Case, GoalPoint Target, double Aim)
    {
        internal double? Expected { get; private init; }

        private bool IsDue { get; init; }

        internal static Scale Of(GoalCase one, Period period)
        {
            var target = one.Target!; // Checked: a case without a target or baseline is an obstacle.
            var from = Period.Parse(one.Goal.Baseline!.Period);
            var scale = new Scale(one, target, target.Value!.Value)
            {
                IsDue = period.Start >= Period.Parse(target.Period).Start,
            };
            var hasNoWay = one.Baseline is not null && scale.WayFrom is null;
            return scale with
            {
                Expected = hasNoWay ? scale.Aim : one.Goal.Path.ValueAt(period, from, one.Baseline, target),
            };
        }

        internal double? AchievementOf(double actual) =>
            WayFrom is { } start && (actual - start) / (Aim - start) is var share && double.IsFinite(share)
                ? share : null;

        internal Interval? AchievementOf(Interval figure) =>
            AchievementOf(figure.Low) is { } one && AchievementOf(figure.High) is { } other
                ? new Interval(Math.Min(one, other), Math.Max(one, other)) : null;

        internal GoalStatus StatusOf(double actual)
        {
            if (Lacking(actual, Aim) <= 0)
            {
                return GoalStatus.Reached;
            }

            var tolerated = Case.Goal.Tolerance * Math.Abs(WayFrom is { } start ? Aim - start : Aim);
            if (Case.Baseline is { } baseline && Lacking(actual, WayFrom is null ? Aim : baseline) > tolerated)
            {
                return GoalStatus.Backwards;
            }

            if (IsDue || Expected is not { } expected)
            {
                return Lacking(actual, Aim) <= tolerated ? GoalStatus.Near : GoalStatus.NotReached;
            }

            var isPastStart = WayFrom is not { } from || Lacking(actual, from) <= 0;
            return isPastStart && Lacking(actual, expected) <= tolerated ? GoalStatus.OnTrack : GoalStatus.Behind;
        }

        internal (GoalStatus Best, GoalStatus Worst) StatusOf(Interval figure)
        {
            var (low, high) = (StatusOf(figure.Low), StatusOf(figure.High));
            return Case.Better == Direction.Up ? (high, low) : (low, high);
        }

        /// <summary>
        /// The start of the way; null when it is not known, or was as good as the target already: then there is no way
        /// to go a share of.
        /// </summary>
        private double? WayFrom => Case.Baseline is { } start && Lacking(start, Aim) > 0 ? start : null;

        private double Lacking(double actual, double aim) =>
            Case.Better == Direction.Up ? aim - actual : actual - aim;
    }
}

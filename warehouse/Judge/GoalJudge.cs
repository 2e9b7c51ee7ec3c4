using Maltall.Warehouse.Measure;
using Maltall.Warehouse.Protect;

namespace Maltall.Warehouse.Judge;

/// <summary>Says how a goal stands, from figures and from children.</summary>
internal static class GoalJudge
{
    /// <summary>Judges a figure against a goal.</summary>
    /// <param name="goal">A leaf.</param>
    /// <param name="better">Which way is better.</param>
    /// <param name="now">The figure.</param>
    /// <param name="baseline">Where it started; null when not known.</param>
    /// <returns>Share of the way gone, null where there is no way to go, and the status.</returns>
    internal static (double? Achievement, GoalStatus Status) Judge(
        GoalNode goal, Direction better, Figure now, double? baseline)
    {
        if (now is not Figure.Value { Number: var actual } || goal.Target?.Value is not { } target)
        {
            return (null, GoalStatus.NotMeasurable);
        }

        var lacking = better == Direction.Up ? target - actual : actual - target;
        if (baseline is not { } start || !IsForward(better, start, target))
        {
            return (null, Status(lacking <= 0, lacking <= goal.Tolerance * Math.Abs(target)));
        }

        var achievement = (actual - start) / (target - start);
        return (achievement, Status(lacking <= 0, achievement >= 1 - goal.Tolerance));
    }

    /// <summary>
    /// False when the start was as good as the target already: then there is no way to go a share of.
    /// </summary>
    private static bool IsForward(Direction better, double start, double target) =>
        better == Direction.Up ? target > start : target < start;

    /// <summary>The status of a parent, and the child that carries it.</summary>
    internal static (GoalStatus Status, string? CarriedBy) OfChildren(RollUp rule, IReadOnlyList<GoalVerdict> children)
    {
        var measurable = children.Where(child => child.Status != GoalStatus.NotMeasurable).ToList();
        if (measurable.Count == 0)
        {
            return (GoalStatus.NotMeasurable, children.Count > 0 ? children[0].Goal.Id : null);
        }

        var status = rule == RollUp.Weakest
            ? measurable.Max(child => child.Status)
            : measurable.GroupBy(child => child.Status).OrderByDescending(group => group.Count())
                .ThenByDescending(group => group.Key).First().Key;
        return (status, measurable.First(child => child.Status == status).Goal.Id);
    }

    private static GoalStatus Status(bool isReached, bool isNear) =>
        isReached ? GoalStatus.Reached : isNear ? GoalStatus.Near : GoalStatus.NotReached;
}

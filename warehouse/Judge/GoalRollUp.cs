namespace Maltall.Warehouse.Judge;

/// <summary>A child as its parent counts it.</summary>
/// <param name="Goal">The child.</param>
/// <param name="Status">Its status, as far as it counts in this parent.</param>
internal sealed record Counted(GoalNode Goal, GoalStatus Status);

/// <summary>Says how a parent stands, from its children.</summary>
/// <remarks>
/// Every rule picks one child's status; none adds or averages statuses or the achievements of unlike indicators.
/// </remarks>
internal static class GoalRollUp
{
    /// <summary>The status of a parent, and the child that carries it.</summary>
    /// <param name="parent">The parent, with its rule.</param>
    /// <param name="children">Its children in order.</param>
    internal static (GoalStatus Status, string? CarriedBy) Of(GoalNode parent, IReadOnlyList<Counted> children)
    {
        var judged = children.Where(child => child.Status != GoalStatus.NotMeasurable).ToList();
        if (judged.Count == 0 || (parent.RollUp == RollUp.Count && judged.Count < parent.Needed))
        {
            var missing = children.FirstOrDefault(child => child.Status == GoalStatus.NotMeasurable);
            return (GoalStatus.NotMeasurable, missing?.Goal.Id);
        }

        var status = parent.RollUp switch
        {
            RollUp.Weakest => judged.Max(child => child.Status),
            RollUp.Most => judged.GroupBy(child => child.Status).OrderByDescending(group => group.Count())
                .ThenByDescending(group => group.Key).First().Key,
            RollUp.Weighted => HalfOfWeight(judged),
            _ => judged.Select(child => child.Status).Order().ElementAt(parent.Needed - 1),
        };
        return (status, judged.Where(child => child.Status == status).MaxBy(child => child.Goal.Weight)!.Goal.Id);
    }

    private static GoalStatus HalfOfWeight(List<Counted> judged)
    {
        var half = judged.Sum(child => child.Goal.Weight) / 2;
        var held = 0.0;
        foreach (var child in judged.OrderBy(child => child.Status))
        {
            held += child.Goal.Weight;
            if (held >= half)
            {
                return child.Status;
            }
        }

        return judged.Max(child => child.Status);
    }
}

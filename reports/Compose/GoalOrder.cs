using Maltall.Warehouse.Judge;

namespace Maltall.Reports.Compose;

/// <summary>A goal in its place below one of its parents.</summary>
/// <param name="Id">Id of the goal.</param>
/// <param name="Depth">0 for the outermost.</param>
/// <param name="Parent">The parent below which it is shown; its own where it is outermost.</param>
/// <param name="IsGuest">True below a parent that shares it, where its own parent is shown as well.</param>
public readonly record struct GoalPlace(string Id, int Depth, string? Parent, bool IsGuest);

/// <summary>Puts goals in the order in which they are read.</summary>
public static class GoalOrder
{
    /// <summary>Parents before children; a shared goal stands below each of its parents.</summary>
    /// <param name="verdicts">Each goal once, parents before children.</param>
    public static IReadOnlyList<GoalPlace> Of(IReadOnlyList<GoalVerdict> verdicts)
    {
        var depths = verdicts.ToDictionary(verdict => verdict.Goal.Id, verdict => verdict.Depth);
        List<GoalPlace> places = [];
        foreach (var verdict in verdicts.Where(verdict => !ParentsOf(verdict.Goal).Any(depths.ContainsKey)))
        {
            Walk(verdict.Goal, verdict.Depth, null);
        }

        return places;

        void Walk(GoalNode goal, int depth, string? parent)
        {
            var isGuest = parent is not null && goal.Parent != parent && depths.ContainsKey(goal.Parent ?? "");
            places.Add(new GoalPlace(goal.Id, depth, parent ?? goal.Parent, isGuest));
            foreach (var child in goal.Children.Where(child => depths.ContainsKey(child.Id)))
            {
                Walk(child, depth + 1, goal.Id);
            }
        }
    }

    /// <summary>Ids of goals and of all below them.</summary>
    /// <param name="goals">The goals to begin at.</param>
    public static IReadOnlySet<string> Below(IEnumerable<GoalNode> goals)
    {
        HashSet<string> below = [];
        foreach (var goal in goals)
        {
            below.Add(goal.Id);
            below.UnionWith(Below(goal.Children));
        }

        return below;
    }

    private static IEnumerable<string> ParentsOf(GoalNode goal) =>
        goal.Parent is null ? goal.SharedBy : goal.SharedBy.Prepend(goal.Parent);
}

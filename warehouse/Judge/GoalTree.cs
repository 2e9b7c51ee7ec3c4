namespace Maltall.Warehouse.Judge;

/// <summary>Rolls goals up so that a shared goal counts once in every goal above it.</summary>
internal static class GoalTree
{
    /// <summary>How a parent stands.</summary>
    /// <param name="parent">The parent.</param>
    /// <param name="statuses">Status of every leaf by its id.</param>
    /// <returns>Its status, the child that carries it, and its children as it counts them.</returns>
    /// <remarks>
    /// Where a goal is met more than once below the parent, it counts where its own <c>parent</c> is, or at its first
    /// place when that lies outside.
    /// </remarks>
    internal static (GoalStatus Status, string? CarriedBy, IReadOnlyList<Counted> Children) Stand(
        GoalNode parent, IReadOnlyDictionary<string, GoalStatus> statuses) =>
        Stand(parent, statuses, Repeats(parent));

    /// <summary>All goals of a tree, each once, parents before children.</summary>
    internal static IEnumerable<GoalNode> All(GoalNode root) =>
        Own(root).SelectMany(All).Prepend(root);

    /// <summary>The children that have the goal as their own parent.</summary>
    internal static IEnumerable<GoalNode> Own(GoalNode goal) => goal.Children.Where(child => child.Parent == goal.Id);

    private static (GoalStatus Status, string? CarriedBy, IReadOnlyList<Counted> Children) Stand(
        GoalNode parent, IReadOnlyDictionary<string, GoalStatus> statuses, HashSet<(string, string)> repeats)
    {
        var children = parent.Children.Where(child => !repeats.Contains((parent.Id, child.Id)))
            .Select(child => new Counted(
                child, child.IsLeaf ? statuses[child.Id] : Stand(child, statuses, repeats).Status))
            .ToList();
        var (status, carriedBy) = GoalRollUp.Of(parent, children);
        return (status, carriedBy, children);
    }

    /// <summary>Places, by parent and child, of goals that are counted in another place below the top.</summary>
    private static HashSet<(string Parent, string Child)> Repeats(GoalNode top)
    {
        List<(string Parent, GoalNode Child)> places = [];
        Walk(top);
        return
        [
            .. places.GroupBy(place => place.Child.Id).SelectMany(met =>
            {
                var counted = met.FirstOrDefault(place => place.Parent == place.Child.Parent);
                return met.Where(place => place.Parent != (counted.Parent ?? met.First().Parent))
                    .Select(place => (place.Parent, place.Child.Id));
            }),
        ];

        void Walk(GoalNode goal)
        {
            foreach (var child in goal.Children)
            {
                places.Add((goal.Id, child));
                Walk(child);
            }
        }
    }
}

using System.Globalization;
using Maltall.Lake;
using Maltall.Warehouse.Judge;

namespace Maltall.Warehouse.Measure;

/// <summary>Reads all of <c>warehouse/goals</c> and builds the tree.</summary>
internal sealed class GoalTreeFolder
{
    private readonly Dictionary<string, (GoalNode Goal, DefinitionNode Node)> goals;

    private GoalTreeFolder(Dictionary<string, (GoalNode Goal, DefinitionNode Node)> goals) => this.goals = goals;

    private IEnumerable<GoalNode> Goals => goals.Values.Select(entry => entry.Goal);

    /// <summary>Reads all files.</summary>
    /// <returns>The root.</returns>
    internal static GoalNode Read(
        IReadOnlyList<DefinitionText> files, IReadOnlyList<IndicatorDefinition> indicators)
    {
        var tree = new GoalTreeFolder(files.Select(GoalFile.Open)
            .Select(node => (Goal: GoalFile.Read(node, indicators), node))
            .ToDictionary(entry => entry.Goal.Id));
        return tree.Build();
    }

    private GoalNode Build()
    {
        foreach (var (goal, node) in goals.Values)
        {
            RequireParents(goal, node);
        }

        foreach (var (goal, node) in goals.Values)
        {
            RequireNoCycle(goal, node, [goal.Id]);
            RequireWeight(goal, node);
            RequireEnough(goal, node);
        }

        var roots = Goals.Where(goal => goal.Parent is null).ToList();
        return roots.Count == 1 ? WithChildren(roots[0]) : throw new UserError(
            $"goals/: {string.Join(", ", roots.Select(goal => goal.Id).DefaultIfEmpty("no goal"))} have no parent",
            "Give each goal but one its parent, so that there is one tree.");
    }

    private static IEnumerable<string> ParentsOf(GoalNode goal) =>
        goal.Parent is null ? goal.SharedBy : goal.SharedBy.Prepend(goal.Parent);

    private IEnumerable<GoalNode> ChildrenOf(GoalNode goal) =>
        Goals.Where(child => ParentsOf(child).Contains(goal.Id))
            .OrderBy(child => child.Parent == goal.Id ? 0 : 1).ThenBy(child => child.Order)
            .ThenBy(child => child.Id, StringComparer.Ordinal);

    private GoalNode WithChildren(GoalNode goal) =>
        goal with { Children = ChildrenOf(goal).Select(WithChildren).ToList() };

    private void RequireParents(GoalNode goal, DefinitionNode node)
    {
        if (goal.Parent is not null)
        {
            RequireGroup(goal, node, "parent", goal.Parent);
        }

        foreach (var parent in goal.SharedBy)
        {
            RequireGroup(goal, node, "shared_by", parent);
        }

        var isTwice = ParentsOf(goal).Distinct().Count() < ParentsOf(goal).Count();
        if (isTwice || goal is { Parent: null, SharedBy: [_, ..] })
        {
            throw node.Wrong(
                "shared_by", "names a parent twice, or the goal has no parent of its own",
                "Write the goal it is counted in as parent, and the others once each in shared_by.");
        }
    }

    private void RequireGroup(GoalNode goal, DefinitionNode node, string field, string parent)
    {
        if (goals.TryGetValue(parent, out var found) && !found.Goal.IsLeaf)
        {
            return;
        }

        var groups = Goals.Where(other => !other.IsLeaf && other.Id != goal.Id).Select(other => other.Id);
        throw node.Wrong(
            field,
            found.Goal is null ? $"there is no goal '{parent}'"
                : $"'{parent}' has a figure of its own and no goals below",
            $"Did you mean '{Nearest.To(parent, groups)}'?");
    }

    /// <summary>Walks up from a goal; its way must not come back to where it has been.</summary>
    private void RequireNoCycle(GoalNode goal, DefinitionNode node, IReadOnlyList<string> way)
    {
        foreach (var parent in ParentsOf(goals[way[^1]].Goal))
        {
            if (way.Contains(parent))
            {
                throw node.Wrong(
                    "parent", $"the goal is its own ancestor: {string.Join(" → ", way)} → {parent}",
                    "Give one of them a parent that is not below it.");
            }

            RequireNoCycle(goal, node, [.. way, parent]);
        }
    }

    private void RequireWeight(GoalNode goal, DefinitionNode node)
    {
        var weighing = ParentsOf(goal).Where(parent => goals[parent].Goal.RollUp == RollUp.Weighted).ToList();
        if (weighing.Count > 0 && !node.Has("weight"))
        {
            throw node.Wrong("weight", $"is missing: '{weighing[0]}' rolls up by weight", "Write weight: 1 or more.");
        }

        if (weighing.Count == 0 && node.Has("weight"))
        {
            throw node.Wrong(
                "weight", $"has no meaning: '{goal.Parent}' does not roll up by weight",
                "Remove it, or write roll_up: weighted in the parent.");
        }
    }

    private void RequireEnough(GoalNode goal, DefinitionNode node)
    {
        var count = ChildrenOf(goal).Count();
        if (goal.RollUp == RollUp.Count && goal.Needed > count)
        {
            throw node.Wrong(
                "needed",
                string.Create(CultureInfo.InvariantCulture, $"{goal.Needed} of {count} children cannot be reached"),
                string.Create(CultureInfo.InvariantCulture, $"Write a number from 1 to {count}."));
        }
    }
}

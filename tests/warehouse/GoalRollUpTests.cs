using CsCheck;
using Maltall.Warehouse.Judge;
using Maltall.Warehouse.Measure;
using Xunit;

namespace Maltall.Warehouse.Tests;

public sealed class GoalRollUpTests
{
    private static readonly Gen<GoalStatus> AnyStatus = Gen.Enum<GoalStatus>();

    private static readonly Gen<Counted[]> AnyChildren =
        Gen.Select(AnyStatus, Gen.Double[0.1, 9]).Array[1, 8].Select(children => children
            .Select((child, at) => new Counted(Node($"c{at}") with { Weight = child.Item2 }, child.Item1)).ToArray());

    [Fact]
    public void A_parent_of_one_child_is_as_the_child() =>
        Gen.Select(Gen.Enum<RollUp>(), AnyStatus).Sample((rule, status) => Assert.Equal(
            (status, "only"), GoalRollUp.Of(Node("p") with { RollUp = rule }, [new Counted(Node("only"), status)])));

    [Fact]
    public void A_parent_is_no_better_than_its_best_and_no_worse_than_its_weakest_judged_child() =>
        Gen.Select(Gen.Enum<RollUp>(), Gen.Int[1, 8], AnyChildren)
            .Where((_, needed, children) => needed <= children.Length).Sample((rule, needed, children) =>
        {
            var parent = Node("p") with { RollUp = rule, Needed = needed };

            var (status, carriedBy) = GoalRollUp.Of(parent, children);

            var carrier = children.Single(child => child.Goal.Id == carriedBy);
            Assert.Equal(status, carrier.Status);
        });

    [Fact]
    public void A_better_child_never_makes_the_parent_worse_but_by_most() =>
        Gen.Select(Gen.Enum<RollUp>(), AnyChildren, Gen.Int[0, 7])
            .Where((rule, children, at) => rule != RollUp.Most && at < children.Length
                && children[at].Status is > GoalStatus.Reached and < GoalStatus.NotMeasurable)
            .Sample((rule, children, at) =>
            {
                var parent = Node("p") with { RollUp = rule };
                var better = children.ToArray();
                better[at] = better[at] with { Status = better[at].Status - 1 };

                Assert.True(GoalRollUp.Of(parent, better).Status <= GoalRollUp.Of(parent, children).Status);
            });

    [Theory]
    [InlineData(RollUp.Weakest, 1, GoalStatus.Backwards, "d")]
    [InlineData(RollUp.Most, 1, GoalStatus.Reached, "a")]
    [InlineData(RollUp.Weighted, 1, GoalStatus.Behind, "c")]
    [InlineData(RollUp.Count, 2, GoalStatus.Reached, "a")]
    [InlineData(RollUp.Count, 3, GoalStatus.Behind, "c")]
    public void A_rule_picks_one_child_and_names_it(RollUp rule, int needed, GoalStatus status, string carriedBy)
    {
        Counted[] children =
        [
            new(Node("a") with { Weight = 2 }, GoalStatus.Reached), new(Node("b"), GoalStatus.Reached),
            new(Node("c") with { Weight = 4 }, GoalStatus.Behind), new(Node("d"), GoalStatus.Backwards),
            new(Node("e") with { Weight = 9 }, GoalStatus.NotMeasurable),
        ];

        var stands = GoalRollUp.Of(Node("p") with { RollUp = rule, Needed = needed }, children);

        Assert.Equal((status, carriedBy), stands);
    }

    [Fact]
    public void A_count_that_the_judged_children_cannot_reach_is_not_judged()
    {
        Counted[] children = [new(Node("a"), GoalStatus.Reached), new(Node("b"), GoalStatus.NotMeasurable)];

        var stands = GoalRollUp.Of(Node("p") with { RollUp = RollUp.Count, Needed = 2 }, children);

        Assert.Equal((GoalStatus.NotMeasurable, "b"), stands);
    }

    [Fact]
    public void A_shared_goal_counts_in_each_of_its_parents_and_once_above_them()
    {
        var shared = Node("shared") with { Parent = "a", SharedBy = ["b"], Kind = GoalKind.Result };
        var own = Node("own") with { Parent = "b", Kind = GoalKind.Result };
        var third = Node("third") with { Parent = "root", Kind = GoalKind.Result };
        var a = Node("a") with { Parent = "root", Children = [shared] };
        var b = Node("b") with { Parent = "root", Children = [own, shared] };
        var root = Node("root") with { RollUp = RollUp.Most, Children = [a, b, third] };
        var statuses = new Dictionary<string, GoalStatus>
        {
            ["shared"] = GoalStatus.Behind, ["own"] = GoalStatus.Reached, ["third"] = GoalStatus.Reached,
        };

        Assert.Equal((GoalStatus.Behind, "shared"), Stand(a));
        Assert.Equal((GoalStatus.Behind, "shared"), Stand(b));
        Assert.Equal((GoalStatus.Reached, "b"), Stand(root));
        Assert.Equal(["root", "a", "shared", "b", "own", "third"], GoalTree.All(root).Select(goal => goal.Id));

        (GoalStatus, string?) Stand(GoalNode goal)
        {
            var (status, carriedBy, _) = GoalTree.Stand(goal, statuses);
            return (status, carriedBy);
        }
    }

    [Fact]
    public void A_shared_goal_counts_at_its_first_place_where_its_own_parent_is_not_below()
    {
        var shared = Node("shared") with { Parent = "far", SharedBy = ["a", "b"], Kind = GoalKind.Result };
        var own = Node("own") with { Parent = "b", Kind = GoalKind.Result };
        var a = Node("a") with { Parent = "top", Children = [shared] };
        var b = Node("b") with { Parent = "top", Children = [own, shared] };
        var top = Node("top") with { RollUp = RollUp.Count, Needed = 2, Children = [a, b] };
        var statuses = new Dictionary<string, GoalStatus>
        {
            ["shared"] = GoalStatus.Behind, ["own"] = GoalStatus.Reached,
        };

        var children = GoalTree.Stand(top, statuses).Children;

        Assert.Equal([GoalStatus.Behind, GoalStatus.Reached], children.Select(child => child.Status));
    }

    private static GoalNode Node(string id) => new(id, new LocalText(id, id, id), null, 0);
}

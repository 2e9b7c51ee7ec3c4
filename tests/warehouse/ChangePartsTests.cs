using CsCheck;
using Maltall.Warehouse.Compare;
using Xunit;

namespace Maltall.Warehouse.Tests;

public sealed class ChangePartsTests
{
    [Fact]
    public void The_parts_of_any_history_add_up_to_the_change() => History.Any.Sample(
        history =>
        {
            for (var area = 0; area < 2; area++)
            {
                Judge(history,
                [.. Enumerable.Range(0, ChangeParts.States).Select(state => history.Value(state, area))]);
            }
        },
        iter: 10_000, seed: "0000KDKj9KH9");

    [Theory]
    [InlineData(new double[] { 5, 6, 8, 7, 7, 3 }, new double[] { 1, 2, -1, 0, -4, 0 })]
    [InlineData(new[] { double.NaN, 6, 8, 7, 7, 3 }, new double[] { 0, 0, 0, 0, 0, 3 })]
    [InlineData(new[] { 5, 6, 8, 7, 7, double.NaN }, new double[] { 0, 0, 0, 0, 0, -5 })]
    [InlineData(new[] { 5, double.NaN, double.NaN, 7, 8, 8 }, new double[] { 0, 0, 0, 1, 0, 2 })]
    public void A_state_without_a_value_is_coverage(double[] states, double[] parts)
    {
        var given = ChangeParts.Of([.. states.Select(state => double.IsNaN(state) ? (double?)null : state)]);

        Assert.Equal(new ChangeParts(parts[0], parts[1], parts[2], parts[3], parts[4], parts[5]), given);
    }

    [Fact]
    public void Without_a_value_at_either_end_nothing_moved() =>
        Assert.Null(ChangeParts.Of([null, 1, 2, 3, 4, null]));

    private static void Judge(History history, double?[] states)
    {
        var parts = ChangeParts.Of(states);
        if (states[0] is null && states[^1] is null)
        {
            Assert.Null(parts);
            return;
        }

        var given = Assert.IsType<ChangeParts>(parts);
        var change = (states[^1] ?? 0) - (states[0] ?? 0);
        var size = states.Max(state => Math.Abs(state ?? 0)) + 1;
        Assert.Equal(change, given.Total, 1e-9 * size);
        Assert.True(history.Areas.Old.SequenceEqual(history.Areas.New) is false || given.Geography == 0);
        Assert.True(history.Meanings.Old != history.Meanings.New || given.Definition == 0);
        Assert.True(history.Steps.Contains(3) || given.Corrections == 0);
        Assert.True(history.Steps.Contains(2) || given.LateData == 0);
        Assert.True(history.Steps.Contains(1) || given.NewEvents == 0);
        Assert.True(states.Contains(null) || given.Coverage == 0);
    }
}

using CsCheck;
using Maltall.Warehouse.Compare;
using Xunit;

namespace Maltall.Warehouse.Tests;

public sealed class ChangePartsTests
{
    private const int DataEnd = 14;
    private const int Places = 4;

    private static readonly Gen<Event> GenEvent =
        from place in Gen.Int[0, Places - 1]
        from day in Gen.Int[0, DataEnd]
        from next in Gen.OneOf(Gen.Const((int?)null), Gen.Int[0, DataEnd].Select(at => (int?)at))
        from amount in Gen.OneOf(Gen.Int[0, 9].Select(whole => (double)whole), Gen.Double[-1e6, 1e6])
        select new Event(place, day, next, amount);

    private static readonly Gen<Func<Event, Event?>> GenFate =
        from fate in Gen.Int[0, 8]
        from other in GenEvent
        from day in Gen.Int[0, 20]
        select (Func<Event, Event?>)(row => fate switch
        {
            0 => null,
            1 => row with { Amount = other.Amount },
            2 => row with { Place = other.Place },
            3 => row with { Day = day },
            4 or 5 => row with { Next = row.Next ?? day, Amount = other.Amount },
            _ => row,
        });

    private static readonly Gen<Meaning> GenMeaning =
        from kind in Gen.Enum<Kind>()
        from least in Gen.Int[0, 6]
        select new Meaning(kind, least);

    private static readonly Gen<History> GenHistory =
        from old in GenEvent.Array[0, 10]
        from fates in GenFate.Array[10]
        from added in GenEvent.Array[0, 6]
        from addedDays in Gen.Int[0, 20].Array[6]
        from areas in Gen.Int[0, 1].Array[Places]
        from newAreas in Gen.OneOf(Gen.Const((int[]?)null), Gen.Int[0, 1].Array[Places].Select(map => (int[]?)map))
        from meaning in GenMeaning
        from newMeaning in Gen.OneOf(Gen.Const((Meaning?)null), GenMeaning.Select(one => (Meaning?)one))
        select new History(
            [.. old.Select((row, at) => (Old: (Event?)row, New: fates[at](row))),
                .. added.Select((row, at) => ((Event?)null, (Event?)(row with { Day = addedDays[at] })))],
            (areas, newAreas ?? areas), (meaning, newMeaning ?? meaning));

    [Fact]
    public void The_parts_of_any_history_add_up_to_the_change() => GenHistory.Sample(
        history =>
        {
            for (var area = 0; area < 2; area++)
            {
                Judge(history, [.. Enumerable.Range(0, ChangeParts.States).Select(state => history.Value(state, area))]);
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

    private enum Kind
    {
        Count,
        Sum,
        Share,
        Ratio,
        Median,
    }

    private sealed record Event(int Place, int Day, int? Next, double Amount);

    private sealed record Meaning(Kind Kind, int Least);

    /// <summary>Rows by key in two publications, the areas of places, and what is measured.</summary>
    private sealed record History(
        IReadOnlyList<(Event? Old, Event? New)> Rows, (int[] Old, int[] New) Areas, (Meaning Old, Meaning New) Meanings)
    {
        /// <summary>The step at which each row becomes what it is in the new publication.</summary>
        public IReadOnlyList<int> Steps { get; } = [.. Rows.Select(row => row switch
        {
            (null, { } added) => added.Day > DataEnd ? 1 : 2,
            ({ }, null) => 3,
            ({ } old, { } now) when old == now => 0,
            ({ Next: null } old, { Next: { } next } now) when old.Day == now.Day => next > DataEnd ? 1 : 2,
            _ => 3,
        })];

        public double? Value(int state, int area)
        {
            var areas = state >= 4 ? Areas.New : Areas.Old;
            var meaning = state >= 5 ? Meanings.New : Meanings.Old;
            var rows = Rows.Select((row, at) => Steps[at] <= state ? row.New : row.Old).OfType<Event>()
                .Where(row => areas[row.Place] == area).ToList();
            var counted = rows.FindAll(row => row.Next is not null && row.Amount >= meaning.Least);
            return meaning.Kind switch
            {
                Kind.Count => counted.Count,
                Kind.Sum => counted.Sum(row => row.Amount),
                Kind.Share => rows.Count == 0 ? null : (double)counted.Count / rows.Count,
                Kind.Ratio => counted.Count == 0 ? null : rows.Sum(row => row.Amount) / counted.Count,
                _ => counted.Count == 0 ? null : counted.Select(row => row.Amount).Order().ElementAt(counted.Count / 2),
            };
        }
    }
}

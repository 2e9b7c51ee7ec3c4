using System.Globalization;
using Maltall.Models.Reconcile;
using Maltall.Models.Tests.Judge;
using Xunit;

namespace Maltall.Models.Tests.Reconcile;

public sealed class BottomUpTests(ITestOutputHelper output)
{
    private const int Horizon = 8;

    /// <summary>Australian tourism 1998–2017, regions by purpose; the last two years are held out.</summary>
    [Fact]
    public void States_are_the_sums_of_their_regions_and_their_intervals_hold()
    {
        var parts = Sample.Lines("hierarchy_tourism_quarterly.csv")
            .GroupBy(cells => (State: cells[0], Id: $"{string.Join('/', cells[..^2])}"))
            .Select(rows => (rows.Key.State, rows.Key.Id, Values: rows.Select(Value).ToArray())).ToList();
        var panel = parts.Select(part => new Series(
            part.Id, 4, new Period(PeriodKind.Quarter, 1998 * 4), part.Values[..^Horizon])).ToList();
        var states = parts.GroupBy(part => part.State)
            .Select(state => new Hierarchy(state.Key, [.. state.Select(part => part.Id)])).ToList();

        var set = Forecaster.Run(panel, states, new(Horizon, [80, 95]), TestContext.Current.CancellationToken);

        var shown = set.Forecasts.ToDictionary(forecast => forecast.SeriesId);
        var (hits, steps) = (0, 0);
        foreach (var state in states)
        {
            var total = shown[state.TotalId];
            for (var h = 0; h < Horizon; h++, steps++)
            {
                Assert.Equal(state.PartIds.Sum(id => shown[id].Steps[h].Mean), total.Steps[h].Mean, 6);
                var outturn = parts.Where(part => part.State == state.TotalId).Sum(part => part.Values[^(Horizon - h)]);
                var limits = total.Steps[h].At(95);
                hits += outturn >= limits.Low && outturn <= limits.High ? 1 : 0;
            }

            output.WriteLine($"{state.TotalId}: {total.Reason}");
        }

        output.WriteLine($"95 % interval of states holds {hits} of {steps}");
        Assert.InRange(hits / (double)steps, 0.80, 1);
    }

    private static double Value(string[] cells) => double.Parse(cells[^1], CultureInfo.InvariantCulture);
}

using System.Globalization;
using Maltall.Warehouse.Measure;
using Maltall.Warehouse.Protect;
using Xunit;

namespace Maltall.Warehouse.Tests.Dialects;

/// <summary>The same figures from ClickHouse's engine as from the engine within the program.</summary>
public sealed class ClickHouseDialectTests(TwoPublications lake) : IClassFixture<TwoPublications>
{
    public static TheoryData<string> Indicators =>
        [.. Definitions.Load(Repository.Warehouse).Indicators.Select(indicator => indicator.Id)];

    [Theory]
    [MemberData(nameof(Indicators))]
    public void Both_engines_give_the_same_figures_by_every_dimension_and_period(string id)
    {
        using var ours = lake.Read(byClickHouse: false);
        using var theirs = lake.Read(byClickHouse: true);
        var indicator = lake.Catalog.Indicator(id);

        var found = 0;
        foreach (var period in indicator.Periods.Select(Period.WordOf))
        {
            var asked = indicator.Dimensions.Select(dimension => new[] { dimension, period }).Append([period])
                .Append([.. indicator.Dimensions.Take(2), period]).DistinctBy(by => string.Join(',', by));
            found += asked.Sum(by => Compare(ours, theirs, Request(id, by)));
        }

        Assert.True(found > 0, "No cell has a figure.");
    }

    private static IndicatorRequest Request(string id, string[] by) =>
        new([id], by, new Dictionary<string, string>(), null) { Totals = by.Length > 1 };

    /// <summary>Compares, and gives the number of cells with a figure.</summary>
    private static int Compare(Analysis ours, Analysis theirs, IndicatorRequest request)
    {
        var left = ours.Query(request, TestContext.Current.CancellationToken).Rows;
        var right = theirs.Query(request, TestContext.Current.CancellationToken).Rows;

        Assert.Equal(left.Select(row => string.Join('|', row.Keys)), right.Select(row => string.Join('|', row.Keys)));
        Assert.All(left.Zip(right), pair => Same(pair.First.Figure, pair.Second.Figure));
        return left.Count(row => row.Figure is Figure.Value);
    }

    private static void Same(Figure ours, Figure theirs)
    {
        if (ours is Figure.Value left && theirs is Figure.Value right)
        {
            Assert.Equal(left.Numerator, right.Numerator);
            Assert.Equal(left.Denominator, right.Denominator);
            Assert.Equal(left.Observations, right.Observations);
            Close(left.Number, right.Number);
            Assert.Equal(left.Interval is null, right.Interval is null);
            Close(left.Interval?.Low ?? 0, right.Interval?.Low ?? 0);
            Close(left.Interval?.High ?? 0, right.Interval?.High ?? 0);
            return;
        }

        Assert.Equal(ours, theirs);
    }

    private static void Close(double ours, double theirs) => Assert.True(
        Math.Abs(ours - theirs) <= 1e-12 * Math.Max(1, Math.Abs(ours)),
        string.Create(CultureInfo.InvariantCulture, $"{ours:R} and {theirs:R}"));
}

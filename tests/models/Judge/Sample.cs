using System.Globalization;
using Maltall.Models.Judge;
using Xunit;

namespace Maltall.Models.Tests.Judge;

/// <summary>A series of the sample with what came after it.</summary>
internal sealed record Case(Series Series, double[] Outturns)
{
    public double Scale { get; } = Accuracy.Scale(Series.Values.AsSpan(), Series.Season);
}

/// <summary>The competition sample of one frequency, read from beside the repository.</summary>
internal sealed record Sample(IReadOnlyDictionary<string, Case> Series)
{
    public static Sample Open(string frequency)
    {
        var train = Rows($"{frequency}_train.csv");
        var test = Rows($"{frequency}_test.csv").ToDictionary(row => row.Key, row => row.ToArray());
        return new Sample(train.ToDictionary(row => row.Key, row => new Case(
            new Series(row.Key, row.First().Season, new Period(PeriodKind.Whole, 1), [.. row.Select(r => r.Value)]),
            [.. test[row.Key].Select(r => r.Value)])));
    }

    public IEnumerable<(int Horizon, IReadOnlyList<Series> Series)> ByHorizon() =>
        Series.Values.GroupBy(case_ => case_.Outturns.Length)
            .Select(group => (group.Key, (IReadOnlyList<Series>)[.. group.Select(case_ => case_.Series)]));

    /// <summary>The last observations of the series that have so many, with the first outturns.</summary>
    public Sample Cut(int length, int horizon) => new(Series
        .Where(pair => pair.Value.Series.Values.Length >= length)
        .ToDictionary(pair => pair.Key, pair => new Case(
            new Series(
                pair.Key, pair.Value.Series.Season, pair.Value.Series.Start, [.. pair.Value.Series.Values[^length..]]),
            pair.Value.Outturns[..horizon])));

    private static ILookup<string, (int Season, double Value)> Rows(string file) =>
        Lines(file).ToLookup(
            cells => cells[0],
            cells => (int.Parse(cells[1], CultureInfo.InvariantCulture),
                double.Parse(cells[3], CultureInfo.InvariantCulture)));

    /// <summary>The cells of every line but the first.</summary>
    public static IEnumerable<string[]> Lines(string file)
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "Analytics.sln")))
        {
            folder = folder.Parent;
        }

        var path = Path.Combine(folder?.FullName ?? ".", "..", "shared", "data", "forecast", file);
        Assert.True(File.Exists(path), $"The competition sample is missing: {path}. Place it beside the repository.");
        return File.ReadLines(path).Skip(1).Select(line => line.Split(','));
    }
}

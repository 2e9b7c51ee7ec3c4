using System.Globalization;
using Maltall.Models;
using Maltall.Models.Judge;

namespace Maltall.Bench.Forecast;

/// <summary>A series of the competition sample with what came after it.</summary>
internal sealed record Case(Series Series, double[] Outturns)
{
    public double Scale { get; } = Accuracy.Scale(Series.Values.AsSpan(), Series.Season);
}

/// <summary>The competition sample, read from beside the repository.</summary>
internal static class ForecastSample
{
    public static IReadOnlyList<string> Frequencies { get; } = ["yearly", "quarterly", "monthly"];

    /// <summary>The folder of a data set that lies beside the repository.</summary>
    public static string Folder(string name)
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "Analytics.sln")))
        {
            folder = folder.Parent;
        }

        var path = Path.Combine(folder?.FullName ?? ".", "..", "shared", "data", name);
        return Directory.Exists(path) ? path
            : throw new DirectoryNotFoundException($"The data set is missing: {path}. Place it beside the repository.");
    }

    /// <summary>Series of a frequency with the outturns of the test part.</summary>
    public static IReadOnlyList<Case> Read(string frequency)
    {
        var test = Rows($"{frequency}_test.csv");
        return [.. Rows($"{frequency}_train.csv").Select(rows => new Case(
            new Series(rows.Key, rows.First().Season, new Period(PeriodKind.Whole, 1), [.. rows.Select(r => r.Value)]),
            [.. test[rows.Key].Select(row => row.Value)]))];
    }

    /// <summary>
    /// The same inside the training parts: some last observations left out, and the horizon before them held out.
    /// </summary>
    public static IReadOnlyList<Case> Inside(IReadOnlyList<Case> cases, int leftOut) =>
        [.. from one in cases
            let end = one.Series.Values.Length - leftOut
            let until = end - one.Outturns.Length
            where until >= (one.Series.Season == 1 ? 6 : (2 * one.Series.Season) + 2)
            select new Case(
                new Series(one.Series.Id, one.Series.Season, one.Series.Start, [.. one.Series.Values[..until]]),
                [.. one.Series.Values[until..end]])];

    private static ILookup<string, (int Season, double Value)> Rows(string file) =>
        File.ReadLines(Path.Combine(Folder("forecast"), file)).Skip(1).Select(line => line.Split(',')).ToLookup(
            cells => cells[0],
            cells => (int.Parse(cells[1], CultureInfo.InvariantCulture),
                double.Parse(cells[3], CultureInfo.InvariantCulture)));
}

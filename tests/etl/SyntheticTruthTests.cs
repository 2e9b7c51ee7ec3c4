using Xunit;

namespace Maltall.Etl.Tests;

/// <summary>The effects that are built in are in the files, and the null is null.</summary>
public sealed class SyntheticTruthTests(ITestOutputHelper output)
{
    private static readonly string[] _valley = ["09", "10", "11", "12"];

    private static readonly DateOnly _from = new(2011, 9, 1);

    [Fact]
    public void The_built_in_effects_are_found_by_difference_in_differences()
    {
        using var large = new SyntheticFolder(4, 3);
        var applications = large.Latest("bit_application", 14).Values
            .Where(row => SyntheticFolder.Day(row[12]) is not null).ToArray();
        var granted = applications
            .Where(row => row[11] == "innvilget" && Decided(row) < new DateOnly(2015, 5, 1)).ToArray();
        var evictions = large.Latest("bit_eviction", 7).Values
            .Where(row => SyntheticFolder.Day(row[5]) < new DateOnly(2015, 1, 1)).ToArray();

        var movedIn = Effect(granted, 4, Decided, MovedInSoon);
        var refused = Effect(applications, 4, Decided, row => row[11] == "avslag");
        var carriedOut = Effect(evictions, 3, row => SyntheticFolder.Day(row[5])!.Value, row => row[6].Length > 0);

        output.WriteLine($"moved in {movedIn:0.0000}, refused {refused:0.0000}, carried out {carriedOut:0.0000}");
        Assert.InRange(movedIn, 0.08, 0.12);
        Assert.InRange(refused, -0.012, 0.012);
        Assert.InRange(carriedOut, -0.062, -0.038);
    }

    [Fact]
    public void Before_it_starts_the_districts_move_in_step()
    {
        using var large = new SyntheticFolder(4, 4, 2009, 2011);
        var granted = large.Latest("bit_application", 14).Values
            .Where(row => row[11] == "innvilget" && SyntheticFolder.Day(row[12]) < new DateOnly(2011, 4, 1)).ToArray();

        var drift = Effect(granted, 4, Decided, MovedInSoon, new DateOnly(2010, 1, 1));

        output.WriteLine($"drift before the start {drift:0.0000}");
        Assert.InRange(drift, -0.025, 0.025);
        var share = granted.Average(row => MovedInSoon(row) ? 1.0 : 0);
        Assert.InRange(share, 0.50, 0.54);
    }

    private static DateOnly Decided(string[] row) => SyntheticFolder.Day(row[12])!.Value;

    private static bool MovedInSoon(string[] row) => SyntheticFolder.Day(row[13]) <= Decided(row).AddDays(183);

    private static double Effect(
        string[][] rows,
        int district,
        Func<string[], DateOnly> when,
        Func<string[], bool> outcome,
        DateOnly? from = null)
    {
        double Mean(bool valley, bool after) => rows
            .Where(row => _valley.Contains(row[district]) == valley && (when(row) >= (from ?? _from)) == after)
            .Average(row => outcome(row) ? 1.0 : 0);
        return Mean(true, true) - Mean(true, false) - (Mean(false, true) - Mean(false, false));
    }
}

namespace Maltall.Warehouse.Signal;

/// <summary>How many charts are looked at.</summary>
/// <param name="Indicators">Indicators.</param>
/// <param name="Units">Units of each, such as districts.</param>
/// <param name="Periods">Periods of each series.</param>
public sealed record ChartLoad(int Indicators, int Units, int Periods)
{
    /// <summary>Charts in all.</summary>
    public long Charts => (long)Indicators * Units;
}

/// <summary>How often a rule fires when nothing has happened.</summary>
/// <param name="Rule">What the rule is called: <c>outside</c>, <c>trend</c>, <c>two_of_three</c> or <c>run</c>.</param>
/// <param name="PerPoint">Probability that it begins to hold at a point that is not among the first.</param>
/// <param name="Expected">Times it is expected to begin in all charts.</param>
public sealed record FalseAlarmRate(string Rule, double PerPoint, double Expected);

/// <summary>What a board has to expect of many charts on which nothing happens.</summary>
/// <param name="Load">The charts.</param>
/// <param name="Rules">One a rule, in their order.</param>
public sealed record FalseAlarmBudget(ChartLoad Load, IReadOnlyList<FalseAlarmRate> Rules)
{
    /// <summary>False alarms expected in all; at most so many, for rules may fire together.</summary>
    public double Expected => Rules.Sum(rule => rule.Expected);
}

/// <summary>The false-alarm budget: how many signals come of noise alone.</summary>
/// <remarks>
/// <para>Assumes normal, independent values whose mean and spread are known; limits from few points, skewed counts and
/// seasons give more. An alarm is a place where a rule begins to hold; each point
/// outside is one.</para>
/// <para>Outside: 2 (1 − Φ(2.66 × 1.128)), Wheeler (2000). Trend of seven: a run up of 6 steps begins with probability
/// 1/7! − 1/8!, whatever the distribution, and 1/7! at the first place it can: Levene and Wolfowitz (1944), Annals of
/// Mathematical Statistics 15, 58–69. Seven on one side: 2 (1/2)^8, and 2 (1/2)^7 at the first place. Two of three: the
/// exact sum over all sequences of zones, as Champ and Woodall (1987), Technometrics 29, 393–399, do for such rules.
/// </para>
/// </remarks>
public static class FalseAlarms
{
    private const double Reach = 2.66 * 1.128;

    /// <summary>The budget of a number of charts.</summary>
    /// <param name="load">The charts; all numbers at least 0.</param>
    /// <param name="run">Points that make a run or a trend, at least 2.</param>
    /// <exception cref="ArgumentException">A number is negative, or the run shorter than 2.</exception>
    public static FalseAlarmBudget Of(ChartLoad load, int run = 7)
    {
        if (load is not { Indicators: >= 0, Units: >= 0, Periods: >= 0 } || run is < 2 or > 20)
        {
            throw new ArgumentException("Numbers of charts are at least 0, and a run has 2–20 points.", nameof(load));
        }

        var outside = 2 * Distributions.NormalAbove(Reach);
        var rise = 2 / Factorial(run);
        var side = Math.Pow(0.5, run - 1);
        FalseAlarmRate[] rules =
        [
            Rate("outside", outside, (1, outside), load),
            Rate("trend", rise - (2 / Factorial(run + 1)), (run, rise), load),
            Rate("two_of_three", Zones(4), (3, Zones(3)), load),
            Rate("run", side / 2, (run, side), load),
        ];
        return new FalseAlarmBudget(load, rules);
    }

    private static FalseAlarmRate Rate(string rule, double perPoint, (int At, double Probability) first, ChartLoad load)
    {
        var later = Math.Max(0, load.Periods - first.At);
        return new FalseAlarmRate(
            rule, perPoint, load.Periods < first.At ? 0 : load.Charts * (first.Probability + (later * perPoint)));
    }

    /// <summary>Probability that two of three begins at the last of so many points: of three, or of four when it must
    /// not have held on the first three.</summary>
    private static double Zones(int points)
    {
        // Zones from the middle out: inner two thirds, outer third, outside; then the same below the mean.
        var beyond = (Close: Distributions.NormalAbove(Reach * 2 / 3), Out: Distributions.NormalAbove(Reach));
        double[] mass = [0.5 - beyond.Close, beyond.Close - beyond.Out, beyond.Out];
        var total = 0.0;
        for (var sequence = 0; sequence < Math.Pow(6, points); sequence++)
        {
            var zones = Enumerable.Range(0, points).Select(at => sequence / (int)Math.Pow(6, at) % 6).ToArray();
            if (Holds(zones.AsSpan()[^3..]) && !(points > 3 && Holds(zones.AsSpan()[..3])))
            {
                total += zones.Aggregate(1.0, (product, zone) => product * mass[zone % 3]);
            }
        }

        return total;
    }

    private static bool Holds(ReadOnlySpan<int> zones)
    {
        var (close, above) = (0, 0);
        foreach (var zone in zones)
        {
            close += zone % 3 == 1 ? 1 : 0;
            above += zone < 3 ? 1 : 0;
        }

        return close >= 2 && above is (0 or 3);
    }

    private static double Factorial(int number) =>
        Enumerable.Range(1, number).Aggregate(1.0, (product, factor) => product * factor);
}

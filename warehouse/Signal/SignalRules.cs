namespace Maltall.Warehouse.Signal;

/// <summary>Finds the signals in one unbroken stretch of points.</summary>
/// <remarks>
/// The rules of NHS England, "Making Data Count", in the order of NHSRplotthedots 0.2.0: outside the limits, trend, two
/// of three, run. They look at one stretch alone; who calls cuts the series at rebases and at missing periods.
/// </remarks>
public static class SignalRules
{
    /// <summary>The rule at each point.</summary>
    /// <param name="values">Values in time order, with no period missing between them; all finite.</param>
    /// <param name="bands">Mean and limits at each of them.</param>
    /// <param name="run">How many points make a run or a trend: 7, or 6 as in the Excel tool.</param>
    /// <returns>One rule a point; empty for no points.</returns>
    /// <exception cref="ArgumentException">There are not as many bands as values, or the run is shorter than
    /// 2.</exception>
    public static IReadOnlyList<SignalRule> Of(
        ReadOnlySpan<double> values, ReadOnlySpan<ControlBand> bands, int run = 7)
    {
        if (values.Length != bands.Length || run < 2)
        {
            throw new ArgumentException("Every value has a band, and a run has at least two points.", nameof(bands));
        }

        var rules = new SignalRule[values.Length];
        MarkRuns(values, bands, run, rules);
        MarkTwoOfThree(values, bands, rules);
        MarkTrends(values, run, rules);
        for (var at = 0; at < values.Length; at++)
        {
            if (bands[at].IsOutside(values[at]))
            {
                rules[at] = bands[at].SideOf(values[at]) > 0 ? SignalRule.AboveLimit : SignalRule.BelowLimit;
            }
        }

        return rules;
    }

    private static void MarkRuns(
        ReadOnlySpan<double> values, ReadOnlySpan<ControlBand> bands, int run, SignalRule[] rules)
    {
        for (var (first, at) = (0, 0); at < values.Length; at++)
        {
            var side = bands[at].SideOf(values[at]);
            var last = at == values.Length - 1 || bands[at + 1].SideOf(values[at + 1]) != side;
            if (last && side != 0 && at - first + 1 >= run)
            {
                Array.Fill(rules, side > 0 ? SignalRule.RunAbove : SignalRule.RunBelow, first, at - first + 1);
            }

            first = last ? at + 1 : first;
        }
    }

    private static void MarkTwoOfThree(
        ReadOnlySpan<double> values, ReadOnlySpan<ControlBand> bands, SignalRule[] rules)
    {
        for (var first = 0; first + 3 <= values.Length; first++)
        {
            var (sides, close) = (0, 0);
            for (var at = first; at < first + 3; at++)
            {
                sides += bands[at].SideOf(values[at]);
                close += bands[at].IsClose(values[at]) ? 1 : 0;
            }

            for (var at = first; at < first + 3 && close >= 2 && Math.Abs(sides) == 3; at++)
            {
                rules[at] = !bands[at].IsClose(values[at]) ? rules[at]
                    : sides > 0 ? SignalRule.TwoOfThreeAbove : SignalRule.TwoOfThreeBelow;
            }
        }
    }

    /// <summary>
    /// Marks whole trends. Where two of them meet, the step to the right decides, and one that does not rise counts as
    /// a fall: so does the reference.
    /// </summary>
    private static void MarkTrends(ReadOnlySpan<double> values, int run, SignalRule[] rules)
    {
        var inTrend = new bool[values.Length];
        for (var (first, at) = (0, 1); at < values.Length; at++)
        {
            var step = Math.Sign(values[at] - values[at - 1]);
            var last = at == values.Length - 1 || Math.Sign(values[at + 1] - values[at]) != step;
            if (last && step != 0 && at - first + 1 >= run)
            {
                Array.Fill(inTrend, true, first, at - first + 1);
            }

            first = last ? at : first;
        }

        for (var at = 0; at < values.Length; at++)
        {
            if (inTrend[at])
            {
                var right = at + 1 < values.Length && inTrend[at + 1];
                var rises = right ? values[at + 1] > values[at] : values[at] > values[at - 1];
                rules[at] = rises ? SignalRule.TrendUp : SignalRule.TrendDown;
            }
        }
    }
}

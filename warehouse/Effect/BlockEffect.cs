namespace Maltall.Warehouse.Effect;

/// <summary>Estimates a block adoption by one method, with its test, its weights and its path.</summary>
internal sealed class BlockEffect
{
    private const double WorstFit = 0.5;
    private readonly Panel panel;
    private readonly BlockPanel block;
    private readonly EffectMethod method;

    private BlockEffect(Panel panel, EffectMethod method) =>
        (this.panel, this.method, block) = (panel, method, BlockPanel.Of(panel));

    /// <summary>Estimates, or says why not.</summary>
    /// <param name="panel">The panel.</param>
    /// <param name="method">Any but the group-time one.</param>
    /// <param name="cancellation">Asked once a placebo set.</param>
    public static EffectResult Estimate(Panel panel, EffectMethod method, CancellationToken cancellation) =>
        Obstacle(panel, method) is { } obstacle
            ? new EffectResult.Refused
            {
                Method = method, Verdict = EffectVerdict.CannotBeEstimated, Reasons = [obstacle],
            }
            : new BlockEffect(panel, method).Run(cancellation);

    /// <summary>Why a method does not fit a panel; null when it does.</summary>
    public static string? Obstacle(Panel panel, EffectMethod method)
    {
        var first = panel.Starts[0];
        return panel switch
        {
            _ when panel.Starts.Count > 1 =>
                "The treated units start at different times; take the method group-time.",
            _ when first == 0 => "The treated units are treated in the first period; there is nothing before to "
                + "compare with.",
            _ when panel.Controls.Count < 2 => "There is one comparison unit; what happened there alone cannot be told "
                + "from an effect.",
            _ when panel.Units.All(unit => unit.Outcome.All(value => value.Equals(unit.Outcome[0]))) =>
                "The outcome never changes in any unit.",
            _ when method != EffectMethod.Did && first < 2 =>
                "There is one period before the start; weights need at least two.",
            _ => null,
        };
    }

    /// <summary>True when the synthetic control follows the treated closely enough before the start: within half of
    /// the standard deviation of their mean.</summary>
    public static bool IsCloseFit(BlockPanel block, BlockFit fit) =>
        fit.PreRmspe <= WorstFit * BlockEstimator.Deviation(block.TreatedMean[..block.Before]);

    private EffectResult.Estimated Run(CancellationToken cancellation)
    {
        var fit = BlockEstimator.Fit(block, method);
        var (placebos, isAllSets) = BlockInference.Placebos(block, method, cancellation);

        // With one treated unit every other takes its place in turn, and the truly treated is left out, as for weights.
        var (test, isAll) = method == EffectMethod.Did && block.Treated.Count > 1 ? BlockInference.Permute(block)
            : (BlockInference.Against(fit.Estimate, placebos), isAllSets);
        var hasTest = test.Assignments > 1;
        var (lower, upper) = test.Interval();
        var reasons = Doubts(fit, hasTest).ToList();
        return new EffectResult.Estimated(
            fit.Estimate,
            placebos.Count > 1 ? BlockEstimator.Deviation([.. placebos.Select(one => one.Estimate)]) : null,
            new EffectInterval(lower, upper),
            hasTest ? new EffectTest(test.PValue, test.PFloor, test.Assignments, isAll) : null)
        {
            Method = method,
            Verdict = reasons.Count > 0 ? EffectVerdict.CannotBeEstimated
                : test.PValue <= InversionTest.Level ? EffectVerdict.CompatibleWithAnEffect
                : EffectVerdict.NotDistinguishable,
            Reasons = reasons,
            Weights = [.. Weights(fit)],
            Path = [.. Path(fit, placebos)],
            Placebos = [.. placebos.Select(one => new PlaceboEstimate(
                [.. one.Donors.Select(at => panel.Controls[at].Name)], one.Estimate))],
            PreRmspe = method == EffectMethod.Did ? null : fit.PreRmspe,
        };
    }

    private IEnumerable<string> Doubts(BlockFit fit, bool hasTest)
    {
        if (method == EffectMethod.Sc && !IsCloseFit(block, fit))
        {
            yield return "The synthetic control does not follow the treated before the start: its root mean square "
                + "error is above half of their standard deviation.";
        }

        if (!hasTest)
        {
            yield return "There are too few comparison units for a placebo set beside two others.";
        }
    }

    private IEnumerable<EffectWeight> Weights(BlockFit fit) =>
        panel.Controls.Zip(fit.UnitWeights, (unit, weight) => new EffectWeight("unit", unit.Name, weight))
            .Concat(panel.Periods.Zip(fit.TimeWeights, (period, weight) => new EffectWeight("period", period, weight)));

    /// <summary>For difference in differences the event study: relative to the last period before the start.</summary>
    private IEnumerable<EffectPoint> Path(BlockFit fit, IReadOnlyList<PlaceboFit> placebos)
    {
        var last = method == EffectMethod.Did ? block.Before - 1 : (int?)null;
        double At(double[] path, int at) => path[at] - (last is { } zero ? path[zero] : 0);
        for (var at = 0; at < block.Periods; at++)
        {
            double? reach = null;
            if (placebos.Count > 0)
            {
                var (here, test) = (at, new InversionTest(0));
                foreach (var placebo in placebos)
                {
                    test.Add(At(placebo.Path, here), 0);
                }

                reach = test.Interval().Upper;
            }

            yield return new EffectPoint(
                PointKind.Period, new PointPlace(null, panel.Periods[at], at - block.Before), At(fit.Path, at), null,
                new EffectInterval(-reach, reach));
        }
    }
}

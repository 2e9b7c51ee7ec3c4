namespace Maltall.Warehouse.Effect;

/// <summary>Estimates the effect of a programme on the units of a panel.</summary>
public static class EffectEstimation
{
    private static readonly EffectMethod[] OfBlocks =
        [EffectMethod.Did, EffectMethod.Sc, EffectMethod.DemeanedSc, EffectMethod.Sdid];

    /// <summary>The methods that are made for a panel: group-time effects when its units start at different times, else
    /// the other four.</summary>
    /// <param name="panel">The panel.</param>
    public static IReadOnlyList<EffectMethod> MethodsFor(Panel panel) =>
        panel.Starts.Count > 1 ? [EffectMethod.GroupTime] : OfBlocks;

    /// <summary>
    /// Estimates by one method. An effect that this method sees, and that another sound method has with the other sign,
    /// cannot be estimated.
    /// </summary>
    /// <param name="panel">The panel.</param>
    /// <param name="method">The method.</param>
    /// <param name="cancellation">Asked once an assignment.</param>
    public static EffectResult Estimate(Panel panel, EffectMethod method, CancellationToken cancellation)
    {
        var result = method == EffectMethod.GroupTime ? GroupTimeEffect.Estimate(panel, cancellation)
            : BlockEffect.Estimate(panel, method, cancellation);
        if (result is not EffectResult.Estimated { Verdict: EffectVerdict.CompatibleWithAnEffect } seen
            || panel.Starts.Count > 1)
        {
            return result;
        }

        var against = Signs(panel).Where(other => other.Estimate * seen.Estimate < 0)
            .Select(other => EffectWords.Of(other.Method)).ToList();
        return against.Count == 0 ? result : seen with
        {
            Verdict = EffectVerdict.CannotBeEstimated,
            Reasons = [.. seen.Reasons, $"The estimate has the other sign by {string.Join(" and ", against)}."],
        };
    }

    /// <summary>The estimates of all sound methods for a block adoption, without tests.</summary>
    internal static IEnumerable<(EffectMethod Method, double Estimate)> Signs(Panel panel)
    {
        foreach (var method in OfBlocks.Where(method => BlockEffect.Obstacle(panel, method) is null))
        {
            var block = BlockPanel.Of(panel);
            var fit = BlockEstimator.Fit(block, method);
            if (method != EffectMethod.Sc || BlockEffect.IsCloseFit(block, fit))
            {
                yield return (method, fit.Estimate);
            }
        }
    }
}

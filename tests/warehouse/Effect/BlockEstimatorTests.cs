using Maltall.Warehouse.Effect;
using Xunit;

namespace Maltall.Warehouse.Tests.Effect;

public sealed class BlockEstimatorTests
{
    [Theory]
    [InlineData("prop99")]
    [InlineData("groruddalen_effect_minus8")]
    [InlineData("groruddalen_null")]
    public void Estimates_and_weights_are_those_of_the_exact_programmes(string name)
    {
        var known = CausalCase.Read(name);
        var panel = BlockPanel.Of(known.Panel);

        var fits = new[] { EffectMethod.Did, EffectMethod.Sc, EffectMethod.DemeanedSc, EffectMethod.Sdid }
            .ToDictionary(method => method, method => BlockEstimator.Fit(panel, method));

        Assert.Equal(known.Number("exact_qp", "did"), fits[EffectMethod.Did].Estimate, 1e-8);
        Assert.Equal(known.Number("exact_qp", "sc"), fits[EffectMethod.Sc].Estimate, 1e-4);
        Assert.Equal(known.Number("exact_qp", "demeaned_sc"), fits[EffectMethod.DemeanedSc].Estimate, 1e-4);
        Assert.Equal(known.Number("exact_qp", "sdid"), fits[EffectMethod.Sdid].Estimate, 1e-4);
        Assert.Equal(known.Number("exact_qp", "sc_pre_rmspe"), fits[EffectMethod.Sc].PreRmspe, 1e-4);
        AssertWeights(known, "omega_sc", fits[EffectMethod.Sc].UnitWeights);
        AssertWeights(known, "omega_sdid", fits[EffectMethod.Sdid].UnitWeights);
        var times = known.Numbers("exact_qp", "lambda_sdid");
        Assert.Equal(times.Values, fits[EffectMethod.Sdid].TimeWeights, (left, right) => Math.Abs(left - right) < 1e-4);
        Assert.All(fits.Values, fit => Assert.InRange(fit.DualityGap, 0, 1e-8));
    }

    private static void AssertWeights(CausalCase known, string key, double[] weights)
    {
        var expected = known.Numbers("exact_qp", key);
        foreach (var (unit, weight) in known.Panel.Controls.Zip(weights))
        {
            Assert.Equal(expected[unit.Name], weight, 1e-4);
        }
    }
}

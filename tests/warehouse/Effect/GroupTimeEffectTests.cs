using Maltall.Warehouse.Effect;
using Xunit;

namespace Maltall.Warehouse.Tests.Effect;

public sealed class GroupTimeEffectTests
{
    [Fact]
    public void Counties_that_raised_the_minimum_wage_give_the_published_effects()
    {
        var known = CausalCase.Read("mpdta");
        var expected = known.Expected.GetProperty("expected").GetProperty("never_varying");

        var result = Assert.IsType<EffectResult.Estimated>(
            GroupTimeEffect.Estimate(known.Panel, TestContext.Current.CancellationToken));

        Assert.Equal(expected.GetProperty("simple").GetDouble(), result.Estimate, 1e-10);
        var cells = result.Path.Where(point => point.Kind == PointKind.GroupTime)
            .ToDictionary(point => $"{point.Place.Cohort},{point.Place.Period}");
        foreach (var cell in expected.GetProperty("att_gt").EnumerateArray())
        {
            var point = cells[$"{cell.GetProperty("g")},{cell.GetProperty("t")}"];
            Assert.Equal(cell.GetProperty("att").GetDouble(), point.Estimate, 1e-10);
            Assert.Equal(1, point.StandardError / cell.GetProperty("se").GetDouble() ?? 0, 0.005);
        }

        foreach (var group in expected.GetProperty("group").EnumerateObject())
        {
            var point = result.Path.Single(one => one.Kind == PointKind.Group && one.Place.Cohort == group.Name);
            Assert.Equal(group.Value.GetDouble(), point.Estimate, 1e-10);
        }

        foreach (var time in expected.GetProperty("dynamic").EnumerateObject())
        {
            var point = result.Path.Single(one =>
                one.Kind == PointKind.EventTime && $"{one.Place.EventTime}" == time.Name);
            Assert.Equal(time.Value.GetDouble(), point.Estimate, 1e-10);
        }

        var overall = result.Path.ToLookup(point => point.Kind);
        Assert.Equal(expected.GetProperty("group_overall").GetDouble(),
            overall[PointKind.AllGroups].Single().Estimate, 1e-10);
        Assert.Equal(expected.GetProperty("dynamic_overall").GetDouble(),
            overall[PointKind.AllEventTimes].Single().Estimate, 1e-10);
        Assert.Equal(EffectVerdict.CompatibleWithAnEffect, result.Verdict);
    }

    [Fact]
    public void Effects_before_the_start_are_tested_together()
    {
        var known = CausalCase.Read("mpdta");

        var pretest = GroupTimeEffect.Pretest(known.Panel);

        var expected = known.Numbers("expected", "never_varying", "pretest");
        Assert.Equal(expected["wald"], pretest?.Wald ?? 0, 1e-6);
        Assert.Equal(expected["df"], pretest?.Degrees ?? 0);
        Assert.Equal(expected["p"], pretest?.PValue ?? 0, 1e-6);
    }
}

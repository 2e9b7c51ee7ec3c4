using MathNet.Numerics.Distributions;
using MathNet.Numerics.LinearAlgebra;

namespace Maltall.Warehouse.Effect;

/// <summary>Estimates units that start at different times, with a test that fits their number.</summary>
internal sealed class GroupTimeEffect
{
    /// <summary>Groups of at least this many units are taken to have a normal mean.</summary>
    private const int Many = 20;

    private const int MostAssignments = 100_000;
    private const double Wide = 1.959963984540054;
    private readonly Panel panel;
    private readonly IReadOnlyList<PanelUnit> units;
    private readonly GroupTimeModel model;

    private GroupTimeEffect(Panel panel)
    {
        this.panel = panel;
        units = [.. panel.Units.Where(unit => unit.Start is not 0)];
        model = new GroupTimeModel(units);
    }

    /// <summary>Estimates, or says why not.</summary>
    /// <param name="panel">The panel.</param>
    /// <param name="cancellation">Asked once an assignment.</param>
    public static EffectResult Estimate(Panel panel, CancellationToken cancellation) =>
        Obstacle(panel) is { } obstacle
            ? new EffectResult.Refused
            {
                Method = EffectMethod.GroupTime, Verdict = EffectVerdict.CannotBeEstimated, Reasons = [obstacle],
            }
            : new GroupTimeEffect(panel).Run(cancellation);

    /// <summary>Tests that all effects before the start are nought; null when there are none or when they depend on
    /// each other.</summary>
    /// <param name="panel">A panel that the method fits.</param>
    public static (double Wald, int Degrees, double PValue)? Pretest(Panel panel)
    {
        var model = new GroupTimeEffect(panel).model;
        var cells = model.Cells.Where(cell => !model.IsAfter(cell)).Select(cell => cell.Effect).ToList();
        if (cells.Count == 0)
        {
            return null;
        }

        var count = cells[0].Influence.Length;
        var covariance = Matrix<double>.Build.Dense(cells.Count, cells.Count, (row, column) =>
            cells[row].Influence.Zip(cells[column].Influence, (left, right) => left * right).Sum()
                / count / count);
        var values = Vector<double>.Build.Dense(cells.Count, at => cells[at].Estimate);
        var parts = covariance.Svd(false).S;
        if (parts[^1] <= 1e-10 * parts[0])
        {
            return null;
        }

        var wald = values.DotProduct(covariance.Solve(values));
        return (wald, cells.Count, 1 - ChiSquared.CDF(cells.Count, wald));
    }

    /// <summary>Why the method does not fit a panel; null when it does.</summary>
    public static string? Obstacle(Panel panel) => panel switch
    {
        _ when panel.Starts.All(start => start == 0) =>
            "The treated units are treated in the first period; there is nothing before to compare with.",
        _ when panel.Controls.Count < 2 =>
            "There is one unit that is never treated; what happened there alone cannot be told from an effect.",
        _ when panel.Units.All(unit => unit.Outcome.All(value => value.Equals(unit.Outcome[0]))) =>
            "The outcome never changes in any unit.",
        _ => null,
    };

    private EffectResult.Estimated Run(CancellationToken cancellation)
    {
        var simple = model.Simple();
        var isNormal = model.Means.Sizes.Min() >= Many;
        var (error, interval, test) = isNormal ? Normal(simple) : Permute(simple.Estimate, cancellation);
        return new EffectResult.Estimated(simple.Estimate, error, interval, test)
        {
            Method = EffectMethod.GroupTime,
            Verdict = test.PValue <= InversionTest.Level ? EffectVerdict.CompatibleWithAnEffect
                : EffectVerdict.NotDistinguishable,
            Reasons = panel.Starts[0] > 0 ? []
                : ["Units that are treated in the first period were left out; nothing before is there to compare."],
            Path = [.. Path(isNormal)],
        };
    }

    private static (double Error, EffectInterval Interval, EffectTest Test) Normal(Average simple)
    {
        var error = simple.StandardError;
        var pValue = error > 0 ? 2 * MathNet.Numerics.Distributions.Normal.CDF(0, 1, -Math.Abs(simple.Estimate) / error)
            : simple.Estimate.Equals(0) ? 1 : 0;
        return (error, Around(simple.Estimate, error), new EffectTest(pValue, null, 0, false));
    }

    /// <summary>Compares with other units starting when these did. The standard error is that of the assignments when
    /// the estimate is taken away from the treated.</summary>
    private (double Error, EffectInterval Interval, EffectTest Test) Permute(
        double estimate, CancellationToken cancellation)
    {
        var outcomes = units.Select(unit => unit.Outcome).ToList();
        var flags = units.Select(unit => (IReadOnlyList<double>)
            [.. Enumerable.Range(0, panel.Periods.Count).Select(at => at >= (unit.Start ?? int.MaxValue) ? 1.0 : 0)])
            .ToList();
        var (test, rest) = (new InversionTest(estimate), new List<double>());
        var isExhaustive = CohortAssignments.Count(model.Means.Sizes, MostAssignments) <= MostAssignments;
        foreach (var cohorts in isExhaustive
            ? CohortAssignments.AllBut(model.Cohorts, model.Means.Sizes)
            : CohortAssignments.Some(model.Cohorts, BlockInference.Drawn))
        {
            cancellation.ThrowIfCancellationRequested();
            var value = CohortMeans.Of(model.Starts, cohorts, outcomes).Simple();
            var share = CohortMeans.Of(model.Starts, cohorts, flags).Simple();
            test.Add(value, share);
            rest.Add(value - (share * estimate));
        }

        var (lower, upper) = test.Interval();
        return (BlockEstimator.Deviation([.. rest]), new EffectInterval(lower, upper),
            new EffectTest(test.PValue, test.PFloor, test.Assignments, isExhaustive));
    }

    private IEnumerable<EffectPoint> Path(bool isNormal)
    {
        EffectPoint Point(PointKind kind, PointPlace place, Average average) => new(
            kind, place, average.Estimate, isNormal ? average.StandardError : null,
            isNormal ? Around(average.Estimate, average.StandardError) : default);
        string Label(int cohort) => panel.Periods[model.Starts[cohort]];
        foreach (var cell in model.Cells)
        {
            yield return Point(PointKind.GroupTime,
                new PointPlace(Label(cell.Cohort), panel.Periods[cell.Period], model.Since(cell)), cell.Effect);
        }

        for (var cohort = 0; cohort < model.Starts.Length; cohort++)
        {
            yield return Point(PointKind.Group, new PointPlace(Label(cohort), null, null), model.Group(cohort));
        }

        foreach (var since in model.EventTimes())
        {
            yield return Point(PointKind.EventTime, new PointPlace(null, null, since), model.EventTime(since));
        }

        yield return Point(PointKind.AllGroups, default, model.AllGroups());
        yield return Point(PointKind.AllEventTimes, default, model.AllEventTimes());
    }

    private static EffectInterval Around(double estimate, double error) =>
        new(estimate - (Wide * error), estimate + (Wide * error));
}

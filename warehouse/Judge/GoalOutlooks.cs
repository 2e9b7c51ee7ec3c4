using Maltall.Warehouse.Measure;
using Maltall.Warehouse.Protect;
using Maltall.Warehouse.Signal;

namespace Maltall.Warehouse.Judge;

/// <summary>Adds to verdicts whether the latest value is a signal, and the chance of reaching the target.</summary>
/// <param name="analysis">The publication; the charts see its protected figures only.</param>
public sealed class GoalOutlooks(Analysis analysis)
{
    /// <summary>The verdicts, those of goals with a value also with their outlook.</summary>
    /// <param name="verdicts">How the goals stand.</param>
    /// <param name="cancellation">Asked once per goal.</param>
    public IReadOnlyList<GoalVerdict> Add(IReadOnlyList<GoalVerdict> verdicts, CancellationToken cancellation) =>
        [.. verdicts.Select(verdict => verdict with { Outlook = Of(verdict, cancellation) })];

    private GoalOutlook? Of(GoalVerdict verdict, CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        if (verdict is not
            {
                Goal: { Indicator: { } id, PeriodKind: { } kind, Cumulative: false }, Now: Figure.Value,
                NowPeriod: { } now,
            })
        {
            return null;
        }

        var (indicator, last) = (analysis.Definitions.Indicator(id), Period.Parse(now));
        var unit = UnitOf(verdict.Goal, kind, last, cancellation);
        var chart = IndicatorSignals.Of(indicator, unit, analysis.Definitions.Causes, ChartOptions.Usual with
        {
            Better = indicator.Direction == Direction.Up ? Better.Up : Better.Down, Target = verdict.Target,
        }).Chart;
        var status = chart.StatusOf(chart.Rows[^1]);
        var outlook = status == ChartStatus.ValuesOnly ? new GoalOutlook(null, status)
            : new GoalOutlook(chart.Rows[^1].Variation, status) { Rule = chart.Rows[^1].Rule };
        if (verdict is not { Target: { } target, TargetPeriod: { } due })
        {
            return outlook;
        }

        var values = unit.Figures.OfType<Figure.Value>().Select(value => value.Number).ToList();
        var ahead = GoalPath.PeriodsBetween(last, Period.Parse(due));
        return GoalOutlook.Chance(values, target, indicator.Direction, ahead) is var (probability, basis)
            ? outlook with { Probability = probability, Basis = basis } : outlook;
    }

    private UnitFigures UnitOf(GoalNode goal, PeriodKind kind, Period last, CancellationToken cancellation)
    {
        var where = goal.Unit switch
        {
            null or "oslo" => new Dictionary<string, string>(),
            "groruddalen" => new Dictionary<string, string> { ["area"] = "Groruddalen" },
            var district => new Dictionary<string, string> { ["district"] = district },
        };
        var table = analysis.Query(
            new IndicatorRequest([goal.Indicator ?? ""], [Period.WordOf(kind)], where, null), cancellation);
        var unit = IndicatorSignals.UnitsOf(table, goal.Unit ?? "oslo")[0];
        var count = unit.Periods.TakeWhile(period => period.Start <= last.Start).Count();
        return unit with { Periods = [.. unit.Periods.Take(count)], Figures = [.. unit.Figures.Take(count)] };
    }
}

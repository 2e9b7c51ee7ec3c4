using Maltall.Warehouse.Judge;
using Maltall.Warehouse.Measure;
using Maltall.Warehouse.Protect;

namespace Maltall.Reports.Compose;

/// <summary>A goal's indicator over time in the goal's own place, up to the period that is reported.</summary>
/// <param name="Goal">The goal.</param>
/// <param name="Points">Periods in order with their figures.</param>
public sealed record Series(GoalStanding Goal, IReadOnlyList<(Period Period, Figure Figure)> Points)
{
    /// <summary>The points that may be shown.</summary>
    public IReadOnlyList<(Period Period, double Value)> Shown { get; } = Points
        .Where(point => point.Figure is Figure.Value)
        .Select(point => (point.Period, ((Figure.Value)point.Figure).Number)).ToList();

    /// <summary>Reads the series of a goal.</summary>
    /// <param name="composition">What the page is composed from.</param>
    /// <param name="goal">A goal that is measured.</param>
    /// <param name="cancellation">Passed on to the question.</param>
    public static Series Read(Composition composition, GoalStanding goal, CancellationToken cancellation)
    {
        var kind = goal.Goal.PeriodKind ?? PeriodKind.Year;
        var last = Period.Parse(goal.Verdict.NowPeriod!); // A goal with a figure has its indicator and its period.
        var request = new IndicatorRequest([goal.Goal.Indicator!], [Period.WordOf(kind)], Where(goal.Goal), null);
        var table = composition.Analysis.Query(request, cancellation);
        var points = table.Rows.Select(row => (Period: Period.Parse(row.Keys[^1]), row.Figure))
            .Where(point => point.Period.Start <= last.Start)
            .OrderBy(point => point.Period.Start).ToList();
        return new Series(goal, points);
    }

    /// <summary>The filter that keeps the place of a goal.</summary>
    /// <param name="goal">A goal with a unit.</param>
    public static IReadOnlyDictionary<string, string> Where(GoalNode goal) => goal.Unit switch
    {
        null or "oslo" => new Dictionary<string, string>(),
        "groruddalen" => new Dictionary<string, string> { ["area"] = "Groruddalen" },
        { } district => new Dictionary<string, string> { ["district"] = district },
    };
}

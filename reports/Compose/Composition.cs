using Maltall.Lake;
using Maltall.Warehouse;
using Maltall.Warehouse.Judge;
using Maltall.Warehouse.Measure;
using Maltall.Warehouse.Protect;

namespace Maltall.Reports.Compose;

/// <summary>What a page is composed from: one publication, one moment to judge at, one language.</summary>
public sealed class Composition
{
    private Composition(Analysis analysis, Words words, Period period)
    {
        Analysis = analysis;
        Words = words;
        Period = period;
        Notation = new Notation(words);
    }

    /// <summary>The publication.</summary>
    public Analysis Analysis { get; }

    /// <summary>The fixed words of the language.</summary>
    public Words Words { get; }

    /// <summary>How the language writes numbers.</summary>
    public Notation Notation { get; }

    /// <summary>The period that is reported, judged at its end.</summary>
    public Period Period { get; }

    /// <summary>How the goals of the page stand, parents before children.</summary>
    public required IReadOnlyList<GoalStanding> Standings { get; init; }

    /// <summary>Judges the goals now and a year before.</summary>
    /// <param name="analysis">The publication.</param>
    /// <param name="words">The language's texts.</param>
    /// <param name="period">The period to report; null for the last whole tertial of the data.</param>
    /// <param name="goals">Goals to show, each with all below it; empty for the whole tree.</param>
    /// <param name="cancellation">Passed on to each question.</param>
    /// <exception cref="UserError">The period is no period, or a goal is not there.</exception>
    public static Composition Make(
        Analysis analysis, Words words, string? period, IReadOnlyList<string> goals, CancellationToken cancellation)
    {
        var reported = period is null ? LastTertial(analysis) : Period.Parse(period);
        var before = new Period(reported.Kind, reported.Year - 1, reported.Number);
        var now = new GoalOutlooks(analysis).Add(
            Chosen(analysis.Goals(reported.Label, cancellation), goals), cancellation);
        var then = analysis.Goals(before.Label, cancellation).ToDictionary(verdict => verdict.Goal.Id);
        return new Composition(analysis, words, reported)
        {
            Standings = now.Select(verdict => new GoalStanding(verdict, then.GetValueOrDefault(verdict.Goal.Id))
            {
                Indicator = verdict.Goal.Indicator is { } id ? analysis.Definitions.Indicator(id) : null,
            }).ToList(),
        };
    }

    /// <summary>Where a goal is measured, in words.</summary>
    /// <param name="goal">A goal with a unit.</param>
    public string Place(GoalNode goal) => goal.Unit switch
    {
        null => "",
        "oslo" => Words["place_oslo"],
        "groruddalen" => Words["place_groruddalen"],
        { } district => Words.Fill("place_district",
            ("district", Analysis.Members("district").GetValueOrDefault(district, district))),
    };

    private static Period LastTertial(Analysis analysis) => analysis.Publication.DataUntil is { } until
        ? Period.LastCompleteAt(PeriodKind.Tertial, until)
        : throw new UserError("The publication has no data to report on.", "Deliver data and run `maltall run`.");

    /// <summary>Ids of goals and of all below them.</summary>
    /// <param name="all">Goals, parents before children.</param>
    /// <param name="roots">Ids to begin at; empty for all.</param>
    /// <exception cref="UserError">A root is not among the goals.</exception>
    public static IReadOnlySet<string> Below(IReadOnlyList<GoalNode> all, IReadOnlyList<string> roots)
    {
        var missing = roots.FirstOrDefault(id => all.All(goal => goal.Id != id));
        if (missing is not null)
        {
            throw new UserError($"There is no goal '{missing}' to report on.", "`maltall goals` lists the goals.");
        }

        return GoalOrder.Below(roots.Count == 0 ? all : all.Where(goal => roots.Contains(goal.Id)));
    }

    private static List<GoalVerdict> Chosen(IReadOnlyList<GoalVerdict> all, IReadOnlyList<string> roots)
    {
        var wanted = Below(all.Select(verdict => verdict.Goal).ToList(), roots);
        var chosen = all.Where(verdict => wanted.Contains(verdict.Goal.Id)).ToList();
        var outermost = chosen.Count == 0 ? 0 : chosen.Min(verdict => verdict.Depth);
        return chosen.ConvertAll(verdict => verdict with { Depth = verdict.Depth - outermost });
    }
}

/// <summary>How one goal stands, and how it stood a year before.</summary>
/// <param name="Verdict">Now.</param>
/// <param name="YearBefore">A year before; null when it was not judged.</param>
public sealed record GoalStanding(GoalVerdict Verdict, GoalVerdict? YearBefore)
{
    /// <summary>What measures the goal; null for a parent.</summary>
    public required IndicatorDefinition? Indicator { get; init; }

    /// <summary>The goal.</summary>
    public GoalNode Goal => Verdict.Goal;

    /// <summary>The figure now, when it may be shown.</summary>
    public double? Now => (Verdict.Now as Figure.Value)?.Number;

    /// <summary>The figure exactly one year before, when it may be shown.</summary>
    public double? Before => IsYearApart ? (YearBefore?.Now as Figure.Value)?.Number : null;

    /// <summary>Change in a year; null when one of the figures is not there.</summary>
    public double? Change => Goal.Cumulative ? null : Now - Before;

    /// <summary>
    /// The change as a share of the goal's level; above 0 is for the better. The way from baseline to target is no
    /// measure here: where it is short, chance alone covers it many times.
    /// </summary>
    public double? Progress => Better * Change / Level;

    /// <summary>What lacks to the target as a share of the goal's level; 0 or less when nothing lacks.</summary>
    public double? Lacking => Better * (Verdict.Target - Now) / Level;

    private double? Level =>
        Math.Max(Math.Abs(Verdict.Target ?? 0), Math.Abs(Verdict.Baseline ?? 0)) is > 0 and var level ? level : null;

    private int Better => Indicator?.Direction == Direction.Down ? -1 : 1;

    private bool IsYearApart =>
        Period.TryParse(Verdict.NowPeriod ?? "", out var now)
        && Period.TryParse(YearBefore?.NowPeriod ?? "", out var then)
        && now.Kind == then.Kind && now.Number == then.Number && now.Year == then.Year + 1;
}

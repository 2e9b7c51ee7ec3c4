using Maltall.Warehouse.Judge;
using Maltall.Warehouse.Measure;
using Maltall.Warehouse.Protect;

namespace Maltall.Reports.Compose;

/// <summary>Writes the goal table, the same in letters and on pages.</summary>
public static class GoalLines
{
    /// <summary>The goal tables of a report.</summary>
    /// <param name="composition">What the page is composed from.</param>
    /// <param name="report">The report.</param>
    public static IReadOnlyList<GoalSection> Tables(Composition composition, ReportDefinition report) =>
        report.Tables.Count == 0
            ? [new GoalSection(composition.Words["goals_caption"], Of(composition, []))]
            : report.Tables.Select(table => new GoalSection(
                table.Title.In(composition.Words.Language), Of(composition, table.Goals))).ToList();

    /// <summary>The lines, parents before children.</summary>
    /// <param name="composition">What the page is composed from.</param>
    /// <param name="goals">Goals to show, each with all below it; empty for all of the page.</param>
    public static IReadOnlyList<GoalLine> Of(Composition composition, IReadOnlyList<string> goals)
    {
        var titles = composition.Standings.ToDictionary(
            standing => standing.Goal.Id, standing => standing.Goal.Title.In(composition.Words.Language));
        var wanted = Composition.Below(composition.Standings.Select(standing => standing.Goal).ToList(), goals);
        return composition.Standings.Where(standing => wanted.Contains(standing.Goal.Id))
            .Select(standing => Line(composition, standing, titles)).ToList();
    }

    /// <summary>What each sign in the table means; only those that are used.</summary>
    /// <param name="composition">What the page is composed from.</param>
    public static IReadOnlyList<string> Signs(Composition composition)
    {
        var figures = composition.Standings.Where(standing => standing.Indicator is not null)
            .Select(standing => standing.Verdict.Now).ToList();
        var signs = new List<string>();
        Add<Figure.Hidden>("sign_hidden");
        Add<Figure.NotMature>("sign_not_mature");
        Add<Figure.Missing>("sign_missing");
        Add<Figure.NotDefined>("sign_not_defined");
        return signs;

        void Add<T>(string key)
        {
            if (figures.Any(figure => figure is T))
            {
                signs.Add(composition.Words[key]);
            }
        }
    }

    private static GoalLine Line(Composition composition, GoalStanding standing, Dictionary<string, string> titles)
    {
        var (words, notation, verdict) = (composition.Words, composition.Notation, standing.Verdict);
        var indicator = standing.Indicator;
        return new GoalLine(standing.Goal.Id, titles[standing.Goal.Id], verdict.Depth)
        {
            IsParent = indicator is null,
            Measure = indicator is null ? "" : Measure(composition, standing, indicator),
            CarriedBy = verdict.CarriedBy is { } child && titles.TryGetValue(child, out var title)
                ? words.Fill("carried_by", ("goal", title)) : "",
            Now = indicator is null ? "" : notation.Amount(verdict.Now, indicator),
            Baseline = indicator is null ? "" : notation.Amount(verdict.Baseline, indicator),
            BaselinePeriod = standing.Goal.Baseline is { } start ? notation.Name(start.Period) : "",
            Target = indicator is null ? "" : notation.Amount(verdict.Target, indicator),
            TargetPeriod = standing.Goal.Target is { } point ? notation.Name(point.Period) : "",
            Achievement = indicator is null ? ""
                : verdict.Achievement is { } share ? notation.Way(share) : Notation.Dash,
            Change = indicator is null ? ""
                : standing.Change is { } change ? notation.Change(change, indicator) : Notation.Dash,
            Shape = verdict.Status.Shape(),
            Status = verdict.Status.Word(words.Language),
            StatusClass = ClassOf(verdict.Status),
        };
    }

    private static string Measure(Composition composition, GoalStanding standing, IndicatorDefinition indicator)
    {
        var (words, notation) = (composition.Words, composition.Notation);
        var name = indicator.Title.In(words.Language);
        var unit = notation.Unit(indicator);
        var saysUnit = Notation.IsShare(indicator)
            || Letters(name).Contains(Letters(unit), StringComparison.OrdinalIgnoreCase);
        var parts = new List<string> { saysUnit ? name : $"{name} ({unit})", composition.Place(standing.Goal) };
        if (standing.Verdict.NowPeriod is { } period)
        {
            parts.Add(notation.Name(period));
        }

        return string.Join("\u00a0· ", parts);
    }

    private static string Letters(string text) => string.Concat(text.Where(char.IsLetterOrDigit));

    private static string ClassOf(GoalStatus status) => status switch
    {
        GoalStatus.Reached => "reached",
        GoalStatus.Near => "near",
        GoalStatus.NotReached => "not-reached",
        _ => "not-measurable",
    };
}

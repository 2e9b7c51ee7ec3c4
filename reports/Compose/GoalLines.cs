using Maltall.Warehouse.Judge;
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
        var wanted = Composition.Below(composition.Standings.Select(standing => standing.Goal).ToList(), goals);
        var shown = composition.Standings.Where(standing => wanted.Contains(standing.Goal.Id))
            .ToDictionary(standing => standing.Goal.Id);
        var titles = composition.Standings.ToDictionary(
            standing => standing.Goal.Id, standing => standing.Goal.Title.In(composition.Words.Language));
        var notes = new GoalNotes(composition.Words, composition.Notation, titles);
        return GoalOrder.Of(shown.Values.Select(standing => standing.Verdict).ToList())
            .Select(place => Line(composition, shown[place.Id], place, notes)).ToList();
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

    private static GoalLine Line(
        Composition composition, GoalStanding standing, GoalPlace place, GoalNotes notes)
    {
        var (words, notation, verdict) = (composition.Words, composition.Notation, standing.Verdict);
        var indicator = standing.Indicator;
        var nothing = standing.Goal.IsLeaf ? Notation.Dash : "";
        return new GoalLine(standing.Goal.Id, standing.Goal.Title.In(words.Language), place.Depth)
        {
            IsParent = !standing.Goal.IsLeaf,
            Measure = Measure(composition, standing, notes),
            Notes = notes.Of(verdict, indicator, place),
            Now = indicator is null ? nothing : notation.Amount(verdict.Now, indicator),
            Baseline = indicator is null ? nothing : notation.Amount(verdict.Baseline, indicator),
            BaselinePeriod = standing.Goal.Baseline is { } start ? notation.Name(start.Period) : "",
            Target = indicator is null ? nothing : notation.Amount(verdict.Target, indicator),
            TargetPeriod = verdict.TargetPeriod is { } due ? notation.Name(due) : "",
            Achievement = indicator is null ? nothing
                : verdict.Achievement is { } share ? notation.Way(share) : Notation.Dash,
            AchievementRange = notes.Range(verdict),
            Change = indicator is null ? nothing
                : standing.Change is { } change ? notation.Change(change, indicator) : Notation.Dash,
            Shape = verdict.Status.Shape(),
            Status = verdict.Status.Word(words.Language),
            StatusClass = verdict.Status.Code().Replace('_', '-'),
        };
    }

    private static string Measure(Composition composition, GoalStanding standing, GoalNotes notes)
    {
        if (standing.Indicator is not { } indicator)
        {
            return notes.Level(standing.Goal);
        }

        var name = indicator.Title.In(composition.Words.Language);
        var unit = composition.Notation.Unit(indicator);
        var saysUnit = Notation.IsShare(indicator)
            || Letters(name).Contains(Letters(unit), StringComparison.OrdinalIgnoreCase);
        var parts = new List<string> { saysUnit ? name : $"{name} ({unit})", composition.Place(standing.Goal) };
        if (standing.Verdict.NowPeriod is not null)
        {
            parts.Add(notes.PeriodOf(standing.Verdict));
        }

        parts.Add(notes.Level(standing.Goal));
        return string.Join("\u00a0· ", parts);
    }

    private static string Letters(string text) => string.Concat(text.Where(char.IsLetterOrDigit));
}

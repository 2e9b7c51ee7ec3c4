using Maltall.Warehouse.Measure;
using Maltall.Warehouse.Protect;

namespace Maltall.Reports.Compose;

/// <summary>
/// Writes the chart's indicator for every district. Districts stand by number: small figures must not be ranked.
/// </summary>
public static class Districts
{
    /// <summary>The section; null when the indicator has no districts, or only one of them is hidden.</summary>
    /// <param name="composition">What the page is composed from.</param>
    /// <param name="standing">The goal of the chart.</param>
    /// <param name="cancellation">Passed on to the question.</param>
    public static DistrictSection? Of(Composition composition, GoalStanding standing, CancellationToken cancellation)
    {
        if (standing.Indicator is not { } indicator || !indicator.Dimensions.Contains("district")
            || standing.Verdict.NowPeriod is not { } period)
        {
            return null;
        }

        var where = standing.Goal.Unit is { } unit && char.IsDigit(unit[0])
            ? new Dictionary<string, string>() : Series.Where(standing.Goal);
        var table = composition.Analysis.Query(
            new IndicatorRequest([indicator.Id], ["district"], where, period), cancellation);
        var names = composition.Analysis.Members("district");
        var rows = table.Rows.Where(row => names.ContainsKey(row.Keys[0]) && row.Figure is not Figure.NotDefined)
            .OrderBy(row => row.Keys[0], StringComparer.Ordinal);
        var lines = rows.Select(row => (names[row.Keys[0]], Amount: composition.Notation.Amount(row.Figure, indicator),
            IsHidden: row.Figure is Figure.Hidden)).ToList();
        var hidden = lines.Count(line => line.IsHidden);

        // The place as a whole stands in the goal table: a single hidden district could be worked out from the others.
        return lines.Count == 0 || hidden == 1 ? null : new DistrictSection(
            $"{indicator.Title.In(composition.Words.Language)}, {composition.Notation.Name(period)}",
            lines.ConvertAll(line => (line.Item1, line.Amount)),
            Note(composition.Words, hidden));
    }

    private static string Note(Words words, int hidden) => hidden == 0
        ? words["districts_note"]
        : $"{words["districts_note"]} {words.Count("districts_hidden", hidden)}";
}

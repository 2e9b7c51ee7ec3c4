using DuckDB.NET.Data;
using Maltall.Lake;
using Maltall.Warehouse.Judge;
using Maltall.Warehouse.Measure;
using Maltall.Warehouse.Protect;

namespace Maltall.Warehouse.Compare;

/// <summary>What proposed definitions would change of a publication. Nothing is written.</summary>
/// <param name="lake">The lake.</param>
/// <param name="publication">The publication.</param>
/// <param name="current">The definitions that it stands by.</param>
/// <param name="proposed">The definitions that are proposed.</param>
public sealed class DefinitionPlan(
    DeltaLake lake, Publication publication, DefinitionSet current, DefinitionSet proposed)
{
    private static readonly Dictionary<string, string> Everywhere = [];

    /// <summary>The files that differ, by path.</summary>
    public IReadOnlyList<string> ChangedFiles { get; } =
    [
        .. current.Texts.Except(proposed.Texts).Concat(proposed.Texts.Except(current.Texts))
            .Select(text => text.Path).Distinct()

            // A proposal may leave the recorded causes out; they move no figure.
            .Where(path => proposed.Of("signals").Count > 0 || !path.StartsWith("signals/", StringComparison.Ordinal))
            .Order(StringComparer.Ordinal),
    ];

    /// <summary>The values and verdicts that move: verdicts first, parents before children, then values by indicator,
    /// from the whole city to its districts.</summary>
    /// <param name="judgedAt">Periods to judge at, of reports that are written; the latest is judged besides.</param>
    /// <param name="cancellation">Asked once per indicator and goal.</param>
    /// <returns>Values are those of the longest kind of period that an indicator has.</returns>
    /// <exception cref="UserError">A proposed definition is wrong, or cannot be computed.</exception>
    public IReadOnlyList<PlannedMove> Moves(IReadOnlyList<string> judgedAt, CancellationToken cancellation)
    {
        if (ChangedFiles.Count == 0)
        {
            return [];
        }

        var (old, wanted) = (Definitions.Load(current), Definitions.Load(proposed));

        using var before = Analysis.OpenWith(lake, publication, old);
        using var after = Analysis.OpenWith(lake, publication, wanted);
        var values = Values(before, after, cancellation).ToList();
        return [.. Verdicts(before, after, judgedAt, cancellation), .. values];
    }

    private static IEnumerable<PlannedMove> Verdicts(
        Analysis before, Analysis after, IReadOnlyList<string> judgedAt, CancellationToken cancellation)
    {
        List<PlannedMove> moves = [];
        foreach (var period in judgedAt.Distinct().Prepend(null))
        {
            var old = before.Goals(period, cancellation);
            var wanted = Computed("goals/", () => after.Goals(period, cancellation));
            var ids = wanted.Concat(old).Select(verdict => verdict.Goal.Id).Distinct();
            moves.AddRange(ids.Select(id => Move(
                (before, old.FirstOrDefault(verdict => verdict.Goal.Id == id)),
                (after, wanted.FirstOrDefault(verdict => verdict.Goal.Id == id)), period)).OfType<PlannedMove>());
        }

        return moves.GroupBy(move => (move.Goal?.Id, move.Period)).Select(group => group.First() with
        {
            JudgedAt = [.. group.SelectMany(move => move.JudgedAt)],
        });
    }

    private static PlannedMove? Move(
        (Analysis Analysis, GoalVerdict? Verdict) old, (Analysis Analysis, GoalVerdict? Verdict) wanted,
        string? judgedAt)
    {
        var (one, other) = (Side(old.Verdict), Side(wanted.Verdict));
        var (analysis, verdict) = wanted.Verdict is { } now ? (wanted.Analysis, now) : (old.Analysis, old.Verdict);
        return verdict is null || Same(one, other) ? null
            : new PlannedMove(verdict.Goal.Unit, verdict.NowPeriod ?? judgedAt, one, other)
            {
                Goal = verdict.Goal,
                Indicator = verdict.Goal.Indicator is { } id ? analysis.Definitions.Indicator(id) : null,
                JudgedAt = [judgedAt],
            };
    }

    private static PlannedSide Side(GoalVerdict? verdict) => verdict is null ? new(null, null, null, null) : new(
        verdict.Goal.Indicator is null ? null : verdict.Now, verdict.Baseline, verdict.Target, verdict.Status);

    private IEnumerable<PlannedMove> Values(Analysis before, Analysis after, CancellationToken cancellation)
    {
        var ids = ChangedFiles.Where(path => path.StartsWith("indicators/", StringComparison.Ordinal))
            .Select(path => Path.GetFileNameWithoutExtension(path));
        return ids.SelectMany(id => Values(id, before, after, cancellation));
    }

    private static IEnumerable<PlannedMove> Values(
        string id, Analysis before, Analysis after, CancellationToken cancellation)
    {
        var (old, wanted) = (Find(before, id), Find(after, id));
        var both = new[] { old, wanted }.OfType<IndicatorDefinition>().ToList();
        var kinds = both.Select(indicator => indicator.Periods.AsEnumerable()).Aggregate((one, other) =>
            one.Intersect(other)).ToList();
        if (kinds.Count == 0)
        {
            return []; // The two have no kind of period in common, so no value of the one is a value of the other.
        }

        var kind = Period.WordOf(kinds.Max());
        string[][] levels = [[], ["area"], ["district"]];
        return levels.Where(level => level.All(name => both.Exists(one => one.Dimensions.Contains(name))))
            .SelectMany(level =>
            {
                var one = Sides(before, old, [.. level, kind], cancellation);
                var other = Computed($"indicators/{id}.yaml",
                    () => Sides(after, wanted, [.. level, kind], cancellation));
                return one.Keys.Union(other.Keys).Order(StringComparer.Ordinal).Select(place => Moved(
                    place, wanted ?? old, one.GetValueOrDefault(place), other.GetValueOrDefault(place)));
            }).OfType<PlannedMove>();
    }

    private static Dictionary<string, PlannedSide> Sides(
        Analysis analysis, IndicatorDefinition? indicator, string[] by, CancellationToken cancellation)
    {
        if (indicator is null || by.SkipLast(1).Except(indicator.Dimensions).Any())
        {
            return [];
        }

        var request = new IndicatorRequest([indicator.Id], by, Everywhere, null);
        return analysis.Query(request, cancellation).Rows.ToDictionary(
            row => string.Join('|', row.Keys),
            row => new PlannedSide(row.Figure, null, row.Target, row.Status));
    }

    private static PlannedMove? Moved(
        string place, IndicatorDefinition? indicator, PlannedSide? old, PlannedSide? wanted)
    {
        var none = new PlannedSide(null, null, null, null);
        var keys = place.Split('|');
        var unit = keys.Length == 1 ? "oslo" : keys[0] == "Groruddalen" ? "groruddalen" : keys[0];
        return SameFigure(old?.Figure, wanted?.Figure) ? null
            : new PlannedMove(unit, keys[^1], old ?? none, wanted ?? none) { Indicator = indicator };
    }

    private static bool Same(PlannedSide one, PlannedSide other) =>
        SameFigure(one.Figure, other.Figure)
        && (one.Baseline, one.Target, one.Status) == (other.Baseline, other.Target, other.Status);

    private static bool SameFigure(Figure? one, Figure? other) => (one, other) switch
    {
        (null, null) => true,
        (Figure.Value { Number: var number }, Figure.Value { Number: var same }) =>
            Math.Abs(number - same) <= 1e-12 * Math.Max(Math.Abs(number), Math.Abs(same)),
        _ => one?.GetType() == other?.GetType(),
    };

    private static IndicatorDefinition? Find(Analysis analysis, string id) =>
        analysis.Definitions.Indicators.FirstOrDefault(indicator => indicator.Id == id);

    private static T Computed<T>(string file, Func<T> compute)
    {
        try
        {
            return compute();
        }
        catch (DuckDBException error)
        {
            throw new UserError(
                $"{file} cannot be computed on the publication: {error.Message.Split('\n')[0].TrimEnd('!', '.')}.",
                "Correct the definition, or publish the table or column that it reads first.");
        }
    }
}

using Maltall.Warehouse.Judge;

namespace Maltall.Reports.Compose;

/// <summary>Writes «Kort sagt»: how many goals are reached, what moved most, and where a decision is needed.</summary>
public static class Summary
{
    /// <summary>A year's movement below this share of the goal's level is not worth a sentence.</summary>
    private const double WorthSaying = 0.02;

    /// <summary>Two or three sentences, each of which stands alone.</summary>
    /// <param name="composition">What the page is composed from.</param>
    public static IReadOnlyList<string> Of(Composition composition)
    {
        var leaves = composition.Standings.Where(standing => standing.Goal.IsLeaf).ToList();
        return [.. Counts(composition.Words, leaves), .. Moves(composition, leaves), .. Decision(composition, leaves)];
    }

    /// <summary>
    /// The goal furthest off: behind its path or not reached, lacking most of its level; null when none is.
    /// </summary>
    /// <param name="standings">Goals that are measured.</param>
    public static GoalStanding? FurthestOff(IEnumerable<GoalStanding> standings) => standings
        .Where(standing => standing is
        {
            Verdict.Status: GoalStatus.Behind or GoalStatus.NotReached or GoalStatus.Backwards,
            Lacking: not null,
            Goal.Cumulative: false,
        })
        .MaxBy(standing => standing.Lacking);

    private static IEnumerable<string> Counts(Words words, List<GoalStanding> leaves)
    {
        var measured = leaves.Where(leaf => leaf.Verdict.Status != GoalStatus.NotMeasurable).ToList();
        if (measured.Count == 0)
        {
            yield return words["summary_nothing_measurable"];
            yield break;
        }

        var counts = measured.GroupBy(leaf => leaf.Verdict.Status).OrderBy(group => group.Key)
            .Select(group => words.Count($"status_{group.Key.Code()}", group.Count())).ToList();
        yield return words.Fill("summary_counts",
            ("total", Notation.Whole(measured.Count, words.Language)), ("counts", Listed(words, counts)))
            + (leaves.Count > measured.Count ? " " + words.Count("not_measurable", leaves.Count - measured.Count) : "");
    }

    private static string Listed(Words words, List<string> parts) => parts.Count == 1 ? parts[0]
        : $"{string.Join(", ", parts.Take(parts.Count - 1))} {words["and"]} {parts[^1]}";

    private static IEnumerable<string> Moves(Composition composition, List<GoalStanding> leaves)
    {
        var moved = leaves.Where(leaf => leaf is { Goal.Cumulative: false, Progress: { } progress }
            && Math.Abs(progress) >= WorthSaying).ToList();
        var best = moved.Where(leaf => leaf.Progress > 0).MaxBy(leaf => leaf.Progress);
        var worst = moved.Where(leaf => leaf.Progress < 0).MinBy(leaf => leaf.Progress);
        var sentences = new List<string>();
        if (best is not null)
        {
            sentences.Add(Move(composition, best, "summary_best"));
        }

        if (worst is not null)
        {
            sentences.Add(Move(composition, worst, "summary_worst"));
        }

        return sentences.Count == 0 ? [] : [string.Join(" ", sentences)];
    }

    private static string Move(Composition composition, GoalStanding standing, string key)
    {
        var indicator = standing.Indicator!; // Only measured goals move.
        return composition.Words.Fill(key,
            ("goal", standing.Goal.Title.In(composition.Words.Language)),
            ("from", composition.Notation.Amount(standing.Before, indicator)),
            ("to", composition.Notation.InSentence(standing.Now!.Value, indicator)));
    }

    private static IEnumerable<string> Decision(Composition composition, List<GoalStanding> leaves)
    {
        if (FurthestOff(leaves) is not { Verdict.Target: { } target, Verdict.TargetPeriod: { } due } furthest)
        {
            yield break;
        }

        var words = composition.Words;
        var indicator = furthest.Indicator!; // Only measured goals are furthest off.
        var isWorse = furthest.Verdict.Status == GoalStatus.Backwards;
        yield return words.Fill(isWorse ? "summary_decision_wrong_way" : "summary_decision",
            ("goal", furthest.Goal.Title.In(words.Language)),
            ("now", composition.Notation.Amount(furthest.Now, indicator)),
            ("target", composition.Notation.InSentence(target, indicator)),
            ("period", composition.Notation.Name(due)))
            + (furthest.Goal.Owner.Length > 0 ? " " + words.Fill("summary_owner", ("owner", furthest.Goal.Owner)) : "");
    }
}

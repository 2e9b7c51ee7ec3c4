using Maltall.Models.Fit;
using Maltall.Models.Judge;

namespace Maltall.Models.Reconcile;

/// <summary>Adds parts to their total, in the history, at every rolling origin and in the forecast.</summary>
/// <remarks>
/// Means add up exactly. The total's interval comes from the errors of the added forecasts themselves on the total's
/// held-out origins, so it holds whatever the parts' errors share; limits of the parts do not add to limits of the
/// total.
/// </remarks>
internal static class BottomUp
{
    /// <summary>Name of the added forecast.</summary>
    public const string Name = "sum of parts";

    /// <summary>The total's history; a gap where any part has one.</summary>
    /// <exception cref="ArgumentException">The parts differ in start, length or season, or a part is
    /// missing.</exception>
    public static Series Total(Hierarchy hierarchy, IReadOnlyDictionary<string, Series> panel)
    {
        if (panel.ContainsKey(hierarchy.TotalId) || hierarchy.PartIds.Count == 0)
        {
            throw new ArgumentException($"The total {hierarchy.TotalId} is computed, from at least one part.");
        }

        var missing = hierarchy.PartIds.FirstOrDefault(id => !panel.ContainsKey(id));
        if (missing is not null || hierarchy.PartIds.Distinct().Count() < hierarchy.PartIds.Count)
        {
            throw new ArgumentException(
                $"The parts of {hierarchy.TotalId} are series of the panel, each once; {missing} is not there.");
        }

        var parts = hierarchy.PartIds.Select(id => panel[id]).ToList();
        var first = parts[0];
        var odd = parts.Find(part =>
            part.Start != first.Start || part.Values.Length != first.Values.Length || part.Season != first.Season);
        if (odd is not null)
        {
            throw new ArgumentException($"{odd.Id} has another start, length or season than {first.Id}.");
        }

        var sum = new double[first.Values.Length];
        for (var t = 0; t < sum.Length; t++)
        {
            sum[t] = parts.Sum(part => part.Values[t]);
        }

        return new Series(hierarchy.TotalId, first.Season, first.Start, sum);
    }

    /// <summary>The total's own contest with the sum of the parts' shown forecasts as one more model.</summary>
    /// <exception cref="ArgumentException">A part's observations end before the others'.</exception>
    public static Entry Join(Entry total, IReadOnlyList<(Entry Entry, int Model)> parts)
    {
        var ends = parts.FirstOrDefault(part => part.Entry.Data.Origin != total.Data.Origin);
        if (ends.Entry is not null)
        {
            throw new ArgumentException(
                $"{ends.Entry.Data.Series.Id} has no observation in {total.Data.Origin}, so it cannot be added.");
        }

        var trials = total.Trials.Select(trial => (Own: trial, Parts: At(trial.Back, parts)))
            .Where(pair => pair.Parts.Count == parts.Count)
            .Select(pair => pair.Own with { Fits = With(pair.Own.Fits, pair.Parts) });
        var final = parts.Select(part => part.Entry.Final[part.Model]).ToList();
        return total with { Final = With(total.Final, final), Trials = [.. trials] };
    }

    private static List<Fitted> At(int back, IReadOnlyList<(Entry Entry, int Model)> parts) =>
        [.. from part in parts
            from trial in part.Entry.Trials
            where trial.Back == back
            select trial.Fits[part.Model]];

    private static Fitted[] With(Fitted[] fits, IReadOnlyList<Fitted> parts)
    {
        var own = fits[Contest.Combination];
        var mean = Enumerable.Range(0, own.Mean.Length).Select(h => parts.Sum(part => part.Mean[h])).ToArray();
        var length = own.Residuals.Length;
        var residuals = Enumerable.Range(0, length)
            .Select(t => parts.Sum(part => Back(part.Residuals, length - t))).ToArray();
        return [.. fits, new Fitted(Name, mean, own.Spread, residuals)];
    }

    private static double Back(double[] residuals, int back) => back > residuals.Length ? double.NaN : residuals[^back];
}

using Maltall.Warehouse.Protect;

namespace Maltall.Warehouse.Measure;

/// <summary>One figure of the table <c>published/figure</c>.</summary>
/// <param name="Member">Code of the member; empty for the whole.</param>
/// <param name="Period">The period.</param>
/// <param name="Figure">The protected figure.</param>
/// <param name="Standing">How settled it is; null when nobody judged.</param>
internal sealed record PublishedFigure(string Member, Period Period, Figure Figure, Standing? Standing);

/// <summary>A slice that every publication holds ready: one indicator by one dimension or none, by one kind of
/// period.</summary>
/// <param name="Indicator">Id.</param>
/// <param name="Dimension">Name; empty for none.</param>
/// <param name="Kind">Kind of period.</param>
internal readonly record struct SliceKey(string Indicator, string Dimension, PeriodKind Kind)
{
    /// <summary>The dimensions that are published each by itself; an indicator has some of them.</summary>
    internal static IReadOnlyList<string> Dimensions { get; } = ["area", "district", "peer"];

    /// <summary>The slice that a plan is a part of, with the one member it keeps; null when it is of none.</summary>
    internal static (SliceKey Key, string? Member)? Holding(IndicatorDefinition indicator, RequestPlan plan)
    {
        var dimensions = plan.By.Concat(plan.Where.Select(pair => pair.Dimension)).Select(one => one.Name).Distinct()
            .ToList();
        return plan.HasTotals || dimensions.Count > 1 || plan.Where.Count > 1 ? null
            : (new SliceKey(indicator.Id, dimensions.FirstOrDefault() ?? "", plan.Kind),
                plan.Where.Count == 0 ? null : plan.Where[0].Member);
    }

    /// <summary>What to ask for to get the slice, all its complete periods.</summary>
    internal IndicatorRequest Request() => new([Indicator],
        Dimension.Length == 0 ? [Period.WordOf(Kind)] : [Dimension, Period.WordOf(Kind)],
        new Dictionary<string, string>(), null);
}

/// <summary>One slice as it was published.</summary>
/// <param name="Definition">Fingerprint of the question that made it.</param>
/// <param name="Figures">In order of member and period.</param>
internal sealed record Slice(string Definition, IReadOnlyList<PublishedFigure> Figures)
{
    private readonly Lazy<(DateOnly From, DateOnly Before)> span = new(() =>
        (Figures.Min(one => one.Period.StepStart), Figures.Max(one => one.Period.End)));

    /// <summary>The rows of a plan, in its order; null when the plan reaches beyond the slice.</summary>
    internal IReadOnlyList<(IReadOnlyList<string> Keys, PublishedFigure Figure)>? Rows(
        RequestPlan plan, string? member)
    {
        if (Figures.Count == 0 || plan.From < span.Value.From || plan.Before > span.Value.Before)
        {
            return null;
        }

        var kept = Figures.Where(one => (member is null || one.Member == member)
            && one.Period.StepStart >= plan.From && one.Period.End <= plan.Before);
        var ordered = plan.PeriodKey.Place == 0
            ? kept.OrderBy(one => one.Period.Label, StringComparer.Ordinal)
                .ThenBy(one => one.Member, StringComparer.Ordinal)
            : kept;
        return [.. ordered.Select(one => (Keys(plan, one), one))];
    }

    private static IReadOnlyList<string> Keys(RequestPlan plan, PublishedFigure one) => plan.By.Count == 0
        ? [one.Period.Label]
        : plan.PeriodKey.Place == 0 ? [one.Period.Label, one.Member] : [one.Member, one.Period.Label];
}

namespace Maltall.Warehouse.Measure;

/// <summary>What must hold between the fields of an indicator.</summary>
internal static class IndicatorRules
{
    /// <summary>Refuses fields that contradict each other.</summary>
    internal static void Agree(DefinitionNode node, IndicatorDefinition definition)
    {
        var divides = definition.Kind is IndicatorKind.Share or IndicatorKind.Rate or IndicatorKind.Ratio
            or IndicatorKind.CohortShare;
        if (divides != definition.Denominator is not null)
        {
            throw node.Wrong(
                "denominator",
                divides ? "is missing" : "has no meaning for this kind",
                "A share, rate, ratio or cohort_share has a denominator, and no other kind has.");
        }

        if ((definition.Kind == IndicatorKind.CohortShare) != definition.WindowDays is not null)
        {
            throw node.Wrong("window_days", "belongs to a cohort_share, and to it alone", "Add or remove the field.");
        }

        if ((definition.Kind == IndicatorKind.Median) != (definition.Numerator.Aggregate == "median")
            || (definition.Kind == IndicatorKind.Percentile) != (definition.Numerator.Aggregate == "percentile"))
        {
            throw node.Wrong("kind", "and the numerator's aggregate disagree",
                "A median has the aggregate median, and a percentile has percentile.");
        }

        RequireSameTime(node, definition);
        if (definition.Periods.Count < Enum.GetValues<PeriodKind>().Length && definition.PeriodNote.Length == 0)
        {
            throw node.Wrong("period_note", "is missing", "Say why the other period kinds are refused.");
        }
    }

    /// <summary>What is there on a day and what happens in a period add up differently.</summary>
    private static void RequireSameTime(DefinitionNode node, IndicatorDefinition definition)
    {
        var (counted, of) = (definition.Numerator, definition.Denominator);
        var isOfDay = counted.Timing != Timing.During;
        if (definition.Kind is IndicatorKind.Stock != isOfDay
            && definition.Kind is IndicatorKind.Stock or IndicatorKind.Count or IndicatorKind.Sum)
        {
            throw node.Wrong(
                "kind", isOfDay ? "counts in a period, and the numerator is of a day"
                    : "is of a day, and the numerator counts in a period",
                "A stock has timing: end or january; months of it do not add up to a year. A count or sum has timing: "
                    + "during.");
        }

        if (definition.Kind is IndicatorKind.Share or IndicatorKind.CohortShare
            && of is not null && (counted.Aggregate, counted.Timing) != (of.Aggregate, of.Timing))
        {
            throw node.Wrong(
                "denominator", "is counted in another way than the numerator, which is a part of it",
                "Give both the same aggregate and timing, or take kind: rate or ratio.");
        }
    }
}

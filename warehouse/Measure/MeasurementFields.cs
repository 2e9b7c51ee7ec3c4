using Maltall.Warehouse.Measure.Dialects;

namespace Maltall.Warehouse.Measure;

/// <summary>Reads what is counted or summed, of which rows, or that it is what another indicator counts.</summary>
/// <param name="indicators">The files of all indicators by id.</param>
internal sealed class MeasurementFields(IReadOnlyDictionary<string, DefinitionNode> indicators)
{
    private static readonly Dictionary<string, Timing> Timings = new()
    {
        ["during"] = Timing.During,
        ["end"] = Timing.End,
        ["january"] = Timing.January,
        ["next_january"] = Timing.NextJanuary,
    };

    /// <summary>Reads a side.</summary>
    /// <param name="indicator">The indicator's file.</param>
    /// <param name="field"><c>numerator</c> or <c>denominator</c>.</param>
    internal Measurement Read(DefinitionNode indicator, string field)
    {
        var node = indicator.Child(field);
        return node.Has("indicator") ? Of(node.Allow("indicator")) : Own(node);
    }

    /// <summary>The side of a ratio that is itself an indicator; only what adds up can be one.</summary>
    private Measurement Of(DefinitionNode node)
    {
        var other = node.Choice("indicator", indicators);
        return !other.Has("denominator") && other.Child("numerator") is var counted && !counted.Has("indicator")
            && Own(counted) is { IsOrdered: false } side
                ? side
                : throw node.Wrong(
                    "indicator", $"'{node.Text("indicator")}' is already divided, put in order or made of another",
                    "Shares, rates and medians cannot be added up or averaged; name a count, stock or sum, "
                        + "or write the side's own table.");
    }

    private static Measurement Own(DefinitionNode node)
    {
        node.Allow("table", "aggregate", "value", "percent", "filter", "date", "until", "timing", "contributor");
        if (node.TextOrNull("aggregate") is "avg" or "average" or "mean")
        {
            throw node.Wrong(
                "aggregate", "an average cannot be measured anew at every level without what it is divided by",
                "Take kind: ratio, with the sum as numerator and the count as denominator.");
        }

        var aggregate = node.Choice(
            "aggregate", IndicatorFile.Words("count", "count_distinct", "sum", "median", "percentile"));
        if (aggregate != "count" && !node.Has("value"))
        {
            throw node.Wrong("value", "is missing", $"Say which column the {aggregate} is of.");
        }

        foreach (var field in new[] { "value", "filter", "date", "until", "contributor" })
        {
            RequireCommon(node, field);
        }

        return new Measurement(node.Text("table"), aggregate)
        {
            Value = node.TextOrNull("value"),
            Percent = aggregate == "percentile" ? node.Integer("percent", 1, 99) : 50,
            Filter = node.TextOrNull("filter"),
            Date = node.Text("date"),
            Until = node.TextOrNull("until"),
            Timing = node.Has("timing") ? node.Choice("timing", Timings) : Timing.During,
            Contributor = node.TextOrNull("contributor"),
        };
    }

    private static void RequireCommon(DefinitionNode node, string field)
    {
        if (node.TextOrNull(field) is { } expression && CommonSql.Foreign(expression) is { } foreign)
        {
            throw node.Wrong(field, $"clickhouse: '{foreign}' is not supported",
                "Use comparisons, + - * ||, and, or, not, in, is null, between, like, case, days of the years "
                    + "1900 to 2299, and "
                    + $"{string.Join(", ", CommonSql.Functions.Keys.Order(StringComparer.Ordinal))}.");
        }
    }
}

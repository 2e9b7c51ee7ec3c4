using Maltall.Warehouse.Measure.Dialects;

namespace Maltall.Warehouse.Measure;

/// <summary>Reads <c>warehouse/indicators/ID.yaml</c>.</summary>
internal static class IndicatorFile
{
    internal static readonly IReadOnlyDictionary<string, PeriodKind> PeriodWords =
        Enum.GetValues<PeriodKind>().ToDictionary(Period.WordOf);

    internal static readonly IReadOnlyDictionary<string, GoalKind> GoalKindWords = new Dictionary<string, GoalKind>
    {
        ["process"] = GoalKind.Process,
        ["result"] = GoalKind.Result,
        ["effect"] = GoalKind.Effect,
    };

    private static readonly string[] Fields =
    [
        "id", "code", "version", "title", "description", "programmes", "strategy_point", "kind", "numerator",
        "denominator", "factor", "unit", "decimals", "direction", "dimensions", "periods", "period_note", "goal_kind",
        "basis", "source", "owner", "window_days", "protection",
    ];

    private static readonly Dictionary<string, IndicatorKind> Kinds = new()
    {
        ["count"] = IndicatorKind.Count,
        ["stock"] = IndicatorKind.Stock,
        ["sum"] = IndicatorKind.Sum,
        ["share"] = IndicatorKind.Share,
        ["rate"] = IndicatorKind.Rate,
        ["median"] = IndicatorKind.Median,
        ["percentile"] = IndicatorKind.Percentile,
        ["ratio"] = IndicatorKind.Ratio,
        ["cohort_share"] = IndicatorKind.CohortShare,
    };

    private static readonly Dictionary<string, Direction> Directions = new()
    {
        ["up"] = Direction.Up,
        ["down"] = Direction.Down,
    };

    private static readonly Dictionary<string, Timing> Timings = new()
    {
        ["during"] = Timing.During,
        ["end"] = Timing.End,
        ["january"] = Timing.January,
        ["next_january"] = Timing.NextJanuary,
    };

    /// <summary>Reads one file.</summary>
    internal static IndicatorDefinition Read(DefinitionText text)
    {
        var node = DefinitionNode.Open(text).Allow(Fields);
        var kind = node.Choice("kind", Kinds);
        var definition = new IndicatorDefinition(node.Text("id"), node.Local("title"), node.Local("description"), kind)
        {
            Code = node.Text("code"),
            Version = node.Integer("version", 1, 999),
            Programmes = node.Choices("programmes", Words("BSU", "OL")),
            StrategyPoint = node.Integer("strategy_point", 1, 7),
            Numerator = Side(node.Child("numerator")),
            Denominator = node.Has("denominator") ? Side(node.Child("denominator")) : null,
            Factor = node.Has("factor") ? node.Number("factor") : 1,
            Unit = node.Text("unit"),
            Decimals = node.Integer("decimals", 0, 6),
            Direction = node.Choice("direction", Directions),
            Dimensions = node.Choices("dimensions", Words([.. Dimension.All.Select(dimension => dimension.Name)])),
            Periods = node.Choices("periods", PeriodWords),
            PeriodNote = node.TextOrNull("period_note") ?? "",
            GoalKind = node.Choice("goal_kind", GoalKindWords),
            Official = node.Choice("basis", new Dictionary<string, bool> { ["official"] = true, ["own"] = false }),
            Source = node.Text("source"),
            Owner = node.Text("owner"),
            WindowDays = node.Has("window_days") ? node.Integer("window_days", 1, 3660) : null,
            Protected = node.Choice("protection", new Dictionary<string, bool> { ["counts"] = true, ["none"] = false }),
        };
        Agree(node, definition);
        return definition;
    }

    private static Measurement Side(DefinitionNode node)
    {
        node.Allow("table", "aggregate", "value", "percent", "filter", "date", "until", "timing", "contributor");
        var aggregate = node.Choice("aggregate", Words("count", "count_distinct", "sum", "median", "percentile"));
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

    private static void Agree(DefinitionNode node, IndicatorDefinition definition)
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

        if (definition.Periods.Count < Enum.GetValues<PeriodKind>().Length && definition.PeriodNote.Length == 0)
        {
            throw node.Wrong("period_note", "is missing", "Say why the other period kinds are refused.");
        }
    }

    private static Dictionary<string, string> Words(params string[] words) => words.ToDictionary(word => word);
}

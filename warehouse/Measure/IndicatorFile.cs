
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

    internal static readonly string[] Fields =
    [
        "id", "code", "version", "valid_from", "reason", "title", "description", "how_to_read", "how_not_to_read",
        "known_errors", "purpose", "programmes", "strategy_point", "kind", "numerator", "denominator", "factor", "unit",
        "decimals", "direction", "dimensions", "periods", "period_note", "goal_kind", "basis", "source", "owner",
        "window_days", "protection",
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


    /// <summary>Opens a file and refuses fields that no indicator has.</summary>
    internal static DefinitionNode Open(DefinitionText text) => DefinitionNode.Open(text).Allow(Fields);

    /// <summary>Reads one file.</summary>
    /// <param name="text">Its text.</param>
    /// <param name="sides">Reads its numerator and its denominator.</param>
    internal static IndicatorDefinition Read(DefinitionText text, MeasurementFields sides)
    {
        var node = Open(text);
        var kind = node.Choice("kind", Kinds);
        var definition = new IndicatorDefinition(node.Text("id"), node.Local("title"), node.Local("description"), kind)
        {
            Code = node.Text("code"),
            Version = node.Integer("version", 1, 999),
            ValidFrom = node.Has("valid_from") ? node.Date("valid_from") : null,
            Reason = node.LocalOrNull("reason"),
            HowToRead = node.LocalOrNull("how_to_read"),
            HowNotToRead = node.LocalOrNull("how_not_to_read"),
            KnownErrors = node.LocalOrNull("known_errors"),
            Purpose = node.LocalOrNull("purpose"),
            Programmes = node.Choices("programmes", Words("BSU", "OL")),
            StrategyPoint = node.Integer("strategy_point", 1, 7),
            Numerator = sides.Read(node, "numerator"),
            Denominator = node.Has("denominator") ? sides.Read(node, "denominator") : null,
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
        IndicatorRules.Agree(node, definition);
        return definition;
    }

    internal static Dictionary<string, string> Words(params string[] words) => words.ToDictionary(word => word);
}

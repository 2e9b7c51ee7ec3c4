using Maltall.App.Cli.Formats;
using Maltall.Reports.Compose;
using Maltall.Warehouse.Measure;

namespace Maltall.App.Cli;

/// <summary>Indicators as rows for machines: all that their definitions say in one language.</summary>
internal static class IndicatorRows
{
    private static readonly ResultColumn[] Columns =
    [
        new("indicator", ResultKind.Text), new("code", ResultKind.Text), new("title", ResultKind.Text),
        new("description", ResultKind.Text), new("how_to_read", ResultKind.Text),
        new("how_not_to_read", ResultKind.Text), new("known_errors", ResultKind.Text),
        new("purpose", ResultKind.Text), new("kind", ResultKind.Text), new("unit", ResultKind.Text),
        new("decimals", ResultKind.Whole), new("better", ResultKind.Text), new("point", ResultKind.Whole),
        new("programmes", ResultKind.Text), new("dimensions", ResultKind.Text), new("periods", ResultKind.Text),
        new("period_note", ResultKind.Text), new("window_days", ResultKind.Whole), new("goal_kind", ResultKind.Text),
        new("basis", ResultKind.Text), new("protection", ResultKind.Text), new("owner", ResultKind.Text),
        new("source", ResultKind.Text), new("version", ResultKind.Whole), new("valid_from", ResultKind.Date),
        new("reason", ResultKind.Text), new("test_rows", ResultKind.Text),
    ];

    /// <summary>A row an indicator.</summary>
    /// <param name="indicators">The indicators.</param>
    /// <param name="language"><c>nb</c>, <c>nn</c> or <c>en</c>.</param>
    public static ResultTable Of(IEnumerable<IndicatorDefinition> indicators, string language) =>
        new("Indicators", Columns, indicators.Select(one => Row(one, language)).ToList(), []);

    private static IReadOnlyList<object?> Row(IndicatorDefinition one, string language) =>
    [
        one.Id, one.Code, one.Title.In(language), one.Description.In(language), one.HowToRead?.In(language),
        one.HowNotToRead?.In(language), one.KnownErrors?.In(language), one.Purpose?.In(language),
        AnalysisCommands.Lower(one.Kind), one.Unit, (long)one.Decimals, AnalysisCommands.Lower(one.Direction),
        (long)one.StrategyPoint, string.Join(' ', one.Programmes), string.Join(' ', one.Dimensions),
        string.Join(' ', one.Periods.Select(Period.WordOf)), one.PeriodNote, (long?)one.WindowDays,
        AnalysisCommands.Lower(one.GoalKind), one.Official ? "official" : "own", one.Protected ? "counts" : "none",
        one.Owner, one.Source, (long)one.Version, one.ValidFrom, one.Reason?.In(language),
        IndicatorLines.TestRows(one),
    ];
}

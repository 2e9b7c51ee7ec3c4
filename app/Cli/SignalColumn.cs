using Maltall.Warehouse;
using Maltall.Warehouse.Measure;
using Maltall.Warehouse.Signal;

namespace Maltall.App.Cli;

/// <summary>Tells of each figure of an answer whether it is a signal among all published ones of its unit.</summary>
internal sealed class SignalColumn
{
    private readonly Dictionary<(string Indicator, string Place), string?> labels = [];

    private SignalColumn()
    {
    }

    /// <summary>Draws the charts behind an answer.</summary>
    /// <param name="analysis">The publication.</param>
    /// <param name="request">What was asked for.</param>
    /// <param name="cancellation">Asked once per indicator.</param>
    public static SignalColumn Of(Analysis analysis, IndicatorRequest request, CancellationToken cancellation)
    {
        var column = new SignalColumn();
        IReadOnlyList<string> by = request.By.Any(Period.IsKind) || request.Period is null ? request.By
            : [.. request.By, Period.WordOf(Period.Parse(request.Period.Split("..")[0]).Kind)];
        foreach (var id in request.Indicators.Distinct())
        {
            var indicator = analysis.Definitions.Indicator(id);
            var whole = analysis.Query(request with { Indicators = [id], By = by, Period = null }, cancellation);
            var options = ChartOptions.Usual with
            {
                Better = indicator.Direction == Direction.Up ? Better.Up : Better.Down,
            };
            foreach (var unit in IndicatorSignals.UnitsOf(whole, ""))
            {
                var chart = IndicatorSignals.Of(indicator, unit, analysis.Definitions.Causes, options).Chart;
                foreach (var row in chart.Rows)
                {
                    column.labels[(id, $"{unit.Unit}|{row.Period}")] =
                        row.Variation is { } variation ? SignalWords.Label(variation) : null;
                }
            }
        }

        return column;
    }

    /// <summary>The label of a figure, such as <c>special_cause_concern</c>; null where nothing can be said.</summary>
    /// <param name="row">The figure.</param>
    /// <param name="period">Place of the period among its keys.</param>
    public string? LabelOf(IndicatorRow row, int period) => labels.GetValueOrDefault(
        (row.Indicator, $"{string.Join('/', row.Keys.Where((_, at) => at != period))}|{row.Keys[period]}"));
}

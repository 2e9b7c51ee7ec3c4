using Maltall.Warehouse.Measure;

namespace Maltall.Reports.Compose;

/// <summary>Tells a series as a chart, as a sentence and as a table; each can stand in the others' place.</summary>
public static class SeriesChart
{
    /// <summary>Composes the chart; null when there are not two points to join.</summary>
    /// <param name="composition">What the page is composed from.</param>
    /// <param name="series">The series.</param>
    public static ChartFigure? Of(Composition composition, Series series)
    {
        if (series.Shown.Count < 2 || series.Goal.Indicator is not { } indicator)
        {
            return null;
        }

        var (words, notation) = (composition.Words, composition.Notation);
        var name = indicator.Title.In(words.Language);
        var unit = Notation.IsShare(indicator) ? words["unit_percent"] : notation.Unit(indicator);
        var spec = new SeriesSpec(composition, series, indicator);
        return new ChartFigure(Title(composition, series, indicator), Description(composition, series, indicator))
        {
            Subtitle = $"{name} ({unit}) · {composition.Place(series.Goal.Goal)}",
            Wide = spec.Json(SeriesSpec.Page),
            Narrow = spec.Json(SeriesSpec.Telephone),
            Points = series.Points.Select(point =>
                (notation.Name(point.Period), notation.Amount(point.Figure, indicator))).ToList(),
        };
    }

    private static string Title(Composition composition, Series series, IndicatorDefinition indicator)
    {
        var (period, value) = series.Shown[^1];
        var key = series.Goal.Verdict.Target is null ? "chart_title_without_target" : "chart_title";
        return composition.Words.Fill(key,
            ("goal", series.Goal.Goal.Title.In(composition.Words.Language)),
            ("now", composition.Notation.Amount(value, indicator)),
            ("period", composition.Notation.Name(period)),
            ("target", composition.Notation.Amount(series.Goal.Verdict.Target, indicator)),
            ("target_period", TargetPeriod(composition, series)));
    }

    private static string Description(Composition composition, Series series, IndicatorDefinition indicator)
    {
        var (words, notation) = (composition.Words, composition.Notation);
        var (first, last) = (series.Shown[0], series.Shown[^1]);
        var low = series.Shown.MinBy(point => point.Value);
        var high = series.Shown.MaxBy(point => point.Value);
        var sentences = new List<string>
        {
            words.Fill("chart_course",
                ("indicator", indicator.Title.In(words.Language)),
                ("place", composition.Place(series.Goal.Goal)),
                ("first", notation.Name(first.Period)), ("start", notation.Amount(first.Value, indicator)),
                ("last", notation.Name(last.Period)), ("end", notation.InSentence(last.Value, indicator))),
            words.Fill("chart_extremes",
                ("low", notation.Amount(low.Value, indicator)), ("low_period", notation.Name(low.Period)),
                ("high", notation.Amount(high.Value, indicator)), ("high_period", notation.Name(high.Period))),
        };
        if (series.Goal.Verdict.Target is { } target)
        {
            sentences.Add(words.Fill("chart_target",
                ("target", notation.Amount(target, indicator)), ("period", TargetPeriod(composition, series)),
                ("baseline", notation.Amount(series.Goal.Verdict.Baseline, indicator))));
        }

        if (series.Shown.Count < series.Points.Count)
        {
            sentences.Add(words["chart_gaps"]);
        }

        return string.Join(" ", sentences);
    }

    private static string TargetPeriod(Composition composition, Series series) =>
        series.Goal.Verdict.TargetPeriod is { } target ? composition.Notation.Name(target) : "";
}

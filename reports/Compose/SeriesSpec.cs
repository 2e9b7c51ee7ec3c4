using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Maltall.Warehouse.Measure;
using Maltall.Warehouse.Protect;

namespace Maltall.Reports.Compose;

/// <summary>Writes the Vega-Lite specification of a series with its target and its baseline.</summary>
/// <param name="composition">What the page is composed from.</param>
/// <param name="series">The series; two points or more may be shown.</param>
/// <param name="indicator">Its indicator.</param>
internal sealed class SeriesSpec(Composition composition, Series series, IndicatorDefinition indicator)
{
    /// <summary>Size for a column of a page.</summary>
    internal static readonly Size Page = new(680, 270, 13, 1);

    /// <summary>Size for a telephone, drawn apart so that its letters stay as big as the text's.</summary>
    internal static readonly Size Telephone = new(290, 250, 12, 2);

    private const string Ink = "#1e2b3c";
    private const string Quiet = "#5a6472";
    private const string Line = "#0062ba";
    private const string Goal = "#7a3b00";

    private double? Target => series.Goal.Verdict.Target;

    private double? Baseline => series.Goal.Verdict.Baseline;

    /// <summary>The specification as JSON; names are written as Vega-Lite has them.</summary>
    /// <param name="size">Where it is to stand.</param>
    internal string Json(Size size)
    {
        var layers = new JsonArray();
        Reference(layers, size, Baseline, size == Page ? "chart_baseline_label" : "chart_baseline_label_short", false);
        Reference(layers, size, Target, "chart_target_label", true);
        layers.Add(Course(size));
        layers.Add(Last(size, halo: true));
        layers.Add(Last(size, halo: false));
        return new JsonObject
        {
            ["$schema"] = "https://vega.github.io/schema/vega-lite/v6.json",
            ["width"] = size.Width,
            ["height"] = size.Height,
            ["autosize"] = new JsonObject { ["type"] = "fit", ["contains"] = "padding" },
            ["padding"] = new JsonObject { ["left"] = 2, ["right"] = 8, ["top"] = 8, ["bottom"] = 2 },
            ["background"] = null,
            ["data"] = new JsonObject { ["values"] = Values() },
            ["layer"] = layers,
            ["config"] = Config(size),
        }.ToJsonString(new JsonSerializerOptions { PropertyNamingPolicy = null });
    }

    private JsonArray Values() => new([.. series.Points.Select(point => (JsonNode)new JsonObject
    {
        ["t"] = Milliseconds(point.Period),
        ["v"] = point.Figure is Figure.Value value ? value.Number : null,
    })]);

    private JsonObject Time(Size size)
    {
        var first = series.Points[0].Period;
        var last = series.Points[^1].Period;
        var aim = series.Goal.Verdict.TargetPeriod is { } target && Period.TryParse(target, out var period)
            && period.Start > last.Start ? period : last;
        var years = aim.Year - first.Year;
        return new JsonObject
        {
            ["field"] = "t",
            ["type"] = "temporal",
            ["scale"] = new JsonObject
            {
                ["type"] = "utc", ["domain"] = new JsonArray(Milliseconds(first), Milliseconds(aim)),
            },
            ["axis"] = new JsonObject
            {
                ["title"] = null,
                ["format"] = "%Y",
                ["grid"] = false,
                ["tickCount"] = new JsonObject
                {
                    ["interval"] = "year", ["step"] = Math.Max(1, years * size.YearStep / 8),
                },
            },
        };
    }

    private JsonObject Scale()
    {
        var all = series.Shown.Select(point => point.Value).Append(Target ?? double.NaN).Append(Baseline ?? double.NaN)
            .Where(double.IsFinite).ToList();
        var range = (all.Max() - all.Min()) * (Notation.IsShare(indicator) ? 100 : 1);
        var decimals = range > 4 ? 0 : range > 0.4 ? 1 : 2;
        var fromZero = all.Min() >= 0 && all.Min() < all.Max() / 2;
        var room = (all.Max() - all.Min()) * 0.12; // For the labels above and below.
        return new JsonObject
        {
            ["field"] = "v",
            ["type"] = "quantitative",
            ["scale"] = new JsonObject
            {
                ["zero"] = fromZero,
                ["nice"] = true,
                ["domainMax"] = all.Max() + room,
                ["domainMin"] = fromZero ? Math.Min(0, all.Min() - room) : all.Min() - room,
            },
            ["axis"] = new JsonObject
            {
                ["title"] = null,
                ["tickCount"] = 5,
                ["grid"] = true,
                ["format"] = string.Create(CultureInfo.InvariantCulture,
                    $",.{decimals}{(Notation.IsShare(indicator) ? '%' : 'f')}"),
            },
        };
    }

    private JsonObject Course(Size size) => new()
    {
        ["encoding"] = new JsonObject { ["x"] = Time(size), ["y"] = Scale() },
        ["mark"] = new JsonObject
        {
            ["type"] = "line",
            ["color"] = Line,
            ["strokeWidth"] = 2.5,
            ["point"] = new JsonObject { ["filled"] = true, ["size"] = 36, ["color"] = Line },
        },
    };

    /// <summary>The last value, written beside its point.</summary>
    private JsonObject Last(Size size, bool halo)
    {
        var (period, value) = series.Shown[^1];
        return new JsonObject
        {
            ["data"] = new JsonObject
            {
                ["values"] = new JsonArray(new JsonObject { ["t"] = Milliseconds(period), ["v"] = value }),
            },
            ["encoding"] = new JsonObject
            {
                ["x"] = new JsonObject { ["field"] = "t", ["type"] = "temporal" },
                ["y"] = new JsonObject { ["field"] = "v", ["type"] = "quantitative" },
            },
            ["mark"] = new JsonObject
            {
                ["type"] = "text",
                ["text"] = composition.Notation.Amount(value, indicator),
                ["color"] = halo ? "white" : Line,
                ["stroke"] = halo ? "white" : null,
                ["strokeWidth"] = halo ? 4 : 0,
                ["fontWeight"] = 600,
                ["fontSize"] = size.Letter + 1,
                ["dy"] = Target > value ? 16 : -14,
            },
        };
    }

    /// <summary>A level across the chart with its name: the target at the right, the baseline at the left.</summary>
    private void Reference(JsonArray layers, Size size, double? level, string key, bool isTarget)
    {
        if (level is not { } value)
        {
            return;
        }

        var above = isTarget ? Target >= (Baseline ?? Target - 1) : CourseRunsBelow(value);
        var text = composition.Words.Fill(key, ("value", composition.Notation.Amount(value, indicator)),
            ("period", isTarget && series.Goal.Verdict.TargetPeriod is { } aim ? composition.Notation.Name(aim) : ""));
        layers.Add(Level(value, new JsonObject
        {
            ["type"] = "rule",
            ["color"] = isTarget ? Goal : Quiet,
            ["strokeWidth"] = isTarget ? 2 : 1.5,
            ["strokeDash"] = isTarget ? new JsonArray(8, 4) : new JsonArray(2, 3),
        }, null));
        foreach (var halo in new[] { true, false })
        {
            layers.Add(Level(value, Label(text, size, isTarget, above, halo), isTarget));
        }
    }

    /// <summary>True when the first points lie below a level, so that its name is free above it.</summary>
    private bool CourseRunsBelow(double level) =>
        series.Shown.Take((series.Shown.Count + 1) / 2).Average(point => point.Value) < level;

    private static JsonObject Level(double value, JsonObject mark, bool? atRight)
    {
        var encoding = new JsonObject
        {
            ["y"] = new JsonObject { ["datum"] = value, ["type"] = "quantitative" },
        };
        if (atRight is { } right)
        {
            encoding["x"] = new JsonObject { ["value"] = right ? "width" : 0 };
        }

        return new JsonObject
        {
            ["data"] = new JsonObject { ["values"] = new JsonArray(new JsonObject()) },
            ["mark"] = mark,
            ["encoding"] = encoding,
        };
    }

    private static JsonObject Label(string text, Size size, bool isTarget, bool above, bool halo)
    {
        var mark = new JsonObject
        {
            ["type"] = "text",
            ["text"] = text,
            ["align"] = isTarget ? "right" : "left",
            ["dx"] = isTarget ? -4 : 6,
            ["dy"] = above ? -9 : 11,
            ["fontSize"] = size.Letter,
            ["fontWeight"] = isTarget ? 600 : 400,
            ["color"] = halo ? "white" : isTarget ? Goal : Quiet,
        };
        if (halo)
        {
            mark["stroke"] = "white";
            mark["strokeWidth"] = 4;
        }

        return mark;
    }

    private JsonObject Config(Size size)
    {
        var english = composition.Words.Language == "en";
        var axis = new JsonObject
        {
            ["labelColor"] = Ink, ["labelFontSize"] = size.Letter, ["gridColor"] = "#e3e6ea",
            ["domainColor"] = "#8a93a0", ["tickColor"] = "#8a93a0", ["labelPadding"] = 6,
        };
        return new JsonObject
        {
            ["aria"] = false,
            ["font"] = "Inter, system-ui, sans-serif",
            ["axis"] = axis,
            ["axisY"] = new JsonObject { ["domain"] = false, ["ticks"] = false },
            ["view"] = new JsonObject { ["stroke"] = null },
            ["locale"] = new JsonObject
            {
                ["number"] = new JsonObject
                {
                    ["decimal"] = english ? "." : ",",
                    ["thousands"] = english ? "," : "\u00a0",
                    ["grouping"] = new JsonArray(3),
                    ["currency"] = new JsonArray("", "\u00a0kr"),
                    ["percent"] = english ? "%" : "\u00a0%",
                    ["minus"] = "−",
                },
            },
        };
    }

    private static long Milliseconds(Period period) =>
        new DateTimeOffset(period.Start.ToDateTime(TimeOnly.MinValue), TimeSpan.Zero).ToUnixTimeMilliseconds();

    /// <summary>Where a chart is to stand.</summary>
    /// <param name="Width">Width in CSS pixels.</param>
    /// <param name="Height">Height in CSS pixels.</param>
    /// <param name="Letter">Size of its letters in CSS pixels.</param>
    /// <param name="YearStep">1 when there is room for every year, 2 for every other.</param>
    internal readonly record struct Size(int Width, int Height, int Letter, int YearStep);
}

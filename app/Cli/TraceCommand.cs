using System.CommandLine;
using System.Globalization;
using Maltall.App.Cli.Formats;
using Maltall.App.Setup;
using Maltall.Etl;
using Maltall.Etl.Land;
using Maltall.Warehouse;
using Maltall.Warehouse.Measure;
using Maltall.Warehouse.Protect;

namespace Maltall.App.Cli;

/// <summary>The command that follows one figure back to its deliveries.</summary>
internal static class TraceCommand
{
    private static readonly ResultColumn[] Columns =
    [
        new("step", ResultKind.Text), new("name", ResultKind.Text), new("version", ResultKind.Whole),
        new("detail", ResultKind.Text),
    ];

    /// <summary>The command.</summary>
    public static Verb Make()
    {
        var verb = new Verb("trace",
            "Where one figure comes from: its sum with the numbers put in, its definition, the tables with their "
            + "versions, and the deliveries that its rows came with.",
            "maltall trace refusal_share --where district=01 --period 2014",
            "maltall trace waiting_days_median --period 2015-T1 --as-of 2015-10-01 --format csv");
        var indicator = new Argument<string>("indicator") { Description = "Id of the indicator." };
        var where = new Option<string[]>("--where")
        {
            Description = "The place of the figure; may be repeated.", HelpName = "k=v",
        };
        var period = new Option<string>("--period")
        {
            Description = "Its period.", HelpName = "2011-T2", Required = true,
        };
        var asOf = AnalysisCommands.AsOf();
        verb.Add(indicator);
        foreach (var option in new Option[] { where, period, asOf })
        {
            verb.Add(option);
        }

        verb.Returns((parsed, session) =>
        {
            using var analysis = AnalysisCommands.Open(session, parsed.GetValue(asOf));
            var request = new IndicatorRequest(
                [parsed.GetRequiredValue(indicator)], [], AnalysisCommands.Pairs(parsed.GetValue(where)),
                parsed.GetRequiredValue(period));
            var origin = new FigureTrace(analysis, session.Definitions("warehouse")).Trace(
                request, session.Cancellation);
            return Table(origin, analysis, session);
        });
        return verb;
    }

    /// <summary>How each figure of an answer is worked out, as comments below its SQL.</summary>
    /// <param name="table">The answer.</param>
    /// <param name="culture">How numbers are written.</param>
    public static List<string> Sums(IndicatorTable table, CultureInfo culture)
    {
        var definitions = table.Indicators.ToDictionary(indicator => indicator.Id);
        return [.. table.Rows.Select(row =>
            $"-- {row.Indicator} {string.Join(' ', row.Keys)}: "
                + Sum(definitions[row.Indicator], row.Figure, culture))];
    }

    /// <summary>How a figure is worked out, with its numbers.</summary>
    /// <param name="indicator">Its definition.</param>
    /// <param name="figure">The figure.</param>
    /// <param name="culture">How numbers are written.</param>
    public static string Sum(IndicatorDefinition indicator, Figure figure, CultureInfo culture)
    {
        if (figure is not Figure.Value value)
        {
            return figure.Sign;
        }

        var form = "N" + indicator.Decimals.ToString(CultureInfo.InvariantCulture);
        var result = indicator.Unit == "share"
            ? (value.Number * 100).ToString(form, culture) + " %" : value.Number.ToString(form, culture);
        if (value.Denominator is not { } denominator)
        {
            return indicator.Numerator.IsOrdered
                ? string.Create(
                    culture, $"{indicator.Numerator.Percent} % of {value.Observations:N0} are at most {result}")
                : result;
        }

        var factor = indicator.Factor.Equals(1.0) ? "" : string.Create(culture, $"{indicator.Factor:#,0.######} × ");
        return string.Create(culture, $"{factor}{value.Numerator:#,0.######} / {denominator:#,0.######} = {result}");
    }


    private static ResultTable Table(FigureOrigin origin, Analysis analysis, Session session)
    {
        var (indicator, publication) = (origin.Indicator, analysis.Publication);
        var files = new BatchLog(session.Lake).Batches().ToDictionary(batch => batch.BatchId);
        List<IReadOnlyList<object?>> rows =
        [
            ["figure", $"{indicator.Id} {origin.Row.Keys[^1]}", null,
                Sum(indicator, origin.Row.Figure, session.Culture)],
            ["definition", $"warehouse/indicators/{indicator.Id}.yaml", (long?)indicator.Version,
                indicator.Title.In(session.Settings.Lang)],
            ["publication", publication.PublicationId, null,
                string.Create(CultureInfo.InvariantCulture, $"{publication.PublishedAt:yyyy-MM-dd HH:mm}Z")],
        ];
        foreach (var side in origin.Sides)
        {
            rows.Add([side.Name, $"conformed/{side.Side.Table}", (long?)side.Version, Of(side.Side)]);
            foreach (var landed in side.Landed)
            {
                rows.Add(["from", landed.Table, (long?)landed.Version,
                    landed.Batches is null ? "" : $"{landed.Batches.Count} deliveries"]);
                rows.AddRange((landed.Batches ?? []).Select(files.GetValueOrDefault).OfType<Batch>()
                    .OrderBy(batch => batch.File, StringComparer.Ordinal).Select(batch => (IReadOnlyList<object?>)
                    ["delivery", batch.BatchId, null, string.Create(
                        CultureInfo.InvariantCulture, $"{batch.File}, {batch.LandedAt:yyyy-MM-dd}")]));
            }
        }

        return new ResultTable(
            indicator.Title.In(session.Settings.Lang), Columns, rows, Figures.Notes(publication, session));
    }

    private static string Of(Measurement side) =>
        $"{side.Aggregate}({side.Value ?? "*"}) by {side.Date}"
        + (side.Until is { } until ? $" until {until}" : "")
        + (side.Filter is { } filter ? $" where {filter}" : "");
}

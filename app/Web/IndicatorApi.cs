using System.Security.Cryptography;
using Maltall.App.Cli;
using Maltall.App.Cli.Formats;
using Maltall.App.Setup;
using Maltall.Warehouse.Measure;

namespace Maltall.App.Web;

/// <summary>The addresses by which programs ask what the indicators are.</summary>
internal static class IndicatorApi
{
    private static readonly Dictionary<string, string> Types = new()
    {
        ["json"] = "application/json; charset=utf-8",
        ["csv"] = "text/csv; charset=utf-8",
    };

    /// <summary>Adds them to a site.</summary>
    public static void Map(WebApplication app, Session session, FigureService service)
    {
        app.MapGet("/api/v1/indicators", (HttpContext context) => FigureApi.Told(context, () =>
            Answer(context, session, service.Catalog.Indicators)));
        app.MapGet("/api/v1/indicators/{id}", (HttpContext context, string id) => FigureApi.Told(context, () =>
            Answer(context, session, [service.Catalog.Indicator(id)])));
    }

    private static IResult Answer(
        HttpContext context, Session session, IReadOnlyList<IndicatorDefinition> indicators)
    {
        var query = context.Request.Query;
        var (format, type) = FigureApi.Format(query, Types);
        var rows = IndicatorRows.Of(indicators, query["lang"].FirstOrDefault() ?? session.Settings.Lang);
        var answer = new ResultWriter(format, null, session.Culture).ToBytes(rows);

        // Texts may be edited while a publication stands, so the answer names itself.
        var tag = $"\"{Convert.ToHexStringLower(SHA256.HashData(answer))[..32]}\"";
        context.Response.Headers.ETag = tag;
        context.Response.Headers.CacheControl = "private, no-cache";
        return context.Request.Headers.IfNoneMatch == tag
            ? Results.StatusCode(StatusCodes.Status304NotModified) : Results.Bytes(answer, type);
    }
}

using Maltall.App.Cli.Formats;
using Maltall.App.Setup;
using Maltall.Lake;
using Maltall.Warehouse.Measure;

namespace Maltall.App.Web;

/// <summary>The addresses by which programs ask for figures.</summary>
internal static class FigureApi
{
    private static readonly Dictionary<string, string> Types = new()
    {
        ["json"] = "application/json; charset=utf-8",
        ["csv"] = "text/csv; charset=utf-8",
        ["json-stat"] = "application/json; charset=utf-8",
    };

    /// <summary>Adds them to a site.</summary>
    public static void Map(WebApplication app, Session session, FigureService service) =>
        app.MapGet("/api/v1/figures/{indicators}", (HttpContext context, string indicators) =>
            Told(context, () => Answer(service, context, indicators, session)));

    private static IResult Answer(FigureService service, HttpContext context, string indicators, Session session)
    {
        var query = context.Request.Query;
        var (format, type) = Format(query, Types);
        var tag = $"\"{service.PublicationId}\"";
        if (context.Request.Headers.IfNoneMatch == tag)
        {
            return Results.StatusCode(StatusCodes.Status304NotModified);
        }

        var where = query["where"].OfType<string>().Select(pair => pair.Split('=', 2)).Select(pair => pair.Length == 2
            ? pair : throw new UserError($"'{pair[0]}' is no condition", "Write where=area=Groruddalen."))
            .GroupBy(pair => pair[0]).ToDictionary(pair => pair.Key, pair => pair.Last()[1]);
        var request = new IndicatorRequest(Split(indicators), Split(query["by"].FirstOrDefault()), where,
            query["period"].FirstOrDefault())
        {
            Totals = query["totals"].FirstOrDefault() is "true" or "1",
        };
        var answer = service.Kept($"{indicators}{context.Request.QueryString}", () =>
            new ResultWriter(format, null, session.Culture).ToBytes(service.Answer(request, context.RequestAborted)));
        context.Response.Headers.ETag = tag;
        context.Response.Headers.CacheControl = "private, no-cache";
        return Results.Bytes(answer, type);
    }

    /// <summary>The format that is asked for, with its content type.</summary>
    /// <param name="query">What is asked.</param>
    /// <param name="types">The formats there are, by name; JSON is among them.</param>
    internal static (string Format, string Type) Format(IQueryCollection query, Dictionary<string, string> types)
    {
        var format = query["format"].FirstOrDefault() ?? "json";
        return types.TryGetValue(format, out var type) ? (format, type)
            : throw new UserError($"There is no format '{format}'", $"Take one of {string.Join(", ", types.Keys)}.");
    }

    /// <summary>What cannot be answered is told as RFC 9457 says.</summary>
    internal static IResult Told(HttpContext context, Func<IResult> answer)
    {
        try
        {
            return answer();
        }
        catch (UserError error)
        {
            context.Response.Headers.CacheControl = "no-store";
            return Results.Problem(error.Remedy, statusCode: StatusCodes.Status400BadRequest, title: error.What);
        }
    }

    private static string[] Split(string? text) =>
        text?.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries) ?? [];
}

using System.Text.Encodings.Web;
using System.Text.Unicode;
using Hangfire;
using Maltall.App.Jobs;
using Maltall.Lake;
using Maltall.Reports.Compose;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Maltall.App.Web;

/// <summary>The web site: start page, reports and jobs, for who sits at the machine.</summary>
public static class Site
{
    private const string OwnPages =
        "default-src 'none'; style-src 'self'; font-src 'self'; img-src 'self' data:; base-uri 'none'; "
        + "form-action 'self'; frame-ancestors 'none'";

    // A report carries its styles and its letters in itself, and no script.
    private const string ReportPages =
        "default-src 'none'; style-src 'unsafe-inline'; font-src data:; img-src data:; base-uri 'none'; "
        + "form-action 'none'; frame-ancestors 'none'";

    // The dashboard is Hangfire's own, with styles and scripts in its pages.
    private const string JobPages =
        "default-src 'self'; style-src 'self' 'unsafe-inline'; script-src 'self' 'unsafe-inline'; "
        + "img-src 'self' data:; font-src 'self' data:; base-uri 'none'; frame-ancestors 'none'";

    /// <summary>Builds the site with its scheduler. It listens when it is run.</summary>
    /// <param name="options">What to serve, and where.</param>
    /// <exception cref="UserError">The address can be reached by others, the client is not built, or the schedule is
    /// wrong.</exception>
    public static WebApplication Build(SiteOptions options)
    {
        var address = Loopback.Require(options.Url);
        var builder = WebApplication.CreateSlimBuilder(new WebApplicationOptions
        {
            ContentRootPath = AppContext.BaseDirectory, EnvironmentName = Environments.Production,
        });
        builder.WebHost.UseUrls(address.GetLeftPart(UriPartial.Authority));
        Log(builder.Logging);
        builder.Services.AddRazorComponents();
        builder.Services.AddSingleton(HtmlEncoder.Create(
            UnicodeRanges.All)); // Pages are UTF-8: letters stand as letters.

        // No key of ours is to lie on the disk.
        builder.Services.AddDataProtection().UseEphemeralDataProtectionProvider();
        Scheduler.AddTo(builder.Services, options.Work, options.Settings);
        var app = builder.Build();
        app.Use(Guard);
        app.UseExceptionHandler(failed => failed.Run(context => context.Response.WriteAsync(
            "Siden kunne ikke lages; feilen står i loggen. The page could not be made; the log says why.",
            context.RequestAborted)));
        Map(app, options);
        app.UseHangfireDashboard("/jobber", new DashboardOptions
        {
            Authorization = [new Loopback()], AppPath = "/", DashboardTitle = "Måltall – jobber",
            DisplayStorageConnectionString = false,
        });
        Scheduler.Start(app.Services);
        return app;
    }

    /// <summary>Warnings go to standard error, a line each.</summary>
    internal static void Log(ILoggingBuilder logging)
    {
        logging.ClearProviders().SetMinimumLevel(LogLevel.Warning)
            .AddSimpleConsole(console => console.SingleLine = true);
        logging.Services.Configure<Microsoft.Extensions.Logging.Console.ConsoleLoggerOptions>(
            console => console.LogToStandardErrorThreshold = LogLevel.Trace);
    }

    private static void Map(WebApplication app, SiteOptions options)
    {
        var assets = new Assets(options.Client);
        var composer = new StartComposer(options);
        app.MapGet("/", (string? lang, CancellationToken cancellation) => new RazorComponentResult<StartPage>(new
        {
            View = composer.Compose(Words.Languages.Contains(lang ?? "") ? lang! : options.Language, cancellation),
            assets.StyleSheet,
        }));
        var service = new FigureService(options.Session);
        FigureApi.Map(app, options.Session, service);
        IndicatorApi.Map(app, options.Session, service);
        app.MapGet("/helse", () => Results.Text("ok"));
        app.MapGet("/assets/{name}", (string name, HttpResponse response) => assets.Answer(name, response));
        app.MapGet("/rapporter/{file}", (string file) => composer.ReportFile(file) is { } path
            ? Results.File(Path.GetFullPath(path), "text/html; charset=utf-8") : Results.NotFound());
    }

    private static Task Guard(HttpContext context, RequestDelegate next)
    {
        if (!Loopback.Allows(context))
        {
            context.Response.StatusCode = StatusCodes.Status403Forbidden;
            return context.Response.WriteAsync("Måltall is served to this machine only.", context.RequestAborted);
        }

        var headers = context.Response.Headers;
        headers.ContentSecurityPolicy = context.Request.Path switch
        {
            var path when path.StartsWithSegments("/jobber") => JobPages,
            var path when path.StartsWithSegments("/rapporter") => ReportPages,
            _ => OwnPages,
        };
        headers.XContentTypeOptions = "nosniff";
        headers["Referrer-Policy"] = "no-referrer";
        return next(context);
    }
}

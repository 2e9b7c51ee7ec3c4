using System.CommandLine;
using Maltall.App.Jobs;
using Maltall.App.Setup;
using Maltall.App.Web;

namespace Maltall.App.Cli;

/// <summary>The commands that stay: pages with jobs, and jobs alone.</summary>
internal static class ServeCommand
{
    /// <summary>The command.</summary>
    public static Verb Make()
    {
        var verb = new Verb("serve", "Serves the start page on loopback, with the jobs of the schedule.",
            "maltall serve", "maltall serve --url http://127.0.0.1:5080 --as-of 2015-06-01");
        var url = new Option<string?>("--url") { Description = "Where to serve; loopback only.", HelpName = "URL" };
        var asOf = AnalysisCommands.AsOf();
        verb.Add(url);
        verb.Add(asOf);
        verb.Does((parsed, session) =>
            Serve(session, parsed.GetValue(url) ?? session.Settings.Url, parsed.GetValue(asOf)));
        return verb;
    }

    /// <summary>The command that only runs jobs.</summary>
    public static Verb MakeWorker()
    {
        var verb = new Verb("worker",
            "Runs jobs without pages; any number of workers share the jobs that wait in PostgreSQL.",
            "MALTALL_JOBS='Host=db;Database=maltall;Username=maltall' maltall worker",
            "MALTALL_JOBS=file:/run/secrets/jobs maltall worker");
        verb.Does((_, session) =>
        {
            var builder = Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings
            {
                EnvironmentName = Environments.Production,
            });
            Site.Log(builder.Logging);
            var work = new JobWork(session);
            Scheduler.AddTo(builder.Services, work, session.Settings);
            using var host = builder.Build();
            Scheduler.Start(host.Services);
            Console.Error.WriteLine(session.Settings.Jobs is null
                ? $"Working as {work.Worker}; jobs wait in this process's memory. Stop with Ctrl-C."
                : $"Working as {work.Worker}; jobs wait in PostgreSQL. Stop with Ctrl-C.");
            host.Run();
            return 0;
        });
        return verb;
    }

    /// <summary>Serves until it is stopped.</summary>
    public static int Serve(Session session, string url, DateOnly? asOf = null)
    {
        var site = Site.Build(new SiteOptions
        {
            Url = url,
            Lake = session.Lake,
            Definitions = AnalysisCommands.Today(session),
            AsOf = asOf is { } day ? AnalysisCommands.EndOf(day) : null,
            ReportDefinitions = session.Definitions("reports/definitions"),
            Language = session.Settings.Lang,
            Session = session,
            Work = new JobWork(session),
            Settings = session.Settings,
        });
        Console.Error.WriteLine(
            $"Måltall is served on {url}; jobs are on {url.TrimEnd('/')}/jobber. Stop with Ctrl-C.");
        site.Run();
        return 0;
    }
}

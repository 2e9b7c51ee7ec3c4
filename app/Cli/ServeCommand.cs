using System.CommandLine;
using Maltall.App.Setup;
using Maltall.App.Web;
using Maltall.Etl;
using Maltall.Warehouse.Measure;

namespace Maltall.App.Cli;

/// <summary>The command that serves the pages and runs the jobs.</summary>
internal static class ServeCommand
{
    /// <summary>The command.</summary>
    public static Verb Make()
    {
        var verb = new Verb("serve", "Serves the start page on loopback, with the jobs of the schedule.",
            "maltall serve", "maltall serve --url http://127.0.0.1:5080");
        var url = new Option<string?>("--url") { Description = "Where to serve; loopback only.", HelpName = "URL" };
        verb.Add(url);
        verb.Does((parsed, session) => Serve(session, parsed.GetValue(url) ?? session.Settings.Url));
        return verb;
    }

    /// <summary>Serves until it is stopped.</summary>
    public static int Serve(Session session, string url)
    {
        var contracts = session.Contracts.Contracts;
        var site = Site.Build(new SiteOptions
        {
            Url = url,
            Lake = session.Lake,
            Definitions = Definitions.Load(session.Definitions("warehouse")),
            ReportDefinitions = session.Definitions("reports/definitions"),
            Language = session.Settings.Lang,
            Schedule = session.Schedule,
            Waiting = contracts.Where(contract => Inbox.Waiting(session.Lake.Root, contract).Count > 0)
                .Select(contract => contract.Id).ToList(),
            Run = (sources, cancellation) => new Run(session, new Progress(Console.Error, live: false))
                .All(sources, cancellation),
        });
        Console.Error.WriteLine(
            $"Måltall is served on {url}; jobs are on {url.TrimEnd('/')}/jobber. Stop with Ctrl-C.");
        site.Run();
        return 0;
    }
}

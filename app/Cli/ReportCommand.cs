using System.CommandLine;
using Maltall.App.Setup;
using Maltall.Reports;
using Maltall.Warehouse;

namespace Maltall.App.Cli;

/// <summary>The command that writes a report.</summary>
internal static class ReportCommand
{
    /// <summary>The command.</summary>
    public static Verb Make()
    {
        var verb = new Verb("report", "Writes a report as one HTML page.",
            "maltall report status --period 2012-T1 --lang nb --out reports");
        var name = new Argument<string>("name") { Description = "Name of the report: status." };
        var period = new Option<string?>("--period")
        {
            Description = "The tertial it is for; the last whole one when it is not given.", HelpName = "2012-T1",
        };
        var folder = new Option<string?>("--out")
        {
            Description = "Folder to write in; the lake's reports/ when not given.", HelpName = "DIR",
        };
        var asOf = AnalysisCommands.AsOf();
        verb.Add(name);
        verb.Add(period);
        verb.Add(folder);
        verb.Add(asOf);
        verb.Does((parsed, session) =>
        {
            using var analysis = AnalysisCommands.Open(session, parsed.GetValue(asOf));
            var file = Write(session, analysis, parsed.GetRequiredValue(name), parsed.GetValue(period),
                parsed.GetValue(folder) ?? Path.Combine(session.Lake.Root, "reports"));
            Console.Out.WriteLine(file);
            return 0;
        });
        return verb;
    }

    /// <summary>Writes a report; gives the path of its file.</summary>
    public static string Write(Session session, Analysis analysis, string name, string? period, string folder)
    {
        var writer = new ReportWriter(session.Definitions("reports/definitions"),
            Path.Combine(AppContext.BaseDirectory, "client"));
        var request = new ReportRequest(name, period, session.Settings.Lang, folder);
        return writer.Write(analysis, request, session.Cancellation).GetAwaiter().GetResult();
    }
}

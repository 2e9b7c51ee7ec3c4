using System.Globalization;
using System.Text.RegularExpressions;
using Maltall.App.Cli;
using Maltall.App.Setup;
using Maltall.Etl.Synthesize;
using Maltall.Lake;
using Maltall.Warehouse.Conform;

namespace Maltall.App;

/// <summary>
/// Shows the whole product on synthetic data: four portions of deliveries, each landed and published as of its day
/// (docs/decisions/demo-clock.md), then the goals and a report.
/// </summary>
/// <param name="session">Where it works.</param>
/// <param name="progress">Told how it goes.</param>
public sealed partial class Demo(Session session, Progress progress)
{
    private static readonly DateTimeOffset[] Days =
    [
        new(2015, 1, 15, 6, 0, 0, TimeSpan.Zero), new(2015, 5, 15, 6, 0, 0, TimeSpan.Zero),
        new(2015, 9, 15, 6, 0, 0, TimeSpan.Zero), new(2016, 1, 15, 6, 0, 0, TimeSpan.Zero),
    ];

    /// <summary>The file that the generator is calibrated by.</summary>
    public static string Calibration(Session session) =>
        Path.Combine(session.Definitions("etl/Synthesize"), "calibration.yaml");

    /// <summary>Runs it; gives the exit code.</summary>
    /// <param name="scale">Size of the city; 1 is Oslo.</param>
    /// <exception cref="UserError">The lake holds something else than synthetic data.</exception>
    public int Run(double scale)
    {
        if (new PublicationLog(session.Lake).Latest() is { Synthetic: false })
        {
            throw new UserError($"The lake {session.Lake.Root} holds real data.",
                "Give the demo a lake of its own: --lake demo-data.");
        }

        var generated = Path.Combine(session.Lake.Root, ".demo");
        progress.Step("Making synthetic sources for 2009–2015");
        SyntheticSources.Write(new SyntheticOptions(generated, Scale: scale) { CalibrationFile = Calibration(session) },
            null, session.Cancellation);
        var outcomes = Days.Select(day => Portion(generated, day)).ToList();
        Directory.Delete(generated, recursive: true);
        if (outcomes.Any(outcome => outcome.Outcome is PublishOutcome.Stopped))
        {
            return CommandLine.Problem;
        }

        Show(outcomes);
        return 0;
    }

    private RunOutcome Portion(string generated, DateTimeOffset day)
    {
        progress.Step(string.Create(CultureInfo.InvariantCulture, $"As of {day:yyyy-MM-dd}"));
        HandOver(generated, day);
        return new Run(session.At(day), progress).All([], session.Cancellation);
    }

    /// <summary>Moves the deliveries that had arrived by a day into the inbox, with the manifest that marks
    /// them.</summary>
    private void HandOver(string generated, DateTimeOffset day)
    {
        var inbox = Path.Combine(session.Lake.Root, "inbox");
        Directory.CreateDirectory(inbox);
        File.Copy(Path.Combine(generated, "manifest.json"), Path.Combine(inbox, "manifest.json"), overwrite: true);
        foreach (var file in Directory.GetFiles(generated, "*", SearchOption.AllDirectories)
            .Where(file => Arrived(file) < day))
        {
            var target = Path.Combine(inbox, Path.GetRelativePath(generated, file));
            Directory.CreateDirectory(Path.GetDirectoryName(target) ?? inbox);
            File.Move(file, target, overwrite: true);
        }
    }

    /// <summary>A month's delivery arrives on the tenth of the next month; a year's on its first day; others
    /// never.</summary>
    private static DateTimeOffset Arrived(string file)
    {
        var match = PeriodInName().Match(Path.GetFileNameWithoutExtension(file));
        if (!match.Success)
        {
            return DateTimeOffset.MaxValue;
        }

        var year = int.Parse(match.Groups["year"].ValueSpan, CultureInfo.InvariantCulture);
        return match.Groups["month"].Success
            ? new DateTimeOffset(year, int.Parse(match.Groups["month"].ValueSpan, CultureInfo.InvariantCulture), 10, 0,
                0, 0, TimeSpan.Zero).AddMonths(1)
            : new DateTimeOffset(year, 1, 1, 0, 0, 0, TimeSpan.Zero);
    }

    private void Show(List<RunOutcome> outcomes)
    {
        using var analysis = AnalysisCommands.Open(session, null);
        var verdicts = analysis.Goals(null, session.Cancellation);
        Invocation.Write(GoalFigures.ForPerson(analysis, verdicts, session), session);
        var report = ReportCommand.Write(session, analysis, "status", null, Path.Combine(session.Lake.Root, "reports"));
        if (outcomes.All(outcome => outcome.Outcome is PublishOutcome.Unchanged))
        {
            Console.Error.WriteLine(
                "Nothing new: this demo was run here before, and every delivery is landed already.");
        }

        Console.Error.WriteLine($"Report: {report}");
        Console.Error.WriteLine($"Lake:   {session.Lake.Root}");
        Console.Error.WriteLine("Try:    ./maltall query refusal_share --by district,year --where area=Groruddalen");
    }

    [GeneratedRegex("(?<year>(19|20)[0-9]{2})(-(?<month>0[1-9]|1[0-2]))?(_kopi)?$")]
    private static partial Regex PeriodInName();
}

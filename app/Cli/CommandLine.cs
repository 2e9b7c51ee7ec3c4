using System.CommandLine;
using System.CommandLine.Help;
using Maltall.Etl;
using Maltall.Lake;

namespace Maltall.App.Cli;

/// <summary>
/// The command line: data goes to standard output, everything else to standard error. Ends with 0 when done, 1 when the
/// work found a problem, 2 when the request was wrong.
/// </summary>
public static class CommandLine
{
    /// <summary>The work found a problem.</summary>
    public const int Problem = 1;

    /// <summary>The request was wrong.</summary>
    public const int WrongUsage = 2;

    private const int Interrupted = 130;

    /// <summary>Runs one command and gives the exit code of the process.</summary>
    public static int Invoke(IReadOnlyList<string> arguments)
    {
        var root = Root();
        var parsed = root.Parse(arguments);
        if (parsed.Errors.Count > 0 && parsed.Action is not HelpWithExamples)
        {
            return Refuse(parsed);
        }

        try
        {
            return parsed.Invoke(new InvocationConfiguration { EnableDefaultExceptionHandler = false });
        }
        catch (Exception error) when (FullDisk.Is(error))
        {
            Console.Error.WriteLine($"maltall: {FullDisk.Message}");
            return Problem;
        }
        catch (UserError error)
        {
            Console.Error.WriteLine($"maltall: {error.What} {error.Remedy}");
            return WrongUsage;
        }
        catch (TransportError error)
        {
            Console.Error.WriteLine($"maltall: {error.What} {error.Remedy}");
            return Problem;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            Console.Error.WriteLine($"maltall: {error.Message} Nothing was published; mend it and run again.");
            return Problem;
        }
        catch (OperationCanceledException)
        {
            Console.Error.WriteLine("maltall: stopped; nothing was published.");
            return Interrupted;
        }
    }

    private static int Refuse(ParseResult parsed)
    {
        foreach (var error in parsed.Errors)
        {
            Console.Error.WriteLine($"maltall: {error.Message}");
        }

        var command = parsed.CommandResult.Command;
        var words = command is RootCommand ? "maltall" : $"maltall {command.Name}";
        if (command is RootCommand && parsed.UnmatchedTokens.Count > 0)
        {
            var nearest = Nearest.To(parsed.UnmatchedTokens[0], command.Subcommands.Select(one => one.Name));
            Console.Error.WriteLine($"Did you mean '{nearest}'?");
        }

        Console.Error.WriteLine($"See {words} --help.");
        return WrongUsage;
    }

    private static RootCommand Root()
    {
        var root = new RootCommand("Måltall measures the goal achievement of BSU and Groruddalssatsingen–Områdeløft.");
        foreach (var option in GlobalOptions.All)
        {
            root.Add(option);
        }

        foreach (var verb in Verbs())
        {
            root.Add(verb);
        }

        foreach (var help in root.Options.OfType<HelpOption>())
        {
            help.Action = new HelpWithExamples((HelpAction)help.Action!); // The library sets it in its constructor.
        }

        return root;
    }

    private static IEnumerable<Verb> Verbs() =>
    [
        .. PipelineCommands.Make(),
        .. AnalysisCommands.Make(),
        TraceCommand.Make(),
        WhyCommand.Make(),
        PlanCommand.Make(),
        ForecastCommand.Make(),
        SignalCommand.Make(),
        EffectCommand.Make(),
        ReportCommand.Make(),
        ServeCommand.Make(),
        ServeCommand.MakeWorker(),
        .. OverviewCommands.Make(),
        .. DeliveryCommands.Make(),
        .. ProtectCommands.Make(),
        .. PrivacyCommands.Make(),
    ];
}

using System.CommandLine;
using Maltall.App.Cli.Formats;
using Maltall.App.Setup;

namespace Maltall.App.Cli;

/// <summary>What every command does around its work: opens the session, listens for Ctrl-C, writes rows.</summary>
internal static class Invocation
{
    /// <summary>Lets the command do its work in a session; the work's return value is the exit code.</summary>
    public static void Does(this Verb verb, Func<ParseResult, Session, int> work) => verb.SetAction(parsed =>
    {
        using var cancel = new CancellationTokenSource();
        ConsoleCancelEventHandler stop = (_, pressed) =>
        {
            pressed.Cancel = !cancel.IsCancellationRequested;
            cancel.Cancel();
        };
        Console.CancelKeyPress += stop;
        try
        {
            return work(parsed, Session.Open(GlobalOptions.Given(parsed), cancel.Token));
        }
        finally
        {
            Console.CancelKeyPress -= stop;
        }
    });

    /// <summary>Lets the command return rows in the format that the user names.</summary>
    public static void Returns(this Verb verb, Func<ParseResult, Session, ResultTable> rows)
    {
        var (format, output) = verb.AddFormats();
        verb.Does((parsed, session) =>
        {
            Write(rows(parsed, session), session, parsed.GetRequiredValue(format), parsed.GetValue(output));
            return 0;
        });
    }

    /// <summary>Adds --format and --output.</summary>
    public static (Option<string> Format, Option<string?> Output) AddFormats(this Verb verb)
    {
        var format = new Option<string>("--format", "-f")
        {
            Description = "How rows are written.", DefaultValueFactory = _ => "table",
        };
        format.AcceptOnlyFromAmong([.. ResultWriter.Formats]);
        var output = new Option<string?>("--output", "-o")
        {
            Description = "File to write; standard output when it is not given.", HelpName = "FILE",
        };
        verb.Add(format);
        verb.Add(output);
        return (format, output);
    }

    /// <summary>Writes rows to a file or to standard output.</summary>
    public static void Write(ResultTable table, Session session, string format = "table", string? output = null) =>
        new ResultWriter(format, output, session.Culture).Write(table, Console.Error);
}

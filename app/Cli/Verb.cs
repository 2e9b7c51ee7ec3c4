using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Invocation;

namespace Maltall.App.Cli;

/// <summary>A command of the command line, with examples that its help shows.</summary>
internal sealed class Verb : Command
{
    /// <summary>Makes the command.</summary>
    /// <param name="name">The word that the user writes.</param>
    /// <param name="description">One sentence on what it does.</param>
    /// <param name="examples">Whole command lines that work, the most useful first.</param>
    public Verb(string name, string description, params IReadOnlyList<string> examples)
        : base(name, description) => Examples = examples;

    /// <summary>Whole command lines that work, the most useful first.</summary>
    public IReadOnlyList<string> Examples { get; }
}

/// <summary>Help as the library prints it, then the command's examples.</summary>
/// <param name="inner">The library's own help.</param>
internal sealed class HelpWithExamples(HelpAction inner) : SynchronousCommandLineAction
{
    /// <inheritdoc/>
    public override int Invoke(ParseResult parseResult)
    {
        var result = inner.Invoke(parseResult);
        if (parseResult.CommandResult.Command is Verb { Examples.Count: > 0 } verb)
        {
            var output = parseResult.InvocationConfiguration.Output;
            output.WriteLine(verb.Examples.Count == 1 ? "Example:" : "Examples:");
            foreach (var example in verb.Examples)
            {
                output.WriteLine($"  {example}");
            }
        }

        return result;
    }
}

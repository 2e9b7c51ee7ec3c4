using System.CommandLine;

namespace Maltall.App.Cli;

/// <summary>The flags that every command takes; each is a setting (docs/operations.md).</summary>
internal static class GlobalOptions
{
    private static readonly Option<string?> Lake = Make("--lake", "DIR", "Folder of the lake (default ./data).");
    private static readonly Option<string?> KeyFile = Make("--key-file", "FILE", "File with the pseudonym key.");
    private static readonly Option<string?> Lang = Make("--lang", "nb|nn|en", "Language of titles and reports.");
    private static readonly Option<string?> Now = Make("--now", "INSTANT",
        "The instant at which the run shall believe that it happens, to repeat it.");

    /// <summary>All of them, in the order of the help.</summary>
    public static IReadOnlyList<Option<string?>> All { get; } = [Lake, KeyFile, Lang, Now];

    /// <summary>The settings that were given as flags.</summary>
    public static IReadOnlyDictionary<string, string> Given(ParseResult parsed) => All
        .Select(option => (Name: option.Name[2..].Replace('-', '_'), Value: parsed.GetValue(option)))
        .Where(pair => pair.Value is not null)
        .ToDictionary(pair => pair.Name, pair => pair.Value!); // The line above leaves no null.

    private static Option<string?> Make(string name, string value, string description) =>
        new(name) { Description = description, HelpName = value, Recursive = true };
}

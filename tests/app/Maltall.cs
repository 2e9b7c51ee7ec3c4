using System.Diagnostics;
using Xunit;

namespace Maltall.App.Tests;

/// <summary>Starts the real program, as a user does.</summary>
internal static class Maltall
{
    public static string Root { get; } = FindRoot();

    public static string Shared(string file)
    {
        var path = Path.GetFullPath(Path.Combine(Root, "..", "shared", "data", file));
        Assert.True(Path.Exists(path), $"The public data file ../shared/data/{file} is missing beside the checkout.");
        return path;
    }

    public static Answer Run(Workplace place, params string[] arguments) =>
        Run(place, new Dictionary<string, string>(), arguments);

    public static Answer Run(
        Workplace place, IReadOnlyDictionary<string, string> environment, params string[] arguments)
    {
        using var process = Start(place, environment, arguments);
        var error = process.StandardError.ReadToEndAsync();
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return new Answer(process.ExitCode, output, error.GetAwaiter().GetResult());
    }

    public static Process Start(Workplace place, params string[] arguments) =>
        Start(place, new Dictionary<string, string>(), arguments);

    public static Process Start(
        Workplace place, IReadOnlyDictionary<string, string> environment, params string[] arguments)
    {
        var start = new ProcessStartInfo(Path.Combine(Root, "maltall"), arguments)
        {
            WorkingDirectory = place.Folder, RedirectStandardOutput = true, RedirectStandardError = true,
        };
        start.Environment["MALTALL_LAKE"] = place.Lake;
        start.Environment["MALTALL_KEY_FILE"] = place.KeyFile;
        foreach (var (name, value) in environment.Concat(place.Environment))
        {
            start.Environment[name] = value;
        }

        return Process.Start(start) ?? throw new InvalidOperationException("maltall did not start.");
    }

    private static string FindRoot()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "Analytics.sln")))
        {
            folder = folder.Parent;
        }

        return folder?.FullName ?? throw new InvalidOperationException("No Analytics.sln above the tests.");
    }
}

/// <summary>What a command answered.</summary>
internal sealed record Answer(int ExitCode, string Output, string Error)
{
    public Answer Succeeded()
    {
        Assert.True(ExitCode == 0, $"ended with {ExitCode}\n{Output}\n{Error}");
        return this;
    }

    /// <summary>The rows of a CSV answer without quoted line breaks, by column name.</summary>
    public IReadOnlyList<IReadOnlyDictionary<string, string>> Rows()
    {
        var lines = Output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(Fields).ToList();
        return lines.Skip(1).Select(fields => (IReadOnlyDictionary<string, string>)lines[0]
            .Zip(fields).ToDictionary(pair => pair.First, pair => pair.Second)).ToList();
    }

    private static List<string> Fields(string line)
    {
        var fields = new List<string>();
        var at = 0;
        while (at <= line.Length)
        {
            var quoted = at < line.Length && line[at] == '"';
            var end = quoted ? ClosingQuote(line, at + 1) : line.IndexOf(',', at);
            end = end < 0 ? line.Length : end;
            fields.Add(quoted
                ? line[(at + 1)..end].Replace("\"\"", "\"", StringComparison.Ordinal)
                : line[at..end]);
            at = end + (quoted ? 2 : 1);
        }

        return fields;
    }

    private static int ClosingQuote(string line, int from)
    {
        var at = line.IndexOf('"', from);
        while (at + 1 < line.Length && line[at + 1] == '"')
        {
            at = line.IndexOf('"', at + 2);
        }

        return at;
    }
}

/// <summary>A folder with a lake and a key of its own, gone after the test.</summary>
internal sealed class Workplace : IDisposable
{
    public string Folder { get; } = Directory.CreateTempSubdirectory("maltall-app-").FullName;

    public string Lake => Path.Combine(Folder, "lake");

    public string KeyFile => Path.Combine(Folder, "pseudonym.key");

    public string File(string name, string text)
    {
        var path = Path.Combine(Folder, name);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        System.IO.File.WriteAllText(path, text);
        return path;
    }

    /// <summary>What the program's environment holds beside the usual.</summary>
    public Dictionary<string, string> Environment { get; } = [];

    /// <summary>The sources that delivered.</summary>
    public IReadOnlyList<string> Sources() => [.. Maltall.Run(this, "runs", "-f", "csv").Succeeded().Rows()
        .Select(batch => batch["source"]).Distinct().Order()];

    /// <summary>Gives the program definitions of its own, with another schedule.</summary>
    public IDisposable Home(Func<string, string> schedule)
    {
        var home = new CopiedHome(Path.Combine(Folder, "home"));
        var file = Path.Combine(home.Folder, "etl", "schedule.yaml");
        System.IO.File.WriteAllText(file, schedule(System.IO.File.ReadAllText(file)));
        Environment["MALTALL_HOME"] = home.Folder;
        return home;
    }

    public void Dispose() => Directory.Delete(Folder, recursive: true);

    private sealed class CopiedHome : IDisposable
    {
        public CopiedHome(string folder)
        {
            Folder = folder;
            foreach (var room in new[] { "etl", "warehouse", "reports" })
            {
                Copy(Path.Combine(Maltall.Root, room), Path.Combine(folder, room));
            }
        }

        public string Folder { get; }

        public void Dispose() => Directory.Delete(Folder, recursive: true);

        private static void Copy(string from, string to)
        {
            foreach (var file in Directory.GetFiles(from, "*", SearchOption.AllDirectories)
                .Where(file => Path.GetExtension(file) is ".yaml" or ".sql" or ".csv" or ".json"))
            {
                var target = Path.Combine(to, Path.GetRelativePath(from, file));
                Directory.CreateDirectory(Path.GetDirectoryName(target)!);
                System.IO.File.Copy(file, target);
            }
        }
    }
}

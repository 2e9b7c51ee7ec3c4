using System.Diagnostics;

namespace Maltall.House.Tests;

/// <summary>The checkout that the tests look at.</summary>
internal static class Repository
{
    public static string Root { get; } = FindRoot();

    public static string Maltall { get; } = Path.Combine(FindRoot(), "maltall");

    /// <summary>Files that are, or are about to be, in the repository; relative to the root.</summary>
    public static IReadOnlyList<string> Files { get; } = ListFiles();

    public static string Text(string path) => File.ReadAllText(Path.Combine(Root, path));

    public static IEnumerable<string> In(string folder, string extension) =>
        Files.Where(file => file.StartsWith(folder, StringComparison.Ordinal)
            && file.EndsWith(extension, StringComparison.Ordinal));

    public static (int ExitCode, string Output, string Error) Run(
        string program, IReadOnlyList<string> arguments, IReadOnlyDictionary<string, string>? environment = null)
    {
        var start = new ProcessStartInfo(program, arguments)
        {
            WorkingDirectory = Root, RedirectStandardOutput = true, RedirectStandardError = true,
        };
        foreach (var (name, value) in environment ?? new Dictionary<string, string>())
        {
            start.Environment[name] = value;
        }

        using var process = Process.Start(start) ?? throw new InvalidOperationException($"{program} did not start.");
        var error = process.StandardError.ReadToEndAsync();
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return (process.ExitCode, output, error.GetAwaiter().GetResult());
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

    private static string[] ListFiles() =>
        Run("git", ["ls-files", "--cached", "--others", "--exclude-standard"]).Output
            .Split('\n', StringSplitOptions.RemoveEmptyEntries)
            .Where(file => File.Exists(Path.Combine(Root, file)))
            .ToArray();
}

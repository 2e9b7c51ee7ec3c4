using System.Text.RegularExpressions;
using Xunit;

namespace Maltall.House.Tests;

public sealed partial class ReadmeTests
{
    /// <summary>
    /// Runs each command of the README in its order on an empty lake of its own. The demo is told not to serve, and the
    /// commands that run until they are stopped (serve) or start this very test (./test) are left out.
    /// </summary>
    [Fact]
    public void Commands_of_the_readme_run()
    {
        var folder = Directory.CreateTempSubdirectory("maltall-readme-").FullName;
        var environment = new Dictionary<string, string>
        {
            ["MALTALL_LAKE"] = Path.Combine(folder, "lake"),
            ["MALTALL_KEY_FILE"] = Path.Combine(folder, "pseudonym.key"),
            ["OUT"] = folder,
        };
        var commands = ShellBlock().Matches(Repository.Text("README.md"))
            .SelectMany(block => block.Groups[1].Value.Split('\n'))
            .Select(line => line.Trim())
            .Where(line => line.StartsWith("./maltall", StringComparison.Ordinal)
                && !line.Contains(" serve", StringComparison.Ordinal))
            .Select(line => line == "./maltall demo" ? "./maltall demo --no-serve" : line)
            .ToList();

        Assert.True(commands.Count >= 6, "The README's tour has at least six commands.");
        Assert.All(commands, command =>
        {
            var (exitCode, output, error) = Repository.Run("bash", ["-c", command], environment);
            Assert.True(exitCode == 0, $"{command}\nended with {exitCode}\n{output}\n{error}");
        });
        Directory.Delete(folder, recursive: true);
    }

    [Fact]
    public void Links_of_the_readme_lead_somewhere()
    {
        var links = Link().Matches(Repository.Text("README.md")).Select(match => match.Groups[1].Value)
            .Where(link => !link.StartsWith("http", StringComparison.Ordinal)).ToList();

        Assert.NotEmpty(links);
        Assert.All(links, link => Assert.True(Path.Exists(Path.Combine(Repository.Root, link)), link));
    }

    [GeneratedRegex("```sh\n(.*?)```", RegexOptions.Singleline)]
    private static partial Regex ShellBlock();

    [GeneratedRegex(@"\]\(([^)#]+)\)")]
    private static partial Regex Link();
}

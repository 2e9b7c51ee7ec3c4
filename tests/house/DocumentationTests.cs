using System.Text.RegularExpressions;
using System.Xml.Linq;
using Xunit;
using YamlDotNet.Serialization;

namespace Maltall.House.Tests;

public sealed partial class DocumentationTests
{
    [Fact]
    public void Every_dependency_has_its_line()
    {
        var pinned = XDocument.Parse(Repository.Text("Directory.Packages.props"))
            .Descendants("PackageVersion").Select(package => package.Attribute("Include")!.Value);
        var fetched = Repository.In("", "package.json").SelectMany(file => NpmPackage().Matches(
            Repository.Text(file)[Math.Max(0, Repository.Text(file).IndexOf("ependencies\"", StringComparison.Ordinal))
                ..])
            .Select(match => match.Groups[1].Value));
        var documented = Repository.Text("docs/decisions/dependencies.md");

        Assert.All(pinned.Concat(fetched), name =>
            Assert.Contains($"| `{name}` |", documented, StringComparison.Ordinal));
    }

    [Fact]
    public void Every_documented_dependency_is_there()
    {
        var used = string.Join('\n', Repository.In("", "package.json").Append("Directory.Packages.props")
            .Select(Repository.Text));

        var documented = DocumentedPackage().Matches(Repository.Text("docs/decisions/dependencies.md"))
            .Select(match => match.Groups[1].Value);

        Assert.All(documented, name => Assert.Contains($"\"{name}\"", used, StringComparison.Ordinal));
    }

    [Fact]
    public void Every_command_is_documented_and_every_documented_command_is_there()
    {
        var help = Repository.Run(Repository.Maltall, ["--help"]);
        var commands = HelpLine().Matches(help.Output[help.Output.IndexOf("Commands:", StringComparison.Ordinal)..])
            .Select(match => match.Groups[1].Value).ToList();
        var documented = CommandHeading().Matches(Repository.Text("docs/commands.md"))
            .Select(match => match.Groups[1].Value);

        Assert.Equal(0, help.ExitCode);
        Assert.NotEmpty(commands);
        Assert.Equal(commands.Order(), documented.Order());
    }

    [Fact]
    public void Every_command_answers_help_with_an_example()
    {
        var commands = CommandHeading().Matches(Repository.Text("docs/commands.md"))
            .Select(match => match.Groups[1].Value);

        Assert.All(commands, command =>
        {
            var help = Repository.Run(Repository.Maltall, [command, "--help"]);
            Assert.Equal(0, help.ExitCode);
            Assert.Contains($"maltall {command}", help.Output, StringComparison.Ordinal);
            Assert.Contains("Example", help.Output, StringComparison.Ordinal);
        });
    }

    [Fact]
    public void Every_setting_is_documented()
    {
        var settings = SettingName().Match(Repository.Text("app/Setup/Settings.cs")).Groups[1].Value
            .Split(',').Select(name => name.Trim().Trim('"'));
        var documented = Repository.Text("docs/operations.md");

        Assert.All(settings, name => Assert.Contains($"| `{name}` |", documented, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("warehouse/indicators/", "docs/indicators.md")]
    [InlineData("etl/contracts/", "docs/sources.md")]
    public void Every_definition_is_documented_by_its_name(string folder, string page)
    {
        var defined = Repository.In(folder, ".yaml").Select(Path.GetFileNameWithoutExtension).ToList();
        var documented = FirstCell().Matches(Repository.Text(page)).Select(match => match.Groups[1].Value);

        Assert.NotEmpty(defined);
        Assert.Equal(defined.Order(), documented.Order());
    }

    [Fact]
    public void Every_definition_speaks_all_three_languages()
    {
        var files = Repository.In("warehouse/indicators/", ".yaml").Concat(Repository.In("etl/contracts/", ".yaml"));

        Assert.All(files, file =>
        {
            var document = new DeserializerBuilder().Build().Deserialize<Dictionary<string,
                object>>(Repository.Text(file));
            Assert.Equal(Path.GetFileNameWithoutExtension(file), document["id"]);
            var title = Assert.IsAssignableFrom<IDictionary<object, object>>(document["title"]);
            Assert.All(new[] { "nb", "nn", "en" }, language =>
                Assert.False(string.IsNullOrWhiteSpace((string)title[language])));
        });
    }

    [Theory]
    [InlineData("warehouse/sql/")]
    [InlineData("warehouse/checks/")]
    public void Every_sql_file_says_what_it_is(string folder)
    {
        var files = Repository.In(folder, ".sql").ToList();

        Assert.NotEmpty(files);
        Assert.All(files, file => Assert.Matches(
            $"^-- {Regex.Escape(Path.GetFileNameWithoutExtension(file))}: \\S", Repository.Text(file)));
    }

    [Fact]
    public void Every_term_of_the_glossary_is_used()
    {
        var codes = FirstCell().Matches(Repository.Text("docs/glossary.md")).Select(match => match.Groups[1].Value)
            .ToList();
        var tree = string.Join('\n', Repository.Files
            .Where(file => file.EndsWith(".cs", StringComparison.Ordinal)
                || file.EndsWith(".sql", StringComparison.Ordinal)
                || file.EndsWith(".yaml", StringComparison.Ordinal))
            .Select(Repository.Text));

        Assert.NotEmpty(codes);
        Assert.All(codes, code => Assert.Contains(code, tree, StringComparison.OrdinalIgnoreCase));
    }

    [Fact]
    public void Every_room_says_what_comes_in_and_out_within_thirty_lines()
    {
        Assert.All(new[] { "etl", "warehouse", "models", "reports", "app", "tests" }, room =>
            Assert.InRange(Repository.Text($"{room}/README.md").Split('\n').Length, 5, 31));
    }

    [GeneratedRegex("\"([a-z@][^\"]*)\": \"[\\^~]?[0-9]")]
    private static partial Regex NpmPackage();

    [GeneratedRegex(@"^\| `([^`]+)` \|", RegexOptions.Multiline)]
    private static partial Regex DocumentedPackage();

    [GeneratedRegex(@"^\| `([^`]+)` \|", RegexOptions.Multiline)]
    private static partial Regex FirstCell();

    [GeneratedRegex(@"^  ([a-z]+)(?= |$)", RegexOptions.Multiline)]
    private static partial Regex HelpLine();

    [GeneratedRegex(@"^## maltall ([a-z]+)$", RegexOptions.Multiline)]
    private static partial Regex CommandHeading();

    [GeneratedRegex(@"Names \{ get; \} =\s+\[([^\]]+)\]")]
    private static partial Regex SettingName();
}

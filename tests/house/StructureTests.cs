using System.Text.RegularExpressions;
using System.Xml.Linq;
using Xunit;

namespace Maltall.House.Tests;

public sealed partial class StructureTests
{
    /// <summary>Rooms from the top of the flow to its end; a project may know only those that its row names.</summary>
    private static readonly Dictionary<string, string[]> MayKnow = new()
    {
        ["Maltall.Lake"] = [],
        ["Maltall.Models"] = [],
        ["Maltall.Etl"] = ["Maltall.Lake"],
        ["Maltall.Warehouse"] = ["Maltall.Lake"],
        ["Maltall.Reports"] = ["Maltall.Warehouse", "Maltall.Lake"],
        ["Maltall.App"] = ["Maltall.Lake", "Maltall.Models", "Maltall.Etl", "Maltall.Warehouse", "Maltall.Reports"],
    };

    [Fact]
    public void Project_references_go_only_down_the_flow()
    {
        var projects = Repository.Files.Where(file => file.EndsWith(".csproj", StringComparison.Ordinal)
            && !file.StartsWith("tests/", StringComparison.Ordinal)).ToList();

        var wrong = projects.SelectMany(file => References(file)
            .Where(reference => !MayKnow[Name(file)].Contains(reference))
            .Select(reference => $"{Name(file)} knows {reference}"));

        Assert.Equal(MayKnow.Keys.Order(), projects.Select(Name).Order());
        Assert.Empty(wrong);
    }

    [Fact]
    public void Every_project_is_in_the_solution()
    {
        var solution = Repository.Text("Analytics.sln").Replace('\\', '/');

        Assert.All(Repository.In("", ".csproj"), project =>
            Assert.Contains(project, solution, StringComparison.Ordinal));
    }

    [Fact]
    public void No_source_file_is_over_400_lines()
    {
        string[] kinds = [".cs", ".razor", ".sql", ".mjs", ".ts", ".css"];

        var long_ones = Repository.Files
            .Where(file => kinds.Any(kind => file.EndsWith(kind, StringComparison.Ordinal)))
            .Select(file => (file, lines: File.ReadLines(Path.Combine(Repository.Root, file)).Count()))
            .Where(pair => pair.lines > 400);

        Assert.Empty(long_ones);
    }

    [Fact]
    public void No_line_of_code_is_over_120_characters()
    {
        var wide = Repository.In("", ".cs").SelectMany(file => File.ReadLines(Path.Combine(Repository.Root, file))
            .Select((line, at) => (file, at: at + 1, line.Length))
            .Where(row => row.Length > 120));

        Assert.Empty(wide);
    }

    [Fact]
    public void Folders_of_code_have_no_vague_names()
    {
        string[] vague = ["Core", "Common", "Shared", "Utils", "Helpers", "Attribute"];

        var found = Repository.In("", ".cs").SelectMany(file => file.Split('/').SkipLast(1)).Where(vague.Contains);

        Assert.Empty(found);
    }

    [Fact]
    public void Types_have_no_vague_names()
    {
        var found = Repository.In("", ".cs").Where(file => !file.StartsWith("tests/", StringComparison.Ordinal))
            .SelectMany(file => VagueType().Matches(Repository.Text(file)).Select(match => $"{file}: {match.Value}"));

        Assert.Empty(found);
    }

    [Fact]
    public void Public_members_cannot_go_undocumented()
    {
        var build = Repository.Text("Directory.Build.props");
        var projects = MayKnow.Keys.Select(name => Repository.Files.Single(file => file.EndsWith($"/{name}.csproj",
            StringComparison.Ordinal)));

        Assert.Contains("<GenerateDocumentationFile>true</GenerateDocumentationFile>", build, StringComparison.Ordinal);
        Assert.Contains("<TreatWarningsAsErrors>true</TreatWarningsAsErrors>", build, StringComparison.Ordinal);
        Assert.All(projects, file => Assert.DoesNotContain("NoWarn", Repository.Text(file), StringComparison.Ordinal));
    }

    [Fact]
    public void Nothing_of_a_machine_is_in_the_tree()
    {
        var paths = new Regex("(/wor" + "k/|/ro" + "ot/|/ho" + "me/[a-z]+/|C:\\\\Users)");

        var found = Repository.Files
            .Where(file => !file.EndsWith(".png", StringComparison.Ordinal)
                && !file.EndsWith(".xlsx", StringComparison.Ordinal))
            .Where(file => paths.IsMatch(Repository.Text(file)));

        Assert.Empty(found);
    }

    [Fact]
    public void Lock_files_of_npm_name_no_registry()
    {
        Assert.All(Repository.In("", "package-lock.json"),
            file => Assert.DoesNotContain("\"resolved\"", Repository.Text(file), StringComparison.Ordinal));
    }

    private static string Name(string project) => Path.GetFileNameWithoutExtension(project);

    private static IEnumerable<string> References(string project) => XDocument.Parse(Repository.Text(project))
        .Descendants("ProjectReference")
        .Select(reference => Path.GetFileNameWithoutExtension(
            reference.Attribute("Include")!.Value.Replace('\\', '/')));

    [GeneratedRegex(@"\b(class|record|struct|interface|enum) \w*(Manager|Helper|Util|Utils|Processor|Info|Base)\b")]
    private static partial Regex VagueType();
}

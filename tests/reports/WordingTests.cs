using System.Text.RegularExpressions;
using Maltall.Reports.Compose;
using Maltall.Warehouse.Measure;
using Xunit;

namespace Maltall.Reports.Tests;

public sealed partial class WordingTests
{
    private static readonly Words Bokmal = Wording.Load(ReportLake.Shipped).In("nb");

    [Fact]
    public void Every_unit_of_an_indicator_has_its_word()
    {
        var catalog = Definitions.Load(Path.Combine(ReportLake.Root, "warehouse"));

        Assert.All(catalog.Indicators.Where(indicator => !Notation.IsShare(indicator)), indicator =>
            Assert.True(Bokmal.Has($"unit_{indicator.Unit}"), $"wording.yaml has no unit_{indicator.Unit}"));
    }

    [Fact]
    public void Every_source_has_its_name()
    {
        var sources = Directory.EnumerateFiles(Path.Combine(ReportLake.Root, "etl", "contracts"), "*.yaml")
            .Select(file => Path.GetFileNameWithoutExtension(file));

        Assert.All(sources, source =>
            Assert.True(Bokmal.Has($"source_{source}"), $"wording.yaml has no source_{source}"));
    }

    [Fact]
    public void The_three_languages_leave_the_same_blanks()
    {
        var wording = Wording.Load(ReportLake.Shipped);
        var languages = Words.Languages.Select(wording.In).ToList();

        Assert.All(wording.Keys, key => Assert.Single(languages.Select(words =>
            string.Join(',', Blank().Matches(words[key]).Select(blank => blank.Value).Order())).Distinct()));
    }

    [Fact]
    public void Every_text_is_used()
    {
        var code = string.Join('\n', new[] { "reports", "app/Web", "app/Cli" }
            .Select(room => Path.Combine(ReportLake.Root, room))
            .SelectMany(room => Directory.EnumerateFiles(room, "*", SearchOption.AllDirectories))
            .Where(file => Path.GetExtension(file) is ".cs" or ".razor")
            .Select(File.ReadAllText));
        string[] composed =
            ["status_", "unit_", "source_", "month_", "period_", "language_", "dimension_", "signal_", "kind_"];

        var unused = Wording.Load(ReportLake.Shipped).Keys
            .Where(key => !composed.Any(start => key.StartsWith(start, StringComparison.Ordinal)))
            .Where(key => !code.Contains($"\"{Ending().Replace(key, "")}", StringComparison.Ordinal));

        Assert.Empty(unused);
    }

    [GeneratedRegex("\\{[a-z_]+\\}")]
    private static partial Regex Blank();

    [GeneratedRegex("_(none|one|many|short)$")]
    private static partial Regex Ending();
}

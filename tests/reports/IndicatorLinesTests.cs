using Maltall.Reports.Compose;
using Maltall.Warehouse.Measure;
using Xunit;

namespace Maltall.Reports.Tests;

public sealed class IndicatorLinesTests
{
    private static readonly IReadOnlyList<IndicatorDefinition> Shipped =
        Definitions.Load(Path.Combine(ReportLake.Root, "warehouse")).Indicators;

    [Theory]
    [InlineData("nb")]
    [InlineData("nn")]
    [InlineData("en")]
    public void Every_indicator_has_a_page_with_all_its_texts_that_fits_a_window(string language)
    {
        var words = Wording.Load(ReportLake.Shipped).In(language);

        Assert.All(Shipped, indicator =>
        {
            var page = IndicatorLines.Of(indicator, words);
            var running = string.Join(' ', page.Select(line => line.Trim()));

            LocalText?[] texts =
            [
                indicator.Title, indicator.Description, indicator.HowToRead, indicator.HowNotToRead,
                indicator.KnownErrors, indicator.Purpose,
            ];
            Assert.All(texts, text => Assert.Contains(text!.In(language), running, StringComparison.Ordinal));
            Assert.All(page.SkipLast(1), line => Assert.InRange(line.Length, 0, 78)); // The last is a folder's name.
            Assert.DoesNotContain('{', running);
        });
    }

    [Fact]
    public void What_a_definition_does_not_say_has_no_heading()
    {
        var words = Wording.Load(ReportLake.Shipped).In("en");
        var bare = Shipped[0] with { HowToRead = null, KnownErrors = null, ValidFrom = null, Reason = null };

        var page = IndicatorLines.Of(bare, words);

        Assert.DoesNotContain("How to read it", page);
        Assert.DoesNotContain("Known errors", page);
        Assert.Contains(page, line => line.StartsWith("Version", StringComparison.Ordinal)
            && line.EndsWith(" 1", StringComparison.Ordinal));
    }
}

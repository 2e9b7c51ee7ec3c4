using System.Net;
using System.Text.RegularExpressions;
using Maltall.Lake;
using Xunit;

namespace Maltall.Reports.Tests;

public sealed partial class StatusReportTests(ReportLake lake)
{
    private static readonly CancellationToken Cancellation = TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("nb")]
    [InlineData("nn")]
    [InlineData("en")]
    public async Task The_page_reads_as_it_was_read_by_eye(string language)
    {
        var html = await Write(language);

        Golden.Check($"status-2012-T1-{language}.txt", Text(html));
    }

    [Fact]
    public async Task The_page_needs_nothing_but_itself()
    {
        var html = await Write("nb");

        Assert.DoesNotContain("<script", html, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("<link", html, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotMatch(Outside(), html);
        Assert.Contains("<html lang=\"nb\"", html, StringComparison.Ordinal);
    }

    [Fact]
    public async Task No_figure_that_is_not_there_shows_as_a_number()
    {
        var html = await Write("nb");
        var text = Text(html);

        Assert.DoesNotContain("NaN", html, StringComparison.Ordinal);
        Assert.DoesNotContain("Infinity", html, StringComparison.Ordinal);
        Assert.Contains("Grorud\n:", text, StringComparison.Ordinal);
        Assert.Contains("«:» betyr at tallet er skjult", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Synthetic_data_are_called_so()
    {
        Assert.Contains("Syntetiske data", Text(await Write("nb")), StringComparison.Ordinal);
        Assert.Contains("Synthetic data", Text(await Write("en")), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_chart_says_the_same_as_its_picture_and_in_the_same_language()
    {
        var html = await Write("nb");

        var drawings = Drawing().Matches(html);

        Assert.Equal(2, drawings.Count);
        Assert.All(drawings, drawing =>
        {
            Assert.Contains("role=\"img\"", drawing.Value, StringComparison.Ordinal);
            Assert.Contains("aria-label=\"Linjediagram", drawing.Value, StringComparison.Ordinal);
            Assert.DoesNotContain("aria-roledescription", drawing.Value, StringComparison.Ordinal);
            Assert.Contains("Mål 2014: 10,0\u00a0%", drawing.Value, StringComparison.Ordinal);
        });
    }

    [Fact]
    public async Task Letters_in_the_chart_stand_out_from_white_as_much_as_wcag_asks()
    {
        var html = await Write("nb");

        var colours = Letters().Matches(html).Select(letter => letter.Groups[1].Value).Distinct().ToList();

        Assert.NotEmpty(colours);
        Assert.All(colours, colour => Assert.InRange(ContrastToWhite(colour), 4.5, 21));
    }

    [Fact]
    public async Task The_same_publication_gives_the_same_bytes()
    {
        Assert.Equal(await Write("nb"), await Write("nb"));
    }

    [Fact]
    public async Task A_report_that_is_not_there_is_named_with_those_that_are()
    {
        using var analysis = lake.Open();
        var writer = new ReportWriter(ReportLake.Shipped, ReportLake.Client);

        var error = await Assert.ThrowsAsync<UserError>(() =>
            writer.Write(analysis, new ReportRequest("finance", null, "nb", lake.Folder), Cancellation));

        Assert.Contains("status", error.Remedy, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_client_that_is_not_built_is_named()
    {
        using var analysis = lake.Open();
        var empty = Path.Combine(lake.Folder, "nothing");
        var writer = new ReportWriter(ReportLake.OwnReports(Path.Combine(lake.Folder, "unbuilt")), empty);

        var error = await Assert.ThrowsAsync<UserError>(() =>
            writer.Write(analysis, new ReportRequest("status", "2012-T1", "nb", lake.Folder), Cancellation));

        Assert.Contains(empty, error.What, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_page_has_no_accessibility_faults_and_never_scrolls_sideways()
    {
        await Write("nb");

        var (exitCode, output) = ReportLake.Run("node", Path.Combine(ReportLake.Root, "tests", "reports", "judges"),
            "axe.mjs", Path.Combine(lake.Folder, "status-2012-T1-nb.html"));

        Assert.True(exitCode == 0, output);
    }

    private async Task<string> Write(string language)
    {
        using var analysis = lake.Open();
        var definitions = ReportLake.OwnReports(Path.Combine(lake.Folder, "definitions"));
        var file = await new ReportWriter(definitions, ReportLake.Client).Write(
            analysis, new ReportRequest("status", "2012-T1", language, lake.Folder), Cancellation);
        Assert.Equal($"status-2012-T1-{language}.html", Path.GetFileName(file));
        return await File.ReadAllTextAsync(file, Cancellation);
    }

    /// <summary>WCAG 2.2, relative luminance and contrast ratio.</summary>
    private static double ContrastToWhite(string colour)
    {
        double[] weights = [0.2126, 0.7152, 0.0722];
        var luminance = weights.Select((weight, at) =>
        {
            var level = Convert.ToInt32(colour.Substring((2 * at) + 1, 2), 16) / 255.0;
            return weight * (level <= 0.04045 ? level / 12.92 : Math.Pow((level + 0.055) / 1.055, 2.4));
        }).Sum();
        return 1.05 / (luminance + 0.05);
    }

    /// <summary>What a reader reads: no markup, no drawing, one piece of text a line.</summary>
    private static string Text(string html)
    {
        var words = Tag().Replace(NotText().Replace(html, ""), "\n");
        var lines = WebUtility.HtmlDecode(words).Split('\n').Select(line => Blank().Replace(line, " ").Trim());
        return string.Join('\n', lines.Where(line => line.Length > 0)) + "\n";
    }

    [GeneratedRegex("<(style|svg|head)\\b.*?</\\1>", RegexOptions.Singleline)]
    private static partial Regex NotText();

    [GeneratedRegex("<[^>]+>")]
    private static partial Regex Tag();

    [GeneratedRegex("[ \\t\\r]+")]
    private static partial Regex Blank();

    [GeneratedRegex("<svg\\b.*?</svg>", RegexOptions.Singleline)]
    private static partial Regex Drawing();

    [GeneratedRegex("<text[^>]* fill=\"(#[0-9a-f]{6})\"")]
    private static partial Regex Letters();

    [GeneratedRegex("(src|href)=\"(https?:)?//|url\\((?!data:|\"data:|#)|@import")]
    private static partial Regex Outside();
}

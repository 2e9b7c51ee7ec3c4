using Xunit;

namespace Maltall.App.Tests;

public sealed class IndicatorsTests
{
    [Theory]
    [InlineData("nb", "Slik skal du ikke lese det")]
    [InlineData("nn", "Slik skal du ikkje lese det")]
    [InlineData("en", "How not to read it")]
    public void One_indicator_is_told_as_a_page_of_text(string lang, string heading)
    {
        using var place = new Workplace();

        var page = Maltall.Run(place, "indicators", "refusal_share", "--lang", lang).Succeeded().Output.Split('\n');

        Assert.Equal("refusal_share · AVSLAG", page[1].TrimEnd());
        Assert.Contains(heading, page);
        Assert.Contains(page, line => line.EndsWith(
            "tests/warehouse/indicators/refusal_share/", StringComparison.Ordinal));
    }

    [Fact]
    public void One_indicator_is_one_row_for_machines()
    {
        using var place = new Workplace();

        var row = Assert.Single(
            Maltall.Run(place, "indicators", "still_housed_24_months", "--lang", "en", "-f", "csv").Succeeded().Rows());

        Assert.Equal("still_housed_24_months", row["indicator"]);
        Assert.Equal("731", row["window_days"]);
        Assert.Equal("2010-10-01", row["valid_from"]);
        Assert.StartsWith("85% means", row["how_to_read"], StringComparison.Ordinal);
    }

    [Fact]
    public void A_page_can_be_written_to_a_file()
    {
        using var place = new Workplace();
        var file = Path.Combine(place.Folder, "page.txt");

        var answer = Maltall.Run(place, "indicators", "population", "-o", file).Succeeded();

        Assert.Empty(answer.Output);
        Assert.StartsWith("Folkemengde", File.ReadAllText(file), StringComparison.Ordinal);
    }

    [Fact]
    public void An_unknown_indicator_is_answered_with_the_nearest()
    {
        using var place = new Workplace();

        var answer = Maltall.Run(place, "indicators", "populaton");

        Assert.NotEqual(0, answer.ExitCode);
        Assert.Contains("'population'", answer.Error, StringComparison.Ordinal);
    }
}

using System.Text.Json;
using Maltall.Lake;
using Maltall.Warehouse.Measure;
using Xunit;

namespace Maltall.Warehouse.Tests;

public sealed class IndicatorTextsTests
{
    private const int Longest = 300;

    private static readonly IReadOnlyList<IndicatorDefinition> Indicators =
        Definitions.Load(Repository.Warehouse).Indicators;

    public static TheoryData<string> Ids => [.. Indicators.Select(indicator => indicator.Id)];

    [Theory]
    [MemberData(nameof(Ids))]
    public void An_indicator_says_in_three_languages_how_it_is_read_what_is_wrong_with_it_and_what_it_is_for(string id)
    {
        var indicator = Indicators.First(one => one.Id == id);

        Assert.All(Texts(indicator).Append(indicator.Reason), text =>
        {
            Assert.NotNull(text);
            Assert.All(Languages(text), words => Assert.InRange(words.Length, 20, Longest));
            Assert.All(Languages(text), words => Assert.EndsWith(".", words, StringComparison.Ordinal));
            Assert.Equal(3, Languages(text).Distinct().Count());
        });
    }

    [Theory]
    [MemberData(nameof(Ids))]
    public void A_version_says_from_which_day_it_holds(string id) =>
        Assert.InRange(
            Indicators.First(one => one.Id == id).ValidFrom ?? default, new(2007, 1, 11), new(2026, 12, 31));

    [Fact]
    public void No_two_texts_are_the_same()
    {
        var texts = Indicators.SelectMany(Texts).OfType<LocalText>().SelectMany(Languages).ToList();

        Assert.Equal(Indicators.Count * 4 * 3, texts.Count);
        Assert.Empty(texts.GroupBy(text => text).Where(same => same.Count() > 1).Select(same => same.Key));
    }

    [Theory]
    [InlineData("valid_from: 2010-10-01", "valid_from: 1.10.2010", "line 5, valid_from: '1.10.2010' is not a day")]
    [InlineData("purpose:\n  nb:", "purpose:\n  no:", "line 31, purpose.no: there is no such field")]
    [InlineData("known_errors:", "known_eror:", "known_eror: there is no such field")]
    public void A_wrong_text_is_answered_with_file_line_and_field(string from, string to, string what)
    {
        using var copy = new DefinitionCopy();
        copy.Change("indicators/applications.yaml", from, to);

        var error = Assert.Throws<UserError>(() => Definitions.Load(copy.Folder));

        Assert.Contains(what, error.What, StringComparison.Ordinal);
    }

    [Fact]
    public void The_json_schema_knows_the_fields_that_the_reader_knows()
    {
        using var schema = JsonDocument.Parse(
            File.ReadAllText(Path.Combine(Repository.Warehouse, "indicators", "indicator.schema.json")));
        var properties = schema.RootElement.GetProperty("properties");

        Assert.Equal(IndicatorFile.Fields.Order(), properties.EnumerateObject().Select(field => field.Name).Order());
        Assert.Equal(Longest, properties.GetProperty("how_to_read").GetProperty("properties").GetProperty("nn")
            .GetProperty("maxLength").GetInt32());
    }

    private static LocalText?[] Texts(IndicatorDefinition indicator) =>
        [indicator.HowToRead, indicator.HowNotToRead, indicator.KnownErrors, indicator.Purpose];

    private static string[] Languages(LocalText? text) => text is null ? [] : [text.Nb, text.Nn, text.En];
}

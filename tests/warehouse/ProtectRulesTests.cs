using System.Globalization;
using System.Text.Json;
using Maltall.Warehouse.Protect.Suppress;
using Xunit;

namespace Maltall.Warehouse.Tests;

public sealed class ProtectRulesTests
{
    [Theory]
    [InlineData("magnitude_docs_v1")]
    [InlineData("magnitude1_company")]
    public void Sums_of_money_that_give_a_contributor_away_are_those_of_the_case(string name)
    {
        var expected = ProtectCases.Expected(name);
        // The case names both columns.
        var contributor = expected.GetProperty("contributor").GetString()!;
        var value = expected.GetProperty("value").GetString()!;
        var rows = ProtectCases.Rows(name, "micro.csv");

        foreach (var rule in expected.GetProperty("rules").EnumerateObject())
        {
            var rules = RulesOf(rule.Value);
            foreach (var cell in expected.GetProperty("cells").EnumerateArray())
            {
                var contributions = rows
                    .Where(row => cell.GetProperty("cell").EnumerateObject().All(dimension =>
                        dimension.Value.GetString() is var level && (level == "Total" || row[dimension.Name] == level)))
                    .Select(row => (row[contributor], decimal.Parse(row[value], CultureInfo.InvariantCulture)));

                Assert.Equal(
                    cell.GetProperty("primary").GetProperty(rule.Name).GetBoolean(), rules.IsSensitive(contributions));
            }
        }
    }

    [Fact]
    public void Shares_are_shown_or_not_as_in_the_case()
    {
        var rules = new PrimaryRules();
        foreach (var share in ProtectCases.Expected("ratio_rules").GetProperty("publication").EnumerateArray())
        {
            var numerator = share.GetProperty("numerator").GetInt64();
            var denominator = share.GetProperty("denominator").GetInt64();

            var obstacles = rules.WhyNoShare(numerator, denominator);

            Assert.Equal(
                share.GetProperty("reasons").EnumerateArray().Select(reason => reason.GetString()),
                obstacles.Select(NameOf));
            Assert.Equal(share.GetProperty("publish_ratio").GetBoolean(), obstacles.Count == 0);
            Assert.Equal(
                share.GetProperty("publish_numerator").GetBoolean(), !rules.IsSensitive(numerator, denominator));
        }
    }

    [Fact]
    public void A_share_leaves_the_numerators_of_the_case_possible()
    {
        foreach (var share in ProtectCases.Expected("ratio_rules").GetProperty("inversion").EnumerateArray())
        {
            var (smallest, largest) = PrimaryRules.NumeratorsOf(
                share.GetProperty("published_percent").GetDecimal(),
                share.GetProperty("decimals").GetInt32(),
                share.GetProperty("denominator").GetInt64());

            Assert.Equal(share.GetProperty("numerator_min").GetInt64(), smallest);
            Assert.Equal(share.GetProperty("numerator_max").GetInt64(), largest);
        }
    }

    private static DominanceRules RulesOf(JsonElement rule) => new(
        rule.TryGetProperty("minn", out var fewest) ? fewest.GetInt32() : 0,
        rule.TryGetProperty("nk", out var shares)
            ? [.. shares.EnumerateArray().Select(pair => (pair[0].GetInt32(), pair[1].GetDecimal()))] : [],
        rule.TryGetProperty("p", out var percent) ? percent.GetDecimal() : null);

    private static string NameOf(ShareObstacle obstacle) => obstacle switch
    {
        ShareObstacle.NumeratorSmall => "numerator_small",
        ShareObstacle.ComplementSmall => "complement_small",
        _ => "denominator_below_20",
    };
}

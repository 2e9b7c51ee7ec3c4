using System.Text.Json;
using Maltall.Lake;
using Xunit;

namespace Maltall.Etl.Tests;

public sealed class ContractReaderTests
{
    private static readonly string Sound =
        File.ReadAllText(Path.Combine(TestLake.Repository, "etl/contracts/bit_application.yaml"));

    [Fact]
    public void The_json_schema_knows_the_fields_that_the_reader_knows()
    {
        using var schema = JsonDocument.Parse(
            File.ReadAllText(Path.Combine(TestLake.Repository, "etl/contracts/contract.schema.json")));
        var properties = schema.RootElement.GetProperty("properties");
        var column = properties.GetProperty("columns").GetProperty("items").GetProperty("properties");

        Assert.Equal(ContractReader.Keys.Order(), Names(properties));
        Assert.Equal(ContractReader.ColumnKeys.Order(), Names(column));
        Assert.Equal(ContractReader.CsvKeys.Order(), Names(properties.GetProperty("csv").GetProperty("properties")));
        Assert.Equal(ContractReader.RuleKeys.Order(), Names(Part("rules")));
        Assert.All(LakeRuleReader.Keys, one => Assert.Equal(one.Value.Order(), Names(Part(one.Key))));
        Assert.Equal(ContractReader.Types.Keys.Order(),
            column.GetProperty("type").GetProperty("enum").EnumerateArray().Select(one => one.GetString()).Order());

        JsonElement Part(string name) => properties.GetProperty(name) is var part
            && part.TryGetProperty("items", out var item) ? item.GetProperty("properties")
            : part.GetProperty("properties");

        static IEnumerable<string> Names(JsonElement element) =>
            element.EnumerateObject().Select(property => property.Name).Order();
    }

    [Theory]
    [InlineData("retention_days:", "retension_days:", "unknown field 'retension_days'", "'retention_days'")]
    [InlineData("arrives: monthly", "arrives: montly", "'arrives' is 'montly'", "'monthly'")]
    [InlineData("type: pseudonym", "type: psevdonym", "'type' is 'psevdonym'", "'pseudonym'")]
    [InlineData("key: [application_id]", "key: [aplication_id]", "'aplication_id'", "'application_id'")]
    [InlineData("key: [application_id]", "key: application_id", "'key' is not a list", "[one, two]")]
    [InlineData("key: [application_id]", "key: []", "'key' is empty", "at least one")]
    [InlineData("version: 1", "version: one", "not a whole number", "digits")]
    [InlineData("required: true, pattern", "requird: true, pattern", "unknown field 'requird'", "'required'")]
    [InlineData("codes: district", "codes: distrikt", "'distrikt'", "'district'")]
    [InlineData("pattern: \"S[0-9]{8}\"", "pattern: \"S[0-9\"", "no regular expression", "pattern")]
    [InlineData("min: 0, max", "min: null, max", "'min'", "number")]
    [InlineData("min: 1900-01-01", "min: 1900-13-01", "'min'", "date")]
    [InlineData("delimiter: \";\"", "delimiter: \";;\"", "'delimiter'", "one character")]
    [InlineData("utf-8, latin-1", "utf-8, latin-2", "'latin-2'", "'latin-1'")]
    [InlineData("title:", "title", "not YAML", "Correct the line")]
    [InlineData("check: decided_on >= rec", "severity: wary\n    check: decided_on >= rec", "is 'wary'", "'warn'")]
    [InlineData("lag_days: 15", "lag_day: 15", "unknown field 'lag_day'", "'lag_days'")]
    [InlineData("by: district_code,", "by: distrikt_code,", "'by' names 'distrikt_code'", "'district_code'")]
    [InlineData("max: 20", "severity: { in_rang: warn }", "unknown field 'in_rang'", "'in_range'")]
    [InlineData("\"S[0-9]{8}\"", "\"S\", severity: { is_required: warn }", "of the key", "reject or block")]
    [InlineData("as: decided_on, type", "as: received_on, type", "'received_on'", "name of its own")]
    public void What_is_wrong_names_file_line_and_nearest_field(string sound, string wrong, string what, string remedy)
    {
        using var folder = new TemporaryFolder();
        var file = Path.Combine(folder.Path, "bit_application.yaml");
        var at = Sound.IndexOf(sound, StringComparison.Ordinal);
        Assert.True(at >= 0, $"the contract has no {sound}");
        File.WriteAllText(file, Sound[..at] + wrong + Sound[(at + sound.Length)..]);

        var error = Assert.Throws<UserError>(() =>
            ContractCatalog.Load(folder.Path, Path.Combine(TestLake.Repository, "etl/codes")));

        Assert.Contains("bit_application.yaml line ", error.What, StringComparison.Ordinal);
        Assert.Contains(what, error.What, StringComparison.Ordinal);
        Assert.Contains(remedy, error.Remedy, StringComparison.Ordinal);
    }

    [Fact]
    public void A_check_that_is_no_sql_is_an_error_of_the_contract()
    {
        using var folder = new TemporaryFolder();
        File.WriteAllText(Path.Combine(folder.Path, "bit_application.yaml"),
            Sound.Replace("decided_on >= received_on", "decided_onn >= received_on", StringComparison.Ordinal));
        var contracts = ContractCatalog.Load(folder.Path, Path.Combine(TestLake.Repository, "etl/codes"));
        using var lake = new TestLake();
        using var ingest = new Ingest(lake.Lake, contracts, PseudonymKey.FromFile(lake.KeyFile));

        var error = Assert.Throws<UserError>(() => ingest.Land(
            contracts.Find("bit_application"), [new DeliveryCase("utf8").Files[0]], _ => { }, CancellationToken.None));

        Assert.Contains("bit_application", error.What, StringComparison.Ordinal);
        Assert.Contains("decided_on_not_before_received_on", error.What, StringComparison.Ordinal);
    }

    [Fact]
    public void A_source_that_is_not_there_names_the_nearest()
    {
        var error = Assert.Throws<UserError>(() => TestLake.Catalog.Find("bit_aplication"));

        Assert.Contains("bit_application", error.Remedy, StringComparison.Ordinal);
    }
}

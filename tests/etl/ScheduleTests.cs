using Maltall.Lake;
using Xunit;

namespace Maltall.Etl.Tests;

public sealed class ScheduleTests
{
    private static readonly string[] Sources = ["bit_application", "ssb_pxweb"];

    private static readonly ILookup<string, string> Queries =
        new[] { "rents", "heights" }.ToLookup(_ => "ssb_pxweb");

    [Fact]
    public void The_own_schedule_names_every_source_once()
    {
        var contracts = TestLake.Catalog;

        var schedule = Schedule.Load(
            Path.Combine(TestLake.Repository, "etl/schedule.yaml"), [.. Ids(contracts)], Queries);

        Assert.Equal(Ids(contracts).Order(), schedule.Select(entry => entry.Source).Order());
    }

    [Fact]
    public void An_entry_has_source_cron_and_perhaps_an_address()
    {
        var schedule = Load("""
            time_zone: Europe/Oslo
            sources:
              - { source: bit_application, cron: "*/15 5-7,9 * * 1" }
              - { source: ssb_pxweb, cron: "0 6 5 * *", url: "https://data.ssb.no/api/v0/dataset/1.json" }
            """);

        Assert.Equal(
            [
                new ScheduledSource("bit_application", "*/15 5-7,9 * * 1", null),
                new ScheduledSource("ssb_pxweb", "0 6 5 * *", "https://data.ssb.no/api/v0/dataset/1.json"),
            ],
            schedule);
    }

    [Fact]
    public void An_entry_may_name_queries_of_its_source()
    {
        var schedule = Load("""
            time_zone: Europe/Oslo
            sources:
              - { source: ssb_pxweb, cron: "0 6 5 * *", queries: [rents, heights] }
            """);

        Assert.Equal(["rents", "heights"], schedule[0].Queries);
    }

    [Theory]
    [InlineData("source: ssb_pxweb, cron: 0 6 5 * *, queries: [rent]", "no query 'rent'", "'rents'")]
    [InlineData("source: bit_application, cron: 0 6 5 * *, queries: [rents]", "no query 'rents'", "Did you mean")]
    [InlineData("source: bit_aplication, cron: 0 6 5 * *", "'bit_aplication'", "bit_application")]
    [InlineData("source: ssb_pxweb, cron: 0 6 5 *", "4 fields", "0 6 5 * *")]
    [InlineData("source: ssb_pxweb, cron: 0 24 5 * *", "no hour from 0 to 23", "0 6 5 * *")]
    [InlineData("source: ssb_pxweb, cron: 7-3 2 5 * *", "no minute", "0 6 5 * *")]
    [InlineData("source: ssb_pxweb, cron: 0 */0 5 * *", "no hour", "0 6 5 * *")]
    [InlineData("source: ssb_pxweb, cron: 0 6 5 * mon", "no weekday", "0 6 5 * *")]
    [InlineData("source: ssb_pxweb, crom: 0 6 5 * *", "unknown field 'crom'", "'cron'")]
    [InlineData("source: ssb_pxweb, cron: 0 6 5 * *, url: ftp://a/b", "no web address", "https://")]
    [InlineData("source: ssb_pxweb", "'cron' is missing", "Add it")]
    public void What_is_wrong_names_file_line_and_remedy(string entry, string what, string remedy)
    {
        var error = Assert.Throws<UserError>(() => Load($$"""
            time_zone: Europe/Oslo
            sources:
              - { {{entry}} }
            """));

        Assert.Contains("schedule.yaml line 3", error.What, StringComparison.Ordinal);
        Assert.Contains(what, error.What, StringComparison.Ordinal);
        Assert.Contains(remedy, error.Remedy, StringComparison.Ordinal);
    }

    [Fact]
    public void A_source_that_stands_twice_is_refused()
    {
        var error = Assert.Throws<UserError>(() => Load("""
            time_zone: Europe/Oslo
            sources:
              - { source: ssb_pxweb, cron: 0 6 5 * * }
              - { source: ssb_pxweb, cron: 0 7 5 * * }
            """));

        Assert.Contains("line 4", error.What, StringComparison.Ordinal);
    }

    private static IEnumerable<string> Ids(ContractCatalog contracts) => contracts.Contracts.Select(one => one.Id);

    private static IReadOnlyList<ScheduledSource> Load(string yaml)
    {
        using var folder = new TemporaryFolder();
        var file = Path.Combine(folder.Path, "schedule.yaml");
        File.WriteAllText(file, yaml);
        return Schedule.Load(file, Sources, Queries);
    }
}

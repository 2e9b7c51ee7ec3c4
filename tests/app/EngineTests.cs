using Maltall.Judges;
using Xunit;

namespace Maltall.App.Tests;

public sealed class EngineTests(DemoLake demo)
{
    private static readonly string[] Query =
        [
        "query", "waiting_days_median", "housed_within_6_months", "--by", "district,year", "--totals", "--format",
        "csv",
    ];

    [Fact]
    public void ClickHouse_gives_the_rows_that_the_program_gives()
    {
        demo.First.Succeeded();
        using var bridge = new ClickHouseBridge();

        var ours = demo.Run([.. Query, "--as-of", "2015-06-01"]).Succeeded().Rows();
        var theirs = By(bridge.Connection, "--as-of", "2015-06-01").Succeeded().Rows();

        Assert.True(ours.Count > 100);
        Assert.Equal(ours.Select(Shown), theirs.Select(Shown));
    }

    [Fact]
    public void Explain_prints_the_words_of_the_engine_and_needs_no_server()
    {
        demo.First.Succeeded();

        var answer = By("Host=127.0.0.1;Port=9;Password=hemmelig", "--explain").Succeeded();

        Assert.Contains("deltaLakeLocal(", answer.Output, StringComparison.Ordinal);
        Assert.Contains("toStartOfYear(", answer.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("hemmelig", answer.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void A_server_that_is_not_there_is_told_in_one_line_without_the_password()
    {
        demo.First.Succeeded();

        var answer = By("Host=127.0.0.1;Port=9;Password=hemmelig");

        Assert.NotEqual(0, answer.ExitCode);
        Assert.Contains("ClickHouse does not answer at http://127.0.0.1:9", answer.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("hemmelig", answer.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void Without_a_server_the_setting_is_named()
    {
        demo.First.Succeeded();

        var answer = demo.Run([.. Query, "--engine", "clickhouse"]);

        Assert.Equal(2, answer.ExitCode);
        Assert.Contains("MALTALL_CLICKHOUSE", answer.Error, StringComparison.Ordinal);
    }

    /// <summary>What both tell of a figure; how settled it is belongs to the ones that were published ready.</summary>
    private static string Shown(IReadOnlyDictionary<string, string> row) => string.Join(';',
        row.Where(pair => pair.Key is not ("figure_status" or "trust")).Select(pair => $"{pair.Key}={pair.Value}"));

    private Answer By(string connection, params string[] more) => Maltall.Run(
        demo.Place,
        new Dictionary<string, string> { ["MALTALL_CLICKHOUSE"] = connection },
        [.. Query, "--engine", "clickhouse", .. more]);
}

using System.Globalization;
using Xunit;

namespace Maltall.App.Tests;

public sealed class QueryTests(DemoLake demo)
{
    [Fact]
    public void Applications_equal_hand_written_sql_over_the_files()
    {
        demo.First.Succeeded();

        var ours = demo.Run("query", "applications", "--by", "district,year", "--format", "csv").Succeeded().Rows();
        var theirs = Judge.Rows(demo.Place.Lake, """
            select district_code as district, toString(toYear(received_on)) as year, toUInt32(count()) as n
            from deltaLakeLocal('{lake}/landed/bit_application')
            where received_on >= '2009-01-01' -- the first delivery brings older applications, of months not delivered
            group by district, year
            """).ToDictionary(row => (row.GetProperty("district").GetString(), row.GetProperty("year").GetString()),
                row => row.GetProperty("n").GetInt64());

        Assert.Equal(18 * 7, ours.Count);
        Assert.Subset(ours.Select(row => (row["district"], row["year"])).ToHashSet(), theirs.Keys.ToHashSet()!);
        Assert.All(ours, row =>
        {
            var expected = theirs.GetValueOrDefault((row["district"], row["year"]));
            Assert.Equal(expected is >= 1 and <= 4 ? "" : expected.ToString(CultureInfo.InvariantCulture),
                row["value"]);
            Assert.Equal(expected is >= 1 and <= 4 ? ":" : "", row["sign"]);
        });
    }

    [Fact]
    public void Refusal_shares_equal_hand_written_sql_over_the_files()
    {
        demo.First.Succeeded();

        var ours = demo.Run("query", "refusal_share", "--by", "district,half_year", "--format", "csv").Succeeded()
            .Rows();
        var theirs = Judge.Rows(demo.Place.Lake, """
            select district_code as district,
                   concat(toString(toYear(decided_on)), '-H',
                       toString(if(toMonth(decided_on) <= 6, 1, 2))) as half_year,
                   toUInt32(countIf(decision = 'avslag')) as refused,
                   toUInt32(countIf(decision in ('avslag', 'innvilget'))) as decided
            from deltaLakeLocal('{lake}/landed/bit_application')
            where decided_on is not null
            group by district, half_year
            """).ToDictionary(row =>
                (row.GetProperty("district").GetString(), row.GetProperty("half_year").GetString()));

        var shown = ours.Where(row => row["sign"].Length == 0).ToList();
        Assert.NotEmpty(shown);
        Assert.All(shown, row =>
        {
            var expected = theirs[(row["district"], row["half_year"])];
            var share = expected.GetProperty("refused").GetDouble() / expected.GetProperty("decided").GetDouble();
            Assert.Equal(share, double.Parse(row["value"], CultureInfo.InvariantCulture), 1e-12);
        });
    }

    [Fact]
    public void A_figure_as_of_a_date_is_what_was_published_then()
    {
        demo.First.Succeeded();
        string[] query = ["query", "applications", "--by", "month", "--period", "2015", "--format", "csv"];

        var then = demo.Run([.. query, "--as-of", "2015-06-01"]).Succeeded().Rows();
        var now = demo.Run(query).Succeeded().Rows();

        Assert.Equal(12, now.Count(row => row["value"].Length > 0));
        Assert.True(then.Count(row => row["value"].Length > 0) <= 5, "June and later were not known on 1 June.");
        Assert.Contains(then, row => row["value"].Length > 0
            && row["value"] != now.Single(other => other["month"] == row["month"])["value"]);
    }

    [Fact]
    public void Before_the_first_publication_there_is_no_figure()
    {
        demo.First.Succeeded();

        var answer = demo.Run("query", "applications", "--by", "year", "--as-of", "2014-12-31");

        Assert.NotEqual(0, answer.ExitCode);
        Assert.Contains("publication", answer.Error, StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public void Goals_as_of_a_date_are_judged_on_what_was_known_then()
    {
        demo.First.Succeeded();

        var then = demo.Run("goals", "--as-of", "2015-06-01", "--format", "csv").Succeeded();
        var now = demo.Run("goals", "--format", "csv").Succeeded();

        Assert.NotEqual(then.Output, now.Output);
        Assert.Contains(now.Rows(), row => row["status"] == "reached");
        Assert.Contains(now.Rows(), row => row["status"] == "not_reached");
    }

    [Theory]
    [InlineData("csv")]
    [InlineData("json")]
    [InlineData("json-stat")]
    [InlineData("table")]
    [InlineData("xlsx")]
    [InlineData("parquet")]
    [InlineData("arrow")]
    public void Every_format_is_written_to_a_file(string format)
    {
        demo.First.Succeeded();
        var file = Path.Combine(demo.Place.Folder, $"out.{format}");

        demo.Run("query", "refusal_share", "--by", "district,year", "--format", format, "--output", file).Succeeded();

        Assert.True(new FileInfo(file).Length > 100);
    }

    [Fact]
    public void A_parquet_result_has_the_same_rows_as_the_csv()
    {
        demo.First.Succeeded();
        var file = Path.Combine(demo.Place.Folder, "rows.parquet");
        string[] query = ["query", "refusal_share", "--by", "district,year"];

        demo.Run([.. query, "--format", "parquet", "--output", file]).Succeeded();
        var csv = demo.Run([.. query, "--format", "csv"]).Succeeded().Rows();

        var rows = Judge.Rows(demo.Place.Lake, $"select district, year, value from file('{file}', 'Parquet')");
        Assert.Equal(csv.Count, rows.Count);
        Assert.Equal(
            csv.Where(row => row["value"].Length > 0)
                .Sum(row => double.Parse(row["value"], CultureInfo.InvariantCulture)),
            rows.Where(row => row.GetProperty("value").ValueKind == System.Text.Json.JsonValueKind.Number)
                .Sum(row => row.GetProperty("value").GetDouble()), 1e-9);
    }

    [Fact]
    public void An_unknown_indicator_names_the_nearest()
    {
        demo.First.Succeeded();

        var answer = demo.Run("query", "refusal_shar", "--by", "year");

        Assert.Equal(2, answer.ExitCode);
        Assert.Contains("refusal_share", answer.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void Sql_reads_the_publication_and_cannot_write()
    {
        demo.First.Succeeded();

        var read = demo.Run("sql", "select count(*) as n from application", "--format", "csv").Succeeded();
        var outside = Path.Combine(demo.Place.Folder, "stolen.csv");
        var write = demo.Run("sql", $"copy (select 1) to '{outside}'");
        var peek = demo.Run("sql", "select * from read_csv('/etc/passwd')");

        Assert.True(long.Parse(read.Rows()[0]["n"], CultureInfo.InvariantCulture) > 10_000);
        Assert.NotEqual(0, write.ExitCode);
        Assert.False(File.Exists(outside));
        Assert.NotEqual(0, peek.ExitCode);
        Assert.DoesNotContain("root:", peek.Output, StringComparison.Ordinal);
    }
}

using System.Globalization;
using Xunit;

namespace Maltall.App.Tests;

public sealed class DemoTests(DemoLake demo)
{
    [Fact]
    public void The_demo_prints_the_goals_what_landed_and_where_the_report_is()
    {
        var answer = demo.First.Succeeded();

        Assert.Contains("måloppnåelse", answer.Output, StringComparison.OrdinalIgnoreCase);
        Assert.Contains("landed", answer.Error, StringComparison.Ordinal);
        Assert.Contains("rejected", answer.Error, StringComparison.Ordinal);
        Assert.Contains("syntetiske data", answer.Output, StringComparison.OrdinalIgnoreCase);
        var report = Assert.Single(Directory.GetFiles(Path.Combine(demo.Place.Lake, "reports"), "*.html"));
        Assert.Contains(Path.GetFileName(report), answer.Output + answer.Error, StringComparison.Ordinal);
        Assert.Contains("syntetiske data", File.ReadAllText(report), StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public void A_second_demo_in_the_same_folder_lands_nothing_new_and_says_so()
    {
        demo.First.Succeeded();
        var before = demo.Run("runs", "--format", "csv").Rows().Count;

        var second = demo.Run("demo", "--no-serve").Succeeded();

        Assert.Contains("nothing new", second.Error, StringComparison.OrdinalIgnoreCase);
        Assert.Equal(before, demo.Run("runs", "--format", "csv").Rows().Count);
    }

    [Fact]
    public void Rows_in_are_landed_rejected_or_duplicate_in_every_batch()
    {
        demo.First.Succeeded();

        var batches = demo.Run("runs", "--format", "csv").Succeeded().Rows();

        Assert.True(batches.Count > 500, "The demo lands more than 500 deliveries.");
        Assert.All(batches, batch => Assert.Equal(Whole(batch, "rows_in"),
            Whole(batch, "landed") + Whole(batch, "rejected") + Whole(batch, "duplicate")));
        Assert.Contains(batches, batch => Whole(batch, "rejected") > 0);
        Assert.Contains(batches, batch => Whole(batch, "duplicate") > 0);
    }

    [Fact]
    public void The_demo_has_a_publication_for_each_of_its_four_portions()
    {
        demo.First.Succeeded();

        var publications = demo.Run("publications", "--format", "csv").Succeeded().Rows();

        Assert.Equal(["2015-01-15", "2015-05-15", "2015-09-15", "2016-01-15"],
            publications.Select(row => row["published_at"][..10]).Order());
    }

    [Fact]
    public void Every_check_passes_on_the_demo_lake()
    {
        demo.First.Succeeded();

        var checks = demo.Run("check", "--format", "csv").Succeeded().Rows();

        Assert.True(checks.Count >= 10, "There are at least ten checks.");
        Assert.All(checks, check => Assert.Equal("0", check["rows"]));
    }

    private static long Whole(IReadOnlyDictionary<string, string> row, string column) =>
        long.Parse(row[column], CultureInfo.InvariantCulture);
}

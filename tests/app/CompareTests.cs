using System.Globalization;
using Xunit;

namespace Maltall.App.Tests;

public sealed class CompareTests(DemoLake demo)
{
    private static readonly string[] Parts =
        ["new_events", "late_data", "corrections", "geography", "definition", "coverage"];

    [Theory]
    [InlineData("applications", "district,year")]
    [InlineData("refusal_share", "area,half_year")]
    [InlineData("waiting_days_median", "district,year")]
    [InlineData("nok_per_housed_household", "year")]
    public void The_parts_add_up_to_what_two_queries_differ_by(string indicator, string by)
    {
        demo.First.Succeeded();
        string[] period = ["--by", by, "--period", "2014", "--format", "csv"];

        var why = demo.Run(["why", indicator, "--from", "2015-02-01", .. period]).Succeeded().Rows();
        var then = demo.Run(["query", indicator, "--as-of", "2015-02-01", .. period]).Succeeded().Rows();
        var now = demo.Run(["query", indicator, .. period]).Succeeded().Rows();

        Assert.Equal(then.Select(row => row["value"]), why.Select(row => row["old"]));
        Assert.Equal(now.Select(row => row["value"]), why.Select(row => row["new"]));
        Assert.All(why.Where(row => row["change_sign"].Length == 0), row => Assert.Equal(
            Number(row["new"]) - Number(row["old"]), Parts.Sum(part => Number(row[part])),
            1e-9 * (1 + Math.Abs(Number(row["new"])))));
        Assert.Contains(why, row => Number(row["late_data"]) != 0);
    }

    [Fact]
    public void A_publication_that_is_not_there_names_the_nearest()
    {
        demo.First.Succeeded();
        var id = demo.Run("publications", "--format", "csv").Succeeded().Rows()[0]["publication"];

        var answer = demo.Run("why", "applications", "--from", id[..^1]);

        Assert.Equal(2, answer.ExitCode);
        Assert.Contains(id, answer.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void A_plan_of_nothing_moves_nothing()
    {
        demo.First.Succeeded();

        var plan = demo.Run("plan", "--lang", "en").Succeeded();

        Assert.Contains("the same as the publication's", plan.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void A_plan_names_the_written_reports_that_a_target_would_move()
    {
        demo.First.Succeeded();
        var proposed = Proposal("goals/bsu_2_refusals.yaml", "value: 0.26", "value: 0.4");

        var plan = demo.Run("plan", "--definitions", proposed, "--format", "csv");

        Assert.Equal(1, plan.ExitCode);
        var row = Assert.Single(plan.Rows(), row => row["id"] == "bsu_2_refusals" && row["written"].Length > 0);
        Assert.Equal(("0.26", "0.4", "reached"), (row["old_target"], row["new_target"], row["new_status"]));
        Assert.Contains("status-2015-T3-nb.html", row["written"], StringComparison.Ordinal);
        Assert.Equal("status", row["reports"]);
    }

    [Fact]
    public void A_report_and_a_page_are_given_as_of_a_day()
    {
        demo.First.Succeeded();
        var folder = Path.Combine(demo.Place.Folder, "as-of");

        var file = demo.Run("report", "status", "--as-of", "2015-06-01", "--out", folder).Succeeded().Output.Trim();

        Assert.EndsWith("status-2015-T1-nb.html", file, StringComparison.Ordinal);
    }

    private string Proposal(string file, string from, string to)
    {
        var folder = Path.Combine(demo.Place.Folder, "proposal");
        foreach (var room in new[] { "indicators", "goals" })
        {
            Directory.CreateDirectory(Path.Combine(folder, room));
            foreach (var path in Directory.GetFiles(Path.Combine(Maltall.Root, "warehouse", room), "*.yaml"))
            {
                File.Copy(path, Path.Combine(folder, room, Path.GetFileName(path)), overwrite: true);
            }
        }

        var edited = Path.Combine(folder, file);
        Assert.Contains(from, File.ReadAllText(edited), StringComparison.Ordinal);
        File.WriteAllText(edited, File.ReadAllText(edited).Replace(from, to, StringComparison.Ordinal));
        return folder;
    }

    private static double Number(string text) =>
        text.Length == 0 ? 0 : double.Parse(text, CultureInfo.InvariantCulture);
}

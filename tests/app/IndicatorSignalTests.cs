using Xunit;

namespace Maltall.App.Tests;

public sealed class IndicatorSignalTests(DemoLake demo)
{
    private const string Rebase = """
        id: rebases
        rebases:
          - { indicator: refusal_share, unit: oslo, date: 2012-01-01, cause: "One template.", who: Velferdsetaten }
          - { indicator: refusal_share, unit: oslo, date: 2015-11-01, cause: "Too late.", who: Velferdsetaten }
        """;

    private const string Break = """
        id: breaks
        breaks:
          - { indicator: bostotte_households, date: 2012-01-01, kind: definition, cause: "New rules.", who: Husbanken }
        """;

    [Fact]
    public void Charts_show_the_figures_that_a_query_shows_and_hidden_ones_break_them()
    {
        demo.First.Succeeded();
        string[] asked = ["refusal_share", "--by", "district,half_year", "-f", "csv"];

        var query = demo.Run(["query", .. asked]).Succeeded().Rows();
        var signals = demo.Run(["signal", .. asked]).Succeeded().Rows();

        Assert.Equal(
            query.Select(row => (row["district"], row["half_year"], row["value"])).Order(),
            signals.Select(row => (row["facet"], row["date"], row["value"])).Order());
        Assert.All(signals.Where(row => row["value"].Length == 0), row => Assert.Equal("", row["rule"]));
        Assert.All(signals, row => Assert.Equal("p_prime", row["chart"]));
        Assert.Contains(signals, row => row is { } one && one["facet"] == "12" && one["status"] == "limits");
    }

    [Fact]
    public void A_short_series_has_trial_limits_and_no_assurance()
    {
        var answer = demo.Run("signal", "households_in_temporary_housing", "--by", "district,year", "--target", "1",
            "-f", "csv", "--lang", "en").Succeeded();

        Assert.Contains(answer.Rows(), row => row["status"] == "trial");
        Assert.All(answer.Rows(), row => Assert.Equal("", row["assurance"]));
        Assert.All(answer.Rows().Where(row => row["status"] == "values only"), row => Assert.Equal("", row["upl"]));
        Assert.Contains("Trial limits", answer.Error, StringComparison.Ordinal);
        Assert.Contains("of chance alone", answer.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void A_target_of_a_goal_gives_its_unit_an_assurance()
    {
        var rows = demo.Run("signal", "refusal_share", "--by", "tertial", "--where", "area=Groruddalen", "-f", "csv")
            .Succeeded().Rows();

        Assert.All(rows, row => Assert.Equal(("Groruddalen", "inconsistent"), (row["facet"], row["assurance"])));
    }

    [Fact]
    public void Limits_are_worked_out_anew_for_a_recorded_cause_only()
    {
        using var place = PlaceWith("rebases", Rebase);

        var asked = Maltall.Run(place, "signal", "refusal_share", "--rebase", "2012-01-01");
        var answer = Maltall.Run(place, "signal", "refusal_share", "-f", "csv", "--lang", "en").Succeeded();

        Assert.Equal(2, asked.ExitCode);
        Assert.Contains("rebases.yaml", asked.Error, StringComparison.Ordinal);
        Assert.All(answer.Rows(), row => Assert.Equal(
            string.CompareOrdinal(row["date"], "2012-01") < 0 ? "0" : "1", row["segment"]));
        Assert.Contains("One template. (Velferdsetaten)", answer.Error, StringComparison.Ordinal);
        Assert.Contains("no new limits from 2015-11-01", answer.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void A_change_at_a_break_in_the_data_is_called_so()
    {
        using var place = PlaceWith("breaks", Break);

        var answer = Maltall.Run(place, "signal", "bostotte_households", "-f", "csv", "--lang", "en").Succeeded();

        Assert.Contains(answer.Rows(), row => row["rule"] == "data_break" && row["variation"] == "data_break");
        Assert.Contains("break in the data (definition) 2012-01-01", answer.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void Signals_of_several_indicators_name_them()
    {
        var answer = demo.Run("signal", "applications", "refusal_share", "--by", "quarter", "-f", "csv").Succeeded();

        Assert.Equal(["applications:oslo", "refusal_share:oslo"], answer.Rows().Select(row => row["facet"]).Distinct());
    }

    [Theory]
    [InlineData("signal")]
    [InlineData("signal", "applications", "--file", "points.csv")]
    [InlineData("signal", "applicatoins")]
    [InlineData("signal", "applications", "--by", "rolling_year")]
    public void A_request_without_meaning_is_refused(params string[] arguments) =>
        Assert.Equal(2, demo.Run(arguments).ExitCode);

    private Workplace PlaceWith(string name, string text)
    {
        demo.First.Succeeded();
        var place = new Workplace();
        _ = place.Home(schedule => schedule);
        place.Environment["MALTALL_LAKE"] = demo.Place.Lake;
        File.WriteAllText(
            Path.Combine(place.Environment["MALTALL_HOME"], "warehouse", "signals", $"{name}.yaml"), text);
        return place;
    }
}

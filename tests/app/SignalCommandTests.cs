using System.Globalization;
using System.Text.Json;
using Xunit;

namespace Maltall.App.Tests;

public sealed class SignalCommandTests
{
    private static readonly string[] Limits = ["mean", "lpl", "upl"];

    public static TheoryData<string> Cases =>
        [.. Directory.GetDirectories(Maltall.Shared("spc")).Select(path => Path.GetFileName(path)).Order()];

    [Theory]
    [MemberData(nameof(Cases))]
    public void The_command_gives_the_known_answers_in_any_order_of_rows(string name)
    {
        using var place = new Workplace();
        var lines = File.ReadAllLines(Maltall.Shared($"spc/{name}/data.csv"));
        var shuffled = place.File("points.csv", string.Join('\n', lines.Skip(1).Reverse().Prepend(lines[0])));
        var expected = JsonDocument.Parse(File.ReadAllText(Maltall.Shared($"spc/{name}/expected.json"))).RootElement;
        string[] options = ["signal", "--format", "csv", .. Options(expected.GetProperty("options"))];

        var rows = Maltall.Run(place, [.. options, "--file", Maltall.Shared($"spc/{name}/data.csv")]).Succeeded();
        var again = Maltall.Run(place, [.. options, "--file", shuffled]).Succeeded();

        Assert.Equal(rows.Output, again.Output);
        var assurances = expected.GetProperty("assurance").EnumerateArray()
            .ToDictionary(
                one => one.GetProperty("f").GetString()!, one => one.GetProperty("assurance_type").GetString());
        var points = expected.GetProperty("points").EnumerateArray().ToList();
        Assert.Equal(points.Count, rows.Rows().Count);
        Assert.All(points.Zip(rows.Rows()), pair => RequireEqual(pair.First, pair.Second, assurances));
    }

    [Theory]
    [InlineData("date,value\n2012-01,1\n2012-02,NaN\n", "row 3, value")]
    [InlineData("date,value\n2012-01,1\n2012-02,mange\n", "row 3, value")]
    [InlineData("date,value\n2012-01,1\n2012-02,1e999\n", "row 3, value")]
    [InlineData("date,value\n2012-01,1\n2012-13,2\n", "row 3, date")]
    [InlineData("date,value\n2012-01,1\n,2\n", "row 3, date")]
    [InlineData("date,value\n2012-01,1\n2012-01,2\n", "row 3, date")]
    [InlineData("date,verdi\n2012-01,1\n", "date, verdi with --value")]
    [InlineData("date,value\n", "no rows")]
    public void A_wrong_file_is_refused_with_its_place(string text, string message)
    {
        using var place = new Workplace();

        var answer = Maltall.Run(place, "signal", "--file", place.File("points.csv", text));

        Assert.Equal(2, answer.ExitCode);
        Assert.Empty(answer.Output);
        Assert.Contains(message, answer.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("31.01.2012", "29.02.2012", "31.03.2012", "30.04.2012", "30.06.2012")]
    [InlineData("2012-T1", "2012-T2", "2012-T3", "2013-T1", "2013-T3")]
    [InlineData("2012K1", "2012K2", "2012K3", "2012K4", "2013K2")]
    [InlineData("2012-01-02T00:00:00Z", "2012-01-03T00:00:00Z", "2012-01-04T00:00:00Z", "2012-01-05T00:00:00Z",
        "2012-01-09T00:00:00Z")]
    [InlineData("1/31/2012", "2/29/2012", "3/31/2012", "4/30/2012", "6/30/2012")]
    [InlineData("jan. 2012", "feb. 2012", "mars 2012", "april 2012", "juni 2012")]
    [InlineData("Jan 2012", "Feb 2012", "Mar 2012", "Apr 2012", "Jun 2012")]
    [InlineData("2012-W50", "2012-W51", "2012-W52", "2013-W01", "2013-W03")]
    [InlineData("20120101", "20120201", "20120301", "20120401", "20120601")]
    [InlineData("1998", "1999", "2000", "2001", "2003")]
    [InlineData("8", "9", "10", "11", "13")]
    public void A_missing_period_is_noticed_however_dates_are_written(params string[] dates)
    {
        using var place = new Workplace();
        double[] values = [1, 2, 3, 4, 100];
        var lines = dates.Zip(values, (date, value) => $"\"{date}\",{value.ToString(CultureInfo.InvariantCulture)}");
        var file = place.File("points.csv", "Month,Antall\n" + string.Join('\n', lines.Reverse()));

        var rows = Maltall.Run(
            place, "signal", "--file", file, "--date", "month", "--value", "antall", "-f", "csv").Succeeded().Rows();

        Assert.Equal(dates, rows.Select(row => row["date"]));
        Assert.All(rows, row => Assert.Equal("24.66", row["upl"]));
    }

    [Fact]
    public void Years_among_months_are_no_gaps()
    {
        using var place = new Workplace();
        var months = Enumerable.Range(1, 12).Select(month => $"2012-{month:00}-01,{month % 3},monthly");
        var years = Enumerable.Range(2008, 6).Select(year => $"{year}-01-01,{year % 2},yearly");
        var file = place.File("points.csv", "date,value,facet\n" + string.Join('\n', months.Concat(years)));

        var rows = Maltall.Run(place, "signal", "--file", file, "-f", "csv").Succeeded().Rows();

        Assert.All(rows, row => Assert.NotEqual("", row["upl"]));
    }

    [Fact]
    public void Business_days_leave_no_gap_at_the_weekend()
    {
        using var place = new Workplace();
        var days = Enumerable.Range(2, 20).Select(day => new DateOnly(2012, 1, day))
            .Where(day => day.DayOfWeek is not (DayOfWeek.Saturday or DayOfWeek.Sunday));
        var file = place.File("points.csv", "date,value\n" + string.Join(
            '\n', days.Select((day, at) => string.Create(CultureInfo.InvariantCulture, $"{day:yyyy-MM-dd},{at / 5}"))));

        var answer = Maltall.Run(place, "signal", "--file", file, "--no-screen", "-f", "csv").Succeeded();

        Assert.All(answer.Rows(), row => Assert.NotEqual(row["mean"], row["upl"]));
    }

    [Fact]
    public void A_period_without_a_value_has_no_rule()
    {
        using var place = new Workplace();
        var file = place.File("points.csv", "date,value\n2012,1\n2013,\n2014,NA\n2015,3\n2016,4\n");

        var rows = Maltall.Run(place, "signal", "--file", file, "-f", "csv").Succeeded().Rows();

        Assert.Equal(["Common Cause", "", "", "Common Cause", "Common Cause"], rows.Select(row => row["rule"]));
        Assert.DoesNotContain(rows, row => row.Values.Contains("NaN"));
    }

    private static IEnumerable<string> Options(JsonElement options)
    {
        foreach (var option in options.EnumerateObject())
        {
            var text = option.Value.ToString();
            switch (option.Name)
            {
                case "rebase" when option.Value.ValueKind == JsonValueKind.String:
                    yield return $"--rebase={text}";
                    break;
                case "target":
                    yield return $"--target={text}";
                    break;
                case "fix_after_n_points":
                    yield return $"--baseline-points={text}";
                    break;
                case "screen_outliers" when !option.Value.GetBoolean():
                    yield return "--no-screen";
                    break;
                case "improvement_direction":
                    yield return "--better=" + text switch { "increase" => "up", "decrease" => "down", _ => text };
                    break;
            }
        }
    }

    private static void RequireEqual(
        JsonElement expected, IReadOnlyDictionary<string, string> row, Dictionary<string, string?> assurances)
    {
        Assert.Equal(expected.GetProperty("facet").GetString(), row["facet"]);
        Assert.Equal(expected.GetProperty("date").GetString(), row["date"]);
        Assert.Equal(expected.GetProperty("rebase_group").ToString(), row["segment"]);
        Assert.Equal(expected.GetProperty("special_cause_type").GetString(), row["rule"]);
        Assert.Equal(expected.GetProperty("point_type").GetString(), row["variation"]);
        Assert.Equal(assurances[row["facet"]] ?? "", row["assurance"]);
        foreach (var name in Limits)
        {
            var (number, actual) = (expected.GetProperty(name).GetDouble(), double.Parse(row[name],
                CultureInfo.InvariantCulture));
            Assert.InRange(Math.Abs(number - actual), 0, 1e-8 * Math.Abs(number));
        }
    }
}

using System.Globalization;
using Xunit;

namespace Maltall.App.Tests;

public sealed class CommandLineTests
{
    [Theory]
    [InlineData("qurey")]
    [InlineData("query")]
    [InlineData("goals", "--format", "docx")]
    [InlineData("generate", "--years", "2015-2009", "--out", "x")]
    public void Wrong_usage_ends_with_two_and_says_what_to_do(params string[] arguments)
    {
        using var place = new Workplace();

        var answer = Maltall.Run(place, arguments);

        Assert.Equal(2, answer.ExitCode);
        Assert.Empty(answer.Output);
        Assert.NotEmpty(answer.Error);
    }

    [Fact]
    public void An_unknown_setting_names_the_nearest()
    {
        using var place = new Workplace();
        Environment.SetEnvironmentVariable("MALTALL_LAEK", "x");

        var answer = Maltall.Run(place, "sources");
        Environment.SetEnvironmentVariable("MALTALL_LAEK", null);

        Assert.Equal(2, answer.ExitCode);
        Assert.Contains("lake", answer.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void An_empty_lake_says_what_to_do()
    {
        using var place = new Workplace();

        var answer = Maltall.Run(place, "goals");

        Assert.NotEqual(0, answer.ExitCode);
        Assert.Contains("maltall demo", answer.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void A_refused_delivery_ends_with_one_and_lands_nothing()
    {
        using var place = new Workplace();
        var file = place.File("bit_utkastelse_2012-01.csv", "begjaringsnr;kontraktsnr\nU00000001;K00000001\n");

        var answer = Maltall.Run(place, "ingest", "bit_eviction", file);

        Assert.Equal(1, answer.ExitCode);
        Assert.Contains("bit_utkastelse_2012-01.csv", answer.Error, StringComparison.Ordinal);
        Assert.Contains("fodselsnr", answer.Error, StringComparison.Ordinal);
        Assert.False(Directory.Exists(Path.Combine(place.Lake, "landed", "bit_eviction")));
    }

    [Fact]
    public void Real_files_land_with_their_counts()
    {
        using var place = new Workplace();
        var file = Maltall.Shared("uk_homelessness/temporary_accommodation_by_la_quarter.csv");

        Maltall.Run(place, "ingest", "peer_temporary_accommodation", file).Succeeded();

        var england = Judge.Rows(place.Lake, """
            select ta_household_count as n from deltaLakeLocal('{lake}/landed/peer_temporary_accommodation')
            where area_code = 'E92000001' and quarter = '2018-06'
            """);
        Assert.Equal("82390", england[0].GetProperty("n").ToString());
        var lines = File.ReadLines(file).Skip(1).ToList();
        var batch = Maltall.Run(place, "runs", "--format", "csv").Succeeded().Rows().Single();
        var landed = Judge.Rows(place.Lake,
            "select toUInt32(count()) as n from deltaLakeLocal('{lake}/landed/peer_temporary_accommodation')");
        Assert.Equal(lines.Count, int.Parse(batch["rows_in"], CultureInfo.InvariantCulture));
        Assert.Equal(lines.Distinct().Count(), (int)landed[0].GetProperty("n").GetInt64());
        Assert.Equal("0", batch["rejected"]);
    }

    [Fact]
    public void A_series_of_ones_own_is_forecast()
    {
        using var place = new Workplace();
        var rows = Enumerable.Range(0, 48).Select(month => FormattableString.Invariant(
            $"søknader,{2008 + month / 12}-{month % 12 + 1:00},{100 + month + 20 * Math.Sin(month * Math.PI / 6)}"));
        var file = place.File("series.csv", "series_id,period,value\n" + string.Join('\n', rows) + "\n");

        var answer = Maltall.Run(place, "forecast", "--file", file, "--horizon", "6", "--format", "csv").Succeeded();

        Assert.StartsWith("series_id,step,period,mean,lo80,hi80,lo95,hi95,model", answer.Output,
            StringComparison.Ordinal);
        Assert.Equal(["2012-01", "2012-02", "2012-03", "2012-04", "2012-05", "2012-06"],
            answer.Rows().Select(row => row["period"]));
    }
}

using System.Globalization;
using Maltall.Warehouse.Measure;
using Maltall.Warehouse.Protect;
using Xunit;

namespace Maltall.Warehouse.Tests;

/// <summary>The real files of Statistics Norway and the English ministry, from delivery to figure.</summary>
public sealed class RealFilesTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("maltall-real-").FullName;
    private readonly TestLake lake = new();

    public void Dispose()
    {
        lake.Dispose();
        Directory.Delete(folder, true);
    }

    [Fact]
    public void Population_by_district_is_that_of_statistics_norway_after_the_reform_and_before()
    {
        Deliver("ssb_population_ward", "oslo_population/ssb_10826_wards_2001_2020_raw.csv", "ssb_10826_a.csv");
        Deliver("ssb_population_ward", "oslo_population/ssb_10826_wards_2021_raw.csv", "ssb_10826_b.csv");
        lake.Ingest(folder);

        var candidate = lake.Conform().Candidate;
        using var analysis = Analysis.Open(lake.Lake, Definitions.Load(Repository.Warehouse), candidate);
        var rows = analysis.Sql(
            "select year(counted_on) || ',' || district_id, sum(person_count)::bigint from conformed.population "
            + "group by all",
            TestContext.Current.CancellationToken).Rows.ToDictionary(row => $"{row[0]}", row =>
                Convert.ToInt64(row[1], CultureInfo.InvariantCulture));

        var totals = Repository.SharedData("oslo_population/oslo_bydel_total_2004_2021.csv");
        var published = File.ReadAllLines(totals).Skip(1)
            .Select(line => line.Split(',')).ToList();
        Assert.Equal(18 * 18, published.Count);
        Assert.All(published, line => Assert.Equal(line[^1], $"{rows[$"{line[0]},{line[1]}"]}"));
        Assert.True(rows["2003,1988-030112"] > 0);
        Assert.Equal(697010, Number(analysis, "population", "2021"));
        var grorud = published.Where(line => line[0] == "2021")
            .Where(line => line[1] is "09" or "10" or "11" or "12")
            .Sum(line => long.Parse(line[^1], CultureInfo.InvariantCulture));
        Assert.Equal(grorud, Number(analysis, "population", "2021", ("area", "Groruddalen")));
        Assert.Empty(lake.Check(candidate).Failed);
    }

    [Fact]
    public void Temporary_housing_of_an_english_authority_is_that_of_the_ministry()
    {
        const string File = "uk_homelessness/temporary_accommodation_by_la_quarter.csv";
        Deliver("peer_temporary_accommodation", File, "temporary_accommodation_by_la_quarter.csv");
        lake.Ingest(folder);
        using var analysis = lake.Open(Definitions.Load(Repository.Warehouse));
        var line = System.IO.File.ReadLines(Repository.SharedData(File))
            .Select(text => text.Split(',')).First(cells => cells[1] == "E07000226");

        var where = new Dictionary<string, string> { ["peer"] = line[1] };
        var request = new IndicatorRequest(["peer_temporary_per_1000_households"], [], where, Quarter(line[0]));
        var figure = analysis.Query(request, TestContext.Current.CancellationToken).Rows[0].Figure;

        var value = Assert.IsType<Figure.Value>(figure);
        Assert.Equal(line[3], $"{value.Numerator}");
        Assert.Equal(double.Parse(line[4], CultureInfo.InvariantCulture) * 1000, value.Denominator);
        var england = System.IO.File.ReadLines(Repository.SharedData(File)).Select(text => text.Split(','))
            .Where(cells => cells[1] == "E92000001").ToList();
        Assert.Equal("82390", england[0][3]);
        Assert.All(england, cells => Assert.Equal(
            double.Parse(cells[3], CultureInfo.InvariantCulture),
            Number(analysis, "peer_households_in_temporary", Quarter(cells[0]))));
    }

    private static string Quarter(string month) => Period.Containing(
        PeriodKind.Quarter, DateOnly.ParseExact($"{month}-01", "yyyy-MM-dd", null)).Label;

    private static double Number(
        Analysis analysis, string indicator, string period, params (string Dimension, string Value)[] where)
    {
        var request = new IndicatorRequest(
            [indicator], [], where.ToDictionary(one => one.Dimension, one => one.Value), period);
        var figure = analysis.Query(request, TestContext.Current.CancellationToken).Rows[0].Figure;
        return Assert.IsType<Figure.Value>(figure).Number;
    }

    private void Deliver(string source, string file, string name)
    {
        Directory.CreateDirectory(Path.Combine(folder, source));
        File.Copy(Repository.SharedData(file), Path.Combine(folder, source, name));
    }
}

using System.Globalization;
using System.Text;
using Xunit;
using YamlDotNet.Serialization;

namespace Maltall.Etl.Tests;

/// <summary>The generated Oslo against the published figures, computed from the files.</summary>
public sealed class SyntheticCalibrationTests(ITestOutputHelper output)
{
    private static readonly SyntheticFolder _oslo = SyntheticFolder.Oslo;
    private static readonly List<string[]> _applications = [.. _oslo.Latest("bit_application", 14).Values];
    private static readonly List<string[]> _evictions = [.. _oslo.Latest("bit_eviction", 7).Values];
    private static readonly List<string[]> _stays =
        [.. _oslo.Latest("bit_temporary_stay", 8).Values.Where(row => row[3] != "natthjem")];
    private static readonly List<string[]> _payments = [.. _oslo.Latest("husbanken_payment", 11).Values];
    private static readonly List<string[]> _stock = [.. _oslo.Files("bit_home_stock")
        .SelectMany(file => SyntheticFolder.Rows(file).Skip(1)).Where(row => row.Length == 7 && row[1] != "18")];

    [Fact]
    public void Every_anchor_is_met_within_its_tolerance()
    {
        var file = Path.Combine(SyntheticFolder.Repository, "etl", "Synthesize", "calibration.yaml");
        var calibration = new DeserializerBuilder().IgnoreUnmatchedProperties().Build()
            .Deserialize<Dictionary<string, object>>(File.ReadAllText(file));
        var generated = Generated();

        var wrong = new List<string>();
        foreach (var anchor in ((List<object>)calibration["anchors"]).Cast<Dictionary<object, object>>())
        {
            var id = (string)anchor["id"];
            var (value, tolerance) = (Number(anchor["value"]), Number(anchor["tolerance"]));
            output.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"| {id} | {anchor["source"]} | {value:0.###} | {generated[id]:0.###} | {tolerance:P0} |"));
            if (Math.Abs((generated[id] / value) - 1) > tolerance)
            {
                wrong.Add($"{id}: {generated[id]} against {value}");
            }
        }

        Assert.Empty(wrong);
    }

    [Fact]
    public void Running_tenancies_fit_into_the_homes()
    {
        var tenancies = _oslo.Latest("bit_tenancy", 11).Values;

        foreach (var year in new[] { 2009, 2012, 2015 })
        {
            var day = new DateOnly(year, 1, 1);
            var running = tenancies.Count(
                row => SyntheticFolder.Day(row[7]) <= day && !(SyntheticFolder.Day(row[8]) < day));
            output.WriteLine($"running on 1 January {year}: {running}");
            Assert.InRange(running, 10300, 11500);
        }
    }

    private static Dictionary<string, double> Generated()
    {
        var decided2012 = Where(_applications, 12, 2012);
        var requests2009 = Where(_evictions, 5, 2009);
        var homes = Homes(2015);
        var nights = Nights(2014);
        return new Dictionary<string, double>
        {
            ["homes_2015"] = homes.Disposed,
            ["homes_owned_share_2015"] = homes.Owned / homes.Disposed,
            ["homes_accessible_share_2012"] = Homes(2012).Accessible / Homes(2012).Disposed,
            ["applications_2012"] = Where(_applications, 8, 2012).Count,
            ["refusal_share_2012"] = decided2012.Average(row => row[11] == "avslag" ? 1.0 : 0),
            ["eviction_requests_2009"] = requests2009.Count,
            ["eviction_carried_out_share_2009"] = requests2009.Average(row => row[6].Length > 0 ? 1.0 : 0),
            ["eviction_arrears_share"] = _evictions.Average(row => row[4] == "husleierestanse" ? 1.0 : 0),
            ["temporary_households_2010"] = Nights(2010).Count,
            ["temporary_over_three_months_2014"] = nights.Values.Average(days => days > 91 ? 1.0 : 0),
            ["startlan_2010"] = Paid("startlan", 2010).Select(row => row[4]).Distinct().Count(),
            ["bostotte_recipients_2012"] = Paid("bostotte", 2012).Sum(row => Number(row[5])) / 12,
            ["all_instruments_2011"] = Nok(Where(_payments, 8, 2011)),
            ["programme_area_3_2009"] = Nok(Paid("omradeloft", 2009)) + Nok(Paid("kompetansetilskudd", 2009)),
            ["programme_area_3_2010"] = Nok(Paid("omradeloft", 2010)) + Nok(Paid("kompetansetilskudd", 2010)),
            ["omradeloft_2010"] = Nok(Paid("omradeloft", 2010)),
            ["population_2009"] = Population(2009),
            ["population_2012"] = Population(2012),
            ["population_2015"] = Population(2015),
        };
    }

    private static List<string[]> Where(List<string[]> rows, int column, int year) =>
        [.. rows.Where(row => SyntheticFolder.Day(row[column])?.Year == year)];

    private static List<string[]> Paid(string instrument, int year) =>
        [.. Where(_payments, 8, year).Where(row => row[1] == instrument)];

    private static double Nok(List<string[]> rows) => (double)rows
        .Where(row => row[9].All(letter => !char.IsLetter(letter) && letter != '-'))
        .Sum(row => SyntheticFolder.Nok(row[9]));

    private static double Number(object value) => double.Parse((string)value, CultureInfo.InvariantCulture);

    private static (double Disposed, double Owned, double Accessible) Homes(int year)
    {
        var cells = _stock.Where(row => row[0] == $"31.12.{year}")
            .Where(row => row.Skip(3).All(field => field.All(char.IsAsciiDigit) && field.Length is > 0 and < 5))
            .DistinctBy(row => (row[1], row[2])).ToArray();
        return (cells.Sum(row => Number(row[3])), cells.Sum(row => Number(row[4])), cells.Sum(row => Number(row[5])));
    }

    /// <summary>Days in temporary housing within the year, by household.</summary>
    private static Dictionary<string, int> Nights(int year)
    {
        var (first, after) = (new DateOnly(year, 1, 1), new DateOnly(year + 1, 1, 1));
        return _stays.Where(row => row[1].Length > 0 && SyntheticFolder.Day(row[5]) is not null)
            .Select(row => (Who: row[1], From: Max(SyntheticFolder.Day(row[5])!.Value, first),
                To: Min(SyntheticFolder.Day(row[6]) ?? after, after)))
            .Where(stay => stay.From < stay.To)
            .GroupBy(stay => stay.Who)
            .ToDictionary(group => group.Key, group => group.Sum(stay => stay.To.DayNumber - stay.From.DayNumber));
    }

    private static DateOnly Max(DateOnly one, DateOnly other) => one > other ? one : other;

    private static DateOnly Min(DateOnly one, DateOnly other) => one < other ? one : other;

    private static double Population(int year) => File
        .ReadAllLines(Path.Combine(_oslo.Root, "ssb_population_ward", $"ssb_10826_{year}.csv"), Encoding.Latin1)
        .Where(line => line.StartsWith("\"030100aa", StringComparison.Ordinal)).Sum(line => Number(line.Split(';')[2]));
}

using System.Globalization;
using System.Text;

namespace Maltall.Etl.Synthesize;

/// <summary>Quarterly files of four invented towns, in the form of the English live tables A1 and TA1.</summary>
internal sealed class PeerFiles(World world)
{
    private const string Assessment = "quarter_end,area_code,area_name,assessed_total,owed_duty_total," +
        "prevention_owed,prevention_section21,relief_owed,source_file";

    private const string Temporary = "quarter_end,area_code,area_name,ta_households,households_thousands," +
        "ta_households_with_children,ta_children,bb,bb_with_children,bb_children_over_6w,nightly_paid,hostels," +
        "private_leased,la_ha_stock,other_ta,in_other_la,source_file";

    /// <summary>Placed in: bed and breakfast, nightly paid, hostels, leased, social stock, other.</summary>
    private static readonly double[] _places = [0.09, 0.21, 0.08, 0.33, 0.21, 0.08];

    private readonly RandomStream _random = world.Stream("peer");

    public IEnumerable<(string Source, string File, byte[] Bytes, int Rows)> Write()
    {
        for (var month = 2; month < world.Window.MonthCount; month += 3)
        {
            var quarter = world.Window.Start(month).ToString("yyyy-MM", CultureInfo.InvariantCulture);
            var years = month / 12.0;
            var peers = world.Calibration.Peers;
            var assessed = string.Concat(peers.Select(peer => Assessed(peer, quarter, years)));
            var towns = peers.Select(peer => Placed(peer, quarter, years)).ToList();
            var placed = string.Concat(towns.Select(town => town.Row)) + Country(quarter, towns);
            var file = $"by_la_quarter_{quarter}.csv";
            yield return ("peer_assessment", $"assessments_{file}", Bytes(Assessment, assessed), peers.Count);
            yield return (
                "peer_temporary_accommodation",
                $"temporary_accommodation_{file}",
                Bytes(Temporary, placed),
                peers.Count + 1);
        }
    }

    private static byte[] Bytes(string header, string rows) => Encoding.UTF8.GetBytes($"{header}\n{rows}");

    private string Assessed(PeerArea peer, string quarter, double years)
    {
        var all = Level(peer.Assessed, 1.015, years);
        var owed = (int)Math.Round(all * 0.89);
        var prevention = (int)Math.Round(owed * (0.52 + (0.04 * _random.Next())));
        var section = (int)Math.Round(prevention * 0.15);

        // The English tables have two points where an authority did not report.
        var sectionText = _random.Chance(0.04) ? ".." : Written.Count(section);
        var counts = $"{all},{owed},{prevention},{sectionText},{owed - prevention}";
        return $"{quarter},{peer.Code},{peer.Name},{counts},{File(quarter)}\n";
    }

    /// <summary>The towns together, which as in England says less than they do.</summary>
    private static string Country(string quarter, List<(string Row, int Placed, double Thousands)> towns)
    {
        var thousands = towns.Sum(town => town.Thousands).ToString("0.000", CultureInfo.InvariantCulture);
        string[] fields =
        [
            quarter, "E92000001", "ENGLAND", Written.Count(towns.Sum(town => town.Placed)), thousands,
            .. Enumerable.Repeat("", 11), File(quarter),
        ];
        return string.Join(',', fields) + "\n";
    }

    private (string Row, int Placed, double Thousands) Placed(PeerArea peer, string quarter, double years)
    {
        var all = Level(peer.Temporary, 1.02, years);
        var families = (int)Math.Round(all * peer.Families);
        var places = StockStep.Apportion(all, [.. _places.Select(share => share * (0.9 + (0.2 * _random.Next())))]);
        var familiesInBed = (int)Math.Round(places[0] * peer.Families * 0.6);
        var households = peer.Households * world.Scale * Math.Pow(1.008, years);
        string[] fields =
        [
            quarter,
            peer.Code,
            peer.Name,
            Written.Count(all),
            households.ToString("0.000", CultureInfo.InvariantCulture),
            Written.Count(families),
            Written.Count((int)Math.Round(families * 1.9)),
            Written.Count(places[0]),
            Written.Count(familiesInBed),
            _random.Chance(0.04) ? ".." : Written.Count(familiesInBed / 3),
            .. places[1..].Select(Written.Count),
            Written.Count((int)Math.Round(all * 0.12)),
            File(quarter),
        ];
        return (string.Join(',', fields) + "\n", all, households);
    }

    private int Level(double level, double growth, double years) =>
        (int)Math.Round(level * world.Scale * Math.Pow(growth, years) * Math.Exp(0.03 * _random.Normal()));

    private static string File(string quarter) => $"Syntetisk_{quarter}.xlsx";
}

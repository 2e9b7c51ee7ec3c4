using System.IO.Compression;
using Xunit;

namespace Maltall.App.Tests;

public sealed class DeliveryCommandsTests : IDisposable
{
    private const string Heading = "maned_slutt;bydel;antall_soverom;disponert;eid;rullestol;ledig";
    private readonly Workplace _place = new();

    [Fact]
    public void The_calendar_tells_what_came_and_what_did_not()
    {
        Land("bit_boligmasse_2015-01.csv", "31.01.2015;10;2;40;20;5;1", "31.01.2015;11;2;40;20;5;1");
        Land("bit_boligmasse_2015-02.csv", "28.02.2015;10;2;40;20;5;1");

        var rows = Run("2015-03-10", "arrivals", "--source", "bit_home_stock", "--period", "2015", "-f", "csv").Rows();

        Assert.Equal(["2015-01 10 late", "2015-01 11 late", "2015-02 10 arrived", "2015-02 11 expected"],
            rows.Select(row => $"{row["period"]} {row["unit"]} {row["status"]}"));
        var later = Run("2015-06-10", "arrivals", "--source", "bit_home_stock", "--period", "2015-02", "-f", "csv")
            .Rows();
        Assert.Equal(["final", "missing"], later.Select(row => row["status"]));
    }

    [Fact]
    public void The_suppliers_list_speaks_his_language_and_is_laid_out_to_be_worked_from()
    {
        Land("bit_boligmasse_2015-01.csv", "31.01.2015;10;2;40;20;5;1", "31.01.2015;11;2;-4;20;5;1");
        var file = Path.Combine(_place.Folder, "rejects.xlsx");

        var rows = Run("2015-03-10", "rejects", "bit_home_stock", "--district", "11", "--lang", "nn", "-f", "csv")
            .Rows();
        Run("2015-03-10", "rejects", "bit_home_stock", "--lang", "nn", "-f", "xlsx", "-o", file);

        var row = Assert.Single(rows, one => one["rule"] == "disposed_count_in_range");
        Assert.Equal(("bit_boligmasse_2015-01.csv", "3", "disponert", "11", "reject", "er utanfor ≥ 0"),
            (row["file"], row["row"], row["column"], row["district"], row["severity"], row["message"]));
        Assert.DoesNotContain(rows, one => one.Values.Any(value => value.Contains("-4", StringComparison.Ordinal)));
        using var book = ZipFile.OpenRead(file);
        using var reader = new StreamReader(book.GetEntry("xl/worksheets/sheet1.xml")!.Open());
        var sheet = reader.ReadToEnd();
        Assert.All(["Til retting: BIT", "Kva du skal gjere", "ySplit=\"4\"", "Verdien skal vere ≥ 0."], text =>
            Assert.Contains(text, sheet, StringComparison.Ordinal));
    }

    [Fact]
    public void What_is_withdrawn_makes_stale_what_depends_on_it_until_it_is_recomputed()
    {
        Land("bit_boligmasse_2015-01.csv", "31.01.2015;10;2;40;20;5;1");
        Land("bit_boligmasse_2015-02.csv", "28.02.2015;10;2;44;20;5;1");
        Run("2015-03-10", "run");
        var batch = Run("2015-03-10", "runs", "-f", "csv").Rows().Single(row =>
            row["file"] == "bit_boligmasse_2015-02.csv")["batch"];

        Run("2015-03-11", "withdraw", batch, "--reason", "wrong month");
        var stale = Indicators().Single(row => row["indicator"] == "municipal_homes")["stale"];
        var fresh = Indicators().Single(row => row["indicator"] == "applications")["stale"];
        var note = Run("2015-03-11", "publications", "-f", "csv").Error;
        Run("2015-03-12", "run");
        var again = Indicators().Single(row => row["indicator"] == "municipal_homes")["stale"];

        Assert.Equal(($"since 2015-03-11 08:00, because bit_home_stock batch {batch} withdrawn", "", ""),
            (stale, fresh, again));
        Assert.Contains("home_stock; indicators municipal_homes", note, StringComparison.Ordinal);
        Assert.Contains("reports status", note, StringComparison.Ordinal);
        Assert.Equal("withdrawn", Run("2015-03-12", "runs", "-f", "csv").Rows()
            .Single(row => row["batch"] == batch)["status"]);

        IReadOnlyList<IReadOnlyDictionary<string, string>> Indicators() =>
            Run("2015-03-12", "indicators", "-f", "csv").Rows();
    }

    public void Dispose() => _place.Dispose();

    private void Land(string name, params string[] lines)
    {
        var file = _place.File(name, string.Join('\n', [Heading, .. lines]) + "\n");
        Run("2015-03-09", "ingest", "bit_home_stock", file);
    }

    private Answer Run(string day, params string[] arguments) =>
        Maltall.Run(_place, [.. arguments, "--now", $"{day}T07:00:00Z"]).Succeeded();
}

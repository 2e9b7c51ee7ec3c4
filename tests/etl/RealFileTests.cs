using System.Text.Json;
using System.Text.RegularExpressions;
using Xunit;

namespace Maltall.Etl.Tests;

/// <summary>The published files land whole; each count is taken from the file without the reader's code.</summary>
public sealed partial class RealFileTests
{
    [Fact]
    public void Population_of_urban_districts_lands_whole()
    {
        using var lake = new TestLake();
        var contract = TestLake.Catalog.Find("ssb_population_ward");
        string[] files = [.. Directory.GetFiles(Shared("oslo_population"), "ssb_10826_*.csv")
            .Order(StringComparer.Ordinal)];
        Assert.Equal(2, files.Length);

        var readings = lake.Land(contract, files);

        var expected = files.Select(file => File.ReadAllLines(file))
            .Select(lines => (lines.Length - 3L) * lines[2].Split(';').Count(one => one.Contains("Persons ")));
        Assert.Equal(expected, readings.Select(reading => Accepted(reading).RowsIn));
        Assert.All(readings, reading => Assert.Equal(0, Accepted(reading).Rejected));
        Assert.Equal(697_010, lake.Number(contract, "sum(person_count)", "year = 2021 and ward_code = '030100aa'"));
    }

    [Theory]
    [InlineData("peer_assessment", "assessments_by_la_quarter.csv")]
    [InlineData("peer_temporary_accommodation", "temporary_accommodation_by_la_quarter.csv")]
    public void Peer_figures_land_whole(string source, string name)
    {
        using var lake = new TestLake();
        var contract = TestLake.Catalog.Find(source);
        var file = Path.Combine(Shared("uk_homelessness"), name);

        var batch = Accepted(lake.Land(contract, file)[0]);

        Assert.Equal(File.ReadLines(file).Count() - 1L, batch.RowsIn);
        Assert.Empty(lake.Log.Rejects(source).GroupBy(one => one.Rule)
            .Select(rule => $"{rule.Count()} {rule.Key}"));
        var copies = File.ReadLines(file).GroupBy(line => line).Sum(group => group.Count() - 1);
        Assert.Equal((9_897, 9_897 - copies, copies), (batch.RowsIn, batch.Landed, batch.Duplicate));
        if (source == "peer_temporary_accommodation")
        {
            Assert.Equal(82_390, lake.Number(contract, "sum(ta_household_count)",
                "quarter = '2018-06' and area_name = 'ENGLAND'"));
        }
    }

    [Theory]
    [InlineData("eurostat_city", "eurostat_cities/urb_clivcon_linear.csv", 1, "sum(year)", 13_106_118)]
    [InlineData("peer_toronto_waitlist", "toronto_waitlist/centralized_waitlist_social_housing.csv", 1,
        "max(waiting_count)", 102_049)]
    [InlineData("peer_nyc_shelter", "nyc_shelter/DHS_Data_Dashboard.csv", 55,
        "max(value) filter (measure = 'FWC Unique Individuals by Age - Total')", 68_549)]
    [InlineData("klass_region", "norway_regions/norwegian_regions_history.csv", 1, "count(*) filter (is_current)", 372)]
    [InlineData("klass_region_change", "norway_regions/norwegian_region_transitions.csv", 1,
        "count(*) filter (change_type = 'split')", 9)]
    [InlineData("oslo_subdistrict", "oslo_geo/bydel_delbydel_codes.csv", 1, "count(*) filter (not is_in_map)", 8)]
    [InlineData("oslo_immigrant_stay", "oslo_statbank_px/BEF029.csv", 1,
        "max(person_count) filter (place_name = '0301 Oslo i alt')", 191_686)]
    [InlineData("oslo_employment", "oslo_statbank_px/SYS002.csv", 1, "max(resident_count)", 568_854)]
    [InlineData("oslo_property_tax", "oslo_statbank_px/KOM011.csv", 1, "max(dwelling_count) filter (year = 2023)",
        326_645)]
    [InlineData("oslo_turnout", "oslo_statbank_px/VAL001.csv", 1, "max(eligible_count)", 570_411)]
    public void Published_files_land_whole(string source, string name, int wide, string figure, long value)
    {
        using var lake = new TestLake();
        var contract = TestLake.Catalog.Find(source);

        var batch = Accepted(lake.Land(contract, SharedFile(name))[0]);

        Assert.Empty(lake.Log.Rejects(source).Where(one => one.Severity != Severity.Warn)
            .GroupBy(one => (one.Rule, one.Column))
            .Select(rule => $"{rule.Key} {rule.Count()}"));
        var lines = File.ReadLines(SharedFile(name)).Where(line => line.Length > 0).ToList();
        var (rows, copies) = ((lines.Count - 1L) * wide, (lines.Count - lines.Distinct().Count()) * (long)wide);
        Assert.Equal((rows, rows - copies, 0, copies), (batch.RowsIn, batch.Landed, batch.Rejected, batch.Duplicate));
        Assert.Equal(value, lake.Number(contract, figure));
    }

    [Fact]
    public void Every_cell_of_the_statistics_tables_lands()
    {
        using var lake = new TestLake();
        var contract = TestLake.Catalog.Find("ssb_pxweb");
        var files = Directory.GetFiles(Shared("pxweb_jsonstat"), "*.json", SearchOption.AllDirectories)
            .Order(StringComparer.Ordinal).Select(file => (file, Cells: Cells(file))).Where(pair => pair.Cells > 0)
            .ToList();
        Assert.NotEmpty(files);

        var readings = lake.Land(contract, [.. files.Select(pair => pair.file)]);

        foreach (var ((file, cells), reading) in files.Zip(readings))
        {
            var batch = Accepted(reading);
            Assert.True(batch.RowsIn == cells && batch.Rejected == 0, $"{file}: {cells} cells, and came {batch}");
        }
    }

    [Fact]
    public void Every_cell_of_the_px_files_lands()
    {
        using var lake = new TestLake();
        var contract = TestLake.Catalog.Find("oslo_statbank");
        string[] files = [.. Directory.GetFiles(Shared("oslo_statbank_px"), "*.px", SearchOption.AllDirectories)
            .Order(StringComparer.Ordinal)];
        Assert.Equal(4, files.Length);

        var readings = lake.Land(contract, files);

        foreach (var (file, reading) in files.Zip(readings))
        {
            var text = File.ReadAllText(file);
            var tokens = Token().Count(text[(text.LastIndexOf("DATA=", StringComparison.Ordinal) + 5)..]);
            Assert.True(Accepted(reading).RowsIn == tokens && Accepted(reading).Rejected == 0,
                $"{file}: {tokens} tokens, and came {reading}");
        }
    }

    private static Batch Accepted(Reading reading)
    {
        Assert.True(reading is Reading.Accepted, DeliveryCase.Outcome(reading));
        return ((Reading.Accepted)reading).Batch;
    }

    /// <summary>A published file beside the repository.</summary>
    internal static string SharedFile(string name) =>
        Path.Combine(Shared(Path.GetDirectoryName(name) ?? ""), Path.GetFileName(name));

    private static string Shared(string folder)
    {
        var path = Path.Combine(TestLake.Repository, "../shared/data", folder);
        Assert.True(Directory.Exists(path),
            $"{path} is not there; these tests need the published files beside the repository.");
        return path;
    }

    /// <summary>
    /// Product of the sizes of a JSON-stat dataset; 0 for a file that is none, or describes one without values.
    /// </summary>
    private static long Cells(string file)
    {
        using var document = JsonDocument.Parse(File.ReadAllBytes(file));
        var root = document.RootElement;
        if (root.ValueKind != JsonValueKind.Object)
        {
            return 0;
        }

        var dataset = root.TryGetProperty("dataset", out var inner) ? inner : root;
        if (!dataset.TryGetProperty("value", out var value) || value.GetRawText() is "[]" or "{}"
            || !dataset.TryGetProperty("dimension", out var dimension))
        {
            return 0;
        }

        var size = dataset.TryGetProperty("size", out var own) ? own : dimension.GetProperty("size");
        return size.EnumerateArray().Aggregate(1L, (product, one) => product * one.GetInt64());
    }

    [GeneratedRegex("\"[^\"]*\"|[^\\s;\"]+")]
    private static partial Regex Token();
}

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
        Assert.Empty(lake.Log.Rejects(source).GroupBy(one => one.Rule).Select(rule => $"{rule.Count()} {rule.Key}"));
        var copies = File.ReadLines(file).GroupBy(line => line).Sum(group => group.Count() - 1);
        Assert.Equal((9_897, 9_897 - copies, copies), (batch.RowsIn, batch.Landed, batch.Duplicate));
        if (source == "peer_temporary_accommodation")
        {
            Assert.Equal(82_390, lake.Number(contract, "sum(ta_household_count)",
                "quarter = '2018-06' and area_name = 'ENGLAND'"));
        }
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

using System.Globalization;
using System.Text.RegularExpressions;
using DocumentFormat.OpenXml.Packaging;
using DocumentFormat.OpenXml.Spreadsheet;
using Xunit;
using YamlDotNet.Serialization;

namespace Maltall.Etl.Tests;

public sealed class SyntheticDirtTests
{
    private static readonly string[] _sources =
        ["bit_application", "bit_tenancy", "bit_temporary_stay", "bit_eviction", "bit_home_stock", "husbanken_payment"];

    private static readonly string _etl = Path.Combine(SyntheticFolder.Repository, "etl");

    [Fact]
    public void Every_file_has_exactly_the_broken_and_duplicate_rows_that_the_truth_states()
    {
        var oslo = SyntheticFolder.Oslo;
        foreach (var source in _sources)
        {
            var columns = Columns(source);
            foreach (var file in oslo.Files(source).Where(file => !file.Contains("kopi", StringComparison.Ordinal)))
            {
                var rows = SyntheticFolder.Rows(file).Skip(1).ToArray();
                var fitting = rows.Where(row => Fits(source, columns, row));
                var whole = fitting.Select(row => string.Join(';', row)).ToArray();
                var name = $"{source}/{Path.GetFileName(file)}";

                Assert.Equal(oslo.Planted(name, "rows"), rows.Length);
                Assert.Equal(oslo.Planted(name, "broken"), rows.Length - whole.Length);
                Assert.Equal(oslo.Planted(name, "duplicates"), whole.Length - whole.Distinct().Count());
            }
        }
    }

    [Fact]
    public void A_key_stands_once_in_a_file_apart_from_its_duplicates()
    {
        foreach (var source in _sources.Except(["bit_home_stock"]))
        {
            foreach (var file in SyntheticFolder.Oslo.Files(source))
            {
                var rows = SyntheticFolder.Rows(file).Skip(1).Select(row => string.Join(';', row)).Distinct();
                Assert.All(rows.GroupBy(row => row[..9]), group => Assert.Single(group));
            }
        }
    }

    [Fact]
    public void One_delivery_is_missing_and_one_came_twice()
    {
        var oslo = SyntheticFolder.Oslo;
        var copy = Path.Combine(oslo.Root, "bit_temporary_stay", "bit_midlertidig_2012-05_kopi.csv");

        Assert.Equal(83, oslo.Files("bit_eviction").Count());
        var missing = oslo.Truth.RootElement.GetProperty("missing");
        Assert.True(missing.TryGetProperty("bit_eviction/bit_utkastelse_2013-07.csv", out _));
        Assert.Equal(File.ReadAllBytes(copy.Replace("_kopi", "", StringComparison.Ordinal)), File.ReadAllBytes(copy));
    }

    [Fact]
    public void Late_rows_are_as_many_as_the_truth_states()
    {
        var oslo = SyntheticFolder.Oslo;
        var late = 0;
        foreach (var file in oslo.Files("husbanken_payment"))
        {
            var month = DateOnly.ParseExact(Path.GetFileName(file)[^11..^4], "yyyy-MM", CultureInfo.InvariantCulture);
            var columns = Columns("husbanken_payment");
            late += SyntheticFolder.Rows(file).Skip(1).Where(row => Fits("husbanken_payment", columns, row))
                .DistinctBy(row => row[0]).Count(row => SyntheticFolder.Day(row[8]) < month);
        }

        var sums = oslo.Truth.RootElement.GetProperty("sources").GetProperty("husbanken_payment");
        var again = sums.GetProperty("redelivered").GetInt64() + sums.GetProperty("corrections").GetInt64();

        Assert.Equal(sums.GetProperty("late").GetInt64() + again, late);
    }

    [Fact]
    public void Every_workbook_has_exactly_the_broken_and_duplicate_rows_that_the_truth_states()
    {
        var oslo = SyntheticFolder.Oslo;
        foreach (var file in oslo.Files("programme_activity"))
        {
            var rows = WorkbookRows(file);
            var whole = rows.Where(FitsActivity).Select(row => string.Join(';', row)).ToArray();
            var name = $"programme_activity/{Path.GetFileName(file)}";

            Assert.Equal(oslo.Planted(name, "rows"), rows.Length);
            Assert.Equal(oslo.Planted(name, "broken"), rows.Length - whole.Length);
            Assert.Equal(oslo.Planted(name, "duplicates"), whole.Length - whole.Distinct().Count());
        }
    }

    [Fact]
    public void Bit_wrote_Latin_1_until_2012_and_UTF_8_after()
    {
        var files = SyntheticFolder.Oslo.Files("bit_application").ToArray();

        Assert.Contains((byte)0xE5, File.ReadAllBytes(files[0]));
        Assert.Contains((byte)0xC3, File.ReadAllBytes(files[^1]));
        Assert.DoesNotContain((byte)0xC3, File.ReadAllBytes(files[0]));
    }

    [Fact]
    public void Households_live_one_life()
    {
        var tenancies = SyntheticFolder.Oslo.Latest("bit_tenancy", 11).Values
            .Where(row => Fits("bit_tenancy", Columns("bit_tenancy"), row))
            .Select(row => (
                Who: row[2],
                From: SyntheticFolder.Day(row[7])!.Value,
                To: SyntheticFolder.Day(row[8]) ?? DateOnly.MaxValue))
            .ToLookup(one => one.Who);

        // A late or lost message of an end may leave two open for a while, but never more than a few.
        var overlaps = tenancies.Sum(lives => lives.OrderBy(life => life.From).Zip(
            lives.OrderBy(life => life.From).Skip(1), (one, next) => one.To > next.From ? 1 : 0).Sum());
        Assert.InRange(overlaps, 0, 60);
        Assert.InRange(tenancies.Count(lives => lives.Count() > 1), 1000, 20000);

        var stays = SyntheticFolder.Oslo.Latest("bit_temporary_stay", 8).Values;
        Assert.InRange(stays.Count(row => tenancies.Contains(row[1])), 200, 5000);
        var inside = stays.Where(row => SyntheticFolder.Day(row[5]) is not null).Count(row => tenancies[row[1]]
            .Any(life => life.From < SyntheticFolder.Day(row[5]) && life.To > SyntheticFolder.Day(row[5])));
        Assert.InRange(inside, 0, 60);
    }

    private static Dictionary<string, string>[] Columns(string source)
    {
        var contract = new DeserializerBuilder().Build().Deserialize<Dictionary<string, object>>(
            File.ReadAllText(Path.Combine(_etl, "contracts", source + ".yaml")));
        var columns = ((List<object>)contract["columns"]).Cast<Dictionary<object, object>>();
        return [.. columns.Select(column => column.Where(pair => pair.Value is string)
            .ToDictionary(pair => (string)pair.Key, pair => (string)pair.Value))];
    }

    private static string[][] WorkbookRows(string file)
    {
        using var workbook = SpreadsheetDocument.Open(file, false);
        var book = workbook.WorkbookPart!; // The parts are always there.
        var shared = book.SharedStringTablePart!.SharedStringTable!.Select(item => item.InnerText).ToArray();
        return [.. book.WorksheetParts.Single().Worksheet!.Descendants<Row>().Skip(1).Select(row =>
        {
            var fields = Enumerable.Repeat("", 14).ToArray();
            foreach (var cell in row.Elements<Cell>())
            {
                var text = cell.CellValue!.Text;
                var kept = cell.DataType?.Value == CellValues.SharedString;
                var value = kept ? shared[int.Parse(text, CultureInfo.InvariantCulture)] : text;
                fields[cell.CellReference!.Value![0] - 'A'] = value;
            }

            return fields;
        })];
    }

    /// <summary>Days are serial numbers; participants, employees and kroner are numbers.</summary>
    private static bool FitsActivity(string[] row)
    {
        double? Number(int column) =>
            double.TryParse(row[column], CultureInfo.InvariantCulture, out var value) ? value : null;
        return row[5] != "18" && Number(7) > 36000 && Number(8) >= Number(9) && Number(12) >= 0;
    }

    /// <summary>The contract by hand: columns from its file, rules as they read.</summary>
    private static bool Fits(string source, Dictionary<string, string>[] columns, string[] row)
    {
        if (row.Length != columns.Length || !columns.Zip(row).All(pair => Fits(pair.First, pair.Second)))
        {
            return false;
        }

        DateOnly? Day(int column) => SyntheticFolder.Day(row[column]);
        int Count(int column) => int.Parse(row[column], CultureInfo.InvariantCulture);
        return source switch
        {
            "bit_application" => (row[11].Length == 0) == (row[12].Length == 0) && !(Day(12) < Day(8)) &&
                (row[13].Length == 0 || (row[11] == "innvilget" && Day(13) >= Day(12))),
            "bit_tenancy" => !(Day(8) < Day(7)) && (row[8].Length == 0) == (row[9].Length == 0),
            "bit_temporary_stay" => !(Day(6) < Day(5)),
            "bit_eviction" => !(Day(6) < Day(5)),
            "bit_home_stock" => Math.Max(Count(4), Math.Max(Count(5), Count(6))) <= Count(3),
            _ => !(Day(8) < Day(7)) && (row[3] != "person" || row[4].Length > 0),
        };
    }

    private static bool Fits(Dictionary<string, string> column, string text)
    {
        if (text.Length == 0)
        {
            return !column.ContainsKey("required");
        }

        return column.GetValueOrDefault("type") switch
        {
            "date" => SyntheticFolder.Day(text) is not null,
            "integer" =>
                int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var count) &&
                count >= int.Parse(column["min"], CultureInfo.InvariantCulture),
            "decimal" => Regex.IsMatch(text, "^[0-9]{1,3}([ \u00A0]?[0-9]{3})*,[0-9]{2}$"),
            "boolean" => text is "J" or "N",
            "pseudonym" => text.Length == 11,
            "text" when column.TryGetValue("codes", out var codes) => Codes(codes).Contains(text),
            "text" when column.TryGetValue("pattern", out var pattern) => Regex.IsMatch(text, $"^{pattern}$"),
            _ => true,
        };
    }

    private static readonly Dictionary<string, HashSet<string>> _codes = [];

    private static HashSet<string> Codes(string list)
    {
        lock (_codes)
        {
            if (!_codes.TryGetValue(list, out var codes))
            {
                var lines = File.ReadAllLines(Path.Combine(_etl, "codes", list + ".csv")).Skip(1);
                _codes[list] = codes = [.. lines.Select(line => line.Split(',')[0])];
            }

            return codes;
        }
    }
}

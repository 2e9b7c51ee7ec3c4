using System.Diagnostics;
using System.Globalization;
using System.IO.Compression;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using DocumentFormat.OpenXml.Packaging;
using DocumentFormat.OpenXml.Validation;
using Maltall.Etl.Synthesize;
using Xunit;
using YamlDotNet.Serialization;

namespace Maltall.Etl.Tests;

public sealed class SyntheticSourcesTests(ITestOutputHelper output)
{
    private static readonly string[] _csvSources =
    [
        "bit_application", "bit_tenancy", "bit_temporary_stay", "bit_eviction", "bit_home_stock", "husbanken_payment",
        "peer_assessment", "peer_temporary_accommodation",
    ];

    private static readonly Dictionary<string, int[]> _birthNumberColumns = new()
    {
        ["bit_application"] = [1],
        ["bit_tenancy"] = [2],
        ["bit_temporary_stay"] = [1],
        ["bit_eviction"] = [2],
        ["husbanken_payment"] = [4],
    };

    [Fact]
    public void The_same_seed_gives_the_same_bytes_and_another_seed_gives_others()
    {
        using var one = new SyntheticFolder(0.05, 7);
        using var same = new SyntheticFolder(0.05, 7);
        using var other = new SyntheticFolder(0.05, 8);

        var hashes = Hashes(one);

        Assert.Equal(hashes, Hashes(same));
        Assert.Equal(hashes.Keys, Hashes(other).Keys);
        var others = Hashes(other);
        var cases = hashes.Where(pair => pair.Key.StartsWith("bit_", StringComparison.Ordinal));
        Assert.All(cases, pair => Assert.NotEqual(pair.Value, others[pair.Key]));
    }

    [Fact]
    public void The_scale_multiplies_the_counts()
    {
        using var small = new SyntheticFolder(0.05, 1);

        foreach (var source in new[] { "bit_application", "bit_tenancy", "bit_temporary_stay", "bit_eviction" })
        {
            var whole = Sum(SyntheticFolder.Oslo, source, "rows");
            Assert.InRange(Sum(small, source, "rows") / (0.05 * whole), 0.9, 1.1);
        }
    }

    [Fact]
    public void The_manifest_lists_every_file_with_its_hash()
    {
        var oslo = SyntheticFolder.Oslo;
        using var manifest = JsonDocument.Parse(File.ReadAllText(oslo.Delivery.Manifest));

        var listed = manifest.RootElement.GetProperty("files").EnumerateObject()
            .ToDictionary(file => file.Name, file => file.Value.GetString());

        Assert.True(manifest.RootElement.GetProperty("synthetic").GetBoolean());
        Assert.Equal(Hashes(oslo), listed!);
        Assert.Equal(oslo.Delivery.Files, listed.Count);
    }

    [Fact]
    public void A_new_generation_replaces_the_earlier_one_and_leaves_other_files()
    {
        using var folder = new SyntheticFolder(0.05, 1, 2009, 2010);
        var own = Path.Combine(folder.Root, "bit_application", "mine.txt");
        File.WriteAllText(own, "mine");

        SyntheticSources.Write(new SyntheticOptions(folder.Root, 2010, 2010, 0.05), null, CancellationToken.None);

        Assert.True(File.Exists(own));
        Assert.Equal(12, Directory.GetFiles(Path.Combine(folder.Root, "bit_application"), "*.csv").Length);
        Assert.False(Directory.Exists(Path.Combine(folder.Root, ".generating")));
    }

    [Fact]
    public void Cancelled_it_leaves_no_file()
    {
        var root = Path.Combine(Path.GetTempPath(), "maltall-synth-" + Guid.NewGuid().ToString("N"));
        using var cancelled = new CancellationTokenSource();
        cancelled.Cancel();

        Assert.Throws<OperationCanceledException>(
            () => SyntheticSources.Write(new SyntheticOptions(root), null, cancelled.Token));

        Assert.False(Directory.Exists(root) && Directory.EnumerateFiles(root, "*", SearchOption.AllDirectories).Any());
    }

    [Fact]
    public void Every_text_file_has_the_headings_and_the_name_of_its_contract()
    {
        foreach (var source in _csvSources)
        {
            var contract = Contract(source);
            var delimiter = ((string)((Dictionary<object, object>)contract["csv"])["delimiter"])[0];
            var columns = ((List<object>)contract["columns"]).Cast<Dictionary<object, object>>();
            var headings = columns.Select(column => (string)column["name"]).ToArray();
            var glob = Regex.Escape((string)contract["file"]);
            var pattern = $"^{glob.Replace("\\*", ".*", StringComparison.Ordinal)}$";

            foreach (var file in SyntheticFolder.Oslo.Files(source))
            {
                Assert.Matches(pattern, Path.GetFileName(file));
                Assert.Equal(headings, SyntheticFolder.Rows(file, delimiter)[0]);
            }
        }
    }

    [Fact]
    public void Population_files_have_the_raw_form_of_Statistics_Norway()
    {
        var files = SyntheticFolder.Oslo.Files("ssb_population_ward").ToArray();
        var lines = File.ReadAllLines(files[3], Encoding.Latin1);

        Assert.Equal(8, files.Length);
        Assert.Equal("\"10826: Population, by region, age, contents and year\"", lines[0]);
        Assert.Equal("", lines[1]);
        Assert.Equal("\"region\";\"age\";\"Persons 2012\"", lines[2]);
        Assert.StartsWith("\"030100aa Oslo total\";\"0 years\";", lines[3], StringComparison.Ordinal);
        const string Oldest = "\"030102a Grünerløkka\";\"105 years or older\";";
        Assert.Contains(lines, line => line.StartsWith(Oldest, StringComparison.Ordinal));
        Assert.Equal(3 + (19 * 106), lines.Length);
        var persons = lines.Skip(3).Select(line => line.Split(';'))
            .ToLookup(field => field[0].Contains("total", StringComparison.Ordinal), field => Number(field[2]));
        Assert.Equal(persons[true].Sum(), persons[false].Sum());
    }

    [Fact]
    public void Workbooks_are_valid_and_have_the_headings_in_one_of_two_languages()
    {
        var contract = Contract("programme_activity");
        var columns = ((List<object>)contract["columns"]).Cast<Dictionary<object, object>>().ToArray();
        string[] norwegian = [.. columns.Select(column => (string)column["name"])];
        string[] english = [.. columns.Select(column => (string)((List<object>)column["aliases"])[0])];

        var languages = SyntheticFolder.Oslo.Files("programme_activity").Select(file =>
        {
            using var workbook = SpreadsheetDocument.Open(file, false);
            Assert.Empty(new OpenXmlValidator().Validate(workbook));
            var headings = Headings(file);
            Assert.True(headings.SequenceEqual(norwegian) || headings.SequenceEqual(english), Path.GetFileName(file));
            return headings[0];
        }).Distinct();

        Assert.Equal(["Aktivitetsnr", "Activity ID"], languages);
    }

    [Fact]
    public void Birth_numbers_can_be_nobodys_and_stand_only_where_they_may()
    {
        var oslo = SyntheticFolder.Oslo;
        var seen = new HashSet<string>();

        foreach (var (source, columns) in _birthNumberColumns)
        {
            var width = SyntheticFolder.Rows(oslo.Files(source).First())[0].Length;
            var rows = oslo.Files(source).SelectMany(file => SyntheticFolder.Rows(file).Skip(1));
            foreach (var row in rows.Where(row => row.Length == width))
            {
                seen.UnionWith(columns.Select(column => row[column]).Where(text => text.Length > 0));
                Assert.DoesNotContain(row.Where((_, i) => !columns.Contains(i)), field => IsElevenDigits(field));
            }
        }

        Assert.All(seen, AssertSyntheticBirthNumber);
        var others = Directory.EnumerateFiles(oslo.Root, "*", SearchOption.AllDirectories)
            .Where(file => !_birthNumberColumns.ContainsKey(Path.GetFileName(Path.GetDirectoryName(file)!)));
        const string BirthNumber = "(?<![0-9a-f])[0-3][0-9][89][0-9]{8}(?![0-9a-f])";
        Assert.All(others, file => Assert.DoesNotMatch(BirthNumber, TextOf(file)));
    }

    [Fact]
    public void Oslo_takes_seconds()
    {
        var watch = Stopwatch.StartNew();
        using var folder = new SyntheticFolder(1, 99);
        output.WriteLine(
            $"{folder.Delivery.Files} files, {folder.Delivery.Rows} rows, {watch.ElapsedMilliseconds} ms, " +
            $"{Process.GetCurrentProcess().PeakWorkingSet64 >> 20} MB peak");
        foreach (var source in folder.Truth.RootElement.GetProperty("sources").EnumerateObject())
        {
            output.WriteLine($"{source.Name}: {source.Value.GetRawText().ReplaceLineEndings(" ")}");
        }

        Assert.InRange(folder.Delivery.Rows, 200_000, 500_000);
    }

    private static SortedDictionary<string, string> Hashes(SyntheticFolder folder)
    {
        var hashes = new SortedDictionary<string, string>(StringComparer.Ordinal);
        foreach (var file in Directory.EnumerateFiles(folder.Root, "*", SearchOption.AllDirectories))
        {
            var name = Path.GetRelativePath(folder.Root, file).Replace('\\', '/');
            if (name.Contains('/', StringComparison.Ordinal))
            {
                hashes[name] = Convert.ToHexStringLower(SHA256.HashData(File.ReadAllBytes(file)));
            }
        }

        return hashes;
    }

    private static double Sum(SyntheticFolder folder, string source, string what) =>
        folder.Truth.RootElement.GetProperty("sources").GetProperty(source).GetProperty(what).GetDouble();

    private static Dictionary<object, object> Contract(string source) => new DeserializerBuilder().Build()
        .Deserialize<Dictionary<object, object>>(
            File.ReadAllText(Path.Combine(SyntheticFolder.Repository, "etl", "contracts", source + ".yaml")));

    private static long Number(string text) => long.Parse(text, CultureInfo.InvariantCulture);

    private static string[] Headings(string file)
    {
        using var workbook = SpreadsheetDocument.Open(file, false);
        var shared = workbook.WorkbookPart!.SharedStringTablePart!.SharedStringTable!; // The validator has seen it.
        return [.. shared.Select(item => item.InnerText).Take(14)];
    }

    private static string TextOf(string file)
    {
        if (!file.EndsWith(".xlsx", StringComparison.Ordinal))
        {
            return File.ReadAllText(file, Encoding.Latin1);
        }

        using var zip = ZipFile.OpenRead(file);
        return string.Concat(zip.Entries.Select(entry => new StreamReader(entry.Open()).ReadToEnd()));
    }

    private static bool IsElevenDigits(string text) => text.Length == 11 && text.All(char.IsAsciiDigit);

    private static void AssertSyntheticBirthNumber(string number)
    {
        Assert.True(IsElevenDigits(number));
        int[] digit = [.. number.Select(letter => letter - '0')];
        Assert.InRange((digit[2] * 10) + digit[3], 81, 92);
        int[] first = [3, 7, 6, 1, 8, 9, 4, 5, 2, 1];
        int[] second = [5, 4, 3, 2, 7, 6, 5, 4, 3, 2, 1];
        Assert.Equal(0, first.Zip(digit, (weight, one) => weight * one).Sum() % 11);
        Assert.Equal(0, second.Zip(digit, (weight, one) => weight * one).Sum() % 11);
    }
}

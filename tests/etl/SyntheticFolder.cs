using System.Globalization;
using System.Text;
using System.Text.Json;
using Maltall.Etl.Synthesize;

namespace Maltall.Etl.Tests;

/// <summary>A generated folder in a temporary place, read as text without any of the reader's code.</summary>
internal sealed class SyntheticFolder : IDisposable
{
    private static readonly Lazy<SyntheticFolder> _oslo = new(() =>
    {
        var folder = new SyntheticFolder(1.0, 1);
        AppDomain.CurrentDomain.ProcessExit += (_, _) => folder.Dispose();
        return folder;
    });

    public SyntheticFolder(double scale, long seed, int firstYear = 2009, int lastYear = 2015)
    {
        Root = Path.Combine(Path.GetTempPath(), "maltall-synth-" + Guid.NewGuid().ToString("N"));
        var options = new SyntheticOptions(Root, firstYear, lastYear, scale, seed);
        Delivery = SyntheticSources.Write(options, null, CancellationToken.None);
        Truth = JsonDocument.Parse(File.ReadAllText(Delivery.Truth));
    }

    /// <summary>Oslo at scale 1, seed 1, made once for all tests.</summary>
    public static SyntheticFolder Oslo => _oslo.Value;

    public string Root { get; }

    public SyntheticDelivery Delivery { get; }

    public JsonDocument Truth { get; }

    public static string Repository
    {
        get
        {
            var folder = new DirectoryInfo(AppContext.BaseDirectory);
            while (!File.Exists(Path.Combine(folder.FullName, "Analytics.sln")))
            {
                folder = folder.Parent ?? throw new DirectoryNotFoundException("No Analytics.sln above the tests.");
            }

            return folder.FullName;
        }
    }

    public IEnumerable<string> Files(string source) =>
        Directory.EnumerateFiles(Path.Combine(Root, source)).Order(StringComparer.Ordinal);

    public long Planted(string file, string what) =>
        Truth.RootElement.GetProperty("files").GetProperty(file).GetProperty(what).GetInt64();

    /// <summary>The lines of a text delivery, headings first.</summary>
    public static string[][] Rows(string file, char delimiter = ';')
    {
        var bytes = File.ReadAllBytes(file);
        string text;
        try
        {
            text = new UTF8Encoding(false, true).GetString(bytes);
        }
        catch (DecoderFallbackException)
        {
            text = Encoding.Latin1.GetString(bytes);
        }

        return [.. text.Replace("\r\n", "\n", StringComparison.Ordinal).TrimEnd('\n').Split('\n')
            .Select(line => Split(line, delimiter))];
    }

    /// <summary>The last whole row of each key over all deliveries: what a lake holds when all has landed.</summary>
    public Dictionary<string, string[]> Latest(string source, int columns)
    {
        var latest = new Dictionary<string, string[]>();
        foreach (var file in Files(source))
        {
            foreach (var row in Rows(file).Skip(1).Where(row => row.Length == columns))
            {
                latest[row[0]] = row;
            }
        }

        return latest;
    }

    public static DateOnly? Day(string text) =>
        DateOnly.TryParseExact(text, "dd.MM.yyyy", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day)
            ? day
            : null;

    public static decimal Nok(string text)
    {
        var digits = text.Replace(" ", "", StringComparison.Ordinal).Replace("\u00A0", "", StringComparison.Ordinal);
        return decimal.Parse(digits.Replace(',', '.'), CultureInfo.InvariantCulture);
    }

    public void Dispose()
    {
        Truth.Dispose();
        Directory.Delete(Root, recursive: true);
    }

    private static string[] Split(string line, char delimiter)
    {
        var fields = new List<string>();
        var field = new StringBuilder();
        var quoted = false;
        foreach (var letter in line)
        {
            if (letter == '"')
            {
                quoted = !quoted;
            }
            else if (letter == delimiter && !quoted)
            {
                fields.Add(field.ToString());
                field.Clear();
            }
            else
            {
                field.Append(letter);
            }
        }

        return [.. fields, field.ToString()];
    }
}

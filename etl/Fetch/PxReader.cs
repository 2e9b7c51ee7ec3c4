using System.Globalization;
using System.Text;

namespace Maltall.Etl.Fetch;

/// <summary>A PX file that does not follow the format.</summary>
internal sealed class PxFormatException(string message) : FormatException(message);

/// <summary>Reads PX files (PC-Axis), the format of many statistics banks.</summary>
/// <remarks>
/// Statistics Sweden, PX-file format AXIS-VERSION 2013. A keyword with a language, <c>VALUES[no]("aar")</c>, speaks the
/// file's own language or another; only its own is read. Sparse files with KEYS are refused.
/// </remarks>
internal sealed class PxReader
{
    private static readonly char[] Blank = [' ', '\t', '\r', '\n'];
    private static readonly string[] Times = ["tid", "år", "aar", "time", "year"];
    private static readonly string[] Regions = ["region", "bosted", "geografi", "bydel"];

    private readonly Dictionary<string, List<string>> _keywords = new(StringComparer.OrdinalIgnoreCase);
    private readonly string _fileStem;
    private string _data = "";

    private PxReader(string fileStem) => _fileStem = fileStem;

    /// <summary>The table in a file.</summary>
    /// <exception cref="PxFormatException">The file is not a PX file, or has another number of cells than it says.</exception>
    public static StatisticTable Read(byte[] bytes, string fileStem)
    {
        var reader = new PxReader(fileStem);
        reader.Parse(Decode(bytes));
        return reader.Table();
    }

    /// <summary>UTF-8 when the file says so; else Windows-1252, the "ANSI" of PC-Axis, which holds Latin-1.</summary>
    private static string Decode(byte[] bytes)
    {
        var head = Encoding.Latin1.GetString(bytes, 0, Math.Min(bytes.Length, 4096));
        var utf8 = head.Contains("CODEPAGE=\"utf-8\"", StringComparison.OrdinalIgnoreCase)
            || bytes.AsSpan().StartsWith("\uFEFF"u8);
        return CsvCopy.Decoder(utf8 ? "utf-8" : "windows-1252").GetString(bytes).TrimStart('\uFEFF');
    }

    private void Parse(string text)
    {
        for (var at = 0; at < text.Length;)
        {
            var equals = text.IndexOf('=', at);
            if (equals < 0)
            {
                break;
            }

            var name = text[at..equals].Trim();
            if (name.Equals("DATA", StringComparison.OrdinalIgnoreCase))
            {
                _data = text[(equals + 1)..Closing(text, equals + 1)];
                return;
            }

            var close = Closing(text, equals + 1);
            _keywords.TryAdd(name, Values(text[(equals + 1)..close]));
            at = close + 1;
        }

        throw new PxFormatException("there is no DATA");
    }

    private static int Closing(string text, int from)
    {
        var quoted = false;
        for (var at = from; at < text.Length; at++)
        {
            quoted ^= text[at] == '"';
            if (text[at] == ';' && !quoted)
            {
                return at;
            }
        }

        throw new PxFormatException("a keyword is not closed by ';', or the file is cut off");
    }

    /// <summary>The values of a keyword; quoted pieces on following lines belong together.</summary>
    private static List<string> Values(string text)
    {
        var values = new List<string>();
        var current = new StringBuilder();
        var quoted = false;
        foreach (var letter in text)
        {
            if (letter == '"')
            {
                quoted = !quoted;
            }
            else if (letter == ',' && !quoted)
            {
                values.Add(current.ToString());
                current.Clear();
            }
            else if (quoted || !char.IsWhiteSpace(letter))
            {
                current.Append(letter);
            }
        }

        values.Add(current.ToString());
        return values;
    }

    private StatisticTable Table()
    {
        var names = Of("STUB").Concat(Of("HEADING")).Where(name => name.Length > 0).ToList();
        var labels = names.Select(name => Of("VALUES", name)).ToList();
        if (names.Count == 0 || labels.Any(list => list.Count == 0))
        {
            throw new PxFormatException("STUB, HEADING or VALUES is missing");
        }

        if (_keywords.Keys.Any(key => key.StartsWith("KEYS", StringComparison.OrdinalIgnoreCase)))
        {
            throw new PxFormatException("it is a sparse file with KEYS; ask for all cells");
        }

        var codes = names.Select((name, at) => Of("CODES", name) is { Count: > 0 } own ? own : labels[at]).ToList();
        var uneven = names.Where((_, at) => codes[at].Count != labels[at].Count).FirstOrDefault();
        if (uneven is not null)
        {
            throw new PxFormatException($"{uneven} has another number of CODES than of VALUES");
        }

        var total = CellTable.Total(codes) ?? throw new PxFormatException(CellTable.TooLarge);
        var cells = Tokens(_data);
        if (cells.Count != total)
        {
            throw new PxFormatException(string.Create(CultureInfo.InvariantCulture,
                $"DATA has {cells.Count} cells, the dimensions say {total}"));
        }

        var id = Of("TABLEID").Concat(Of("MATRIX")).FirstOrDefault(text => text.Length > 0) ?? _fileStem;
        return new StatisticTable(id, Updated(), Cells(names, labels, codes, cells));
    }

    private IEnumerable<StatisticCell> Cells(
        List<string> names, List<List<string>> labels, List<List<string>> codes, List<string> cells)
    {
        var contents = names.IndexOf(Of("CONTVARIABLE").FirstOrDefault() ?? "");
        var time = names.FindIndex(name => Of("TIMEVAL", name).Count > 0 || IsType(name, "T")
            || Times.Contains(name, StringComparer.OrdinalIgnoreCase));
        var region = names.FindIndex(name => IsType(name, "G") || Regions.Contains(name, StringComparer.OrdinalIgnoreCase));
        var whole = Of("UNITS").FirstOrDefault();
        var units = contents < 0 ? [] : labels[contents].Select(label => Of("UNITS", label).FirstOrDefault() ?? whole).ToList();
        var words = names.Select(Word).ToList();
        foreach (var (position, at) in CellTable.Walk(codes))
        {
            var token = cells[(int)position];
            var number = double.TryParse(token, NumberStyles.Float, CultureInfo.InvariantCulture, out _);
            yield return new StatisticCell(
                CellTable.Coordinates(words, codes, at),
                contents < 0 ? null : codes[contents][at[contents]], region < 0 ? null : codes[region][at[region]],
                time < 0 ? null : codes[time][at[time]])
            {
                Unit = contents < 0 ? whole : units[at[contents]],
                Value = number ? token : null,
                Status = number ? null : token,
            };
        }
    }

    /// <summary>The dimension's code when the file gives one, which other formats use too; else its name.</summary>
    private string Word(string name) => Of("VARIABLECODE", name).FirstOrDefault(code => code.Length > 0) ?? name;

    private bool IsType(string name, string type) => Of("VARIABLE-TYPE", name).Contains(type);

    /// <summary>The values of a keyword, in the file's own language; none when it is not there.</summary>
    private List<string> Of(string keyword, string? about = null)
    {
        var subject = about is null ? "" : $"(\"{about}\")";
        var language = _keywords.GetValueOrDefault("LANGUAGE")?.FirstOrDefault();
        return _keywords.GetValueOrDefault($"{keyword}{subject}")
            ?? _keywords.GetValueOrDefault($"{keyword}[{language}]{subject}") ?? [];
    }

    private string? Updated() => DateTime.TryParseExact(
        _keywords.Where(pair => pair.Key.StartsWith("LAST-UPDATED", StringComparison.OrdinalIgnoreCase))
            .Select(pair => pair.Value.FirstOrDefault()).FirstOrDefault() ?? Of("CREATION-DATE").FirstOrDefault(),
        "yyyyMMdd HH:mm", CultureInfo.InvariantCulture, DateTimeStyles.None, out var made)
        ? made.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture) : null;

    private static List<string> Tokens(string data) => data
        .Split(Blank, StringSplitOptions.RemoveEmptyEntries)
        .Select(token => token.Trim('"')).ToList();
}

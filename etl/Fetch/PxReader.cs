using System.Globalization;
using System.Text;

namespace Maltall.Etl.Fetch;

/// <summary>A PX file that does not follow the format.</summary>
internal sealed class PxFormatException(string message) : FormatException(message);

/// <summary>Reads PX files (PC-Axis), the format of many statistics banks.</summary>
/// <remarks>Statistics Sweden, PX-file format AXIS-VERSION 2013.</remarks>
internal sealed class PxReader
{
    private readonly Dictionary<string, List<string>> _keywords = new(StringComparer.OrdinalIgnoreCase);
    private readonly string _fileStem;
    private string _data = "";
    private string? _language;

    private PxReader(string fileStem) => _fileStem = fileStem;

    /// <summary>The table in a file.</summary>
    /// <exception cref="PxFormatException">
    /// The file is not a PX file, or has another number of cells than it says.
    /// </exception>
    public static StatisticTable Read(byte[] bytes, string fileStem)
    {
        var reader = new PxReader(fileStem);
        reader.Parse(Decode(bytes));
        return reader.Table();
    }

    private static string Decode(byte[] bytes)
    {
        var head = Encoding.Latin1.GetString(bytes, 0, Math.Min(bytes.Length, 4096));
        var utf8 = head.Contains("CODEPAGE=\"utf-8\"", StringComparison.OrdinalIgnoreCase)
            || bytes.AsSpan().StartsWith("\uFEFF"u8);
        return utf8 ? Encoding.UTF8.GetString(bytes).TrimStart('\uFEFF') : WesternText.Text(bytes);
    }

    private void Parse(string text)
    {
        var at = 0;
        while (at < text.Length)
        {
            var equals = Closing(text, at, '=');
            if (equals < 0)
            {
                break;
            }

            var name = text[at..equals].Trim();
            if (name.Equals("DATA", StringComparison.OrdinalIgnoreCase))
            {
                var end = text.LastIndexOf(';');
                _data = end > equals ? text[(equals + 1)..end]
                    : throw new PxFormatException("DATA is not closed by ';'");
                return;
            }

            var close = Closing(text, equals + 1, ';');
            if (close < 0)
            {
                throw new PxFormatException($"the keyword {name} is not closed by ';'");
            }

            if (InMainLanguage(name) is { } keyword)
            {
                _keywords.TryAdd(keyword, Values(text[(equals + 1)..close]));
            }

            at = close + 1;
        }

        throw new PxFormatException("there is no DATA");
    }

    /// <summary>
    /// A keyword without its language in brackets; null when it is in another than the main language, which is that of
    /// LANGUAGE, or the first that occurs.
    /// </summary>
    private string? InMainLanguage(string name)
    {
        var open = name.IndexOf('[', StringComparison.Ordinal);
        var close = name.IndexOf(']', StringComparison.Ordinal);
        if (open < 0 || close < open || name[..open].Contains('(', StringComparison.Ordinal))
        {
            return name;
        }

        var language = name[(open + 1)..close];
        _language ??= Of("LANGUAGE").FirstOrDefault() ?? language;
        return language == _language ? name[..open] + name[(close + 1)..] : null;
    }

    /// <summary>Where a sign stands outside quotes; -1 when nowhere.</summary>
    private static int Closing(string text, int from, char sign)
    {
        var quoted = false;
        for (var at = from; at < text.Length; at++)
        {
            quoted ^= text[at] == '"';
            if (text[at] == sign && !quoted)
            {
                return at;
            }
        }

        return -1;
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
        var labels = names.Select(name => Of($"VALUES(\"{name}\")")).ToList();
        if (names.Count == 0 || labels.Any(list => list.Count == 0))
        {
            throw new PxFormatException("STUB, HEADING or VALUES is missing");
        }

        if (_keywords.Keys.Any(key => key.StartsWith("KEYS(", StringComparison.OrdinalIgnoreCase)))
        {
            throw new PxFormatException("it is a sparse file with KEYS; ask for all cells");
        }

        var codes = names.Select((name, at) => _keywords.GetValueOrDefault($"CODES(\"{name}\")") ?? labels[at])
            .ToList();
        var sizes = labels.Select(list => list.Count).ToList();
        var uncoded = names.Where((_, at) => codes[at].Count != sizes[at]).FirstOrDefault();
        if (uncoded is not null)
        {
            throw new PxFormatException($"CODES and VALUES of {uncoded} differ in number");
        }

        var cells = Tokens(_data);
        var total = CellTable.Total(codes) ?? throw new PxFormatException(CellTable.TooLarge);
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
        var time = names.FindIndex(name => _keywords.ContainsKey($"TIMEVAL(\"{name}\")") || IsType(name, "T")
            || name.ToLowerInvariant() is "tid" or "år" or "aar" or "time");
        var region = names.FindIndex(name => IsType(name, "G")
            || name.ToLowerInvariant() is "region" or "bosted" or "geografi" or "bydel");
        var whole = Of("UNITS").FirstOrDefault();
        var units = contents < 0 ? [] : labels[contents]
            .Select(label => Of($"UNITS(\"{label}\")").FirstOrDefault() ?? whole).ToList();
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
    private string Word(string name) =>
        Of($"VARIABLECODE(\"{name}\")").FirstOrDefault(code => code.Length > 0) ?? name;

    private bool IsType(string name, string type) => _keywords
        .Where(pair => pair.Key.StartsWith("VARIABLE-TYPE", StringComparison.OrdinalIgnoreCase)
            && pair.Key.EndsWith($"(\"{name}\")", StringComparison.Ordinal))
        .Any(pair => pair.Value.Contains(type));

    private List<string> Of(string keyword) => _keywords.GetValueOrDefault(keyword) ?? [];

    private string? Updated() => DateTime.TryParseExact(
        _keywords.Where(pair => pair.Key.StartsWith("LAST-UPDATED", StringComparison.OrdinalIgnoreCase))
            .Select(pair => pair.Value.FirstOrDefault()).FirstOrDefault() ?? Of("CREATION-DATE").FirstOrDefault(),
        "yyyyMMdd HH:mm", CultureInfo.InvariantCulture, DateTimeStyles.None, out var made)
        ? made.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture) : null;

    private static List<string> Tokens(string data) => data
        .Split((char[])[' ', '\t', '\r', '\n', ','], StringSplitOptions.RemoveEmptyEntries)
        .Select(token => token.Trim('"')).ToList();
}

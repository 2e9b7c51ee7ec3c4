using System.Text;
using System.Text.RegularExpressions;
using YamlDotNet.RepresentationModel;

namespace Maltall.Etl.Tests;

/// <summary>A folder of <c>deliveries</c>: what is delivered, in order, and what must come of it.</summary>
internal sealed partial class DeliveryCase
{
    private readonly string _folder;
    private readonly YamlMappingNode _case;

    public DeliveryCase(string name)
    {
        _folder = Path.Combine(Home, name);
        var stream = new YamlStream();
        using var reader = new StreamReader(Path.Combine(_folder, "case.yaml"));
        stream.Load(reader);
        _case = (YamlMappingNode)stream.Documents[0].RootNode;
        Contract = TestLake.Catalog.Find(Word(_case, "contract") ?? "");
    }

    public static string Home => Path.Combine(TestLake.Repository, "tests/etl/deliveries");

    public Contract Contract { get; }

    public IReadOnlyList<string> Files => [.. Expected.Select(one => Path.Combine(_folder, Word(one, "file") ?? ""))];

    /// <summary>What must come of each delivery, in the words of <see cref="Outcome"/>.</summary>
    public IEnumerable<(string Text, bool IsPart)> Outcomes => Expected.Select(one =>
        Word(one, "refused") is { } reason ? ($"refused: {reason}", true)
            : Word(one, "again") is not null ? ("again", false)
            : ($"rows {Word(one, "rows")}, landed {Word(one, "landed")}, rejected {Word(one, "rejected")}, " +
                $"duplicate {Word(one, "duplicate")}", false));

    /// <summary>Every identity number, and every name and address, that the files hold.</summary>
    public IReadOnlyList<string> Secrets => !Contract.HasPersonalData ? [] : [.. Files
        .SelectMany(file => Texts(File.ReadAllBytes(file))
            .SelectMany(text => Digits().Matches(text).Concat(Names().Matches(text))).Select(match => match.Value))
        .Distinct()];

    /// <summary>What came of a delivery, in words.</summary>
    public static string Outcome(Reading reading) => reading switch
    {
        Reading.Accepted { Batch: var batch } => FormattableString.Invariant(
            $"rows {batch.RowsIn}, landed {batch.Landed}, rejected {batch.Rejected}, duplicate {batch.Duplicate}"),
        Reading.Refused refused => $"refused: {refused.Reason}",
        _ => "again",
    };

    /// <summary>The columns and rows that must be in the landed table.</summary>
    public (string[] Columns, IReadOnlyList<string> Rows) Landed(byte[] secret)
    {
        var lines = Lines("landed.csv");
        return lines.Count == 0 ? ([], []) : (lines[0].Split('|'), [.. lines.Skip(1)
            .Select(line => Pseudonyms().Replace(line, match => Pseudonym(secret, match.Groups[1].Value)))
            .Order(StringComparer.Ordinal)]);
    }

    /// <summary>The rejects that must be recorded: file, row, column, rule.</summary>
    public IReadOnlyList<string> Rejects => [.. Lines("rejects.csv").Skip(1).Order(StringComparer.Ordinal)];

    /// <summary>The pseudonym of an identity number, computed apart from the reader.</summary>
    public static string Pseudonym(byte[] secret, string number) => Convert.ToHexStringLower(
        System.Security.Cryptography.HMACSHA256.HashData(secret, Encoding.ASCII.GetBytes(number)))[..32];

    private IEnumerable<YamlMappingNode> Expected =>
        ((YamlSequenceNode)_case.Children["deliveries"]).Children.Cast<YamlMappingNode>();

    private static string? Word(YamlMappingNode map, string key) =>
        map.Children.TryGetValue(key, out var node) ? ((YamlScalarNode)node).Value : null;

    private static IEnumerable<string> Texts(byte[] bytes) =>
        [Encoding.UTF8.GetString(bytes), Encoding.Latin1.GetString(bytes), Encoding.Unicode.GetString(bytes)];

    private List<string> Lines(string file)
    {
        var path = Path.Combine(_folder, file);
        return File.Exists(path) ? [.. File.ReadAllLines(path)] : [];
    }

    [GeneratedRegex("[0-9]{10,}")]
    private static partial Regex Digits();

    [GeneratedRegex("Åse Testøy|Testøy|Ole Nordtest|Prøveveien|Annenstedsgata")]
    private static partial Regex Names();

    [GeneratedRegex("hmac:([0-9]+)")]
    private static partial Regex Pseudonyms();
}

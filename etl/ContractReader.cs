using System.Globalization;
using Maltall.Lake;
using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace Maltall.Etl;

/// <summary>Reads one contract from its YAML file; whatever is wrong names the file, the line and the field.</summary>
internal sealed class ContractReader(string file)
{
    private static readonly string[] Keys =
    [
        "id", "version", "title", "system", "owner", "purpose", "legal_basis", "retention_days", "arrives", "table", "grain",
        "key", "file", "format", "csv", "unpivot", "columns", "rules",
    ];

    private static readonly string[] ColumnKeys =
        ["name", "as", "type", "aliases", "drop", "required", "pattern", "extract", "codes", "min", "max"];

    private static readonly string[] CsvKeys =
        ["delimiter", "encodings", "decimal", "date", "true", "false", "missing", "skip_lines"];

    private static readonly string[] Tongues = ["nb", "nn", "en"];

    private static readonly Dictionary<string, ContractType> Types = new()
    {
        ["text"] = ContractType.Text, ["integer"] = ContractType.Whole, ["decimal"] = ContractType.Money,
        ["double"] = ContractType.Number, ["boolean"] = ContractType.Boolean, ["date"] = ContractType.Date,
        ["timestamp"] = ContractType.Timestamp, ["pseudonym"] = ContractType.Pseudonym,
    };

    /// <summary>The contract in the file.</summary>
    /// <exception cref="UserError">The file is not a contract.</exception>
    public Contract Read()
    {
        var map = Root();
        Known(map, Keys);
        var columns = Items(map, "columns").Select(Column).ToList();
        var contract = new Contract(
            Text(map, "id"), Whole(map, "version"), Text(map, "table"), columns, Items(map, "rules").Select(Rule).ToList())
        {
            Title = Languages(map, "title"),
            System = Text(map, "system"),
            Owner = Text(map, "owner"),
            Grain = Text(map, "grain"),
            Arrives = Among(map, "arrives", ["monthly", "quarterly", "yearly"]),
            Key = Texts(map, "key"),
            File = Text(map, "file"),
            Format = Among(map, "format", ["csv", "xlsx", "json-stat", "px"]),
            Csv = Find(map, "csv") is { } csv ? Dialect(Map(csv, "csv")) : new CsvDialect(),
            Unpivot = Find(map, "unpivot") is { } unpivot ? Wide(Map(unpivot, "unpivot")) : null,
        };
        if (contract.Id != Path.GetFileNameWithoutExtension(file))
        {
            throw Wrong(map, $"id is '{contract.Id}'", "The id is the file's name.");
        }

        var missing = contract.Key.FirstOrDefault(key => columns.All(column => column.As != key));
        return missing is null ? contract
            : throw Wrong(map, $"key names '{missing}', which is no column's 'as'", Did(missing, columns.Select(c => c.As)));
    }

    private YamlMappingNode Root()
    {
        try
        {
            using var reader = new StreamReader(file);
            var stream = new YamlStream();
            stream.Load(reader);
            return stream.Documents.Count == 1 && stream.Documents[0].RootNode is YamlMappingNode map ? map
                : throw new UserError($"{file}: not one YAML document of fields.", "See the other contracts for the form.");
        }
        catch (YamlException error)
        {
            throw new UserError($"{file} line {error.Start.Line}: not YAML ({error.Message}).", "Correct the line.");
        }
    }

    private ContractColumn Column(YamlNode node)
    {
        var map = Map(node, "columns");
        Known(map, ColumnKeys);
        var drop = Flag(map, "drop");
        var type = drop ? "text" : Among(map, "type", [.. Types.Keys]);
        return new ContractColumn(Text(map, "name"), drop ? "" : Text(map, "as"), Types[type])
        {
            Aliases = Find(map, "aliases") is null ? [] : Texts(map, "aliases"),
            Drop = drop,
            Required = Flag(map, "required"),
            Pattern = Optional(map, "pattern"),
            Extract = Optional(map, "extract"),
            Codes = Optional(map, "codes"),
            Min = Optional(map, "min"),
            Max = Optional(map, "max"),
        };
    }

    private ContractRule Rule(YamlNode node)
    {
        var map = Map(node, "rules");
        Known(map, ["id", "check", "remedy"]);
        return new ContractRule(Text(map, "id"), Text(map, "check"), Languages(map, "remedy"));
    }

    private CsvDialect Dialect(YamlMappingNode map)
    {
        Known(map, CsvKeys);
        var plain = new CsvDialect();
        return new CsvDialect
        {
            Delimiter = (Optional(map, "delimiter") ?? ",")[0],
            Encodings = Find(map, "encodings") is null ? plain.Encodings : Texts(map, "encodings"),
            DecimalSign = (Optional(map, "decimal") ?? ".")[0],
            Date = Find(map, "date") is null ? plain.Date : Among(map, "date", ["dd.MM.yyyy", "yyyy-MM-dd"]),
            True = Optional(map, "true") ?? plain.True,
            False = Optional(map, "false") ?? plain.False,
            Missing = Find(map, "missing") is null ? [] : Texts(map, "missing"),
            SkipLines = Find(map, "skip_lines") is null ? 0 : Whole(map, "skip_lines"),
        };
    }

    private Unpivot Wide(YamlMappingNode map)
    {
        Known(map, ["columns", "name", "value"]);
        return new Unpivot(Text(map, "columns"), Text(map, "name"), Text(map, "value"));
    }

    private void Known(YamlMappingNode map, string[] keys)
    {
        foreach (var key in map.Children.Keys.Cast<YamlScalarNode>().Where(key => !keys.Contains(key.Value)))
        {
            throw Wrong(key, $"unknown field '{key.Value}'", Did(key.Value ?? "", keys));
        }
    }

    private static YamlNode? Find(YamlMappingNode map, string key) =>
        map.Children.FirstOrDefault(pair => pair.Key is YamlScalarNode scalar && scalar.Value == key).Value;

    private YamlNode Need(YamlMappingNode map, string key) =>
        Find(map, key) ?? throw Wrong(map, $"the field '{key}' is missing", "Add it; the other contracts show how.");

    private YamlMappingNode Map(YamlNode node, string key) =>
        node as YamlMappingNode ?? throw Wrong(node, $"'{key}' is not a list of fields", "Write it as { name: value }.");

    private string Text(YamlMappingNode map, string key) => Need(map, key) is YamlScalarNode { Value.Length: > 0 } scalar
        ? scalar.Value : throw Wrong(Need(map, key), $"'{key}' is not a text", "Write one value.");

    private string? Optional(YamlMappingNode map, string key) => Find(map, key) is null ? null : Text(map, key);

    private string Among(YamlMappingNode map, string key, string[] allowed)
    {
        var text = Text(map, key);
        return allowed.Contains(text) ? text : throw Wrong(Need(map, key), $"'{key}' is '{text}'", Did(text, allowed));
    }

    private int Whole(YamlMappingNode map, string key) =>
        int.TryParse(Text(map, key), NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number
            : throw Wrong(Need(map, key), $"'{key}' is not a whole number", "Write it with digits alone.");

    private bool Flag(YamlMappingNode map, string key) =>
        Optional(map, key) is { } text && (bool.TryParse(text, out var flag) ? flag
            : throw Wrong(Need(map, key), $"'{key}' is '{text}'", "Write true or false."));

    private List<string> Texts(YamlMappingNode map, string key) => Items(map, key)
        .Select(node => node is YamlScalarNode { Value: { } text } ? text
            : throw Wrong(node, $"'{key}' holds something that is no text", "Write a list such as [one, two]."))
        .ToList();

    private YamlSequenceNode Items(YamlMappingNode map, string key) =>
        Need(map, key) as YamlSequenceNode ?? throw Wrong(Need(map, key), $"'{key}' is not a list", "Write it as [one, two].");

    private Dictionary<string, string> Languages(YamlMappingNode map, string key)
    {
        var texts = Map(Need(map, key), key);
        Known(texts, Tongues);
        return Tongues.ToDictionary(language => language, language => Text(texts, language));
    }

    private UserError Wrong(YamlNode node, string what, string remedy) =>
        new($"{file} line {node.Start.Line}: {what}.", remedy);

    private static string Did(string name, IEnumerable<string> names) => $"Did you mean '{Nearest.To(name, names)}'?";
}

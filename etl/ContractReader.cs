using Maltall.Lake;
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

    private readonly DefinitionFile _fields = new(file);

    /// <summary>The contract in the file.</summary>
    /// <exception cref="UserError">The file is not a contract.</exception>
    public Contract Read()
    {
        var map = _fields.Root();
        _fields.Known(map, Keys);
        var columns = _fields.Items(map, "columns").Select(Column).ToList();
        var contract = new Contract(
            _fields.Text(map, "id"), _fields.Whole(map, "version"), _fields.Text(map, "table"), columns, _fields.Items(map, "rules").Select(Rule).ToList())
        {
            Title = Languages(map, "title"),
            System = _fields.Text(map, "system"),
            Owner = _fields.Text(map, "owner"),
            Grain = _fields.Text(map, "grain"),
            Arrives = _fields.Among(map, "arrives", ["monthly", "quarterly", "yearly"]),
            Key = _fields.Texts(map, "key"),
            File = _fields.Text(map, "file"),
            Format = _fields.Among(map, "format", ["csv", "xlsx", "json-stat", "px"]),
            Csv = DefinitionFile.Find(map, "csv") is { } csv ? Dialect(_fields.Map(csv, "csv")) : new CsvDialect(),
            Unpivot = DefinitionFile.Find(map, "unpivot") is { } unpivot ? Wide(_fields.Map(unpivot, "unpivot")) : null,
        };
        if (contract.Id != Path.GetFileNameWithoutExtension(file))
        {
            throw _fields.Wrong(map, $"id is '{contract.Id}'", "The id is the file's name.");
        }

        var missing = contract.Key.FirstOrDefault(key => columns.All(column => column.As != key));
        return missing is null ? contract
            : throw _fields.Wrong(map, $"key names '{missing}', which is no column's 'as'", DefinitionFile.Did(missing, columns.Select(c => c.As)));
    }

    private ContractColumn Column(YamlNode node)
    {
        var map = _fields.Map(node, "columns");
        _fields.Known(map, ColumnKeys);
        var drop = _fields.Flag(map, "drop");
        var type = drop ? "text" : _fields.Among(map, "type", [.. Types.Keys]);
        return new ContractColumn(_fields.Text(map, "name"), drop ? "" : _fields.Text(map, "as"), Types[type])
        {
            Aliases = DefinitionFile.Find(map, "aliases") is null ? [] : _fields.Texts(map, "aliases"),
            Drop = drop,
            Required = _fields.Flag(map, "required"),
            Pattern = _fields.Optional(map, "pattern"),
            Extract = _fields.Optional(map, "extract"),
            Codes = _fields.Optional(map, "codes"),
            Min = _fields.Optional(map, "min"),
            Max = _fields.Optional(map, "max"),
        };
    }

    private ContractRule Rule(YamlNode node)
    {
        var map = _fields.Map(node, "rules");
        _fields.Known(map, ["id", "check", "remedy"]);
        return new ContractRule(_fields.Text(map, "id"), _fields.Text(map, "check"), Languages(map, "remedy"));
    }

    private CsvDialect Dialect(YamlMappingNode map)
    {
        _fields.Known(map, CsvKeys);
        var plain = new CsvDialect();
        return new CsvDialect
        {
            Delimiter = (_fields.Optional(map, "delimiter") ?? ",")[0],
            Encodings = DefinitionFile.Find(map, "encodings") is null ? plain.Encodings : _fields.Texts(map, "encodings"),
            DecimalSign = (_fields.Optional(map, "decimal") ?? ".")[0],
            Date = DefinitionFile.Find(map, "date") is null ? plain.Date : _fields.Among(map, "date", ["dd.MM.yyyy", "yyyy-MM-dd"]),
            True = _fields.Optional(map, "true") ?? plain.True,
            False = _fields.Optional(map, "false") ?? plain.False,
            Missing = DefinitionFile.Find(map, "missing") is null ? [] : _fields.Texts(map, "missing"),
            SkipLines = DefinitionFile.Find(map, "skip_lines") is null ? 0 : _fields.Whole(map, "skip_lines"),
        };
    }

    private Unpivot Wide(YamlMappingNode map)
    {
        _fields.Known(map, ["columns", "name", "value"]);
        return new Unpivot(_fields.Text(map, "columns"), _fields.Text(map, "name"), _fields.Text(map, "value"));
    }

    private Dictionary<string, string> Languages(YamlMappingNode map, string key)
    {
        var texts = _fields.Map(_fields.Need(map, key), key);
        _fields.Known(texts, Tongues);
        return Tongues.ToDictionary(language => language, language => _fields.Text(texts, language));
    }
}

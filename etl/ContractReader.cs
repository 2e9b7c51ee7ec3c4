using System.Globalization;
using System.Text.RegularExpressions;
using Maltall.Etl.Validate;
using Maltall.Lake;
using YamlDotNet.RepresentationModel;

namespace Maltall.Etl;

/// <summary>
/// Reads one contract from its YAML file; what is wrong names the file, the line and the nearest field.
/// </summary>
/// <param name="file">The file.</param>
/// <param name="codeLists">Names of the code lists that there are.</param>
internal sealed class ContractReader(string file, IReadOnlyList<string> codeLists)
{
    /// <summary>Fields of a contract.</summary>
    internal static readonly string[] Keys =
    [
        "id", "version", "title", "system", "owner", "purpose", "legal_basis", "retention_days", "arrives", "table",
        "grain", "key", "file", "format", "csv", "unpivot", "columns", "rules", "partition_by",
        .. LakeRuleReader.Keys.Keys,
    ];

    /// <summary>Fields of a column.</summary>
    internal static readonly string[] ColumnKeys =
        ["name", "as", "type", "aliases", "drop", "required", "pattern", "extract", "codes", "min", "max", "severity"];

    /// <summary>Fields of a rule over several columns.</summary>
    internal static readonly string[] RuleKeys = ["id", "check", "severity", "remedy"];

    /// <summary>Fields of the dialect.</summary>
    internal static readonly string[] CsvKeys =
        ["delimiter", "encodings", "decimal", "thousands", "date", "true", "false", "missing", "skip_lines"];

    /// <summary>Words for the types.</summary>
    internal static readonly Dictionary<string, ContractType> Types = new()
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
        var key = _fields.Texts(map, "key");
        var beyond = new LakeRuleReader(_fields, columns.FindAll(column => !column.Drop), key);
        var contract = new Contract(
            _fields.Text(map, "id"), _fields.Whole(map, "version"), _fields.Text(map, "table"), columns,
            _fields.Items(map, "rules").Select(Rule).ToList())
        {
            Title = _fields.Languages(map, "title"),
            System = _fields.Text(map, "system"),
            Owner = _fields.Text(map, "owner"),
            Grain = _fields.Text(map, "grain"),
            RetentionDays = DefinitionFile.Find(map, "retention_days") is null
                ? null : _fields.Whole(map, "retention_days"),
            Arrives = _fields.Among(map, "arrives", ["monthly", "quarterly", "yearly"]),
            Key = key,
            LakeRules = beyond.Rules(map),
            Expected = beyond.Expected(map, _fields.Text(map, "arrives")),
            File = _fields.Text(map, "file"),
            Format = _fields.Among(map, "format", ["csv", "xlsx", "json-stat", "px"]),
            Csv = DefinitionFile.Find(map, "csv") is { } csv ? Dialect(_fields.Map(csv, "csv")) : new CsvDialect(),
            PartitionBy = DefinitionFile.Find(map, "partition_by") is { } partition
                ? Partition(_fields.Map(partition, "partition_by"), columns) : null,
            Unpivot = DefinitionFile.Find(map, "unpivot") is { } unpivot ? Wide(_fields.Map(unpivot, "unpivot")) : null,
        };
        if (contract.Id != Path.GetFileNameWithoutExtension(file))
        {
            throw _fields.Wrong(map, $"id is '{contract.Id}'", "The id is the file's name.");
        }

        CheckNames(map, contract);
        return contract;
    }

    private void CheckNames(YamlMappingNode map, Contract contract)
    {
        var names = contract.Landed.Select(column => column.As).ToList();
        if (contract.Key.FirstOrDefault(key => !names.Contains(key)) is { } missing)
        {
            throw _fields.Wrong(_fields.Need(map, "key"), $"key names '{missing}', which is no column's 'as'",
                DefinitionFile.Did(missing, names));
        }

        if (contract.Key.Count == 0)
        {
            throw _fields.Wrong(_fields.Need(map, "key"), "'key' is empty", "Name at least one column.");
        }

        if (contract.Landed.FirstOrDefault(one => one.CanLandEmpty && contract.Key.Contains(one.As)) is { } key)
        {
            throw _fields.Wrong(_fields.Need(map, "columns"),
                $"'{key.As}' is of the key, and its severity lets it land without a value",
                "Let is_required and the rule of its type reject or block.");
        }

        if (names.GroupBy(name => name).FirstOrDefault(group => group.Count() > 1) is { } twice)
        {
            throw _fields.Wrong(_fields.Need(map, "columns"), $"two columns are '{twice.Key}'",
                "Give each column a name of its own in 'as'.");
        }
    }

    private ContractColumn Column(YamlNode node)
    {
        var map = _fields.Map(node, "columns");
        _fields.Known(map, ColumnKeys);
        var drop = _fields.Flag(map, "drop");
        var type = Types[drop ? "text" : _fields.Among(map, "type", [.. Types.Keys])];
        return new ContractColumn(_fields.Text(map, "name"), drop ? "" : _fields.Text(map, "as"), type)
        {
            Aliases = DefinitionFile.Find(map, "aliases") is null ? [] : _fields.Texts(map, "aliases"),
            Drop = drop,
            Required = _fields.Flag(map, "required"),
            Pattern = Expression(map, "pattern"),
            Extract = Expression(map, "extract"),
            Codes = DefinitionFile.Find(map, "codes") is null ? null : _fields.Among(map, "codes", codeLists),
            Min = Bound(map, "min", type),
            Max = Bound(map, "max", type),
            Severities = DefinitionFile.Find(map, "severity") is { } severities
                ? Severities(_fields.Map(severities, "severity"), type) : new Dictionary<string, Severity>(),
        };
    }

    private Dictionary<string, Severity> Severities(YamlMappingNode map, ContractType type)
    {
        _fields.Known(map, ColumnTexts.Suffixes(type));
        return map.Children.Keys.OfType<YamlScalarNode>().Select(node => node.Value ?? "").ToDictionary(
            suffix => suffix, suffix => SeverityWords.Read(_fields.Among(map, suffix, SeverityWords.All)));
    }

    private string? Expression(YamlMappingNode map, string key)
    {
        var text = _fields.Optional(map, key);
        try
        {
            _ = new Regex(text ?? "");
            return text;
        }
        catch (ArgumentException)
        {
            throw _fields.Wrong(_fields.Need(map, key), $"'{key}' is no regular expression", $"Correct the {key}.");
        }
    }

    private string? Bound(YamlMappingNode map, string key, ContractType type)
    {
        var text = _fields.Optional(map, key);
        var isDay = type == ContractType.Date;
        var isRight = text is null || (isDay
            ? DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out _)
            : decimal.TryParse(text, NumberStyles.Number ^ NumberStyles.AllowThousands, CultureInfo.InvariantCulture,
                out _));
        return isRight ? text : throw _fields.Wrong(_fields.Need(map, key), $"'{key}' is '{text}'",
            isDay ? "Write a date as 1900-01-31." : "Write a number, such as 0.");
    }

    private ContractRule Rule(YamlNode node)
    {
        var map = _fields.Map(node, "rules");
        _fields.Known(map, RuleKeys);
        return new ContractRule(
            _fields.Text(map, "id"), _fields.Text(map, "check"), _fields.Languages(map, "remedy"))
        {
            Severity = DefinitionFile.Find(map, "severity") is null ? Severity.Reject
                : SeverityWords.Read(_fields.Among(map, "severity", SeverityWords.All)),
        };
    }

    private CsvDialect Dialect(YamlMappingNode map)
    {
        _fields.Known(map, CsvKeys);
        var plain = new CsvDialect();
        return new CsvDialect
        {
            Delimiter = Sign(map, "delimiter") ?? plain.Delimiter,
            Encodings = DefinitionFile.Find(map, "encodings") is null ? plain.Encodings : Encodings(map),
            DecimalSign = Sign(map, "decimal") ?? plain.DecimalSign,
            Thousands = Sign(map, "thousands"),
            Date = DefinitionFile.Find(map, "date") is null ? plain.Date
                : _fields.Among(map, "date", ["dd.MM.yyyy", "MM/dd/yyyy", "yyyy-MM-dd"]),
            True = _fields.Optional(map, "true") ?? plain.True,
            False = _fields.Optional(map, "false") ?? plain.False,
            Missing = DefinitionFile.Find(map, "missing") is null ? [] : _fields.Texts(map, "missing"),
            SkipLines = DefinitionFile.Find(map, "skip_lines") is null ? 0 : _fields.Whole(map, "skip_lines"),
        };
    }

    private char? Sign(YamlMappingNode map, string key) => _fields.Optional(map, key) switch
    {
        null => null,
        [< (char)0x80 and not ('"' or '\r' or '\n') and var sign] => sign,
        _ => throw _fields.Wrong(_fields.Need(map, key), $"'{key}' is no single character",
            "Write one character, such as ;."),
    };

    private List<string> Encodings(YamlMappingNode map)
    {
        var names = _fields.Texts(map, "encodings");
        string[] known = ["utf-8", "latin-1"];
        var unknown = names.Find(name => !known.Contains(name));
        return unknown is null ? names : throw _fields.Wrong(
            _fields.Need(map, "encodings"), $"'{unknown}' is no encoding", DefinitionFile.Did(unknown, known));
    }

    private YearPartition Partition(YamlMappingNode map, List<ContractColumn> columns)
    {
        _fields.Known(map, ["year_of", "as"]);
        var days = columns.Where(column => column is { Type: ContractType.Date, Required: true })
            .Select(column => column.As).ToList();
        return new YearPartition(_fields.Among(map, "year_of", days), _fields.Text(map, "as"));
    }

    private Unpivot Wide(YamlMappingNode map)
    {
        _fields.Known(map, ["columns", "name", "value"]);
        return new Unpivot(_fields.Text(map, "columns"), _fields.Text(map, "name"), _fields.Text(map, "value"));
    }
}

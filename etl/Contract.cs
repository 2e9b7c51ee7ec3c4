using Maltall.Lake;

namespace Maltall.Etl;

/// <summary>What a column of a delivery holds.</summary>
public enum ContractType
{
    /// <summary>Text, trimmed.</summary>
    Text,

    /// <summary>A whole number; spaces may divide thousands.</summary>
    Whole,

    /// <summary>Money or another number with two decimals, with the contract's decimal sign.</summary>
    Money,

    /// <summary>A number with any decimals.</summary>
    Number,

    /// <summary>True or false, in the contract's words.</summary>
    Boolean,

    /// <summary>A day, in the contract's form.</summary>
    Date,

    /// <summary>An instant, ISO 8601.</summary>
    Timestamp,

    /// <summary>A fødselsnummer or D-number, which becomes a keyed pseudonym while it is read.</summary>
    Pseudonym,
}

/// <summary>What a source must deliver, and what becomes of it. One YAML file in <c>etl/contracts</c>.</summary>
/// <param name="Id">The source's name, and the file's.</param>
/// <param name="Version">Counts up when the meaning changes.</param>
/// <param name="Table">Name of the landed table, such as <c>landed/bit_application</c>.</param>
/// <param name="Columns">Columns in the order of the contract.</param>
/// <param name="Rules">Rules over several columns.</param>
public sealed record Contract(
    string Id, int Version, string Table, IReadOnlyList<ContractColumn> Columns, IReadOnlyList<ContractRule> Rules)
{
    /// <summary>Title by language: nb, nn, en.</summary>
    public required IReadOnlyDictionary<string, string> Title { get; init; }

    /// <summary>The system that delivers.</summary>
    public required string System { get; init; }

    /// <summary>Who answers for the source.</summary>
    public required string Owner { get; init; }

    /// <summary>What one row stands for.</summary>
    public required string Grain { get; init; }

    /// <summary>
    /// Days for which the delivered bytes are kept, counted from the landing; null where they hold nobody's data.
    /// </summary>
    public int? RetentionDays { get; init; }

    /// <summary>How often a delivery is expected: monthly, quarterly or yearly.</summary>
    public required string Arrives { get; init; }

    /// <summary>Our names of the columns that make a row unique.</summary>
    public required IReadOnlyList<string> Key { get; init; }

    /// <summary>Pattern of the file names, with * for any text.</summary>
    public required string File { get; init; }

    /// <summary>csv, xlsx, json-stat or px.</summary>
    public required string Format { get; init; }

    /// <summary>How a CSV file is written; for other formats, how their text cells are.</summary>
    public CsvDialect Csv { get; init; } = new();

    /// <summary>The column whose years divide the landed table into folders; null when nothing divides it.</summary>
    public YearPartition? PartitionBy { get; init; }

    /// <summary>The wide columns that become rows; null when the file is long already.</summary>
    public Unpivot? Unpivot { get; init; }

    /// <summary>Rules by which a row is judged together with what is landed already.</summary>
    public IReadOnlyList<LakeRule> LakeRules { get; init; } = [];

    /// <summary>Our name of the column that says which district a row is of; null when none does.</summary>
    public string? DistrictColumn => Landed.FirstOrDefault(column => column.Codes == "district")?.As;

    /// <summary>When the source is expected; null when the contract does not say.</summary>
    public ExpectedArrival? Expected { get; init; }

    /// <summary>
    /// Whether a row is landed or rejected by itself alone, so that a large delivery can be landed in one pass.
    /// </summary>
    public bool IsJudgedByTheRow => LakeRules.Count == 0
        && Rules.All(rule => rule.Severity == Severity.Reject)
        && Columns.All(column => column.Severities.Values.All(severity => severity == Severity.Reject));

    /// <summary>Whether a delivery may be refused for what is landed, and so be judged otherwise another day.</summary>
    public bool IsBlockedByTheLake => LakeRules.Any(rule => rule.Severity == Severity.Block);

    /// <summary>Whether a delivery holds identity numbers, so that its bytes are kept only encrypted.</summary>
    public bool HasPersonalData => Columns.Any(column => column.Drop || column.Type == ContractType.Pseudonym);

    /// <summary>The columns of the landed table, those of lineage last.</summary>
    public IReadOnlyList<Column> TableColumns =>
    [
        .. Landed.Select(column => new Column(column.As, column.Type switch
        {
            ContractType.Whole => ColumnType.Long,
            ContractType.Money => ColumnType.Decimal,
            ContractType.Number => ColumnType.Double,
            ContractType.Boolean => ColumnType.Boolean,
            ContractType.Date => ColumnType.Date,
            ContractType.Timestamp => ColumnType.Timestamp,
            _ => ColumnType.Text,
        })),
        .. PartitionBy is { } partition ? [new Column(partition.As, ColumnType.Long)] : Array.Empty<Column>(),
        new Column("_batch", ColumnType.Text),
        new Column("_row", ColumnType.Long),
    ];

    /// <summary>The columns that are landed, in order.</summary>
    public IEnumerable<ContractColumn> Landed => Columns.Where(column => !column.Drop);
}

/// <summary>A column of a contract.</summary>
/// <param name="Name">The file's own word.</param>
/// <param name="As">Our name; empty for a column that is dropped.</param>
/// <param name="Type">What it holds.</param>
public sealed record ContractColumn(string Name, string As, ContractType Type)
{
    /// <summary>Other headings that mean the same, such as the English one.</summary>
    public IReadOnlyList<string> Aliases { get; init; } = [];

    /// <summary>Whether the column must be in the file and is never kept.</summary>
    public bool Drop { get; init; }

    /// <summary>Whether every row must have a value.</summary>
    public bool Required { get; init; }

    /// <summary>Regular expression that the whole value must match.</summary>
    public string? Pattern { get; init; }

    /// <summary>Regular expression whose first group is the value.</summary>
    public string? Extract { get; init; }

    /// <summary>Name of the code list in <c>etl/codes</c> that the value must be in.</summary>
    public string? Codes { get; init; }

    /// <summary>Least value, as it is written in the contract.</summary>
    public string? Min { get; init; }

    /// <summary>Greatest value, as it is written in the contract.</summary>
    public string? Max { get; init; }

    /// <summary>Severity by the ending of the rule's name, such as <c>in_range</c>; else reject.</summary>
    public IReadOnlyDictionary<string, Severity> Severities { get; init; } = new Dictionary<string, Severity>();

    /// <summary>Whether a row may land without a value that can be read.</summary>
    public bool CanLandEmpty => Severities.Any(one => one.Value == Severity.Warn
        && one.Key is not ("matches_pattern" or "in_codes" or "in_range"));
}

/// <summary>Divides a landed table by the year of a day.</summary>
/// <param name="Column">Our name of a required date column.</param>
/// <param name="As">Name of the column that holds its year.</param>
public sealed record YearPartition(string Column, string As);

/// <summary>A rule over several columns of a row.</summary>
/// <param name="Id">Name of the rule, lower snake_case.</param>
/// <param name="Check">SQL over our names; a row for which it is false breaks the rule.</param>
/// <param name="Remedy">What the supplier shall do, by language.</param>
public sealed record ContractRule(string Id, string Check, IReadOnlyDictionary<string, string> Remedy)
{
    /// <summary>What becomes of a row that breaks it.</summary>
    public Severity Severity { get; init; }
}

/// <summary>How a delivery writes its values.</summary>
public sealed record CsvDialect
{
    /// <summary>Character between fields.</summary>
    public char Delimiter { get; init; } = ',';

    /// <summary>Encodings that are allowed: utf-8, latin-1.</summary>
    public IReadOnlyList<string> Encodings { get; init; } = ["utf-8"];

    /// <summary>Character before decimals.</summary>
    public char DecimalSign { get; init; } = '.';

    /// <summary>Character between thousands, beside blanks; null when there is none.</summary>
    public char? Thousands { get; init; }

    /// <summary>Form of a day: dd.MM.yyyy, MM/dd/yyyy or yyyy-MM-dd.</summary>
    public string Date { get; init; } = "yyyy-MM-dd";

    /// <summary>The word for true.</summary>
    public string True { get; init; } = "true";

    /// <summary>The word for false.</summary>
    public string False { get; init; } = "false";

    /// <summary>Texts that mean that the value is missing, beside an empty field.</summary>
    public IReadOnlyList<string> Missing { get; init; } = [];

    /// <summary>Lines before the heading.</summary>
    public int SkipLines { get; init; }
}

/// <summary>Wide columns that become rows.</summary>
/// <param name="Columns">Regular expression of the wide headings; its first group is the name's value.</param>
/// <param name="Name">Column that takes what the heading said.</param>
/// <param name="Value">Column that takes the cell.</param>
public sealed record Unpivot(string Columns, string Name, string Value);

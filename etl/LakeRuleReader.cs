using System.Globalization;
using YamlDotNet.RepresentationModel;

namespace Maltall.Etl;

/// <summary>Reads the parts of a contract that look beyond the single row.</summary>
/// <param name="fields">The contract's file.</param>
/// <param name="columns">The columns that are landed.</param>
/// <param name="key">The contract's key.</param>
internal sealed class LakeRuleReader(
    DefinitionFile fields, IReadOnlyList<ContractColumn> columns, IReadOnlyList<string> key)
{
    /// <summary>Fields of each part, by its name in the contract.</summary>
    internal static readonly Dictionary<string, string[]> Keys = new()
    {
        ["references"] = ["id", "columns", "to", "key", "severity", "remedy"],
        ["stock_flow"] =
            ["id", "by", "period", "opening", "in", "out", "closing", "tolerance", "severity", "remedy"],
        ["outliers"] =
            ["id", "value", "by", "order", "history", "least", "limit", "floor", "severity", "remedy"],
        ["expected"] = ["by", "lag_days", "final_after_days", "partial_above"],
    };

    private static readonly ContractType[] Numbers =
        [ContractType.Whole, ContractType.Money, ContractType.Number];

    private static readonly ContractType[] Periods = [ContractType.Date, ContractType.Text, ContractType.Whole];

    /// <summary>The rules, in the order of the file's parts.</summary>
    public IReadOnlyList<LakeRule> Rules(YamlMappingNode map) =>
    [
        .. Items(map, "references").Select(Reference),
        .. DefinitionFile.Find(map, "stock_flow") is { } flow ? [StockFlow(flow)] : Array.Empty<LakeRule>(),
        .. Items(map, "outliers").Select(Outlier),
    ];

    /// <summary>When the source is expected; null when the contract does not say.</summary>
    public ExpectedArrival? Expected(YamlMappingNode root, string arrives)
    {
        if (DefinitionFile.Find(root, "expected") is not { } node)
        {
            return null;
        }

        var map = Part(node, "expected");
        return arrives == "monthly"
            ? new ExpectedArrival(
                DefinitionFile.Find(map, "by") is null ? null : Column(map, "by", [ContractType.Text]),
                fields.Whole(map, "lag_days"), Whole(map, "final_after_days", 90), Number(map, "partial_above", 0.05m))
            : throw fields.Wrong(node, "'expected' stands in a source that is not monthly",
                "Only monthly deliveries name their period; take it away.");
    }

    private LakeRule.Reference Reference(YamlNode node)
    {
        var map = Part(node, "references");
        var named = fields.Texts(map, "columns");
        var there = fields.Texts(map, "key");
        named.ForEach(name => Known(map, "columns", name, null));
        return named.Count > 0 && named.Count == there.Count
            ? new LakeRule.Reference(fields.Text(map, "id"), named, fields.Text(map, "to"), there)
            {
                Severity = Severity(map), Remedy = Remedy(map, LakeRuleTexts.Reference),
            }
            : throw fields.Wrong(fields.Need(map, "key"), "'key' has not as many columns as 'columns'",
                "Name one column there for each column here.");
    }

    private LakeRule.StockFlow StockFlow(YamlNode node)
    {
        var map = Part(node, "stock_flow");
        return new LakeRule.StockFlow(fields.Text(map, "id"), Series(map, "period"), Column(map, "period", Periods),
            Column(map, "closing", Numbers))
        {
            Opening = DefinitionFile.Find(map, "opening") is null ? null : Column(map, "opening", Numbers),
            In = Columns(map, "in"),
            Out = Columns(map, "out"),
            Tolerance = Number(map, "tolerance", 0),
            Severity = Severity(map),
            Remedy = Remedy(map, LakeRuleTexts.StockFlow),
        };
    }

    private LakeRule.Outlier Outlier(YamlNode node)
    {
        var map = Part(node, "outliers");
        return new LakeRule.Outlier(fields.Text(map, "id"), Column(map, "value", Numbers), Series(map, "order"),
            Column(map, "order", Periods))
        {
            History = Whole(map, "history", 12),
            Least = Whole(map, "least", 6),
            Limit = Number(map, "limit", 5),
            Floor = Number(map, "floor", 1),
            Severity = Severity(map),
            Remedy = Remedy(map, LakeRuleTexts.Outlier),
        };
    }

    private YamlMappingNode Part(YamlNode node, string name)
    {
        var map = fields.Map(node, name);
        fields.Known(map, Keys[name]);
        return map;
    }

    /// <summary>The columns of a series; with that of the period they must be the key.</summary>
    private List<string> Series(YamlMappingNode map, string period)
    {
        var by = fields.Texts(map, "by");
        by.ForEach(name => Known(map, "by", name, null));
        return by.Append(fields.Text(map, period)).ToHashSet().SetEquals(key) ? by
            : throw fields.Wrong(fields.Need(map, "by"), $"'by' and '{period}' are not the key together",
                $"The key is {string.Join(", ", key)}.");
    }

    private List<string> Columns(YamlMappingNode map, string name)
    {
        var named = fields.Texts(map, name);
        named.ForEach(one => Known(map, name, one, Numbers));
        return named;
    }

    private string Column(YamlMappingNode map, string name, IReadOnlyList<ContractType>? types) =>
        Known(map, name, fields.Text(map, name), types);

    private string Known(YamlMappingNode map, string field, string name, IReadOnlyList<ContractType>? types)
    {
        var fit = columns.Where(column => types is null || types.Contains(column.Type)).Select(column => column.As);
        return fit.Contains(name) ? name : throw fields.Wrong(fields.Need(map, field),
            $"'{field}' names '{name}', which is no column that it can be", DefinitionFile.Did(name, fit));
    }

    private Severity Severity(YamlMappingNode map) =>
        SeverityWords.Read(fields.Among(map, "severity", SeverityWords.All));

    private IReadOnlyDictionary<string, string> Remedy(
        YamlMappingNode map, IReadOnlyDictionary<string, string> otherwise) =>
        DefinitionFile.Find(map, "remedy") is null ? otherwise : fields.Languages(map, "remedy");

    private int Whole(YamlMappingNode map, string name, int otherwise) =>
        DefinitionFile.Find(map, name) is null ? otherwise : fields.Whole(map, name);

    private decimal Number(YamlMappingNode map, string name, decimal otherwise)
    {
        const NumberStyles Plain = NumberStyles.AllowDecimalPoint;
        return fields.Optional(map, name) is not { } text ? otherwise
            : decimal.TryParse(text, Plain, CultureInfo.InvariantCulture, out var number) ? number
            : throw fields.Wrong(fields.Need(map, name), $"'{name}' is no number", "Write it as 5 or 0.5.");
    }

    private YamlSequenceNode Items(YamlMappingNode map, string name) =>
        DefinitionFile.Find(map, name) is null ? [] : fields.Items(map, name);
}

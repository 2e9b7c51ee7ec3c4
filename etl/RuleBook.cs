using Maltall.Etl.Validate;

namespace Maltall.Etl;

/// <summary>Every rule of a contract in words, for the supplier's list of what to correct.</summary>
/// <param name="contract">The contract.</param>
public sealed class RuleBook(Contract contract)
{
    /// <summary>The rule that a key may not stand twice with different content.</summary>
    internal const string KeyIsUnique = "key_is_unique";

    /// <summary>The rule that a monthly delivery has about as many rows as those before it.</summary>
    internal const string RowCountIsUsual = "row_count_is_usual";

    private readonly Dictionary<string, RuleText> _texts = Texts(contract).DistinctBy(one => one.Id)
        .ToDictionary(one => one.Id, one => one.Text);

    /// <summary>The words of a rule; null for one that an earlier version of the contract had.</summary>
    public RuleText? Find(string rule) => _texts.GetValueOrDefault(rule);

    private static IEnumerable<(string Id, RuleText Text)> Texts(Contract contract) =>
    [
        .. contract.Landed.SelectMany(column => ColumnTexts.Suffixes(column.Type).Select(suffix =>
            (ColumnTexts.Id(column, suffix), ColumnTexts.Of(column, suffix, contract.Csv)))),
        .. contract.Rules.Select(rule => (rule.Id, new RuleText(Several, rule.Remedy))),
        .. contract.LakeRules.SelectMany(Beyond),
        (KeyIsUnique, Key),
        (RowCountIsUsual, RowCount),
        .. ColumnTexts.Structure.Select(one => (one.Key, one.Value)),
    ];

    private static IEnumerable<(string Id, RuleText Text)> Beyond(LakeRule rule) => rule switch
    {
        LakeRule.Reference reference => [(rule.Id, new RuleText(RuleText.In(
            $"viser til noe som ikke er i {reference.To}", $"viser til noko som ikkje er i {reference.To}",
            $"names what is not in {reference.To}"), rule.Remedy))],
        LakeRule.StockFlow flow =>
        [
            (rule.Id, new RuleText(RuleText.In(
                "inngående og tilgang minus avgang er ikke utgående",
                "inngåande og tilgang minus avgang er ikkje utgåande",
                "opening and inflow less outflow is not the closing stock"), rule.Remedy)),
            (flow.CarriesOver, new RuleText(RuleText.In(
                "utgående er ikke neste periodes inngående", "utgåande er ikkje inngåande i neste periode",
                "the closing stock is not the next period's opening"), rule.Remedy)),
        ],
        LakeRule.Outlier outlier => [(rule.Id, new RuleText(RuleText.In(
            $"{outlier.Value} er langt fra tidligere perioder", $"{outlier.Value} er langt frå tidlegare periodar",
            $"{outlier.Value} is far from earlier periods"), rule.Remedy))],
        _ => [],
    };

    private static IReadOnlyDictionary<string, string> Several { get; } = RuleText.In(
        "bryter en regel over flere kolonner", "bryt ein regel over fleire kolonnar",
        "breaks a rule over several columns");

    private static RuleText Key { get; } = new(
        RuleText.In("nøkkelen står i flere rader med ulikt innhold", "nøkkelen står i fleire rader med ulikt innhald",
            "the key stands in several rows with different content"),
        RuleText.In("Lever én rad per nøkkel.", "Lever éi rad per nøkkel.", "Deliver one row per key."));

    private static RuleText RowCount { get; } = new(
        RuleText.In("leveransen har mange flere eller færre rader enn de før den",
            "leveransen har mange fleire eller færre rader enn dei før han",
            "the delivery has many more or fewer rows than those before it"),
        LakeRuleTexts.RowCount);
}

namespace Maltall.Etl;

/// <summary>What a supplier shall do about a rule beyond the single row, where the contract does not say.</summary>
internal static class LakeRuleTexts
{
    /// <summary>What a row names is not there.</summary>
    public static IReadOnlyDictionary<string, string> Reference { get; } = RuleText.In(
        "Kontroller nummeret, eller lever det som mangler.",
        "Kontroller nummeret, eller lever det som manglar.",
        "Check the number, or deliver what is missing.");

    /// <summary>Stock and flow do not meet.</summary>
    public static IReadOnlyDictionary<string, string> StockFlow { get; } = RuleText.In(
        "Kontroller beholdning, tilgang og avgang, eller forklar forskjellen.",
        "Kontroller behaldning, tilgang og avgang, eller forklar skilnaden.",
        "Check stock, inflow and outflow, or explain the difference.");

    /// <summary>A value is far from those before it.</summary>
    public static IReadOnlyDictionary<string, string> Outlier { get; } = RuleText.In(
        "Verdien er langt fra tidligere perioder. Kontroller den, eller bekreft den.",
        "Verdien er langt frå tidlegare periodar. Kontroller han, eller stadfest han.",
        "The value is far from earlier periods. Check it, or confirm it.");

    /// <summary>A delivery is much larger or smaller than those before it.</summary>
    public static IReadOnlyDictionary<string, string> RowCount { get; } = RuleText.In(
        "Kontroller at leveransen er hel og bare gjelder perioden.",
        "Kontroller at leveransen er heil og berre gjeld perioden.",
        "Check that the delivery is whole and for the period alone.");
}

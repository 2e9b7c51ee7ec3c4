namespace Maltall.Etl.Validate;

/// <summary>A rule that a row must keep.</summary>
/// <param name="Id">Name of the rule, such as <c>decided_on_is_date</c>.</param>
/// <param name="Column">The file's word for the column; null for a rule over several.</param>
/// <param name="Message">What is wrong, without any value.</param>
/// <param name="Remedy">What the supplier shall do.</param>
public sealed record RowRule(string Id, string? Column, string Message, string Remedy)
{
    /// <summary>What becomes of a row that breaks it.</summary>
    public Severity Severity { get; init; }

    /// <summary>A rule from its words; the record of rejects has English messages and Norwegian remedies.</summary>
    internal static RowRule Make(string id, string? column, RuleText text, Severity severity) =>
        new(id, column, text.Says["en"], text.Remedy["nb"]) { Severity = severity };
}

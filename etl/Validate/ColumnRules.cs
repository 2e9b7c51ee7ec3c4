namespace Maltall.Etl.Validate;

/// <summary>What a contract asks of one column, as numbered rules.</summary>
internal static class ColumnRules
{
    /// <summary>The rules of a row's structure, of any contract.</summary>
    public static IReadOnlyList<RowRule> Structure { get; } =
        [.. ColumnTexts.Structure.Select(one => RowRule.Make(one.Key, null, one.Value, Severity.Reject))];

    /// <summary>Adds the rules of a column to a list, and gives their places in it.</summary>
    /// <param name="column">The column.</param>
    /// <param name="csv">How the delivery writes values.</param>
    /// <param name="catalog">Gives the code lists.</param>
    /// <param name="all">The rules so far.</param>
    public static RowRules.OfColumn Number(
        ContractColumn column, CsvDialect csv, ContractCatalog catalog, List<RowRule> all)
    {
        int? Add(bool has, string suffix)
        {
            if (has)
            {
                all.Add(RowRule.Make(ColumnTexts.Id(column, suffix), column.Name, ColumnTexts.Of(column, suffix, csv),
                    column.Severities.GetValueOrDefault(suffix, Severity.Reject)));
            }

            return has ? all.Count - 1 : null;
        }

        var kind = ColumnTexts.Kind(column.Type);
        return new RowRules.OfColumn(
            Add(column.Required, "is_required"),
            Add(kind is not null, kind ?? ""),
            Add(column.Pattern is not null, "matches_pattern"),
            Add(column.Codes is not null, "in_codes"),
            Add(column.Min is not null || column.Max is not null, "in_range"))
        {
            Codes = column.Codes is { } list ? catalog.Codes(list) : [],
        };
    }
}

namespace Maltall.Etl.Validate;

/// <summary>What a contract asks of one column, in words for the supplier.</summary>
internal static class ColumnRules
{
    /// <summary>The rules of a row's structure, of any contract.</summary>
    public static IReadOnlyList<RowRule> Structure { get; } =
    [
        new("field_count", null, "has more or fewer fields than the heading",
            "Kontroller skilletegn og anførselstegn i raden."),
        new("line_too_long", null, "is longer than 1 MB", "Kontroller linjeskiftene i filen."),
        new("unterminated_quote", null, "opens a quotation mark and does not close it",
            "Lukk anførselstegnet, eller ta det bort."),
        new("quotes_around_whole_field", null, "has a quotation mark inside a field",
            "Sett anførselstegn rundt hele feltet, og doble dem inni."),
        new("no_control_byte", null, "holds a NUL or another control byte", "Eksporter filen på nytt."),
        new("is_utf8", null, "holds bytes that are not UTF-8", "Eksporter filen på nytt som UTF-8."),
    ];

    /// <summary>Adds the rules of a column to a list, and gives their places in it.</summary>
    /// <param name="column">The column.</param>
    /// <param name="csv">How the delivery writes values.</param>
    /// <param name="catalog">Gives the code lists.</param>
    /// <param name="all">The rules so far.</param>
    public static RowRules.OfColumn Number(
        ContractColumn column, CsvDialect csv, ContractCatalog catalog, List<RowRule> all)
    {
        int? Add(bool has, string suffix, string message, string remedy)
        {
            if (has)
            {
                all.Add(Rule(column, suffix, message, remedy));
            }

            return has ? all.Count - 1 : null;
        }

        var kind = Kind(column, csv);
        var (pattern, list) = (column.Pattern, column.Codes);
        return new RowRules.OfColumn(
            Add(column.Required, "is_required", "has no value", "Fyll ut feltet."),
            Add(kind is not null, kind?.Id ?? "", kind?.Message ?? "", kind?.Remedy ?? ""),
            Add(pattern is not null, "matches_pattern", "does not have the form that the contract states",
                $"Skriv verdien på formen {pattern}."),
            Add(list is not null, "in_codes", $"is not in the code list {list}",
                $"Bruk en kode fra kodelisten {list}."),
            Add(column.Min is not null || column.Max is not null, "in_range", $"is outside {Range(column)}",
                $"Verdien skal være {Range(column)}."))
        {
            Codes = list is null ? [] : catalog.Codes(list),
        };
    }

    private static RowRule Rule(ContractColumn column, string suffix, string message, string remedy) =>
        new($"{(column.Type == ContractType.Pseudonym ? column.Name : column.As)}_{suffix}", column.Name, message,
            remedy);

    private static (string Id, string Message, string Remedy)? Kind(ContractColumn column, CsvDialect csv) =>
        column.Type switch
    {
        ContractType.Whole => ("is_integer", "not a whole number", "Skriv et helt tall."),
        ContractType.Money => ("is_decimal", "not an amount",
            $"Skriv et beløp med {csv.DecimalSign} og høyst to desimaler."),
        ContractType.Number => ("is_number", "not a number", $"Skriv et tall med {csv.DecimalSign} som desimaltegn."),
        ContractType.Boolean => ("is_boolean", $"neither {csv.True} nor {csv.False}",
            $"Skriv {csv.True} eller {csv.False}."),
        ContractType.Date => ("is_date", "not a date", $"Skriv en gyldig dato på formen {csv.Date}."),
        ContractType.Timestamp => ("is_timestamp", "not an instant", "Skriv tidspunktet etter ISO 8601."),
        ContractType.Pseudonym => ("is_valid", "not a valid fødselsnummer or D-number",
            "Kontroller fødselsnummeret mot Folkeregisteret."),
        _ => null,
    };

    private static string Range(ContractColumn column) => (column.Min, column.Max) switch
    {
        ({ } min, { } max) => $"{min}–{max}",
        ({ } min, null) => $"≥ {min}",
        (_, var max) => $"≤ {max}",
    };
}

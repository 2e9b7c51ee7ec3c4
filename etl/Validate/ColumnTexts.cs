namespace Maltall.Etl.Validate;

/// <summary>The rules of one column and of a row's structure, in words for the supplier.</summary>
internal static class ColumnTexts
{
    private static readonly string[] Common = ["is_required", "matches_pattern", "in_codes", "in_range"];

    /// <summary>The rules of a row's structure, of any contract.</summary>
    public static IReadOnlyDictionary<string, RuleText> Structure { get; } = new Dictionary<string, RuleText>
    {
        ["field_count"] = new(
            RuleText.In("har flere eller færre felt enn overskriften", "har fleire eller færre felt enn overskrifta",
                "has more or fewer fields than the heading"),
            RuleText.In("Kontroller skilletegn og anførselstegn i raden.",
                "Kontroller skiljeteikn og hermeteikn i rada.",
                "Check delimiters and quotation marks in the row.")),
        ["line_too_long"] = new(
            RuleText.In("er lengre enn 1 MB", "er lengre enn 1 MB", "is longer than 1 MB"),
            RuleText.In("Kontroller linjeskiftene i filen.", "Kontroller linjeskifta i fila.",
                "Check the line breaks of the file.")),
        ["unterminated_quote"] = new(
            RuleText.In("åpner et anførselstegn som ikke blir lukket", "opnar eit hermeteikn som ikkje blir lukka",
                "opens a quotation mark and does not close it"),
            RuleText.In("Lukk anførselstegnet, eller ta det bort.", "Lukk hermeteiknet, eller ta det bort.",
                "Close the quotation mark, or take it away.")),
        ["quotes_around_whole_field"] = new(
            RuleText.In("har anførselstegn inne i et felt", "har hermeteikn inne i eit felt",
                "has a quotation mark inside a field"),
            RuleText.In("Sett anførselstegn rundt hele feltet, og doble dem inni.",
                "Set hermeteikn rundt heile feltet, og doble dei inni.",
                "Put quotation marks around the whole field, and double those inside.")),
        ["no_control_byte"] = new(
            RuleText.In("inneholder NUL eller et annet styretegn", "inneheld NUL eller eit anna styreteikn",
                "holds a NUL or another control byte"),
            RuleText.In("Eksporter filen på nytt.", "Eksporter fila på nytt.", "Export the file again.")),
        ["is_utf8"] = new(
            RuleText.In("inneholder tegn som ikke er UTF-8", "inneheld teikn som ikkje er UTF-8",
                "holds bytes that are not UTF-8"),
            RuleText.In("Eksporter filen på nytt som UTF-8.", "Eksporter fila på nytt som UTF-8.",
                "Export the file again as UTF-8.")),
    };

    /// <summary>The endings of the names of a column's rules.</summary>
    public static IReadOnlyList<string> Suffixes(ContractType type) =>
        [.. Common, .. Kind(type) is { } kind ? [kind] : Array.Empty<string>()];

    /// <summary>Name of a column's rule.</summary>
    public static string Id(ContractColumn column, string suffix) =>
        $"{(column.Type == ContractType.Pseudonym ? column.Name : column.As)}_{suffix}";

    /// <summary>Ending of the rule that a text is of its type; null where every text is.</summary>
    public static string? Kind(ContractType type) => type switch
    {
        ContractType.Whole => "is_integer",
        ContractType.Money => "is_decimal",
        ContractType.Number => "is_number",
        ContractType.Boolean => "is_boolean",
        ContractType.Date => "is_date",
        ContractType.Timestamp => "is_timestamp",
        ContractType.Pseudonym => "is_valid",
        _ => null,
    };

    /// <summary>A rule of a column.</summary>
    /// <param name="column">The column.</param>
    /// <param name="suffix">One of <see cref="Suffixes"/>.</param>
    /// <param name="csv">How the delivery writes values.</param>
    public static RuleText Of(ContractColumn column, string suffix, CsvDialect csv) => suffix switch
    {
        "is_required" => new(
            RuleText.In("mangler verdi", "manglar verdi", "has no value"),
            RuleText.In("Fyll ut feltet.", "Fyll ut feltet.", "Fill in the field.")),
        "matches_pattern" => new(
            RuleText.In("har ikke formen som leveranseavtalen sier", "har ikkje forma som leveranseavtalen seier",
                "does not have the form that the contract states"),
            RuleText.In($"Skriv verdien på formen {column.Pattern}.", $"Skriv verdien på forma {column.Pattern}.",
                $"Write the value in the form {column.Pattern}.")),
        "in_codes" => new(
            RuleText.In($"er ikke i kodelisten {column.Codes}", $"er ikkje i kodelista {column.Codes}",
                $"is not in the code list {column.Codes}"),
            RuleText.In($"Bruk en kode fra kodelisten {column.Codes}.", $"Bruk ein kode frå kodelista {column.Codes}.",
                $"Use a code of the code list {column.Codes}.")),
        "in_range" => new(
            RuleText.In($"er utenfor {Range(column)}", $"er utanfor {Range(column)}", $"is outside {Range(column)}"),
            RuleText.In($"Verdien skal være {Range(column)}.", $"Verdien skal vere {Range(column)}.",
                $"The value must be {Range(column)}.")),
        _ => OfKind(suffix, csv),
    };

    private static RuleText OfKind(string kind, CsvDialect csv) => kind switch
    {
        "is_integer" => new(
            RuleText.In("er ikke et helt tall", "er ikkje eit heilt tal", "not a whole number"),
            RuleText.In("Skriv et helt tall.", "Skriv eit heilt tal.", "Write a whole number.")),
        "is_decimal" => new(
            RuleText.In("er ikke et beløp", "er ikkje eit beløp", "not an amount"),
            RuleText.In($"Skriv et beløp med {csv.DecimalSign} og høyst to desimaler.",
                $"Skriv eit beløp med {csv.DecimalSign} og høgst to desimalar.",
                $"Write an amount with {csv.DecimalSign} and at most two decimals.")),
        "is_number" => new(
            RuleText.In("er ikke et tall", "er ikkje eit tal", "not a number"),
            RuleText.In($"Skriv et tall med {csv.DecimalSign} som desimaltegn.",
                $"Skriv eit tal med {csv.DecimalSign} som desimalteikn.",
                $"Write a number with {csv.DecimalSign} before its decimals.")),
        "is_boolean" => new(
            RuleText.In($"er verken {csv.True} eller {csv.False}", $"er verken {csv.True} eller {csv.False}",
                $"neither {csv.True} nor {csv.False}"),
            RuleText.In($"Skriv {csv.True} eller {csv.False}.", $"Skriv {csv.True} eller {csv.False}.",
                $"Write {csv.True} or {csv.False}.")),
        "is_date" => new(
            RuleText.In("er ikke en dato", "er ikkje ein dato", "not a date"),
            RuleText.In($"Skriv en gyldig dato på formen {csv.Date}.", $"Skriv ein gyldig dato på forma {csv.Date}.",
                $"Write a valid date in the form {csv.Date}.")),
        "is_timestamp" => new(
            RuleText.In("er ikke et tidspunkt", "er ikkje eit tidspunkt", "not an instant"),
            RuleText.In("Skriv tidspunktet etter ISO 8601.", "Skriv tidspunktet etter ISO 8601.",
                "Write the instant by ISO 8601.")),
        _ => new(
            RuleText.In("er ikke et gyldig fødselsnummer eller D-nummer",
                "er ikkje eit gyldig fødselsnummer eller D-nummer",
                "not a valid fødselsnummer or D-number"),
            RuleText.In("Kontroller fødselsnummeret mot Folkeregisteret.",
                "Kontroller fødselsnummeret mot Folkeregisteret.",
                "Check the fødselsnummer with the population register.")),
    };

    private static string Range(ContractColumn column) => (column.Min, column.Max) switch
    {
        ({ } min, { } max) => $"{min}–{max}",
        ({ } min, null) => $"≥ {min}",
        (_, var max) => $"≤ {max}",
    };
}

using System.Globalization;
using System.Text.RegularExpressions;
using DuckDB.NET.Data;
using Maltall.Etl.Fetch;
using Maltall.Lake;

namespace Maltall.Etl.Validate;

/// <summary>Turns a contract into SQL: how each text becomes a value, and when a row breaks a rule.</summary>
/// <param name="contract">The contract.</param>
/// <param name="catalog">Gives the code lists.</param>
/// <param name="forgotten">What is known of persons who are forgotten.</param>
internal sealed class RowRules(Contract contract, ContractCatalog catalog, ForgottenRows forgotten = default)
{
    /// <summary>The rule that a key may not stand twice with different content.</summary>
    public const string KeyIsUnique = "key_is_unique";

    /// <summary>Rules that one mask holds, a bit each.</summary>
    private const int BitsOfMask = 62;

    /// <summary>Every rule of the contract, the columns' own first.</summary>
    public IReadOnlyList<RowRule> All { get; } =
    [
        .. contract.Landed.SelectMany(column => OfColumn(column, contract.Csv, catalog)
            .Select(rule => forgotten.Excuse(contract, rule, column, Raw))),
        .. contract.Rules.Select(rule => OfRow(rule, contract)),
        new(KeyIsUnique, null, "false", "the key stands in several rows with different content",
            "Lever én rad per nøkkel."),
        .. forgotten.Rules(contract, Raw),
        .. Structure(),
    ];

    /// <summary>Number of columns <c>_broken_0</c>, <c>_broken_1</c>, … that tell which rules a row breaks.</summary>
    public int Masks => ((All.Count - 1) / BitsOfMask) + 1;

    /// <summary>SQL that is true for a row that breaks no rule.</summary>
    public string Sound => string.Join(" and ", Enumerable.Range(0, Masks).Select(mask => $"{Mask(mask)} = 0"));

    /// <summary>Where the rule with a number stands in the masks.</summary>
    public static (int Mask, int Bit) Place(int rule) => (rule / BitsOfMask, rule % BitsOfMask);

    /// <summary>Name of a mask.</summary>
    public static string Mask(int mask) => string.Create(CultureInfo.InvariantCulture, $"_broken_{mask}");

    /// <summary>Sees to it that each rule over several columns can be asked.</summary>
    /// <exception cref="UserError">The contract has a rule that is no SQL over its columns.</exception>
    public void Try(DuckDBConnection connection)
    {
        var columns = string.Join(", ", contract.Landed.Zip(contract.TableColumns)
            .Select(pair => $"cast(null as {SqlType(pair.Second.Type)}) as {Sql.Name(pair.First.As)}"));
        foreach (var rule in contract.Rules)
        {
            using var command = connection.CreateCommand();
            command.CommandText = $"select cast(({rule.Check}) as boolean) from (select {columns}) limit 0";
            try
            {
                command.ExecuteNonQuery();
            }
            catch (DuckDBException error)
            {
                throw new UserError($"The rule {rule.Id} of the contract {contract.Id} is no SQL ({FirstLine(error)}).",
                    "Write an expression over the columns' 'as' names that is true or false.");
            }
        }
    }

    /// <summary>SQL select of the typed values, named by ours, with the masks of broken rules.</summary>
    /// <param name="staged">SQL that gives the texts.</param>
    /// <param name="isNumbered">Whether it gives <c>_row</c>, which is then passed on.</param>
    public string Judge(string staged, bool isNumbered)
    {
        var row = isNumbered ? "_row, " : "";
        var texts = string.Join(", ", contract.Landed.Select(column => $"{Text(column)} as {Raw(column)}"));
        var values = string.Join(", ", contract.Landed.Select(column => $"{Value(column)} as {Sql.Name(column.As)}"));
        var names = string.Join(", ", contract.Landed.Select(column => Sql.Name(column.As)));
        var personal = contract.Landed.Where(column => column.Type == ContractType.Pseudonym).ToList();
        var numbers = personal.Select(column => $"{IdentityNumber.Number(Raw(column))} as {Number(column)}");
        var secret = personal.Count > 0 ? " cross join secret" : "";
        return $"""
            select {row}{names}, {string.Join(", ", Enumerable.Range(0, Masks).Select(Bits))}
            from (select number.*, {values}
                from (select {string.Join(", ", numbers.Prepend("*"))}
                    from (select {row}{texts} from ({staged})) as text) as number{secret}) as value
            """;
    }

    private string Bits(int mask)
    {
        var bits = All.Select((rule, number) => (rule, Place: Place(number)))
            .Where(one => one.Place.Mask == mask && one.rule.Broken != "false")
            .Select(one => string.Create(CultureInfo.InvariantCulture,
                $"case when {one.rule.Broken} then {1L << one.Place.Bit} else 0 end"))
            .Prepend("0::bigint");
        return $"{string.Join(" + ", bits)} as {Mask(mask)}";
    }

    /// <summary>
    /// A rule over several columns judges a row only when each column that it names could be read: a day that is no day
    /// is told once, and not again as a day that is missing.
    /// </summary>
    private static RowRule OfRow(ContractRule rule, Contract contract)
    {
        var named = contract.Landed.Where(column => Regex.IsMatch(rule.Check, $@"\b{Regex.Escape(column.As)}\b"));
        var read = named.Select(column => $"({Raw(column)} is null or {Sql.Name(column.As)} is not null)");
        return new RowRule(rule.Id, null, string.Join(" and ", read.Prepend($"not coalesce({rule.Check}, true)")),
            "breaks a rule over several columns", rule.Remedy["nb"]);
    }

    /// <summary>Name of a column's text, beside its value.</summary>
    private static string Raw(ContractColumn column) => Sql.Name($"_text_{column.As}");

    /// <summary>Name of the digits of an identity number.</summary>
    private static string Number(ContractColumn column) => Sql.Name($"_number_{column.As}");

    private string Text(ContractColumn column)
    {
        var name = Sql.Name(column.As);
        var text = column.Extract is null ? $"trim({name})" : $"regexp_extract({name}, {Sql.Text(column.Extract)}, 1)";
        var missing = contract.Csv.Missing.Prepend("").Select(Sql.Text);
        return $"case when {text} in ({string.Join(", ", missing)}) then null else {text} end";
    }

    private string Value(ContractColumn column)
    {
        var csv = contract.Csv;
        var text = Raw(column);
        var sign = csv.DecimalSign.ToString();
        return column.Type switch
        {
            ContractType.Whole => Numeric(text, "", "bigint", sign),
            ContractType.Money => Numeric(text, $"([{sign}][0-9]{{1,2}})?", "decimal(18, 2)", sign),
            ContractType.Number => Numeric(text, $"([{sign}][0-9]+)?([eE][-+]?[0-9]+)?", "double", sign),
            ContractType.Boolean =>
                $"case {text} when {Sql.Text(csv.True)} then true when {Sql.Text(csv.False)} then false end",
            ContractType.Date => Day(text, csv.Date),
            ContractType.Timestamp => $"try_cast({text} as timestamptz)",
            ContractType.Pseudonym =>
                $"case {forgotten.Anonymous(text)} " +
                $"when {IdentityNumber.Valid(Number(column))} then {IdentityNumber.Pseudonym(text)} end",
            _ => text,
        };
    }

    /// <summary>A number, plain or with a blank between each three digits before the decimal sign.</summary>
    private static string Numeric(string text, string decimals, string type, string sign)
    {
        const string blank = @"[ \x{00A0}\x{202F}]";
        var compact = $"regexp_replace({text}, '{blank}', '', 'g')";
        return $"case when regexp_full_match({text}, '-?[0-9]+{decimals}') " +
            $"then try_cast({Pointed(text, sign)} as {type}) " +
            $"when regexp_full_match({text}, '-?[0-9]{{1,3}}({blank}[0-9]{{3}})+{decimals}') " +
            $"then try_cast({Pointed(compact, sign)} as {type}) end";
    }

    private static string Pointed(string text, string sign) => sign == "." ? text
        : $"replace({text}, {Sql.Text(sign)}, '.')";

    private static string Day(string text, string form) => form == "dd.MM.yyyy"
        ? $"case when regexp_full_match({text}, '[0-9]{{2}}[.][0-9]{{2}}[.][0-9]{{4}}') " +
          $"then cast(try_strptime({text}, '%d.%m.%Y') as date) end"
        : $"case when regexp_full_match({text}, '[0-9]{{4}}-[0-9]{{2}}-[0-9]{{2}}') " +
          $"then cast(try_strptime({text}, '%Y-%m-%d') as date) end";

    private static IEnumerable<RowRule> OfColumn(ContractColumn column, CsvDialect csv, ContractCatalog catalog)
    {
        var text = Raw(column);
        var value = Sql.Name(column.As);
        if (column.Required)
        {
            yield return Rule(column, "is_required", $"{text} is null", "has no value", "Fyll ut feltet.");
        }

        if (Kind(column, csv) is { } kind)
        {
            yield return Rule(column, kind.Id, $"{text} is not null and {value} is null", kind.Message, kind.Remedy);
        }

        if (column.Pattern is { } pattern)
        {
            yield return Rule(column, "matches_pattern", $"not regexp_full_match({text}, {Sql.Text(pattern)})",
                "does not have the form that the contract states", $"Skriv verdien på formen {pattern}.");
        }

        if (column.Codes is { } list)
        {
            var codes = string.Join(", ", catalog.Codes(list).Select(Sql.Text));
            yield return Rule(column, "in_codes", $"{text} not in ({codes})",
                $"is not in the code list {list}", $"Bruk en kode fra kodelisten {list}.");
        }

        if (column.Min is not null || column.Max is not null)
        {
            yield return Rule(column, "in_range", OutOfRange(column, value), $"is outside {Range(column)}",
                $"Verdien skal være {Range(column)}.");
        }
    }

    private static RowRule Rule(ContractColumn column, string suffix, string broken, string message, string remedy) =>
        new($"{(column.Type == ContractType.Pseudonym ? column.Name : column.As)}_{suffix}", column.Name, broken,
            message, remedy);

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

    private static string OutOfRange(ContractColumn column, string value)
    {
        var quote = column.Type is ContractType.Date;
        var parts = new List<string>();
        if (column.Min is { } min)
        {
            parts.Add($"{value} < {(quote ? $"date {Sql.Text(min)}" : min)}");
        }

        if (column.Max is { } max)
        {
            parts.Add($"{value} > {(quote ? $"date {Sql.Text(max)}" : max)}");
        }

        return $"({string.Join(" or ", parts)})";
    }

    private static string Range(ContractColumn column) => (column.Min, column.Max) switch
    {
        ({ } min, { } max) => $"{min}–{max}",
        ({ } min, null) => $"≥ {min}",
        (_, var max) => $"≤ {max}",
    };

    private static string FirstLine(DuckDBException error) => error.Message.Split('\n')[0];

    private static string SqlType(ColumnType type) => type switch
    {
        ColumnType.Integer or ColumnType.Long => "bigint",
        ColumnType.Double => "double",
        ColumnType.Boolean => "boolean",
        ColumnType.Date => "date",
        ColumnType.Timestamp => "timestamptz",
        ColumnType.Decimal => "decimal(18, 2)",
        _ => "varchar",
    };

    private static IEnumerable<RowRule> Structure() =>
    [
        new("field_count", null, "false", "has more or fewer fields than the heading",
            "Kontroller skilletegn og anførselstegn i raden."),
        new("line_too_long", null, "false", "is longer than 1 MB", "Kontroller linjeskiftene i filen."),
        new("unterminated_quote", null, "false", "opens a quotation mark and does not close it",
            "Lukk anførselstegnet, eller ta det bort."),
        new("quotes_around_whole_field", null, "false", "has a quotation mark inside a field",
            "Sett anførselstegn rundt hele feltet, og doble dem inni."),
        new("no_control_byte", null, "false", "holds a NUL or another control byte", "Eksporter filen på nytt."),
        new("is_utf8", null, "false", "holds bytes that are not UTF-8", "Eksporter filen på nytt som UTF-8."),
    ];
}

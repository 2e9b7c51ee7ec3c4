using System.Globalization;
using System.Text.RegularExpressions;
using DuckDB.NET.Data;
using Maltall.Etl.Fetch;
using Maltall.Lake;

namespace Maltall.Etl.Validate;

/// <summary>The rules of a contract, numbered; those over several columns as SQL.</summary>
internal sealed class RowRules
{
    /// <summary>Rules that one mask holds, a bit each.</summary>
    private const int BitsOfMask = 62;

    private readonly Contract _contract;
    private readonly Dictionary<string, OfColumn> _ofColumns = [];
    private readonly Dictionary<int, ContractRule> _ofRows = [];

    /// <summary>Numbers the rules of a contract.</summary>
    /// <param name="contract">The contract.</param>
    /// <param name="catalog">Gives the code lists.</param>
    /// <param name="forgotten">What becomes of forgotten persons' rows; null where nobody is forgotten.</param>
    public RowRules(Contract contract, ContractCatalog catalog, ForgottenRows? forgotten = null)
    {
        _contract = contract;
        var all = new List<RowRule>();
        foreach (var column in contract.Landed)
        {
            _ofColumns.Add(column.As, ColumnRules.Number(column, contract.Csv, catalog, all));
        }

        var book = new RuleBook(contract);
        foreach (var rule in contract.Rules)
        {
            _ofRows.Add(all.Count, rule);
            all.Add(OfBook(rule.Id, rule.Severity));
        }

        Ask(forgotten, all);
        all.Add(OfBook(RuleBook.KeyIsUnique, Severity.Reject));
        All = [.. all, .. ColumnRules.Structure];

        RowRule OfBook(string id, Severity severity) =>
            RowRule.Make(id, null, book.Find(id) ?? throw new InvalidOperationException(id), severity);
    }

    private void Ask(ForgottenRows? forgotten, List<RowRule> all)
    {
        var persons = _contract.Landed.Where(column => column.Type == ContractType.Pseudonym).ToList();
        if (forgotten is not { IsAsked: true } || persons.Count == 0)
        {
            return;
        }

        foreach (var column in _contract.Landed.Where(column => column.Type == ContractType.Text))
        {
            _ofColumns[column.As] = _ofColumns[column.As] with { Forgotten = forgotten };
        }

        foreach (var column in persons)
        {
            _ofColumns[column.As] = _ofColumns[column.As] with { Forgotten = forgotten, LeftOut = all.Count };
        }

        all.Add(ForgottenRows.Told);
    }

    /// <summary>Every rule of the contract, the columns' own first.</summary>
    public IReadOnlyList<RowRule> All { get; }

    /// <summary>Number of columns <c>_broken_0</c>, <c>_broken_1</c>, … that tell which rules a row breaks.</summary>
    public int Masks => ((All.Count - 1) / BitsOfMask) + 1;

    /// <summary>SQL that is true for a row that breaks no rule, or only such as warn.</summary>
    public string Sound => string.Join(" and ", Enumerable.Range(0, Masks).Select(mask =>
        Bits(mask, Severity.Warn) is 0 ? $"{Mask(mask)} = 0"
            : string.Create(CultureInfo.InvariantCulture, $"{Mask(mask)} & {~Bits(mask, Severity.Warn)} = 0")));

    /// <summary>SQL that is true for a row that breaks a rule of a severity; null when no rule has it.</summary>
    public string? Breaks(Severity severity)
    {
        var broken = Enumerable.Range(0, Masks).Where(mask => Bits(mask, severity) != 0).Select(mask =>
            string.Create(CultureInfo.InvariantCulture, $"{Mask(mask)} & {Bits(mask, severity)} <> 0")).ToList();
        return broken.Count == 0 ? null : $"({string.Join(" or ", broken)})";
    }

    /// <summary>Where the rule with a number stands in the masks.</summary>
    public static (int Mask, int Bit) Place(int rule) => (rule / BitsOfMask, rule % BitsOfMask);

    /// <summary>Name of a mask.</summary>
    public static string Mask(int mask) => string.Create(CultureInfo.InvariantCulture, $"_broken_{mask}");

    /// <summary>The rules of a column.</summary>
    public OfColumn For(ContractColumn column) => _ofColumns[column.As];

    /// <summary>Sees to it that each rule over several columns can be asked.</summary>
    /// <exception cref="UserError">The contract has a rule that is no SQL over its columns.</exception>
    public void Try(DuckDBConnection connection)
    {
        var columns = string.Join(", ", _contract.Landed.Zip(_contract.TableColumns)
            .Select(pair => $"cast(null as {SqlType(pair.Second.Type)}) as {Sql.Name(pair.First.As)}"));
        foreach (var rule in _contract.Rules)
        {
            using var command = connection.CreateCommand();
            command.CommandText = $"select cast(({rule.Check}) as boolean) from (select {columns}) limit 0";
            try
            {
                command.ExecuteNonQuery();
            }
            catch (DuckDBException error)
            {
                throw new UserError(
                    $"The rule {rule.Id} of the contract {_contract.Id} is no SQL ({error.Message.Split('\n')[0]}).",
                    "Write an expression over the columns' 'as' names that is true or false.");
            }
        }
    }

    /// <summary>SQL select of the row's number, its values and the masks of every rule that it breaks.</summary>
    /// <param name="delivery">What stands after <c>from</c>: a call of the function that reads the delivery.</param>
    public string Judge(string delivery)
    {
        var names = string.Join(", ", _contract.Landed.Select(column => Sql.Name(column.As)));
        return $"""
            select _row, {names}, {string.Join(", ", Enumerable.Range(0, Masks).Select(Bits))}
            from {delivery}
            """;
    }

    private long Bits(int mask, Severity severity) => All.Select((rule, number) => (rule, Place: Place(number)))
        .Where(one => one.rule.Severity == severity && one.Place.Mask == mask)
        .Aggregate(0L, (bits, one) => bits | 1L << one.Place.Bit);

    private string Bits(int mask)
    {
        var bits = _ofRows.Where(one => Place(one.Key).Mask == mask).Select(one => string.Create(
            CultureInfo.InvariantCulture,
            $"case when {Broken(one.Value)} then {1L << Place(one.Key).Bit} else 0 end"));
        return $"{string.Join(" + ", bits.Prepend(Mask(mask)))} as {Mask(mask)}";
    }

    /// <summary>
    /// A rule over several columns judges a row only when each column that it names could be read: a day that is no day
    /// is told once, and not again as a day that is missing.
    /// </summary>
    private string Broken(ContractRule rule)
    {
        var named = _contract.Landed.Where(column => Regex.IsMatch(rule.Check, $@"\b{Regex.Escape(column.As)}\b"));
        var unread = named.Select(column => _ofColumns[column.As].Kind).OfType<int>().Select(Place)
            .GroupBy(place => place.Mask, place => 1L << place.Bit);
        var read = unread.Select(one => string.Create(CultureInfo.InvariantCulture,
            $"{Mask(one.Key)} & {one.Aggregate((all, bit) => all | bit)} = 0"));
        return string.Join(" and ", read.Prepend($"not coalesce({rule.Check}, true)"));
    }

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

    /// <summary>The numbers of a column's rules; null for those that it does not have.</summary>
    /// <param name="Required">It must have a value.</param>
    /// <param name="Kind">Its text must be of its type.</param>
    /// <param name="Pattern">Its text must have a form.</param>
    /// <param name="InCodes">Its text must be in a code list.</param>
    /// <param name="InRange">Its value must be within bounds.</param>
    public sealed record OfColumn(int? Required, int? Kind, int? Pattern, int? InCodes, int? InRange)
    {
        /// <summary>The code list.</summary>
        public IReadOnlyList<string> Codes { get; init; } = [];

        /// <summary>What becomes of forgotten persons' rows; null where nobody is forgotten.</summary>
        public ForgottenRows? Forgotten { get; init; }

        /// <summary>The number of the rule that leaves such a row out; null in a column without persons.</summary>
        public int? LeftOut { get; init; }
    }
}

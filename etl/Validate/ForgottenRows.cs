using System.Globalization;
using Maltall.Etl.Fetch;
using Maltall.Etl.Forget;

namespace Maltall.Etl.Validate;

/// <summary>
/// How rows of persons who are forgotten are read: those of a new delivery are left out; in a kept delivery that is
/// replayed, the anonymous households and keys that stand there are taken as they are.
/// </summary>
/// <param name="HasPersons">
/// Whether the session has the temporary tables <c>forgotten(fingerprint)</c> and, with one row,
/// <c>forgotten_pad(inner_pad, outer_pad)</c>, because someone is forgotten.
/// </param>
/// <param name="IsReplay">Whether a kept delivery is read.</param>
internal readonly record struct ForgottenRows(bool HasPersons, bool IsReplay)
{
    /// <summary>The rule by which a row is left out; it is told without its row.</summary>
    public const string Rule = "person_is_forgotten";

    /// <summary>The rule, for a contract with persons.</summary>
    /// <param name="contract">The contract.</param>
    /// <param name="raw">Name of a column's text in SQL.</param>
    public IEnumerable<RowRule> Rules(Contract contract, Func<ContractColumn, string> raw)
    {
        var columns = contract.Landed.Where(column => column.Type == ContractType.Pseudonym).Select(raw).ToList();
        if (columns.Count == 0 || (!HasPersons && !IsReplay))
        {
            return [];
        }

        var (hasPersons, isReplay) = this;
        var broken = columns.SelectMany(text => new[]
        {
            hasPersons ? $"coalesce({Fingerprint(text)} in (select fingerprint from forgotten), false)" : null,
            isReplay ? $"coalesce({text} = {Sql.Text(Suppression.LeftOut)}, false)" : null,
        }).OfType<string>();
        return [new RowRule(Rule, null, $"({string.Join(" or ", broken)})", "rows of persons who are forgotten",
            "Ingenting; radene er utelatt, og det står ikke hvilke.")];
    }

    /// <summary>The rule of a column, which does not judge what an erasure put there.</summary>
    public RowRule Excuse(Contract contract, RowRule rule, ContractColumn column, Func<ContractColumn, string> raw) =>
        IsReplay && contract.Key.Contains(column.As) && column.Type == ContractType.Text
            || IsReplay && column.Pattern is not null
            ? rule with { Broken = $"({rule.Broken}) and not starts_with({raw(column)}, '~')" } : rule;

    /// <summary>SQL of a <c>when</c> that takes an anonymous household as it is; nothing for a new delivery.</summary>
    public string Anonymous(string text) => IsReplay
        ? $"when regexp_full_match({text}, '~[0-9a-f]{{31}}') then {text}" : "";

    private static string Fingerprint(string text) => string.Create(CultureInfo.InvariantCulture, $"""
        left(sha256((select outer_pad from forgotten_pad) ||
            unhex(sha256((select inner_pad from forgotten_pad) || encode({text})))), 32)
        """);
}

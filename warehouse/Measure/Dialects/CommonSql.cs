using System.Collections.Frozen;
using System.Globalization;
using System.Text.RegularExpressions;

namespace Maltall.Warehouse.Measure.Dialects;

/// <summary>
/// The part of SQL that filters and values of definitions are written in: DuckDB's words, as far as ClickHouse gives
/// the same answer to them or to a word of its own. This is the one place where the two are listed.
/// </summary>
internal static partial class CommonSql
{
    private static readonly FrozenSet<string> Signs =
        new[] { "(", ")", ",", "=", "<>", "!=", "<", "<=", ">", ">=", "+", "-", "*", "||" }
            .ToFrozenSet(StringComparer.Ordinal);

    /// <summary>DuckDB's function and ClickHouse's.</summary>
    /// <remarks>
    /// Left out for their answers differ: round (halves), concat (null), length of a list, division (by zero, and of
    /// amounts), remainders (of negative numbers), one day minus another (use date_diff).
    /// </remarks>
    internal static readonly FrozenDictionary<string, string> Functions = new Dictionary<string, string>
    {
        ["abs"] = "abs",
        ["ceil"] = "ceil",
        ["coalesce"] = "coalesce",
        ["date_diff"] = "dateDiff",
        ["day"] = "toDayOfMonth",
        ["ends_with"] = "endsWith",
        ["floor"] = "floor",
        ["greatest"] = "greatest",
        ["last_day"] = "toLastDayOfMonth",
        ["least"] = "least",
        ["length"] = "lengthUTF8",
        ["lower"] = "lowerUTF8",
        ["make_date"] = "makeDate32",
        ["month"] = "toMonth",
        ["nullif"] = "nullIf",
        ["quarter"] = "toQuarter",
        ["replace"] = "replaceAll",
        ["starts_with"] = "startsWith",
        ["substring"] = "substringUTF8",
        ["trim"] = "trim",
        ["upper"] = "upperUTF8",
        ["year"] = "toYear",
    }.ToFrozenDictionary(StringComparer.Ordinal);

    /// <summary>The years that ClickHouse has days of.</summary>
    private const int FirstYear = 1900, LastYear = 2299;

    /// <summary>What an expression has that is not in the subset; null when it is all in it.</summary>
    internal static string? Foreign(string expression)
    {
        var end = 0;
        var before = "";
        foreach (var token in Tokens().Matches(expression).OfType<Match>())
        {
            var isOperand = token.Groups["operand"].Success;
            if (token.Index != end)
            {
                return expression[end..token.Index];
            }

            if (!IsKnown(token) || (isOperand && before.Length > 0))
            {
                return $"{(isOperand ? $"{before} " : "")}{token.Value.TrimEnd('(', ' ')}";
            }

            end += token.Length;
            before = isOperand ? token.Value : string.IsNullOrWhiteSpace(token.Value) ? before : "";
        }

        return end == expression.Length ? null : expression[end..];
    }

    /// <summary>The same in ClickHouse's words.</summary>
    /// <exception cref="ArgumentException">The expression is not in the subset.</exception>
    internal static string ToClickHouse(string expression) => Foreign(expression) is { } foreign
        ? throw new ArgumentException($"'{foreign}' is outside the subset for definitions.", nameof(expression))
        : Tokens().Replace(expression, token => token switch
        {
            _ when token.Groups["function"] is { Success: true } name => $"{Functions[name.Value.ToLowerInvariant()]}(",
            _ when token.Groups["day"] is { Success: true } day => $"toDate32('{day.Value}')",
            _ => token.Value,
        });

    private static bool IsKnown(Match token)
    {
        if (token.Groups["function"] is { Success: true } function)
        {
            return Functions.ContainsKey(function.Value.ToLowerInvariant());
        }

        if (token.Groups["day"] is { Success: true } day)
        {
            return DateOnly.TryParseExact(day.Value, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None,
                out var date) && date.Year is >= FirstYear and <= LastYear;
        }

        return token.Groups["sign"] is not { Success: true } sign || Signs.Contains(sign.Value);
    }

    /// <summary>
    /// A day; a word of the language; a function and its bracket; a name, a number or a text without a backslash; a
    /// sign; space. Two names, numbers or texts in a row are some word of the language that is not here.
    /// </summary>
    [GeneratedRegex(
        """
        \bdate\s*'(?<day>[^']*)'
        | \b(?:and|or|not|in|is|null|true|false|between|like|case|when|then|else|end)\b
        | (?<function>[a-z_]\w*)\s*\(
        | (?<operand>[a-z_]\w*(?:\.[a-z_]\w*)? | \d+(?:\.\d+)? | '(?:[^'\\]|'')*')
        | (?<sign>\|\||<>|!=|<=|>=|::|//|--|/\*|\*\*|[^\s\w'"])
        | \s+
        """,
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant | RegexOptions.IgnorePatternWhitespace)]
    private static partial Regex Tokens();
}

using System.Globalization;

namespace Maltall.Etl.Validate;

/// <summary>Norwegian identity numbers in SQL: their control digits, and their pseudonym.</summary>
internal static class IdentityNumber
{
    private static readonly int[] First = [3, 7, 6, 1, 8, 9, 4, 5, 2, 1];
    private static readonly int[] Second = [5, 4, 3, 2, 7, 6, 5, 4, 3, 2, 1];

    /// <summary>
    /// SQL that is true for eleven digits that begin with a day and a month and whose two control digits are right
    /// modulo
    /// 11. A D-number adds 40 to the day, a synthetic number 40 or 80 to the month; both are made by the same rule.
    /// </summary>
    /// <param name="number">The digits as a whole number; see <see cref="Number"/>.</param>
    /// <remarks>Skatteetaten, Folkeregisteret: control digits k1 and k2 of the identity number.</remarks>
    public static string Valid(string number)
    {
        var day = $"{number} // 1000000000";
        var month = $"{number} // 10000000 % 100";
        return $"{day} < 72 and {day} % 40 between 1 and 31 and {month} < 93 and {month} % 40 between 1 and 12 " +
            $"and {Sum(number, First)} % 11 = 0 and {Sum(number, Second)} % 11 = 0";
    }

    /// <summary>SQL that gives eleven digits as a whole number; null for any other text.</summary>
    public static string Number(string text) =>
        $"case when regexp_full_match({text}, '[0-9]{{11}}') then cast({text} as bigint) end";

    /// <summary>
    /// SQL that gives the first 32 hex digits of HMAC-SHA-256 of the digits, with the pads of the key in the one-row
    /// table <c>secret(inner_pad, outer_pad)</c>, so that no key stands in a statement or an error.
    /// </summary>
    /// <remarks>RFC 2104: H(outer pad ‖ H(inner pad ‖ text)).</remarks>
    public static string Pseudonym(string text) =>
        $"left(sha256(secret.outer_pad || unhex(sha256(secret.inner_pad || encode({text})))), 32)";

    private static string Sum(string number, int[] weights) => "(" + string.Join(" + ", weights.Select((weight, at) =>
        string.Create(CultureInfo.InvariantCulture, $"{weight} * ({number} // {Power(10 - at)} % 10)"))) + ")";

    private static long Power(int of) => of == 0 ? 1 : 10 * Power(of - 1);
}

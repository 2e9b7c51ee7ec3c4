using System.Globalization;

namespace Maltall.Etl.Validate;

/// <summary>Norwegian identity numbers in SQL: their control digits, and their pseudonym.</summary>
internal static class IdentityNumber
{
    private static readonly int[] First = [3, 7, 6, 1, 8, 9, 4, 5, 2, 1];
    private static readonly int[] Second = [5, 4, 3, 2, 7, 6, 5, 4, 3, 2, 1];

    /// <summary>
    /// SQL that is true for eleven digits whose two control digits are right modulo 11; a fødselsnummer, a D-number
    /// (day + 40) and a synthetic number (month + 40 or + 80) are made by the same rule.
    /// </summary>
    /// <remarks>Skatteetaten, Folkeregisteret: control digits k1 and k2 of the identity number.</remarks>
    public static string Valid(string text) =>
        $"regexp_full_match({text}, '[0-9]{{11}}') and {Sum(text, First)} % 11 = 0 and {Sum(text, Second)} % 11 = 0";

    /// <summary>
    /// SQL that gives the first 32 hex digits of HMAC-SHA-256 of the digits, with the pads of the key in the one-row
    /// table <c>secret(inner_pad, outer_pad)</c>, so that no key stands in a statement or an error.
    /// </summary>
    /// <remarks>RFC 2104: H(outer pad ‖ H(inner pad ‖ text)).</remarks>
    public static string Pseudonym(string text) =>
        $"left(sha256(secret.outer_pad || unhex(sha256(secret.inner_pad || encode({text})))), 32)";

    private static string Sum(string text, int[] weights) => "(" + string.Join(" + ", weights.Select((weight, at) =>
        string.Create(CultureInfo.InvariantCulture, $"{weight} * (ascii(substr({text}, {at + 1}, 1)) - 48)"))) + ")";
}

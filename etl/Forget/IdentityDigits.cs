namespace Maltall.Etl.Forget;

/// <summary>Judges an identity number as the reader does.</summary>
internal static class IdentityDigits
{
    private static readonly int[] First = [3, 7, 6, 1, 8, 9, 4, 5, 2, 1];
    private static readonly int[] Second = [5, 4, 3, 2, 7, 6, 5, 4, 3, 2, 1];

    /// <summary>Whether a text is eleven digits whose two control digits are right modulo 11.</summary>
    /// <remarks>Skatteetaten, Folkeregisteret: control digits k1 and k2 of the identity number.</remarks>
    public static bool AreValid(string text) =>
        text.Length == NumberSearch.Digits && text.All(char.IsAsciiDigit) && Holds(text, First) && Holds(text, Second);

    private static bool Holds(string text, int[] weights) =>
        weights.Select((weight, at) => weight * (text[at] - '0')).Sum() % 11 == 0;
}

using System.Buffers;
using Maltall.Etl.Forget;

namespace Maltall.Etl.Validate;

/// <summary>
/// How rows of persons who are forgotten are read: those of a new delivery are left out; in a kept delivery that is
/// replayed, the anonymous households and keys that stand there are taken as they are.
/// </summary>
/// <param name="Persons">Who is forgotten.</param>
/// <param name="IsReplay">Whether a kept delivery is read.</param>
internal sealed record ForgottenRows(Suppression Persons, bool IsReplay)
{
    private static readonly SearchValues<byte> Hex = SearchValues.Create("0123456789abcdef"u8);

    /// <summary>The rule by which a row is left out; it is told without its row.</summary>
    public const string Rule = "person_is_forgotten";

    /// <summary>Whether any row may be left out.</summary>
    public bool IsAsked => IsReplay || Persons.Count > 0;

    /// <summary>The rule as the supplier is told of it.</summary>
    public static RowRule Told { get; } = new(Rule, null, "rows of persons who are forgotten",
        "Ingenting; radene er utelatt, og det står ikke hvilke.");

    /// <summary>Whether an erasure put a text where a household or a key stood.</summary>
    public bool IsAnonymous(ReadOnlySpan<byte> text) =>
        IsReplay && text is [(byte)'~', .. var digits] && digits.Length is 24 or 31
            && !text[1..].ContainsAnyExcept(Hex);

    /// <summary>Whether the text in the place of a household's number has its row left out.</summary>
    public bool LeavesOut(ReadOnlySpan<byte> text) => IsReplay && text.SequenceEqual("~"u8)
        || (Persons.Count > 0 && text.Length == NumberSearch.Digits
            && Persons.Holds(System.Text.Encoding.ASCII.GetString(text)));
}

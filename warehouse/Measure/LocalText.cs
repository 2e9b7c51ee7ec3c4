using Maltall.Lake;

namespace Maltall.Warehouse.Measure;

/// <summary>A title or note in the three languages that every definition has.</summary>
/// <param name="Nb">Bokmål.</param>
/// <param name="Nn">Nynorsk.</param>
/// <param name="En">English.</param>
public sealed record LocalText(string Nb, string Nn, string En)
{
    /// <summary>The text in a language.</summary>
    /// <param name="language"><c>nb</c>, <c>nn</c> or <c>en</c>.</param>
    /// <exception cref="UserError">Another language was asked for.</exception>
    public string In(string language) => language switch
    {
        "nb" => Nb,
        "nn" => Nn,
        "en" => En,
        _ => throw new UserError($"There is no language '{language}'", "Use nb, nn or en."),
    };
}

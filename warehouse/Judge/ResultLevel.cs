namespace Maltall.Warehouse.Judge;

/// <summary>
/// Level of the result chain that a goal is about, from what goes in to what it changes in society.
/// </summary>
public enum ResultLevel
{
    /// <summary>Innsats: money and people that go in.</summary>
    Input,

    /// <summary>Aktivitet: what is done with them.</summary>
    Activity,

    /// <summary>Produkt: what is delivered to users.</summary>
    Output,

    /// <summary>Brukereffekt: what changes for the users.</summary>
    Outcome,

    /// <summary>Samfunnseffekt: what changes in society.</summary>
    Impact,
}

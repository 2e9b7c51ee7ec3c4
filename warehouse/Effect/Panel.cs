namespace Maltall.Warehouse.Effect;

/// <summary>One unit of a panel: a district, a state, a town.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Outcome">One finite value a period, in time order.</param>
/// <param name="Start">Place of the first treated period; null when it is never treated within the panel.</param>
public sealed record PanelUnit(string Name, IReadOnlyList<double> Outcome, int? Start);

/// <summary>Units over periods with an outcome and the start of the treatment; every cell is there.</summary>
/// <param name="Units">The units, by name.</param>
/// <param name="Periods">Labels of the periods, in time order.</param>
public sealed record Panel(IReadOnlyList<PanelUnit> Units, IReadOnlyList<string> Periods)
{
    /// <summary>Units that are never treated.</summary>
    public IReadOnlyList<PanelUnit> Controls => [.. Units.Where(unit => unit.Start is null)];

    /// <summary>Units that are treated from some period on.</summary>
    public IReadOnlyList<PanelUnit> Treated => [.. Units.Where(unit => unit.Start is not null)];

    /// <summary>The places of the periods in which treatment starts, in order.</summary>
    public IReadOnlyList<int> Starts =>
        [.. Treated.Select(unit => unit.Start.GetValueOrDefault()).Distinct().Order()];

    /// <summary>A panel with a constant added to the outcome of treated units from their start on.</summary>
    /// <param name="effect">What is added, in the unit of the outcome.</param>
    public Panel WithEffect(double effect) => this with { Units = [.. Units.Select(unit => Add(unit, effect))] };

    private static PanelUnit Add(PanelUnit unit, double effect) => unit with
    {
        Outcome = [.. unit.Outcome.Select((value, at) => at >= (unit.Start ?? int.MaxValue) ? value + effect : value)],
    };
}

/// <summary>A row of a panel as a file has it.</summary>
/// <param name="Unit">Name of the unit.</param>
/// <param name="Time">Label of the period.</param>
/// <param name="Outcome">The outcome as text.</param>
/// <param name="Treated">0 or 1, false or true; or the first treated period, with 0 or nothing for never.</param>
public sealed record PanelRow(string Unit, string Time, string Outcome, string Treated);

/// <summary>What came of reading a panel.</summary>
public abstract record PanelReading
{
    private PanelReading()
    {
    }

    /// <summary>The panel is whole.</summary>
    /// <param name="Panel">The panel.</param>
    public sealed record Read(Panel Panel) : PanelReading;

    /// <summary>The panel cannot be used.</summary>
    /// <param name="Reason">What is wrong, with the unit and the period.</param>
    /// <param name="Remedy">What can be done.</param>
    public sealed record Refused(string Reason, string Remedy) : PanelReading;
}

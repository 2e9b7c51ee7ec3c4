namespace Maltall.Warehouse.Measure;

/// <summary>The values that are compatible with what was observed, at 95 %.</summary>
/// <param name="Low">The least, in the unit of the figure.</param>
/// <param name="High">The greatest, in the unit of the figure.</param>
public readonly record struct Interval(double Low, double High)
{
    /// <summary>Whether a value is compatible with what was observed.</summary>
    /// <param name="value">In the unit of the figure.</param>
    public bool Holds(double value) => value >= Low && value <= High;
}

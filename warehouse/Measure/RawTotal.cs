namespace Maltall.Warehouse.Measure;

/// <summary>
/// An unprotected monthly total, for the forecast models alone: they must learn from what was, and what they publish
/// is a
/// distribution of what is to come.
/// </summary>
/// <param name="District">District code.</param>
/// <param name="Month">The month.</param>
/// <param name="Amount">The total, in the indicator's unit.</param>
public sealed record RawTotal(string District, Period Month, double Amount);

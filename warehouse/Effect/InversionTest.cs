namespace Maltall.Warehouse.Effect;

/// <summary>
/// A test that compares an estimate with what the same formula gives for assignments that were not made, and the
/// interval of constant effects that the test does not reject.
/// </summary>
/// <remarks>
/// Under a constant effect e an assignment with value v and share k of truly treated cells gives |v − k e|, and the
/// true one gives |estimate − e|. Since |k| ≤ 1, the effects for which the first is at least the second are an interval
/// about the estimate, so that the p-value falls on either side of it and the interval is read from sorted ends.
/// </remarks>
internal sealed class InversionTest
{
    /// <summary>A result as rare as this or rarer is told from no effect.</summary>
    public const double Level = 0.05;

    private const double Rounding = 1e-10;
    private readonly double estimate;
    private readonly List<double> lows = [double.NegativeInfinity];
    private readonly List<double> highs = [double.PositiveInfinity];
    private int extreme = 1;
    private int always = 1;

    /// <summary>A test that so far knows the true assignment alone, which counts as one.</summary>
    /// <param name="estimate">Its estimate.</param>
    public InversionTest(double estimate) => this.estimate = estimate;

    /// <summary>How many assignments there are, the true one with them.</summary>
    public int Assignments => lows.Count;

    /// <summary>Share of assignments with an estimate at least as far from nought, the true one with them.</summary>
    public double PValue => (double)extreme / Assignments;

    /// <summary>The least p-value that any estimate could have.</summary>
    public double PFloor => (double)always / Assignments;

    /// <summary>Counts an assignment that was not made.</summary>
    /// <param name="value">Its estimate.</param>
    /// <param name="share">By how much its estimate rises when the true effect rises by one; from −1 to 1.</param>
    public void Add(double value, double share)
    {
        var slack = Rounding * Math.Abs(estimate);
        extreme += Math.Abs(value) >= Math.Abs(estimate) - slack ? 1 : 0;
        var (first, second) = (
            Ratio(estimate - value, 1 - share, slack), Ratio(estimate + value, 1 + share, slack));
        var isAlways = double.IsNaN(first) || double.IsNaN(second);
        always += isAlways ? 1 : 0;
        lows.Add(isAlways ? double.NegativeInfinity : Math.Min(first, second));
        highs.Add(isAlways ? double.PositiveInfinity : Math.Max(first, second));
    }

    /// <summary>The effects that the test does not reject; null on a side where it rejects none.</summary>
    public (double? Lower, double? Upper) Interval()
    {
        var rank = (int)Math.Floor((Level * Assignments) + Rounding);
        lows.Sort();
        highs.Sort();
        return (Finite(lows[rank]), Finite(highs[^(rank + 1)]));
    }

    private static double Ratio(double above, double below, double slack) =>
        below > Rounding ? above / below
        : Math.Abs(above) <= slack ? double.NaN
        : above > 0 ? double.PositiveInfinity : double.NegativeInfinity;

    private static double? Finite(double bound) => double.IsFinite(bound) ? bound : null;
}

namespace Maltall.Models.Judge;

/// <summary>How often intervals of one level held the outturn.</summary>
/// <param name="Level">The promise in per cent.</param>
/// <param name="Share">Share of held-out outturns inside, 0–1.</param>
public readonly record struct LevelCoverage(int Level, double Share);

/// <summary>How one model did on held-out origins.</summary>
/// <param name="Model">The model.</param>
/// <param name="Mase">Mean absolute error over the seasonal naive's in-sample error; NaN where that is zero.</param>
/// <param name="Crps">Continuous ranked probability score from seven quantiles, in the same unit as the MASE.</param>
/// <param name="Coverage">One for each level asked for; calibrated without the origin it is measured on.</param>
/// <param name="Origins">Rolling origins tested.</param>
/// <param name="Outturns">Held-out outturns compared.</param>
public sealed record ModelScore(
    string Model, double Mase, double Crps, IReadOnlyList<LevelCoverage> Coverage, int Origins, int Outturns)
{
    /// <summary>The share of held-out outturns inside the intervals of a level; NaN when not asked for.</summary>
    public double CoverageAt(int level) => Coverage.Where(row => row.Level == level)
        .Select(row => row.Share).DefaultIfEmpty(double.NaN).First();
}

/// <summary>The table of all models on held-out origins.</summary>
/// <param name="Group">The series, or the panel's season length.</param>
/// <param name="Models">One row a model; empty when nothing could be tested.</param>
public sealed record Backtest(string Group, IReadOnlyList<ModelScore> Models)
{
    /// <summary>The row of a model, or null when it was not tested.</summary>
    public ModelScore? Of(string model) => Models.FirstOrDefault(row => row.Model == model);
}

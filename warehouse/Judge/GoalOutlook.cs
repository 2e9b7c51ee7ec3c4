using Maltall.Warehouse.Measure;
using Maltall.Warehouse.Signal;
using MathNet.Numerics.Distributions;

namespace Maltall.Warehouse.Judge;

/// <summary>What a chance of reaching a target is worked out from.</summary>
public enum OutlookBasis
{
    /// <summary>The last value, which drifts: the naive forecast.</summary>
    LastValue,

    /// <summary>The mean of the values so far, about which they swing.</summary>
    Mean,
}

/// <summary>Whether a goal's latest value is a signal, and how likely its target is reached in time.</summary>
/// <param name="Signal">What the latest value is against the chance variation of all; null with too few.</param>
/// <param name="Status">How far the limits may be trusted.</param>
public sealed record GoalOutlook(Variation? Signal, ChartStatus Status)
{
    /// <summary>Fewest values that a chance is worked out from.</summary>
    public const int FewestValues = 6;

    /// <summary>The rule that the latest value meets; null with too few values.</summary>
    public SignalRule? Rule { get; init; }

    /// <summary>
    /// Chance that the value of the target's period is at the target or better when the goal goes on as it did, 0–1;
    /// null when the period has come or there are too few values.
    /// </summary>
    public double? Probability { get; init; }

    /// <summary>What the chance is worked out from; null when there is none.</summary>
    public OutlookBasis? Basis { get; init; }

    /// <summary>
    /// Chance of a target by a naive distribution. It is a Student t about the last value, its spread growing with the
    /// square root of the periods ahead, or about the mean of the values, whichever missed less on these values at this
    /// distance or as near it as they allow.
    /// </summary>
    /// <remarks>Hyndman and Athanasopoulos, Forecasting: Principles and Practice, 3rd ed. 2021, 5.5 (the standard
    /// deviations of the naive and the mean method).</remarks>
    /// <param name="values">Values in order of time, those without one left out.</param>
    /// <param name="target">The target, in the unit of the values.</param>
    /// <param name="better">Which way is better.</param>
    /// <param name="ahead">Periods from the last value to the target's, 1 or more.</param>
    /// <returns>The chance and its basis; null with fewer than 6 values, or values that never changed.</returns>
    public static (double Probability, OutlookBasis Basis)? Chance(
        IReadOnlyList<double> values, double target, Direction better, int ahead)
    {
        if (values.Count < FewestValues || ahead < 1)
        {
            return null;
        }

        var steps = values.Zip(values.Skip(1), (one, next) => next - one).ToList();
        var drift = Math.Sqrt(steps.Average(step => step * step) * ahead);
        var mean = values.Average();
        var deviation = Math.Sqrt(values.Sum(value => (value - mean) * (value - mean)) / (values.Count - 1));
        if (drift <= 0 || deviation <= 0)
        {
            return null;
        }

        var basis = Misses(values, ahead) is var (naive, steady) && steady < naive
            ? OutlookBasis.Mean : OutlookBasis.LastValue;
        var (centre, spread) = basis == OutlookBasis.Mean
            ? (mean, deviation * Math.Sqrt(1 + (1.0 / values.Count))) : (values[^1], drift);
        var below = StudentT.CDF(centre, spread, values.Count - 1, target);
        return (better == Direction.Up ? 1 - below : below, basis);
    }

    /// <summary>Mean absolute misses of the last value and of the mean, from every end past half of the values.
    /// </summary>
    private static (double Naive, double Steady) Misses(IReadOnlyList<double> values, int ahead)
    {
        var distance = Math.Min(ahead, values.Count / 3);
        var ends = Enumerable.Range(values.Count / 2, values.Count - distance - (values.Count / 2)).ToList();
        return (
            ends.Average(at => Math.Abs(values[at + distance] - values[at])),
            ends.Average(at => Math.Abs(values[at + distance] - values.Take(at + 1).Average())));
    }
}

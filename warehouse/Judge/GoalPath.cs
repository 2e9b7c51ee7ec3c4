using Maltall.Warehouse.Measure;

namespace Maltall.Warehouse.Judge;

/// <summary>The course that a goal is to take from its baseline to its target.</summary>
public enum PathShape
{
    /// <summary>The same distance every period.</summary>
    Linear,

    /// <summary>As written, step by step; each step holds until the next.</summary>
    Stepped,

    /// <summary>Slowly first, quickly in the middle, slowly at the end.</summary>
    SCurve,
}

/// <summary>A value that holds from its period until the next step.</summary>
/// <param name="Period">A period of the goal's kind, after the baseline's and before the target's.</param>
/// <param name="Value">The value in the indicator's unit.</param>
public sealed record PathStep(string Period, double Value);

/// <summary>The course from baseline to target.</summary>
/// <param name="Shape">Linear, stepped or s_curve.</param>
/// <param name="Steps">The steps of a stepped path in order; empty for the others.</param>
public sealed record GoalPath(PathShape Shape, IReadOnlyList<PathStep> Steps)
{
    /// <summary>How steep an S-curve is in the middle; 10 leaves 7 % of the way to each outer quarter.</summary>
    private const double Steepness = 10;

    /// <summary>The same distance every period.</summary>
    public static GoalPath Straight { get; } = new(PathShape.Linear, []);

    /// <summary>The value that the path asks for in a period.</summary>
    /// <param name="period">Any period of the goal's kind; before the baseline it is the baseline, after the target the
    /// target.</param>
    /// <param name="from">Where the path starts.</param>
    /// <param name="start">The value there; null when it is not known, and then only steps and the target are.</param>
    /// <param name="to">Where it ends.</param>
    /// <returns>The value in the indicator's unit; null when it follows from an unknown baseline.</returns>
    public double? ValueAt(Period period, Period from, double? start, GoalPoint to)
    {
        var end = Period.Parse(to.Period);
        if (period.Start >= end.Start)
        {
            return to.Value;
        }

        if (Shape == PathShape.Stepped)
        {
            return Steps.LastOrDefault(step => Period.Parse(step.Period).Start <= period.Start)?.Value ?? start;
        }

        return start + ((to.Value - start) * Gone(PeriodsBetween(from, period), PeriodsBetween(from, end)));
    }

    /// <summary>Periods from one to another of the same kind; below 0 when the other is earlier.</summary>
    /// <param name="from">A period.</param>
    /// <param name="to">Another of the same kind.</param>
    public static int PeriodsBetween(Period from, Period to) => Ordinal(to) - Ordinal(from);

    /// <summary>Share of the way that the path asks for after so many of all periods, 0–1.</summary>
    /// <remarks>
    /// The S-curve is the logistic function 1 / (1 + e^(−10 (t − ½))), moved and stretched to pass through (0, 0) and
    /// (1, 1): Verhulst (1838), Notice sur la loi que la population suit dans son accroissement.
    /// </remarks>
    internal double Gone(int passed, int all)
    {
        var time = Math.Clamp((double)passed / all, 0, 1);
        return Shape == PathShape.SCurve
            ? (Logistic(time) - Logistic(0)) / (Logistic(1) - Logistic(0))
            : time;
    }

    private static double Logistic(double time) => 1 / (1 + Math.Exp(-Steepness * (time - 0.5)));

    private static int Ordinal(Period period) =>
        (period.Year * (12 / Period.StepOf(period.Kind))) + period.Number - 1;
}

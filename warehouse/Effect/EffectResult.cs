namespace Maltall.Warehouse.Effect;

/// <summary>A weight of a comparison unit or of an earlier period.</summary>
/// <param name="Kind"><c>unit</c> or <c>period</c>.</param>
/// <param name="Name">The unit or the period.</param>
/// <param name="Weight">From 0 to 1.</param>
public sealed record EffectWeight(string Kind, string Name, double Weight);

/// <summary>What a point of a path is a mean of.</summary>
public enum PointKind
{
    /// <summary>All treated units in one period, for units that start together.</summary>
    Period,

    /// <summary>The units of one start in one period.</summary>
    GroupTime,

    /// <summary>The units of one start, over all periods from it on.</summary>
    Group,

    /// <summary>All units that many periods after their start.</summary>
    EventTime,

    /// <summary>All groups, by their size.</summary>
    AllGroups,

    /// <summary>All event times from the start on.</summary>
    AllEventTimes,
}

/// <summary>One difference on a path.</summary>
/// <param name="Kind">What it is a mean of.</param>
/// <param name="Place">Where it stands.</param>
/// <param name="Estimate">The difference, in the unit of the outcome.</param>
/// <param name="StandardError">Its standard error; null when placebos alone tell how sure it is.</param>
/// <param name="Band">For a block adoption what comes about where nothing was done, else the 95 % interval.</param>
public sealed record EffectPoint(
    PointKind Kind, PointPlace Place, double Estimate, double? StandardError, EffectInterval Band);

/// <summary>Where a point of a path stands.</summary>
/// <param name="Cohort">The period in which its units start; null for all.</param>
/// <param name="Period">The period; null for all.</param>
/// <param name="EventTime">Periods since the start, negative before it; null for all.</param>
public readonly record struct PointPlace(string? Cohort, string? Period, int? EventTime);

/// <summary>An estimate for units that were not treated.</summary>
/// <param name="Units">The units that stood as treated.</param>
/// <param name="Estimate">Their estimate.</param>
public sealed record PlaceboEstimate(IReadOnlyList<string> Units, double Estimate);

/// <summary>What a method says of a panel.</summary>
public abstract record EffectResult
{
    private EffectResult()
    {
    }

    /// <summary>The method.</summary>
    public required EffectMethod Method { get; init; }

    /// <summary>What may be said.</summary>
    public required EffectVerdict Verdict { get; init; }

    /// <summary>Sentences on why the verdict is what it is; empty when the test alone decides.</summary>
    public IReadOnlyList<string> Reasons { get; init; } = [];

    /// <summary>The method gave an estimate.</summary>
    /// <param name="Estimate">Mean effect on the treated from their start on, in the unit of the outcome.</param>
    /// <param name="StandardError">Standard deviation of the placebos, or of the influence function; null when neither
    /// can be had.</param>
    /// <param name="Interval">Effects that a test at 5 % does not reject; null on a side where it rejects none.</param>
    /// <param name="Test">The p-value and the least that it could have been; null when there is no test.</param>
    public sealed record Estimated(
        double Estimate, double? StandardError, EffectInterval Interval, EffectTest? Test) : EffectResult
    {
        /// <summary>Weights of units and periods; empty where nothing is weighed.</summary>
        public IReadOnlyList<EffectWeight> Weights { get; init; } = [];

        /// <summary>The differences period by period.</summary>
        public IReadOnlyList<EffectPoint> Path { get; init; } = [];

        /// <summary>Estimates where nothing was done.</summary>
        public IReadOnlyList<PlaceboEstimate> Placebos { get; init; } = [];

        /// <summary>How far the weighted comparison is from the treated before the start, root mean square; null where
        /// nothing is weighed.</summary>
        public double? PreRmspe { get; init; }
    }

    /// <summary>The method does not fit the panel.</summary>
    public sealed record Refused : EffectResult;
}

/// <summary>An interval of effects.</summary>
/// <param name="Lower">Lower end; null for none.</param>
/// <param name="Upper">Upper end; null for none.</param>
public readonly record struct EffectInterval(double? Lower, double? Upper);

/// <summary>How rare an estimate is where nothing was done.</summary>
/// <param name="PValue">Share of assignments with an estimate at least as far from nought.</param>
/// <param name="PFloor">The least that the share could be; null when the p-value is that of a normal distribution.
/// </param>
/// <param name="Assignments">How many assignments were compared; 0 for a normal distribution.</param>
/// <param name="IsExhaustive">False when the assignments are a random selection.</param>
public sealed record EffectTest(double PValue, double? PFloor, int Assignments, bool IsExhaustive);

namespace Maltall.Warehouse.Judge;

/// <summary>What keeps a goal from being judged.</summary>
public enum ObstacleKind
{
    /// <summary>The source did not deliver the period.</summary>
    Missing,

    /// <summary>The figure is hidden to protect the households behind it.</summary>
    Hidden,

    /// <summary>The cohort has not been followed to its end.</summary>
    NotMature,

    /// <summary>There is nothing to measure, such as a share of nobody.</summary>
    CannotOccur,

    /// <summary>The owner has said that it cannot be measured yet.</summary>
    NotYet,

    /// <summary>No indicator measures the goal.</summary>
    NoMeasure,

    /// <summary>No target was agreed on by the day of the publication.</summary>
    NoTarget,

    /// <summary>The period lies before the baseline.</summary>
    BeforeBaseline,

    /// <summary>Too few of the goals below can be judged.</summary>
    Below,
}

/// <summary>Why a goal is not judged.</summary>
/// <param name="Kind">The reason.</param>
/// <param name="From">First day on which it is gone; null when nobody knows.</param>
public sealed record Obstacle(ObstacleKind Kind, DateOnly? From = null);

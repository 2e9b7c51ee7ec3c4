using Maltall.Warehouse.Measure;

namespace Maltall.Warehouse.Judge;

/// <summary>A target as it was agreed: what, from when, by whom and why.</summary>
/// <param name="Target">Value and period.</param>
/// <param name="ValidFrom">First day on which it is the target.</param>
/// <param name="By">Who agreed on it.</param>
/// <param name="Why">The reason, in three languages.</param>
public sealed record TargetVersion(GoalPoint Target, DateOnly ValidFrom, string By, LocalText Why);

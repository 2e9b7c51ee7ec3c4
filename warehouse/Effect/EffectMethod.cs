namespace Maltall.Warehouse.Effect;

/// <summary>A way to estimate what a programme did.</summary>
public enum EffectMethod
{
    /// <summary>Difference in differences: all comparison units and all earlier periods weigh alike.</summary>
    Did,

    /// <summary>Synthetic control: comparison units are weighed so that they follow the treated before the start.
    /// </summary>
    Sc,

    /// <summary>Synthetic control about each unit's own earlier mean.</summary>
    DemeanedSc,

    /// <summary>Synthetic difference in differences: units and earlier periods are weighed.</summary>
    Sdid,

    /// <summary>Group-time effects, for units that start at different times.</summary>
    GroupTime,
}

/// <summary>The words for methods and verdicts in commands and files.</summary>
public static class EffectWords
{
    /// <summary>The word for a method: did, sc, demeaned-sc, sdid or group-time.</summary>
    public static string Of(EffectMethod method) => method switch
    {
        EffectMethod.Did => "did",
        EffectMethod.Sc => "sc",
        EffectMethod.DemeanedSc => "demeaned-sc",
        EffectMethod.Sdid => "sdid",
        _ => "group-time",
    };

    /// <summary>The word for what a point of a path is a mean of.</summary>
    public static string Of(PointKind kind) => kind switch
    {
        PointKind.Period => "period",
        PointKind.GroupTime => "group_time",
        PointKind.Group => "group",
        PointKind.EventTime => "event_time",
        PointKind.AllGroups => "all_groups",
        _ => "all_event_times",
    };

    /// <summary>The word for a verdict; there are only these three.</summary>
    public static string Of(EffectVerdict verdict) => verdict switch
    {
        EffectVerdict.CompatibleWithAnEffect => "compatible with an effect",
        EffectVerdict.NotDistinguishable => "not distinguishable from no effect",
        _ => "cannot be estimated",
    };
}

/// <summary>What may be said of an effect.</summary>
public enum EffectVerdict
{
    /// <summary>The design, its data or its checks do not carry an estimate.</summary>
    CannotBeEstimated,

    /// <summary>A difference as large comes about often enough where nothing was done.</summary>
    NotDistinguishable,

    /// <summary>A difference as large comes about in at most one of twenty assignments where nothing was done.
    /// </summary>
    CompatibleWithAnEffect,
}

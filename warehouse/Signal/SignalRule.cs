namespace Maltall.Warehouse.Signal;

/// <summary>Why a point is no mere noise, or that it is; the earliest rule in this order that holds.</summary>
public enum SignalRule
{
    /// <summary>Nothing but noise.</summary>
    CommonCause,

    /// <summary>Strictly above the upper limit.</summary>
    AboveLimit,

    /// <summary>Strictly below the lower limit.</summary>
    BelowLimit,

    /// <summary>One of seven points that rise each time.</summary>
    TrendUp,

    /// <summary>One of seven points that fall each time.</summary>
    TrendDown,

    /// <summary>One of two in three points in the outer third, all three above the mean.</summary>
    TwoOfThreeAbove,

    /// <summary>One of two in three points in the outer third, all three below the mean.</summary>
    TwoOfThreeBelow,

    /// <summary>One of seven points in a row above the mean.</summary>
    RunAbove,

    /// <summary>One of seven points in a row below the mean.</summary>
    RunBelow,

    /// <summary>A rule holds, and so it would have to: how the data are made changed here.</summary>
    DataBreak,
}

/// <summary>What a point says, seen from the way that is better.</summary>
public enum Variation
{
    /// <summary>Noise.</summary>
    CommonCause,

    /// <summary>A signal in the better direction.</summary>
    Improvement,

    /// <summary>A signal in the worse direction.</summary>
    Concern,

    /// <summary>A high signal where neither way is better.</summary>
    NeutralHigh,

    /// <summary>A low signal where neither way is better.</summary>
    NeutralLow,

    /// <summary>A change that a break in the data explains.</summary>
    DataBreak,
}

/// <summary>Whether a target will be met when nothing is changed.</summary>
public enum Assurance
{
    /// <summary>Met each time.</summary>
    ConsistentPass,

    /// <summary>Missed each time.</summary>
    ConsistentFail,

    /// <summary>Met or missed by chance.</summary>
    Inconsistent,
}

/// <summary>Which way is better.</summary>
public enum Better
{
    /// <summary>More is better.</summary>
    Up,

    /// <summary>Less is better.</summary>
    Down,

    /// <summary>Neither is.</summary>
    Neutral,
}

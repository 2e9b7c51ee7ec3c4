using System.Diagnostics;

namespace Maltall.Warehouse.Signal;

/// <summary>The labels of signals, as NHSRplotthedots writes them, and what they mean for better and worse.</summary>
public static class SignalWords
{
    /// <summary>The label of a rule, such as <c>7 Points Above CL</c>.</summary>
    /// <param name="rule">The rule.</param>
    public static string Label(SignalRule rule) => rule switch
    {
        SignalRule.CommonCause => "Common Cause",
        SignalRule.AboveLimit => "Above UCL",
        SignalRule.BelowLimit => "Below LCL",
        SignalRule.TrendUp => "7 Point Trend (Increasing)",
        SignalRule.TrendDown => "7 Point Trend (Decreasing)",
        SignalRule.TwoOfThreeAbove => "2 in 3 Above CL",
        SignalRule.TwoOfThreeBelow => "2 in 3 Below CL",
        SignalRule.RunAbove => "7 Points Above CL",
        SignalRule.RunBelow => "7 Points Below CL",
        SignalRule.DataBreak => "data_break",
        _ => throw new UnreachableException(),
    };

    /// <summary>The label of a variation, such as <c>special_cause_concern</c>.</summary>
    /// <param name="variation">The variation.</param>
    public static string Label(Variation variation) => variation switch
    {
        Variation.CommonCause => "common_cause",
        Variation.Improvement => "special_cause_improvement",
        Variation.Concern => "special_cause_concern",
        Variation.NeutralHigh => "special_cause_neutral_high",
        Variation.NeutralLow => "special_cause_neutral_low",
        Variation.DataBreak => "data_break",
        _ => throw new UnreachableException(),
    };

    /// <summary>The label of an assurance, such as <c>consistent_pass</c>.</summary>
    /// <param name="assurance">The assurance.</param>
    public static string Label(Assurance assurance) => assurance switch
    {
        Assurance.ConsistentPass => "consistent_pass",
        Assurance.ConsistentFail => "consistent_fail",
        Assurance.Inconsistent => "inconsistent",
        _ => throw new UnreachableException(),
    };

    /// <summary>What a rule says, given which way is better.</summary>
    /// <param name="rule">The rule that holds at the point.</param>
    /// <param name="better">Which way is better.</param>
    public static Variation Meaning(SignalRule rule, Better better) => (Side(rule), better) switch
    {
        _ when rule == SignalRule.DataBreak => Variation.DataBreak,
        (0, _) => Variation.CommonCause,
        ( > 0, Better.Neutral) => Variation.NeutralHigh,
        ( < 0, Better.Neutral) => Variation.NeutralLow,
        ( > 0, Better.Up) or ( < 0, Better.Down) => Variation.Improvement,
        _ => Variation.Concern,
    };

    /// <summary>1 for a high or rising signal, -1 for a low or falling one, 0 for none.</summary>
    internal static int Side(SignalRule rule) => rule switch
    {
        SignalRule.AboveLimit or SignalRule.TrendUp or SignalRule.TwoOfThreeAbove or SignalRule.RunAbove => 1,
        SignalRule.BelowLimit or SignalRule.TrendDown or SignalRule.TwoOfThreeBelow or SignalRule.RunBelow => -1,
        _ => 0,
    };
}

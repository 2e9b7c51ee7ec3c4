using Maltall.Lake;

namespace Maltall.Warehouse.Judge;

/// <summary>
/// How a goal stands, from best to worst; always shown by word and shape, never by colour alone.
/// </summary>
public enum GoalStatus
{
    /// <summary>The target is met.</summary>
    Reached,

    /// <summary>
    /// The target's period is still to come, and what lacks to the path is within the goal's tolerance.
    /// </summary>
    OnTrack,

    /// <summary>The target's period has come, and what lacks to the target is within the goal's tolerance.</summary>
    Near,

    /// <summary>The target's period is still to come, and the figure is further behind the path.</summary>
    Behind,

    /// <summary>The target is not met, and its period has come.</summary>
    NotReached,

    /// <summary>The figure is worse than where it started, by more than the goal's tolerance.</summary>
    Backwards,

    /// <summary>There is no figure to judge.</summary>
    NotMeasurable,
}

/// <summary>Words and shapes of a status.</summary>
public static class GoalStatusText
{
    /// <summary>The shape of a status: ● ◐ ▲ ◆ ■ ▼ ○.</summary>
    /// <param name="status">The status.</param>
    public static string Shape(this GoalStatus status) => status switch
    {
        GoalStatus.Reached => "●",
        GoalStatus.OnTrack => "◐",
        GoalStatus.Near => "▲",
        GoalStatus.Behind => "◆",
        GoalStatus.NotReached => "■",
        GoalStatus.Backwards => "▼",
        _ => "○",
    };

    /// <summary>The status in data: <c>reached</c>, <c>on_track</c>, <c>near</c>, ….</summary>
    /// <param name="status">The status.</param>
    public static string Code(this GoalStatus status) => status switch
    {
        GoalStatus.Reached => "reached",
        GoalStatus.OnTrack => "on_track",
        GoalStatus.Near => "near",
        GoalStatus.Behind => "behind",
        GoalStatus.NotReached => "not_reached",
        GoalStatus.Backwards => "backwards",
        _ => "not_measurable",
    };

    /// <summary>The word of a status.</summary>
    /// <param name="status">The status.</param>
    /// <param name="language"><c>nb</c>, <c>nn</c> or <c>en</c>.</param>
    /// <exception cref="UserError">Another language was asked for.</exception>
    public static string Word(this GoalStatus status, string language) => language switch
    {
        "nb" => InBokmal(status),
        "nn" => InNynorsk(status),
        "en" => InEnglish(status),
        _ => throw new UserError($"There is no language '{language}'", "Use nb, nn or en."),
    };

    private static string InBokmal(GoalStatus status) => status switch
    {
        GoalStatus.Reached => "Nådd",
        GoalStatus.OnTrack => "I rute",
        GoalStatus.Near => "Nær mål",
        GoalStatus.Behind => "Bak plan",
        GoalStatus.NotReached => "Ikke nådd",
        GoalStatus.Backwards => "Gått feil vei",
        _ => "Ikke målbart",
    };

    private static string InNynorsk(GoalStatus status) => status switch
    {
        GoalStatus.Reached => "Nådd",
        GoalStatus.OnTrack => "I rute",
        GoalStatus.Near => "Nær målet",
        GoalStatus.Behind => "Bak plan",
        GoalStatus.NotReached => "Ikkje nådd",
        GoalStatus.Backwards => "Gått feil veg",
        _ => "Ikkje målbart",
    };

    private static string InEnglish(GoalStatus status) => status switch
    {
        GoalStatus.Reached => "Reached",
        GoalStatus.OnTrack => "On track",
        GoalStatus.Near => "Near target",
        GoalStatus.Behind => "Behind",
        GoalStatus.NotReached => "Not reached",
        GoalStatus.Backwards => "Gone the wrong way",
        _ => "Not measurable",
    };
}

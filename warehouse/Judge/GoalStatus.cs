using Maltall.Lake;

namespace Maltall.Warehouse.Judge;

/// <summary>How a goal stands; always shown by word and shape, never by colour alone.</summary>
public enum GoalStatus
{
    /// <summary>The target is met.</summary>
    Reached,

    /// <summary>The target is not met, and what lacks is within the goal's tolerance.</summary>
    Near,

    /// <summary>The target is not met.</summary>
    NotReached,

    /// <summary>There is no figure to judge.</summary>
    NotMeasurable,
}

/// <summary>Words and shapes of a status.</summary>
public static class GoalStatusText
{
    /// <summary>The shape of a status: ● ▲ ■ ○.</summary>
    /// <param name="status">The status.</param>
    public static string Shape(this GoalStatus status) => status switch
    {
        GoalStatus.Reached => "●",
        GoalStatus.Near => "▲",
        GoalStatus.NotReached => "■",
        _ => "○",
    };

    /// <summary>The word of a status.</summary>
    /// <param name="status">The status.</param>
    /// <param name="language"><c>nb</c>, <c>nn</c> or <c>en</c>.</param>
    /// <exception cref="UserError">Another language was asked for.</exception>
    public static string Word(this GoalStatus status, string language) => (status, language) switch
    {
        (GoalStatus.Reached, "nb") => "Nådd",
        (GoalStatus.Reached, "nn") => "Nådd",
        (GoalStatus.Reached, "en") => "Reached",
        (GoalStatus.Near, "nb") => "Nær mål",
        (GoalStatus.Near, "nn") => "Nær målet",
        (GoalStatus.Near, "en") => "Near target",
        (GoalStatus.NotReached, "nb") => "Ikke nådd",
        (GoalStatus.NotReached, "nn") => "Ikkje nådd",
        (GoalStatus.NotReached, "en") => "Not reached",
        (_, "nb") => "Ikke målbart",
        (_, "nn") => "Ikkje målbart",
        (_, "en") => "Not measurable",
        _ => throw new UserError($"There is no language '{language}'", "Use nb, nn or en."),
    };
}

namespace Maltall.Warehouse.Compare;

/// <summary>What moved a number between two publications, each part in the unit of the indicator. The parts add up to
/// the change.</summary>
/// <param name="NewEvents">Of what happened after the old publication's data ended.</param>
/// <param name="LateData">Of what had happened before that and was delivered after.</param>
/// <param name="Corrections">Of rows that were changed or withdrawn.</param>
/// <param name="Geography">Of districts, areas and other lists of places or groups that were changed.</param>
/// <param name="Definition">Of another definition of the indicator.</param>
/// <param name="Coverage">Of values that are not there at an end, or on the way.</param>
public sealed record ChangeParts(
    double NewEvents, double LateData, double Corrections, double Geography, double Definition, double Coverage)
{
    /// <summary>Number of states that a change is split by: the old one, one after each part, the last being the
    /// new.</summary>
    public const int States = 6;

    /// <summary>The sum of the parts: new value − old value, where a value that is not there counts as 0.</summary>
    public double Total => NewEvents + LateData + Corrections + Geography + Definition + Coverage;

    /// <summary>Splits a change by its states in order: old, then with new events, late data, corrections, geography
    /// and at last the definition, which is the new value.</summary>
    /// <param name="states">The number in each of the six states; null where it has none.</param>
    /// <returns>The parts; null when neither end has a value, so that nothing moved.</returns>
    /// <remarks>
    /// A part is the difference of two states that follow each other, so the parts telescope to new − old. When one end
    /// has no value, all of the change is coverage. When a state between has none, the step from the last state with a
    /// value to the next is coverage.
    /// </remarks>
    /// <exception cref="ArgumentException">There are not six states.</exception>
    public static ChangeParts? Of(IReadOnlyList<double?> states)
    {
        if (states.Count != States)
        {
            throw new ArgumentException($"A change has {States} states, not {states.Count}.", nameof(states));
        }

        if (states[0] is not { } old || states[^1] is not { } last)
        {
            return states[0] is null && states[^1] is null ? null
                : new ChangeParts(0, 0, 0, 0, 0, (states[^1] ?? 0) - (states[0] ?? 0));
        }

        var steps = new double[States - 1];
        var coverage = 0.0;
        var known = old;
        for (var at = 1; at < States; at++)
        {
            if (states[at] is not { } number)
            {
                continue;
            }

            if (states[at - 1] is null)
            {
                coverage += number - known;
            }
            else
            {
                steps[at - 1] = number - known;
            }

            known = number;
        }

        return new ChangeParts(steps[0], steps[1], steps[2], steps[3], steps[4], coverage);
    }
}

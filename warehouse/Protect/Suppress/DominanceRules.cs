namespace Maltall.Warehouse.Protect.Suppress;

/// <summary>
/// When a sum of money gives away one of those who make it up: few contributors, one or two who hold most of it, or one
/// whom the next largest can estimate too well.
/// </summary>
/// <param name="MinimumContributors">Fewest contributors of a sum that is shown; 0 leaves the rule out.</param>
/// <param name="Shares">Pairs (n, k): the n largest may together not hold k % or more.</param>
/// <param name="PriorPercent">
/// The p of the p % rule: the total less the two largest must be at least p % of the largest; null leaves it out.
/// </param>
/// <remarks>Hundepool et al. (2012), Statistical Disclosure Control, section 4.2.2.</remarks>
public sealed record DominanceRules(
    int MinimumContributors, IReadOnlyList<(int Largest, decimal Percent)> Shares, decimal? PriorPercent)
{
    /// <summary>What Måltall uses for money: three contributors, 70 % for one, 85 % for two, p = 10.</summary>
    public static DominanceRules Standard { get; } = new(3, [(1, 70m), (2, 85m)], 10m);

    /// <summary>Whether the sum is sensitive.</summary>
    /// <param name="contributions">
    /// Who contributed and how much, one row per payment; summed by contributor here.
    /// </param>
    /// <returns>True when a rule forbids the sum; false for a sum of nothing.</returns>
    public bool IsSensitive(IEnumerable<(string Contributor, decimal Amount)> contributions)
    {
        var amounts = contributions
            .GroupBy(row => row.Contributor, row => row.Amount, StringComparer.Ordinal)
            .Select(rows => rows.Sum())
            .Where(amount => amount != 0)
            .OrderDescending()
            .ToList();
        if (amounts.Count == 0)
        {
            return false;
        }

        var total = amounts.Sum();
        return amounts.Count < MinimumContributors
            || Shares.Any(rule => amounts.Take(rule.Largest).Sum() * 100m >= rule.Percent * total)
            || (PriorPercent is { } percent && (total - amounts.Take(2).Sum()) * 100m < percent * amounts[0]);
    }
}

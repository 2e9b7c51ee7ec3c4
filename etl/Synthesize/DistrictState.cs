namespace Maltall.Etl.Synthesize;

/// <summary>A district as the simulation goes: its part of the city, its own level, and who lives where.</summary>
internal sealed class DistrictState(DistrictAnchor anchor)
{
    public DistrictAnchor Anchor { get; } = anchor;

    public string Code => Anchor.Code;

    /// <summary>Part of the city's applications, 0–1.</summary>
    public double ApplicationShare { get; init; }

    /// <summary>Part of the city's eviction requests, stays and loans, 0–1.</summary>
    public double HardshipShare { get; init; }

    /// <summary>Part of the city's municipal homes, 0–1.</summary>
    public double HomeShare { get; init; }

    /// <summary>What the district's share of move-ins within 183 days lies above the city's, all years.</summary>
    public double MoveInLevel { get; init; }

    public double RefusalLevel { get; init; }

    public double CarriedOutLevel { get; init; }

    public List<Tenancy> Running { get; } = [];

    /// <summary>Households on the market that have applied or been evicted, and may turn up again.</summary>
    public List<Household> Pool { get; } = [];

    /// <summary>Households that lost their home lately.</summary>
    public List<Household> Roofless { get; } = [];

    /// <summary>Households that have stayed in temporary housing.</summary>
    public List<Household> Stayers { get; } = [];

    public void Begin(Tenancy tenancy)
    {
        tenancy.Slot = Running.Count;
        tenancy.Household.Home = tenancy;
        Running.Add(tenancy);
    }

    public void End(Tenancy tenancy, DateOnly day, string reason)
    {
        tenancy.EndedOn = day;
        tenancy.EndReason = reason;
        tenancy.Household.Home = null;
        tenancy.Household.LeftOn = day;
        var last = Running[^1];
        Running[tenancy.Slot] = last;
        last.Slot = tenancy.Slot;
        Running.RemoveAt(Running.Count - 1);
    }

    /// <summary>Takes a random household out of a list; null when the list is empty.</summary>
    public static Household? Take(List<Household> from, RandomStream random)
    {
        if (from.Count == 0)
        {
            return null;
        }

        var place = random.Between(0, from.Count - 1);
        var household = from[place];
        from[place] = from[^1];
        from.RemoveAt(from.Count - 1);
        return household;
    }
}

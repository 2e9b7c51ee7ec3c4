namespace Maltall.Etl.Synthesize;

/// <summary>An invented household that lives on from file to file.</summary>
internal sealed class Household
{
    public required string BirthNumber { get; init; }

    public required string Name { get; init; }

    public required string Address { get; init; }

    public required DistrictState District { get; init; }

    public required string Type { get; init; }

    public required int Children { get; init; }

    public required int Bedrooms { get; init; }

    /// <summary>The municipal home it lives in now.</summary>
    public Tenancy? Home { get; set; }

    /// <summary>Until then its last application is open, and it does not apply again.</summary>
    public DateOnly BusyUntil { get; set; }

    /// <summary>The day it last left a municipal home.</summary>
    public DateOnly LeftOn { get; set; }

    public Stay? LastStay { get; set; }
}

/// <summary>An application for a municipal home, with all that will come of it.</summary>
internal sealed class Application
{
    public required string Id { get; init; }

    public required Household Household { get; init; }

    public required bool IsNew { get; init; }

    public required DateOnly ReceivedOn { get; init; }

    public required DateOnly? MappedOn { get; init; }

    public required string Decision { get; init; }

    public required DateOnly DecidedOn { get; init; }

    public required DateOnly? MovedInOn { get; init; }
}

/// <summary>A tenancy in a municipal home.</summary>
internal sealed class Tenancy
{
    public required string Id { get; init; }

    public required Application? Application { get; init; }

    public required Household Household { get; init; }

    public required int Bedrooms { get; init; }

    public required DateOnly StartedOn { get; init; }

    public required DateOnly ContractEnd { get; init; }

    public required decimal Rent { get; init; }

    public DateOnly? EndedOn { get; set; }

    public string? EndReason { get; set; }

    /// <summary>How it ends is settled already (an eviction or an exchange), so nothing else may end it.</summary>
    public bool Reserved { get; set; }

    /// <summary>Its place among the running tenancies of the district.</summary>
    public int Slot { get; set; }
}

/// <summary>A request for eviction; carried out or not.</summary>
internal sealed record Eviction(
    string Id, Tenancy? Tenancy, Household Household, DateOnly RequestedOn, DateOnly? CarriedOutOn)
{
    public required string Reason { get; init; }
}

/// <summary>A stay in temporary housing.</summary>
internal sealed class Stay
{
    public required string Id { get; init; }

    public required Household Household { get; init; }

    public required string Accommodation { get; init; }

    public required DateOnly StartedOn { get; init; }

    public required DateOnly EndedOn { get; set; }

    public required decimal NightPrice { get; init; }
}

/// <summary>A payment of an instrument, to a household or to an organisation.</summary>
internal sealed class Payment
{
    public required string Id { get; init; }

    public required string Instrument { get; init; }

    public required string District { get; init; }

    public required string RecipientType { get; init; }

    public Household? Household { get; init; }

    public int Recipients { get; init; } = 1;

    public required DateOnly AppliedOn { get; init; }

    public required DateOnly DecidedOn { get; init; }

    public required DateOnly PaidOn { get; init; }

    public required decimal Amount { get; init; }

    public bool? FromMunicipalHome { get; init; }
}

/// <summary>The homes of one size in a district at the end of a month.</summary>
internal sealed record StockCell(DateOnly MonthEnd, string District, int Bedrooms)
{
    public int Disposed { get; init; }

    public int Owned { get; init; }

    public int Accessible { get; init; }

    public int Vacant { get; init; }
}

/// <summary>A course, a meeting, a meeting place or a measure of information.</summary>
internal sealed class Activity
{
    public required string Id { get; init; }

    public required ActivityKind Kind { get; init; }

    public required string District { get; init; }

    public required string? Area { get; init; }

    public required DateOnly? PlannedOn { get; init; }

    public required DateOnly HeldOn { get; init; }

    public required int Participants { get; init; }

    public required int Employees { get; init; }

    public required int Reached { get; init; }

    public required int Budget { get; init; }

    public required decimal Spent { get; init; }
}

/// <summary>What an activity is, in the words of the programme office.</summary>
internal sealed record ActivityKind(string Programme, int Point, string Type, string Goal)
{
    /// <summary>Participants at the least and at the most.</summary>
    public required (int Least, int Most) Participants { get; init; }

    /// <summary>Part of the participants who work for the municipality.</summary>
    public required double Employees { get; init; }

    /// <summary>Reached in the target group, per participant.</summary>
    public required double Reach { get; init; }

    /// <summary>What it costs on average, NOK.</summary>
    public required int Cost { get; init; }
}

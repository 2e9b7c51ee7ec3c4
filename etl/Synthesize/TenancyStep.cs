namespace Maltall.Etl.Synthesize;

/// <summary>Households move in, and others move out so that the number let follows the number of homes.</summary>
internal sealed class TenancyStep(World world)
{
    private readonly RandomStream _random = world.Stream("tenancy");
    private readonly Calibration _calibration = world.Calibration;

    /// <summary>The tenancies that run when the simulation begins; their applications were on paper.</summary>
    public void LetFirstHomes()
    {
        var first = world.Window.Start(-Window.WarmUp);
        foreach (var district in world.Districts)
        {
            for (var left = (int)Math.Round(Target(district, first)); left > 0; left--)
            {
                var started = first.AddDays(-1 - (int)Math.Min(4300, _random.Exponential(1400)));
                Begin(world.Households.Make(district, "applicant"), null, started);
            }
        }
    }

    public void MoveIn(int month)
    {
        foreach (var application in world.MoveIns(month))
        {
            var household = application.Household;
            var day = application.MovedInOn!.Value; // Only applications with a day of moving in are scheduled.
            if (household.Home is { } old)
            {
                household.District.End(old, day, "annet");
            }

            if (household.LastStay is { } stay && stay.EndedOn > day)
            {
                stay.EndedOn = day;
            }

            Begin(household, application, day);
        }
    }

    public void MoveOut(int month)
    {
        var start = world.Window.Start(month);
        world.Buyers.Clear();
        foreach (var district in world.Districts)
        {
            var surplus = district.Running.Count - Target(district, start);
            var leave = (int)surplus + (_random.Chance(surplus - Math.Floor(surplus)) ? 1 : 0);
            for (; leave > 0; leave--)
            {
                Leave(district, month, start);
            }
        }
    }

    private double Target(DistrictState district, DateOnly day) =>
        _calibration.At("homes_disposed", day) * _calibration.Rate("occupancy") * district.HomeShare * world.Scale;

    private void Begin(Household household, Application? application, DateOnly day)
    {
        var perBedroom = _calibration.Rate("rent_per_bedroom_nok");
        var level = _calibration.Rate("monthly_rent_nok") + (perBedroom * household.Bedrooms);
        var rent = level * _calibration.At("rent_index", day) * (0.85 + (0.3 * _random.Next()));
        var years = household.Children > 0 ? 5 : 3;
        var contractEnd = day.AddYears(years);
        while (_random.Chance(0.5))
        {
            contractEnd = contractEnd.AddYears(years);
        }

        var tenancy = new Tenancy
        {
            Id = world.NextId('K', day.Year),
            Application = application,
            Household = household,
            Bedrooms = household.Bedrooms,
            StartedOn = day,
            ContractEnd = contractEnd,
            Rent = Math.Round((decimal)rent, 2),
        };
        household.District.Begin(tenancy);
        world.Tenancies.Add(tenancy);
    }

    private void Leave(DistrictState district, int month, DateOnly start)
    {
        Tenancy? leaving = null;
        for (var tries = 0; tries < 4; tries++)
        {
            var candidate = _random.Of(district.Running);
            var free = !candidate.Reserved && candidate.StartedOn < start && candidate.Household.BusyUntil < start;
            leaving = free && (leaving is null || candidate.ContractEnd < leaving.ContractEnd) ? candidate : leaving;
        }

        if (leaving is null)
        {
            return;
        }

        var household = leaving.Household;
        var reason = _random.Weighted(_calibration.Mix("end_reason"));
        reason = reason == "dod" && household.Type != "enslig" ? "flyttet" : reason;
        district.End(leaving, world.Window.Day(month, _random), reason);
        if (reason == "kjopt_bolig")
        {
            world.Buyers.Add(leaving);
        }
        else if (reason is "annet" or "privat_leie" && _random.Chance(0.4))
        {
            household.BusyUntil = start.AddMonths(6);
            district.Pool.Add(household);
        }
    }
}

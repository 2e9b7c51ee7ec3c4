namespace Maltall.Etl.Synthesize;

/// <summary>Landlords ask for evictions, a part of them in municipal homes; some are carried out.</summary>
internal sealed class EvictionStep(World world)
{
    private readonly RandomStream _random = world.Stream("eviction");
    private readonly Calibration _calibration = world.Calibration;
    private readonly Dictionary<int, List<Eviction>> _due = [];

    public void Request(int month)
    {
        var start = world.Window.Start(month);
        var mean = _calibration.InYear("eviction_requests", start.Year) * world.Scale / 12;
        foreach (var district in world.Districts)
        {
            for (var left = _random.Poisson(mean * district.HardshipShare); left > 0; left--)
            {
                Request(district, world.Window.Weekday(month, _random));
            }
        }
    }

    /// <summary>Ends the municipal tenancies whose eviction falls in the month; the household loses its roof.</summary>
    public void CarryOut(int month)
    {
        foreach (var eviction in _due.GetValueOrDefault(month) ?? [])
        {
            var household = eviction.Household;
            var day = eviction.CarriedOutOn!.Value; // Only those carried out are due.
            if (eviction.Tenancy is { } tenancy)
            {
                household.District.End(tenancy, day, "utkastet");
            }

            household.BusyUntil = day;
            household.District.Roofless.Add(household);
        }
    }

    private void Request(DistrictState district, DateOnly day)
    {
        var tenancy = _random.Chance(_calibration.Rate("eviction_municipal")) ? Municipal(district, day) : null;
        var household = tenancy?.Household ?? Other(district, day);
        var share = _calibration.Rate("eviction_carried_out") + district.CarriedOutLevel
            + _calibration.At("carried_out_trend", day)
            + _calibration.Effect("eviction_carried_out", district.Code, day);
        DateOnly? carriedOut = _random.Chance(share)
            ? day.AddDays(Math.Clamp((int)_random.LogNormal(_calibration.Rate("eviction_median_days"), 0.5), 14, 360))
            : null;
        var eviction = new Eviction(world.NextId('U', day.Year), tenancy, household, day, carriedOut)
        {
            Reason = _random.Weighted(_calibration.Mix("eviction_reason")),
        };
        world.Evictions.Add(eviction);
        household.BusyUntil = day;
        if (carriedOut is { } due)
        {
            Await(eviction, due);
        }
        else if (tenancy is null)
        {
            district.Pool.Add(household);
        }
    }

    private void Await(Eviction eviction, DateOnly due)
    {
        var month = world.Window.MonthOf(due);
        if (!_due.TryGetValue(month, out var list))
        {
            _due[month] = list = [];
        }

        list.Add(eviction);
        eviction.Household.BusyUntil = due;
        if (eviction.Tenancy is { } tenancy)
        {
            tenancy.Reserved = true;
        }
    }

    private Tenancy? Municipal(DistrictState district, DateOnly day)
    {
        for (var tries = 0; tries < 5 && district.Running.Count > 0; tries++)
        {
            var tenancy = _random.Of(district.Running);
            if (!tenancy.Reserved && tenancy.StartedOn.AddMonths(3) < day && tenancy.Household.BusyUntil < day)
            {
                return tenancy;
            }
        }

        return null;
    }

    private Household Other(DistrictState district, DateOnly day)
    {
        var known = _random.Chance(0.15) ? DistrictState.Take(district.Pool, _random) : null;
        return known is { Home: null } && known.BusyUntil < day && known.LeftOn < day
            ? known
            : world.Households.Make(district, "applicant");
    }
}

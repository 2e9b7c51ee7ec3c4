namespace Maltall.Etl.Synthesize;

/// <summary>Households without a roof stay in temporary housing, for a night or for months.</summary>
internal sealed class StayStep(World world)
{
    private readonly RandomStream _random = world.Stream("stay");
    private readonly Calibration _calibration = world.Calibration;

    public void Run(int month)
    {
        var start = world.Window.Start(month);
        var mean = _calibration.InYear("stay_starts", start.Year) * world.Scale / 12;
        foreach (var district in world.Districts)
        {
            for (var left = _random.Poisson(mean * district.HardshipShare); left > 0; left--)
            {
                Begin(district, world.Window.Day(month, _random));
            }

            // Who found no bed in half a year has found another way, and may apply for a home again.
            while (district.Roofless.Count > 20 * Math.Max(1, world.Scale))
            {
                district.Pool.Add(DistrictState.Take(district.Roofless, _random)!); // The list is not empty here.
            }
        }
    }

    private void Begin(DistrictState district, DateOnly day)
    {
        var household = Guest(district, day);
        var days = (int)_random.LogNormal(_calibration.Rate("stay_median_days"), _calibration.Rate("stay_sigma"));
        var kind = _random.Weighted(_calibration.Mix("accommodation"));
        var price = _calibration.Rate("stay_night_price_nok") * _calibration.At("night_price_index", day);
        var stay = new Stay
        {
            Id = world.NextId('M', day.Year),
            Household = household,
            Accommodation = household.Children > 0 && kind == "natthjem" ? "annet" : kind,
            StartedOn = day,
            EndedOn = day.AddDays(Math.Clamp(days, 1, 500)),
            NightPrice = Math.Round((decimal)(price * (0.7 + (0.6 * _random.Next()))), 2),
        };
        household.LastStay = stay;
        world.Stays.Add(stay);
        if (_random.Chance(0.6))
        {
            district.Stayers.Add(household);
        }
    }

    private Household Guest(DistrictState district, DateOnly day)
    {
        var draw = _random.Next();
        var from = draw switch
        {
            < 0.25 => district.Roofless,
            < 0.47 => district.Stayers,
            < 0.57 => district.Pool,
            _ => null,
        };
        var known = from is null ? null : DistrictState.Take(from, _random);
        var free = known is { Home: null } && known.LeftOn <= day && !(known.LastStay?.EndedOn >= day);
        return free && (known!.Children == 0 || _random.Chance(0.25)) // Free households are known.
            ? known
            : world.Households.Make(district, "stay");
    }
}

namespace Maltall.Etl.Synthesize;

/// <summary>Husbanken's instruments are paid: loans and grants to households, support, grants to projects.</summary>
internal sealed class PaymentStep(World world)
{
    private readonly RandomStream _random = world.Stream("payment");
    private readonly Calibration _calibration = world.Calibration;

    public void Run(int month)
    {
        var start = world.Window.Start(month);
        Lend(month, start);
        PaySupport(start);
        PayRentalHomes(month, start);
        PayProgramme(month, start);
    }

    private void Lend(int month, DateOnly start)
    {
        var buyers = world.Buyers.Where(_ => _random.Chance(_calibration.Rate("startlan_of_buyers"))).ToArray();
        foreach (var buyer in buyers)
        {
            Lend(buyer.Household, Later(buyer.EndedOn!.Value, month), fromMunicipalHome: true); // A buyer has left.
        }

        var mean = _calibration.InYear("startlan_count", start.Year) * world.Scale / 12;
        for (var left = _random.Poisson(mean) - buyers.Length; left > 0; left--)
        {
            var district = _random.Weighted([.. world.Districts.Select(one => (one, one.HardshipShare))]);
            var known = _random.Chance(0.3) ? DistrictState.Take(district.Pool, _random) : null;
            var household = known is { Home: null } && known.BusyUntil < start
                ? known
                : world.Households.Make(district, "applicant");
            Lend(household, world.Window.Weekday(month, _random), fromMunicipalHome: false);
        }
    }

    private void Lend(Household household, DateOnly paidOn, bool fromMunicipalHome)
    {
        var mean = _calibration.At("startlan_mean_nok", paidOn);
        PayHousehold("startlan", household, paidOn, mean, fromMunicipalHome);
        if (_random.Chance(_calibration.Rate("etablering_of_startlan")))
        {
            var grant = _calibration.At("etablering_mean_nok", paidOn);
            PayHousehold("etableringstilskudd", household, paidOn, grant, fromMunicipalHome);
        }
    }

    private void PayHousehold(
        string instrument, Household household, DateOnly paidOn, double mean, bool fromMunicipalHome)
    {
        var decidedOn = paidOn.AddDays(-_random.Between(5, 60));

        // The mean of a lognormal lies exp(sigma²/2) above its median.
        var amount = _random.LogNormal(mean / Math.Exp(0.35 * 0.35 / 2), 0.35);
        world.Payments.Add(new Payment
        {
            Id = world.NextId('H', paidOn.Year),
            Instrument = instrument,
            District = household.District.Code,
            RecipientType = "person",
            Household = household,
            AppliedOn = decidedOn.AddDays(-_random.Between(10, 90)),
            DecidedOn = decidedOn,
            PaidOn = paidOn,
            Amount = Math.Round((decimal)amount / 1000) * 1000,
            FromMunicipalHome = fromMunicipalHome,
        });
    }

    /// <summary>Bostøtte comes as one sum per district and month, without names, and is paid on the 20th.</summary>
    private void PaySupport(DateOnly start)
    {
        var paidOn = start.AddDays(19);
        var recipients = _calibration.At("bostotte_recipients", start) * world.Scale;
        var mean = _calibration.At("bostotte_mean_nok", start);
        foreach (var district in world.Districts)
        {
            var count = (int)Math.Round(recipients * district.HardshipShare * (0.98 + (0.04 * _random.Next())));
            var amount = Math.Round((decimal)(count * mean * (0.97 + (0.06 * _random.Next()))), 2);
            Pay("bostotte", district.Code, paidOn, amount, count);
        }
    }

    private void PayRentalHomes(int month, DateOnly start)
    {
        if (start.Month % 3 != 0)
        {
            return;
        }

        var quarter = _calibration.InYear("utleie_year_nok", start.Year) / 4 * world.Scale;
        (DistrictState, double)[] shares = [.. world.Districts.Select(one => (one, one.HomeShare))];
        for (var left = 4; left > 0; left--)
        {
            var district = _random.Weighted(shares);
            var amount = Math.Round((decimal)(quarter / 4 * (0.8 + (0.4 * _random.Next()))));
            Pay("utleieboligtilskudd", district.Code, world.Window.Weekday(month, _random), amount, 1);
        }
    }

    /// <summary>The third programme area of Groruddalen: a third to områdeløft areas, the rest to projects.</summary>
    private void PayProgramme(int month, DateOnly start)
    {
        if (start.Month % 4 != 0)
        {
            return;
        }

        var lift = _calibration.InYear("omradeloft_year_nok", start.Year) / 3 * world.Scale;
        var all = _calibration.InYear("programme_area_3_year_nok", start.Year) / 3 * world.Scale;
        var areas = _calibration.Areas.Where(area => area.From <= start.Year).ToArray();
        foreach (var (area, amount) in areas.Zip(Parts(lift, areas.Length)))
        {
            Pay("omradeloft", area.District, world.Window.Weekday(month, _random), amount, 1);
        }

        var districts = _calibration.Areas.Select(area => area.District).Distinct();
        var projects = districts.SelectMany(code => Enumerable.Repeat(code, 3)).ToArray();
        foreach (var (district, amount) in projects.Zip(Parts(all - lift, projects.Length)))
        {
            Pay("kompetansetilskudd", district, world.Window.Weekday(month, _random), amount, 1);
        }
    }

    /// <summary>Uneven parts in whole kroner that sum to the whole.</summary>
    private decimal[] Parts(double whole, int count)
    {
        var weights = Enumerable.Range(0, count).Select(_ => 0.6 + (0.8 * _random.Next())).ToArray();
        var sum = weights.Sum();
        var parts = weights.Select(weight => Math.Round((decimal)(whole * weight / sum))).ToArray();
        parts[^1] += Math.Round((decimal)whole) - parts.Sum();
        return parts;
    }

    private void Pay(string instrument, string district, DateOnly paidOn, decimal amount, int recipients)
    {
        var organisation = instrument is "kompetansetilskudd" or "utleieboligtilskudd" && _random.Chance(0.4);
        var decidedOn = paidOn.AddDays(-_random.Between(5, 15));
        world.Payments.Add(new Payment
        {
            Id = world.NextId('H', paidOn.Year),
            Instrument = instrument,
            District = district,
            RecipientType = organisation ? "organisasjon" : "kommune",
            Recipients = recipients,
            AppliedOn = decidedOn.AddDays(-_random.Between(15, 60)),
            DecidedOn = decidedOn,
            PaidOn = paidOn,
            Amount = Math.Max(0, amount),
        });
    }

    private DateOnly Later(DateOnly day, int month)
    {
        var last = world.Window.Start(month + 1).AddDays(-1);
        var later = day.AddDays(_random.Between(0, 10));
        return later < last ? later : last;
    }
}

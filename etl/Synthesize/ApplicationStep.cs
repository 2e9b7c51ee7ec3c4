namespace Maltall.Etl.Synthesize;

/// <summary>Households apply for a municipal home; its course is settled at once, and told as it happens.</summary>
internal sealed class ApplicationStep(World world)
{
    private readonly RandomStream _random = world.Stream("application");
    private readonly Calibration _calibration = world.Calibration;

    public void Run(int month)
    {
        var start = world.Window.Start(month);
        var year = _calibration.InYear("applications", start.Year) * world.Scale;
        var mean = year / 12 * _calibration.Season(start.Month);
        foreach (var district in world.Districts)
        {
            for (var left = _random.Poisson(mean * district.ApplicationShare); left > 0; left--)
            {
                Receive(district, world.Window.Weekday(month, _random));
            }
        }
    }

    private void Receive(DistrictState district, DateOnly receivedOn)
    {
        var household = Applicant(district, receivedOn);
        var (median, sigma) = (_calibration.Rate("decision_median_days"), _calibration.Rate("decision_sigma"));
        var decidedOn = receivedOn.AddDays(Math.Clamp((int)_random.LogNormal(median, sigma), 1, 400));
        var decision = Decide(district, decidedOn);
        var application = new Application
        {
            Id = world.NextId('S', receivedOn.Year),
            Household = household,
            IsNew = household.Home is null,
            ReceivedOn = receivedOn,
            MappedOn = Map(receivedOn, decidedOn, decision),
            Decision = decision,
            DecidedOn = decidedOn,
            MovedInOn = decision == "innvilget" ? MoveIn(household, decidedOn) : null,
        };
        world.Applications.Add(application);
        Follow(application);
    }

    private Household Applicant(DistrictState district, DateOnly day)
    {
        if (!_random.Chance(_calibration.Rate("new_applicant")) && Tenant(district, day) is { } tenant)
        {
            return tenant;
        }

        if (_random.Chance(_calibration.Rate("returning_applicant")) &&
            DistrictState.Take(district.Pool, _random) is { Home: null } known && known.BusyUntil < day)
        {
            return known;
        }

        return world.Households.Make(district, "applicant");
    }

    /// <summary>A tenant of the district who asks for another home; null when none of a few will.</summary>
    private Household? Tenant(DistrictState district, DateOnly day)
    {
        for (var tries = 0; tries < 5 && district.Running.Count > 0; tries++)
        {
            var tenancy = _random.Of(district.Running);
            if (!tenancy.Reserved && tenancy.StartedOn < day.AddYears(-1) && tenancy.Household.BusyUntil < day)
            {
                return tenancy.Household;
            }
        }

        return null;
    }

    private DateOnly? Map(DateOnly receivedOn, DateOnly decidedOn, string decision)
    {
        var mapped = _random.Chance(decision == "trukket" ? 0.4 : _calibration.Rate("mapped"));
        return mapped ? receivedOn.AddDays(_random.Between(0, decidedOn.DayNumber - receivedOn.DayNumber)) : null;
    }

    private string Decide(DistrictState district, DateOnly day)
    {
        var refused = _calibration.Rate("refused") + district.RefusalLevel + _calibration.At("refusal_trend", day)
            + _calibration.Effect("refusal_share", district.Code, day);
        var draw = _random.Next();
        return draw < refused ? "avslag" : draw < refused + _calibration.Rate("withdrawn") ? "trukket" : "innvilget";
    }

    private DateOnly? MoveIn(Household household, DateOnly decidedOn)
    {
        var district = household.District;
        var bySize = 0.02 - (0.025 * (household.Bedrooms - 1));
        var soon = _calibration.Rate("moved_in_within_183_days") + district.MoveInLevel + bySize
            + _calibration.At("move_in_trend", decidedOn)
            + _calibration.Effect("moved_in_within_183_days", district.Code, decidedOn);
        if (_random.Chance(soon))
        {
            var wait = Math.Pow(_random.Next(), 1.0 / (1 + (0.2 * household.Bedrooms)));
            return decidedOn.AddDays(1 + (int)(wait * 183));
        }

        var later = Math.Min(900, _random.Exponential(_calibration.Rate("later_move_in_mean_days")));
        return _random.Chance(_calibration.Rate("never_moves_in")) ? null : decidedOn.AddDays(184 + (int)later);
    }

    private void Follow(Application application)
    {
        var household = application.Household;
        household.BusyUntil = application.MovedInOn ?? application.DecidedOn.AddDays(60);
        if (application.MovedInOn is { } movedInOn)
        {
            world.Schedule(application, movedInOn);
            if (household.Home is not null)
            {
                household.Home.Reserved = true;
            }
        }
        else if (household.Home is null)
        {
            household.District.Pool.Add(household);
        }
    }
}

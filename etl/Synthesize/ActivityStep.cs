using System.Globalization;

namespace Maltall.Etl.Synthesize;

/// <summary>The programme office's courses, meetings and measures: områdeløft by area, BSU from October 2010.</summary>
internal sealed class ActivityStep(World world)
{
    private static readonly DateOnly _bsuStart = new(2010, 10, 1);

    private static readonly ActivityKind _course = new("BSU", 6, "kurs", "prosess")
    {
        Participants = (8, 40),
        Employees = 0.95,
        Reach = 0,
        Cost = 38000,
    };

    private static readonly ActivityKind _exchange = new("BSU", 5, "erfaringsutveksling", "prosess")
    {
        Participants = (6, 30),
        Employees = 0.85,
        Reach = 0.1,
        Cost = 45000,
    };

    private static readonly ActivityKind _mapping = new("BSU", 1, "informasjonstiltak", "resultat")
    {
        Participants = (15, 80),
        Employees = 0.1,
        Reach = 1.4,
        Cost = 52000,
    };

    private static readonly ActivityKind _information = new("BSU", 7, "informasjonstiltak", "prosess")
    {
        Participants = (20, 140),
        Employees = 0.08,
        Reach = 2.5,
        Cost = 30000,
    };

    private static readonly ActivityKind _meeting = new("OL", 7, "beboermote", "prosess")
    {
        Participants = (12, 110),
        Employees = 0.07,
        Reach = 0.9,
        Cost = 18000,
    };

    private static readonly ActivityKind _place = new("OL", 3, "moteplass", "resultat")
    {
        Participants = (20, 200),
        Employees = 0.05,
        Reach = 3,
        Cost = 620000,
    };

    private static readonly ActivityKind _wellBeing = new("OL", 1, "informasjonstiltak", "effekt")
    {
        Participants = (60, 260),
        Employees = 0.02,
        Reach = 0.8,
        Cost = 90000,
    };

    private readonly RandomStream _random = world.Stream("activity");
    private readonly Dictionary<int, int> _numbers = [];

    public List<Activity> Plan()
    {
        var activities = new List<Activity>();
        for (var month = 0; month < world.Window.MonthCount; month++)
        {
            var start = world.Window.Start(month);
            foreach (var area in world.Calibration.Areas.Where(area => area.From <= start.Year))
            {
                var at = (area.District, (string?)area.Name);
                Hold(activities, month, at, [(_meeting, 0.7), (_place, 0.12), (_wellBeing, 0.08)]);
            }

            foreach (var district in world.Calibration.Areas.Select(area => area.District).Distinct())
            {
                if (start >= _bsuStart)
                {
                    Hold(
                        activities,
                        month,
                        (district, null),
                        [(_course, 0.6), (_exchange, 0.3), (_information, 0.6), (_mapping, 0.3)]);
                }
            }
        }

        return activities;
    }

    /// <summary>Fewer in July; the number follows the scale, but a small demonstration keeps a quarter.</summary>
    private void Hold(
        List<Activity> activities,
        int month,
        (string District, string? Area) at,
        (ActivityKind Kind, double Mean)[] kinds)
    {
        var season = world.Window.Start(month).Month == 7 ? 0.4 : 1.05;
        foreach (var (kind, mean) in kinds)
        {
            for (var left = _random.Poisson(mean * season * Math.Max(0.25, world.Scale)); left > 0; left--)
            {
                activities.Add(Hold(kind, at, world.Window.Weekday(month, _random)));
            }
        }
    }

    private Activity Hold(ActivityKind kind, (string District, string? Area) at, DateOnly day)
    {
        var participants = _random.Between(kind.Participants.Least, kind.Participants.Most);
        var budget = (int)Math.Round(_random.LogNormal(kind.Cost, 0.3) / 500) * 500;
        var number = _numbers[day.Year] = _numbers.GetValueOrDefault(day.Year) + 1;
        return new Activity
        {
            Id = string.Create(CultureInfo.InvariantCulture, $"A{day.Year % 100:00}{number:0000}"),
            Kind = kind,
            District = at.District,
            Area = at.Area,
            PlannedOn = _random.Chance(0.35) ? day.AddDays(-_random.Between(30, 75)) : null,
            HeldOn = day,
            Participants = participants,
            Employees = Math.Min(participants, (int)Math.Round(participants * kind.Employees)),
            Reached = (int)Math.Round(participants * kind.Reach * (0.8 + (0.4 * _random.Next()))),
            Budget = budget,
            Spent = Math.Round((decimal)(budget * (0.8 + (0.3 * _random.Next()))), 2),
        };
    }
}

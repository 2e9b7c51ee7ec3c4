using System.Globalization;

namespace Maltall.Etl.Synthesize;

/// <summary>The invented city: who lives where, and all cases so far.</summary>
internal sealed class World
{
    private readonly Dictionary<(char Letter, int Year), int> _numbers = [];
    private readonly Dictionary<int, List<Application>> _moveIns = [];

    public World(Calibration calibration, SyntheticOptions options)
    {
        Calibration = calibration;
        Scale = options.Scale;
        Seed = options.Seed;
        Window = new Window(options.FirstYear, options.LastYear);
        Households = new HouseholdMaker(calibration, Stream("household"));
        Districts = MakeDistricts();
    }

    public Calibration Calibration { get; }

    public double Scale { get; }

    public long Seed { get; }

    public Window Window { get; }

    public HouseholdMaker Households { get; }

    public IReadOnlyList<DistrictState> Districts { get; }

    public List<Application> Applications { get; } = [];

    public List<Tenancy> Tenancies { get; } = [];

    public List<Eviction> Evictions { get; } = [];

    public List<Stay> Stays { get; } = [];

    public List<Payment> Payments { get; } = [];

    /// <summary>Tenancies that ended with a purchase this month.</summary>
    public List<Tenancy> Buyers { get; } = [];

    public RandomStream Stream(string name) => new(Seed, name);

    /// <summary>The next case number of a kind and year, such as S09000001.</summary>
    public string NextId(char letter, int year)
    {
        var number = _numbers.GetValueOrDefault((letter, year)) + 1;
        _numbers[(letter, year)] = number;
        return string.Create(CultureInfo.InvariantCulture, $"{letter}{year % 100:00}{number:000000}");
    }

    public void Schedule(Application application, DateOnly movedInOn)
    {
        var month = Window.MonthOf(movedInOn);
        if (!_moveIns.TryGetValue(month, out var list))
        {
            _moveIns[month] = list = [];
        }

        list.Add(application);
    }

    public IReadOnlyList<Application> MoveIns(int month) => _moveIns.GetValueOrDefault(month) ?? [];

    private DistrictState[] MakeDistricts()
    {
        var random = Stream("district");
        var anchors = Calibration.Districts.Where(district => district.Homes > 0).ToArray();
        var applications = Shares(anchors, anchor => anchor.Population[2012] * anchor.Need);
        var hardship = Shares(anchors, anchor => anchor.Population[2012] * Math.Sqrt(anchor.Need));
        var homes = Shares(anchors, anchor => anchor.Homes);
        var moveIn = Levels(random, applications, Calibration.Rate("move_in_district_sd"));
        var refusal = Levels(random, applications, Calibration.Rate("refusal_district_sd"));
        var carriedOut = Levels(random, hardship, Calibration.Rate("carried_out_district_sd"));
        return [.. anchors.Select((anchor, i) => new DistrictState(anchor)
        {
            ApplicationShare = applications[i],
            HardshipShare = hardship[i],
            HomeShare = homes[i],
            MoveInLevel = moveIn[i],
            RefusalLevel = refusal[i],
            CarriedOutLevel = carriedOut[i],
        })];
    }

    private static double[] Shares(DistrictAnchor[] anchors, Func<DistrictAnchor, double> weight)
    {
        var weights = anchors.Select(weight).ToArray();
        var sum = weights.Sum();
        return [.. weights.Select(one => one / sum)];
    }

    /// <summary>Random levels of the districts with weighted mean 0, so that the city keeps its own level.</summary>
    private static double[] Levels(RandomStream random, double[] shares, double sd)
    {
        var levels = shares.Select(_ => sd * random.Normal()).ToArray();
        var mean = levels.Zip(shares, (level, share) => level * share).Sum();
        return [.. levels.Select(level => level - mean)];
    }
}

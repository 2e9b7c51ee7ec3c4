using System.Globalization;
using System.Text.Json.Serialization;
using YamlDotNet.Serialization;
using YamlDotNet.Serialization.NamingConventions;

namespace Maltall.Etl.Synthesize;

/// <summary>The anchors, rates and truths of <c>calibration.yaml</c>.</summary>
internal sealed class Calibration
{
    private readonly Dictionary<string, (string Item, double Weight)[]> _weights = [];

    public string Id { get; init; } = "";

    public List<Anchor> Anchors { get; init; } = [];

    public List<EffectTruth> Effects { get; init; } = [];

    public Dictionary<string, SortedDictionary<int, double>> ByYear { get; init; } = [];

    public Dictionary<string, double> Rates { get; init; } = [];

    public DeliveryHabits Delivery { get; init; } = new();

    public Dictionary<string, Dictionary<string, double>> Mixes { get; init; } = [];

    public List<DistrictAnchor> Districts { get; init; } = [];

    public Dictionary<string, SortedDictionary<int, double>> Ages { get; init; } = [];

    public List<ProgrammeArea> Areas { get; init; } = [];

    public List<PeerArea> Peers { get; init; } = [];

    public static Calibration Read(string? file)
    {
        var reader = new DeserializerBuilder().WithNamingConvention(UnderscoredNamingConvention.Instance).Build();
        return reader.Deserialize<Calibration>(File.ReadAllText(file ?? Find()));
    }

    public double Rate(string name) => Rates.TryGetValue(name, out var rate) ? rate
        : throw new InvalidDataException($"calibration.yaml, rates: {name} is missing. Give it a number.");

    /// <summary>The value of a yearly series on a day: a straight line between the years, flat outside.</summary>
    public double At(string series, DateOnly day)
    {
        return ByYear.TryGetValue(series, out var points) ? Interpolate(points, YearOf(day))
            : throw new InvalidDataException($"calibration.yaml, by_year: {series} is missing. Give it years.");
    }

    /// <summary>The value of a yearly series for a whole year; the key stands for the year.</summary>
    public double InYear(string series, int year) => At(series, new DateOnly(year, 1, 1));

    public (string Item, double Weight)[] Mix(string name)
    {
        if (!_weights.TryGetValue(name, out var weights))
        {
            weights = [.. Mixes[name].Select(pair => (pair.Key, pair.Value))];
            _weights[name] = weights;
        }

        return weights;
    }

    public double Season(int month) => Mix("month")[month - 1].Weight;

    /// <summary>What the built-in truth adds to a probability in a district on a day; 0 before it starts.</summary>
    public double Effect(string id, string district, DateOnly day)
    {
        var effect = Effects.Single(effect => effect.Id == id);
        return day >= effect.Start && effect.Districts.Contains(district) ? effect.Change : 0;
    }

    /// <summary>A straight line between the points; flat outside, unless it shall go on after the last.</summary>
    public static double Interpolate(SortedDictionary<int, double> points, double year, bool goOn = false)
    {
        var years = points.Keys.ToArray();
        if (years.Length == 1 || year <= years[0] || (year >= years[^1] && !goOn))
        {
            return points[year <= years[0] ? years[0] : years[^1]];
        }

        var right = Array.FindIndex(years, candidate => candidate >= year);
        right = right < 0 ? years.Length - 1 : right;
        var (from, to) = (years[right - 1], years[right]);
        return points[from] + ((points[to] - points[from]) * (year - from) / (to - from));
    }

    private static double YearOf(DateOnly day) => day.Year + ((day.DayOfYear - 1) / 365.25);

    private static string Find()
    {
        var relative = Path.Combine("etl", "Synthesize", "calibration.yaml");
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            var file = Path.Combine(folder.FullName, relative);
            if (File.Exists(file))
            {
                return file;
            }
        }

        throw new FileNotFoundException($"{relative} was not found beside the program or above it.", relative);
    }
}

/// <summary>A published figure, and how near the generated one must come.</summary>
internal sealed class Anchor
{
    public string Id { get; init; } = "";

    public double Value { get; init; }

    public double Tolerance { get; init; }

    public string Unit { get; init; } = "";

    public string Source { get; init; } = "";
}

/// <summary>A change that is built into the data, or a null that is.</summary>
internal sealed class EffectTruth
{
    public string Id { get; init; } = "";

    public List<string> Districts { get; init; } = [];

    public string From { get; init; } = "";

    public double Change { get; init; }

    public string Of { get; init; } = "";

    [JsonIgnore]
    public DateOnly Start => DateOnly.ParseExact(From, "yyyy-MM-dd", CultureInfo.InvariantCulture);
}

/// <summary>How deliveries go wrong, as shares of the rows.</summary>
internal sealed class DeliveryHabits
{
    public Dictionary<string, double> Rates { get; init; } = [];

    public int Latin1Until { get; init; }

    public List<string> Missing { get; init; } = [];

    public List<string> Repeated { get; init; } = [];
}

/// <summary>A district; without homes it has inhabitants and no cases.</summary>
internal sealed class DistrictAnchor
{
    public string Code { get; init; } = "";

    public string Name { get; init; } = "";

    public SortedDictionary<int, double> Population { get; init; } = [];

    public string Profile { get; init; } = "";

    public double Need { get; init; }

    public double Homes { get; init; }
}

/// <summary>An områdeløft area and the year its work began.</summary>
internal sealed class ProgrammeArea
{
    public string Name { get; init; } = "";

    public string District { get; init; } = "";

    public int From { get; init; }
}

/// <summary>An invented town to compare with.</summary>
internal sealed class PeerArea
{
    public string Code { get; init; } = "";

    public string Name { get; init; } = "";

    public double Households { get; init; }

    public double Temporary { get; init; }

    public double Families { get; init; }

    public double Assessed { get; init; }
}

using System.Globalization;

namespace Maltall.Etl.Synthesize;

/// <summary>Makes households that cannot be anyone's.</summary>
/// <remarks>
/// The birth number has 80 added to the month, as the tax authority marks synthetic persons, and valid control digits,
/// so that a reader that checks them has something to check.
/// </remarks>
internal sealed class HouseholdMaker(Calibration calibration, RandomStream random)
{
    private static readonly string[] _first =
    [
        "Åse", "Bjørn", "Cecilie", "Dagfinn", "Eirik", "Fatima", "Gøril", "Håkon", "Ingrid", "Jørgen", "Kåre", "Lærke",
        "Mohamed", "Nadia", "Øystein", "Pål", "Ragnhild", "Søren", "Torbjørg", "Ulrik", "Vår", "Yasmin", "Ærlend",
        "Amina",
    ];

    private static readonly string[] _lastStart =
    [
        "Bjørke", "Fjære", "Granåsen", "Hassel", "Kvern", "Lønne", "Måke", "Nøtte", "Orre", "Røyse", "Sølv", "Tåke",
        "Ælv",
    ];

    private static readonly string[] _lastEnd =
        ["bråten", "dal", "fjell", "haug", "løkka", "myr", "rud", "sæter", "vik", "ås"];

    private static readonly string[] _streets =
    [
        "Eventyrveien", "Sølvrevstien", "Måkeberget", "Trollfaret", "Huldrebakken", "Blåbærsvingen", "Rødstrupegata",
        "Nøkkerosens vei", "Pæreallmenningen", "Tåkeheimen",
    ];

    private static readonly (int Item, double Weight)[] _children = [(1, 0.42), (2, 0.33), (3, 0.17), (4, 0.08)];

    private readonly HashSet<string> _taken = [];

    public Household Make(DistrictState district, string mix)
    {
        var type = random.Weighted(calibration.Mix(mix));
        var children = type switch
        {
            "enslig_forsorger" or "par_med_barn" => random.Weighted(_children),
            "annet" when random.Chance(0.4) => random.Between(1, 2),
            _ => 0,
        };
        var adultsRoom = type is "par_uten_barn" or "annet" && random.Chance(0.3) ? 2 : 1;
        return new Household
        {
            BirthNumber = BirthNumber(),
            Name = $"{random.Of(_first)} {random.Of(_lastStart)}{random.Of(_lastEnd)}",
            Address = Address(),
            District = district,
            Type = type,
            Children = children,
            Bedrooms = Math.Min(5, Math.Max(adultsRoom, children == 0 ? 1 : children + 1)),
        };
    }

    private string Address()
    {
        var street = string.Create(CultureInfo.InvariantCulture, $"{random.Of(_streets)} {random.Between(1, 190)}");

        // A few registers keep the flat's number behind a semicolon, so that a reader must know quotation marks.
        return random.Chance(0.02)
            ? string.Create(CultureInfo.InvariantCulture, $"{street}; H0{random.Between(1, 9)}0{random.Between(1, 9)}")
            : street;
    }

    private string BirthNumber()
    {
        while (true)
        {
            var born = new DateOnly(1930, 1, 1).AddDays(random.Between(0, 21900));
            var nine = string.Create(
                CultureInfo.InvariantCulture,
                $"{born.Day:00}{born.Month + 80:00}{born.Year % 100:00}{random.Between(0, 499):000}");
            var first = Control(nine, [3, 7, 6, 1, 8, 9, 4, 5, 2]);
            var second = Control(nine + (char)('0' + first), [5, 4, 3, 2, 7, 6, 5, 4, 3, 2]);
            var whole = string.Create(CultureInfo.InvariantCulture, $"{nine}{first}{second}");
            if (first < 10 && second < 10 && _taken.Add(whole))
            {
                return whole;
            }
        }
    }

    private static int Control(string digits, ReadOnlySpan<int> weights)
    {
        var sum = 0;
        for (var i = 0; i < weights.Length; i++)
        {
            sum += (digits[i] - '0') * weights[i];
        }

        return (11 - (sum % 11)) % 11;
    }
}

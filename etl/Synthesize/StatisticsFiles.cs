using System.Globalization;
using System.Text;

namespace Maltall.Etl.Synthesize;

/// <summary>Yearly files in the raw form of Statistics Norway's table 10826: persons by district and age.</summary>
internal static class StatisticsFiles
{
    private const int AgeCount = 106;

    public static IEnumerable<(string File, byte[] Bytes, int Rows)> Write(World world)
    {
        var random = world.Stream("population");
        for (var year = world.Window.FirstYear; year <= world.Window.LastYear + 1; year++)
        {
            var districts = world.Calibration.Districts.Select(one => Persons(world, one, year, random)).ToArray();
            var total = Enumerable.Range(0, AgeCount).Select(age => districts.Sum(ages => ages[age])).ToArray();
            var text = new StringBuilder("\"10826: Population, by region, age, contents and year\"\n\n");
            text.Append(CultureInfo.InvariantCulture, $"\"region\";\"age\";\"Persons {year}\"\n");
            Append(text, "030100aa Oslo total", total);
            foreach (var (district, ages) in world.Calibration.Districts.Zip(districts))
            {
                Append(text, $"0301{district.Code}a {district.Name}", ages);
            }

            var file = string.Create(CultureInfo.InvariantCulture, $"ssb_10826_{year}.csv");
            yield return (file, Encoding.Latin1.GetBytes(text.ToString()), (districts.Length + 1) * AgeCount);
        }
    }

    private static int[] Persons(World world, DistrictAnchor district, int year, RandomStream random)
    {
        var near = Calibration.Interpolate(district.Population, year, goOn: true);
        var total = (near + (near / 1000 * ((2 * random.Next()) - 1))) * world.Scale;
        var wobble = world.Calibration.Rate("population_wobble");
        var shares = Shares(world.Calibration.Ages[district.Profile]);
        double[] uneven = [.. shares.Select(share => share * (1 + (wobble * ((2 * random.Next()) - 1))))];
        return StockStep.Apportion(total, uneven);
    }

    /// <summary>Bands spread over their ages and smoothed; from 80 each age has fewer than the one before.</summary>
    private static double[] Shares(SortedDictionary<int, double> bands)
    {
        var starts = bands.Keys.ToArray();
        var shares = new double[AgeCount];
        for (var band = 0; band < starts.Length; band++)
        {
            var end = band + 1 < starts.Length ? starts[band + 1] : AgeCount;
            var weights = Enumerable.Range(0, end - starts[band]).Select(i => starts[band] < 80 ? 1 : Math.Pow(0.8, i));
            var sum = weights.Sum();
            foreach (var (weight, i) in weights.Select((weight, i) => (weight, i)))
            {
                shares[starts[band] + i] = bands[starts[band]] * weight / sum;
            }
        }

        return [.. shares.Select((_, age) => shares[Math.Max(0, age - 2)..Math.Min(AgeCount, age + 3)].Average())];
    }

    private static void Append(StringBuilder text, string region, int[] ages)
    {
        for (var age = 0; age < ages.Length; age++)
        {
            var label = age switch { 1 => "1 year", AgeCount - 1 => "105 years or older", _ => $"{age} years" };
            text.Append(CultureInfo.InvariantCulture, $"\"{region}\";\"{label}\";{ages[age]}\n");
        }
    }
}

using Maltall.Warehouse.Protect.Suppress;

namespace Maltall.Bench.Protect;

/// <summary>
/// Invented households by district, household type, home size and year, with all totals: one block in which every cell
/// hangs together with every other.
/// </summary>
/// <param name="Types">Household types.</param>
/// <param name="Sizes">Home sizes.</param>
/// <param name="Years">Years.</param>
internal sealed record CrossedTable(int Types, int Sizes, int Years)
{
    private const int Districts = 16;
    private const int DistrictsPerArea = 4;
    private const int Areas = Districts / DistrictsPerArea;

    /// <summary>Cells with the totals.</summary>
    public int CellCount => (Districts + Areas + 1) * (Types + 1) * (Sizes + 1) * (Years + 1);

    /// <summary>The cells; the same seed gives the same ones.</summary>
    /// <param name="seed">Seed of the counts.</param>
    /// <param name="level">Households that a usual inner cell has.</param>
    public List<TableCell> Cells(int seed, double level)
    {
        var random = new Random(seed);
        double[][] weights = [.. new[] { Districts, Types, Sizes, Years }.Select(size => Weights(random, size))];
        var counts = new long[Districts * Types * Sizes * Years];
        for (var inner = 0; inner < counts.Length; inner++)
        {
            var (district, type, size, year) = (inner / (Types * Sizes * Years), inner / (Sizes * Years) % Types,
                inner / Years % Sizes, inner % Years);
            counts[inner] = Poisson(
                random, level * weights[0][district] * weights[1][type] * weights[2][size] * weights[3][year]);
        }

        var places = Enumerable.Range(0, Districts).Select(one => (int[])[one])
            .Concat(Enumerable.Range(0, Districts).Chunk(DistrictsPerArea))
            .Append([.. Enumerable.Range(0, Districts)]).ToList();
        var cells =
            from place in places
            from type in Margin(Types)
            from size in Margin(Sizes)
            from year in Margin(Years)
            let inner = (
                from d in place
                from t in type
                from s in size
                from y in year
                select (((((d * Types) + t) * Sizes) + s) * Years) + y).ToArray()
            select new TableCell(
                $"{Name(place)}|{Name(type)}|{Name(size)}|{Name(year)}", inner, inner.Sum(at => counts[at]));
        return [.. cells];
    }

    private static string Name(int[] values) => values.Length == 1 ? $"{values[0]}" : $"{values[0]}-{values[^1]}";

    private static IEnumerable<int[]> Margin(int size) =>
        Enumerable.Range(0, size).Select(one => (int[])[one]).Append([.. Enumerable.Range(0, size)]);

    private static double[] Weights(Random random, int size) =>
        [.. Enumerable.Range(0, size).Select(_ => Math.Exp(random.NextDouble() - 0.5))];

    private static long Poisson(Random random, double mean)
    {
        var (limit, product, count) = (Math.Exp(-mean), random.NextDouble(), 0L);
        while (product > limit)
        {
            product *= random.NextDouble();
            count++;
        }

        return count;
    }
}

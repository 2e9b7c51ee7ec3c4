namespace Maltall.Etl.Synthesize;

/// <summary>The municipal homes at the end of each month, by district and size; they sum to the city's.</summary>
internal static class StockStep
{
    public static List<StockCell> Count(World world)
    {
        var cells = new List<StockCell>();
        var random = world.Stream("stock");
        var sizes = world.Calibration.Mix("bedrooms");
        var keys = world.Districts.SelectMany(d => sizes.Select(size => (District: d, Size: size))).ToArray();
        var shares = keys.Select(key => key.District.HomeShare * key.Size.Weight).ToArray();
        var accessibleTilt = keys.Select(_ => 0.85 + (0.3 * random.Next())).ToArray();
        for (var month = 0; month < world.Window.MonthCount; month++)
        {
            var end = world.Window.Start(month + 1).AddDays(-1);
            var total = world.Calibration.At("homes_disposed", end) * world.Scale;
            var disposed = Apportion(total, shares);
            double[] even = [.. disposed.Select(count => (double)count)];
            var owned = Apportion(total * world.Calibration.At("homes_owned_share", end), even);
            double[] tilted = [.. disposed.Select((count, i) => count * accessibleTilt[i])];
            var accessible = Apportion(total * world.Calibration.At("homes_accessible_share", end), tilted);
            for (var i = 0; i < keys.Length; i++)
            {
                var vacant = random.Poisson(disposed[i] * world.Calibration.Rate("vacant"));
                cells.Add(new StockCell(end, keys[i].District.Code, i % sizes.Length + 1)
                {
                    Disposed = disposed[i],
                    Owned = Math.Min(owned[i], disposed[i]),
                    Accessible = Math.Min(accessible[i], disposed[i]),
                    Vacant = Math.Min(vacant, disposed[i]),
                });
            }
        }

        return cells;
    }

    /// <summary>Whole numbers in proportion to the shares that sum to the rounded total (largest remainders).</summary>
    public static int[] Apportion(double total, double[] shares)
    {
        var sum = shares.Sum();
        var exact = shares.Select(share => sum == 0 ? 0 : total * share / sum).ToArray();
        var counts = exact.Select(value => (int)Math.Floor(value)).ToArray();
        var missing = Math.Max(0, (int)Math.Round(total) - counts.Sum());
        var order = Enumerable.Range(0, exact.Length).OrderByDescending(i => exact[i] - counts[i]).ThenBy(i => i);
        foreach (var i in order.Take(missing))
        {
            counts[i]++;
        }

        return counts;
    }
}

namespace Maltall.Warehouse.Signal;

/// <summary>Means that do not depend on the order of the numbers, so that a point on the mean is found on it.</summary>
internal static class PreciseSum
{
    /// <summary>The mean of at least one number, correct to the last digit.</summary>
    /// <remarks>Neumaier (1974): the error of each addition is carried; the division is corrected by its rest.
    /// </remarks>
    internal static double MeanOf(List<double> numbers)
    {
        var (sum, error) = (0.0, 0.0);
        foreach (var number in numbers)
        {
            var next = sum + number;
            error += Math.Abs(sum) >= Math.Abs(number) ? sum - next + number : number - next + sum;
            sum = next;
        }

        var total = sum + error;
        var rest = sum - total + error;
        var mean = total / numbers.Count;
        return mean + ((Math.FusedMultiplyAdd(-mean, numbers.Count, total) + rest) / numbers.Count);
    }
}

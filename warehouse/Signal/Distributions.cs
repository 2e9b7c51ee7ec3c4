namespace Maltall.Warehouse.Signal;

/// <summary>The three distributions that charts and funnels stand on.</summary>
internal static class Distributions
{
    /// <summary>Probability that a standard normal value is above z; exact to 1e-7 of itself for |z| below 8.</summary>
    /// <remarks>Continued fraction and series of Abramowitz and Stegun (1964), 26.2.11 and 26.2.14.</remarks>
    internal static double NormalAbove(double z) => z switch
    {
        < 0 => 1 - NormalAbove(-z),
        < 3 => 0.5 - (Density(z) * Series(z)),
        > 38 => 0,
        _ => Density(z) / Fraction(z),
    };

    /// <summary>The z with a given probability below it.</summary>
    /// <param name="probability">Above 0 and below 1.</param>
    internal static double NormalQuantile(double probability)
    {
        var (low, high) = (-38.0, 38.0);
        while (high - low > 1e-13)
        {
            var middle = (low + high) / 2;
            (low, high) = NormalAbove(-middle) < probability ? (middle, high) : (low, middle);
        }

        return (low + high) / 2;
    }

    /// <summary>
    /// The number of events with a given probability at or below it, among so many, taken between whole numbers so that
    /// limits follow the denominator without steps.
    /// </summary>
    /// <remarks>Spiegelhalter (2005), Funnel plots for comparing institutional performance, Statistics in Medicine
    /// 24, 1185–1202, appendix A.1.1.</remarks>
    internal static double BinomialQuantile(double probability, double size, double share)
    {
        var odds = share / (1 - share);
        var width = Math.Sqrt(size * share * (1 - share));
        return Quantile(probability, (size * share, width, Math.Floor(size)), events =>
            LogFactorial(size) - LogFactorial(events) - LogFactorial(size - events)
                + (events * Math.Log(share)) + ((size - events) * Math.Log(1 - share)),
            events => (size - events) / (events + 1) * odds);
    }

    /// <summary>The number of events with a given probability at or below it, by their expected number; between whole
    /// numbers as for <see cref="BinomialQuantile"/>.</summary>
    internal static double PoissonQuantile(double probability, double expected) =>
        Quantile(probability, (expected, Math.Sqrt(expected), double.MaxValue),
            events => (events * Math.Log(expected)) - expected - LogFactorial(events),
            events => expected / (events + 1));

    private static double Quantile(
        double probability, (double Mean, double Width, double Most) range, Func<double, double> logMass,
        Func<double, double> next)
    {
        // Ten standard deviations and ten events below the mean there is no mass that counts.
        var events = Math.Max(0, Math.Floor(range.Mean - (10 * range.Width) - 10));
        var mass = Math.Exp(logMass(events));
        var total = mass;
        while (total < probability && events < range.Most)
        {
            mass *= next(events);
            events++;
            total += mass;
        }

        return mass > 0 ? events - Math.Clamp((total - probability) / mass, 0, 1) : events;
    }

    private static double Density(double z) => Math.Exp(-z * z / 2) / Math.Sqrt(2 * Math.PI);

    private static double Series(double z)
    {
        var (term, sum) = (z, z);
        for (var k = 3; term > 1e-17 * sum; k += 2)
        {
            term *= z * z / k;
            sum += term;
        }

        return sum;
    }

    private static double Fraction(double z)
    {
        var value = z;
        for (var k = 60; k > 0; k--)
        {
            value = z + (k / value);
        }

        return value;
    }

    /// <summary>ln n!, also between whole numbers; Stirling's series, from 30 up.</summary>
    private static double LogFactorial(double number)
    {
        var (x, shift) = (number + 1, 0.0);
        for (; x < 30; x++)
        {
            shift += Math.Log(x);
        }

        return ((x - 0.5) * Math.Log(x)) - x + (0.5 * Math.Log(2 * Math.PI)) + (1 / (12 * x))
            - (1 / (360 * x * x * x)) + (1 / (1260 * x * x * x * x * x)) - shift;
    }
}

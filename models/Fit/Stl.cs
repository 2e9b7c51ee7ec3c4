namespace Maltall.Models.Fit;

/// <summary>Splits a series into trend, a slowly changing season and the rest, by local regression.</summary>
/// <remarks>
/// Cleveland, Cleveland, McRae, Terpenning (1990), STL: A Seasonal-Trend Decomposition Procedure Based on Loess,
/// without robustness weights. The season is smoothed over eleven years by local means, as R's mstl does.
/// </remarks>
internal sealed class Stl
{
    private const int SeasonWindow = 11;
    private const int Rounds = 2;

    private readonly double[] _values;
    private readonly int _season;

    private Stl(double[] values, int season)
    {
        (_values, _season) = (values, season);
        (Trend, Season) = (new double[values.Length], new double[values.Length]);
        for (var round = 0; round < Rounds; round++)
        {
            Smooth();
        }
    }

    /// <summary>The trend at each observation.</summary>
    public double[] Trend { get; private set; }

    /// <summary>The season at each observation.</summary>
    public double[] Season { get; }

    /// <summary>Splits a series of at least two seasons.</summary>
    public static Stl Of(double[] values, int season) => new(values, season);

    private void Smooth()
    {
        var (n, m) = (_values.Length, _season);
        var cycle = new double[n + (2 * m)];
        for (var place = 0; place < m; place++)
        {
            SmoothPlace(place, cycle);
        }

        var low = Loess(Average(Average(Average(cycle, m), m), 3), Odd(m), isLine: true);
        for (var t = 0; t < n; t++)
        {
            Season[t] = cycle[m + t] - low[t];
        }

        var rest = new double[n];
        for (var t = 0; t < n; t++)
        {
            rest[t] = _values[t] - Season[t];
        }

        Trend = Loess(rest, Odd((int)Math.Ceiling(1.5 * m / (1 - (1.5 / SeasonWindow)))), isLine: true);
    }

    /// <summary>Smooths the values of one place in the season over the years, and one year beyond both ends.</summary>
    private void SmoothPlace(int place, double[] cycle)
    {
        var years = (_values.Length - place + _season - 1) / _season;
        var values = new double[years];
        for (var year = 0; year < years; year++)
        {
            var t = place + (year * _season);
            values[year] = _values[t] - Trend[t];
        }

        for (var year = -1; year <= years; year++)
        {
            var t = place + ((year + 1) * _season);
            if (t < cycle.Length)
            {
                cycle[t] = Local(values, year, SeasonWindow, isLine: false);
            }
        }
    }

    private static int Odd(int least) => least % 2 == 0 ? least + 1 : least;

    private static double[] Average(double[] values, int window)
    {
        var means = new double[values.Length - window + 1];
        var sum = 0.0;
        for (var t = 0; t < values.Length; t++)
        {
            sum += values[t] - (t >= window ? values[t - window] : 0);
            if (t >= window - 1)
            {
                means[t - window + 1] = sum / window;
            }
        }

        return means;
    }

    private static double[] Loess(double[] values, int window, bool isLine)
    {
        var smooth = new double[values.Length];
        for (var t = 0; t < smooth.Length; t++)
        {
            smooth[t] = Local(values, t, window, isLine);
        }

        return smooth;
    }

    /// <summary>The local mean or line at a place, with tricube weights over the nearest values.</summary>
    private static double Local(double[] values, int at, int window, bool isLine)
    {
        var n = values.Length;
        var first = Math.Clamp(at - (window / 2), 0, Math.Max(0, n - window));
        var last = Math.Min(n - 1, first + window - 1);
        var reach = Math.Max(at - first, last - at) + (window > n ? (window - n) / 2 : 0);
        var (sum, sumX, sumXx, sumY, sumXy) = (0.0, 0.0, 0.0, 0.0, 0.0);
        for (var t = first; t <= last; t++)
        {
            var x = (double)(t - at);
            var near = Math.Abs(x) / Math.Max(1, reach);
            var cubed = 1 - (near * near * near);
            var weight = near >= 0.999 ? 0 : cubed * cubed * cubed;
            (sum, sumX, sumXx) = (sum + weight, sumX + (weight * x), sumXx + (weight * x * x));
            (sumY, sumXy) = (sumY + (weight * values[t]), sumXy + (weight * x * values[t]));
        }

        var spread = (sum * sumXx) - (sumX * sumX);
        if (sum <= 0)
        {
            return values[Math.Clamp(at, 0, n - 1)];
        }

        return isLine && spread > 1e-9 * sum * sum ? ((sumXx * sumY) - (sumX * sumXy)) / spread : sumY / sum;
    }
}

using Maltall.Models.Fit;

namespace Maltall.Models.Judge;

/// <summary>One rolling origin: what every model said there, and what came.</summary>
/// <param name="Back">Observations held out; the same number is the same origin for series that end together.</param>
/// <param name="Scale">The unit of MASE on the observations before the origin; NaN when they never change.</param>
/// <param name="Fits">One for each name in <see cref="Contest.Names"/>, and more where the caller added some.</param>
/// <param name="Outturns">What came; NaN where nothing was observed.</param>
internal sealed record Trial(int Back, double Scale, Fitted[] Fits, double[] Outturns);

/// <summary>One series with its forecasts from the end and from rolling origins.</summary>
internal sealed record Entry(Prepared Data, double Scale, Fitted[] Final, IReadOnlyList<Trial> Trials)
{
    /// <summary>Sum of absolute errors of a model over all trials.</summary>
    public double Error(int model)
    {
        var sum = 0.0;
        foreach (var trial in Trials)
        {
            for (var h = 0; h < trial.Outturns.Length; h++)
            {
                var outturn = trial.Outturns[h];
                sum += double.IsNaN(outturn) ? 0 : Math.Abs(outturn - trial.Fits[model].Mean[h]);
            }
        }

        return sum;
    }
}

/// <summary>Lets the models forecast a series from its end and from rolling origins.</summary>
internal static class Contest
{
    /// <summary>Place of the naive in <see cref="Names"/>.</summary>
    public const int Naive = 0;

    /// <summary>Place of the seasonal naive.</summary>
    public const int SeasonalNaive = 1;

    /// <summary>Place of the plain mean of the members.</summary>
    public const int Combination = 2;

    private static readonly IModel[] _yardsticks = [new Naive(), new SeasonalNaive()];

    private static readonly IModel[] _members =
        [ExponentialSmoothing.Automatic, new Arima(), DynamicTheta.Optimised, DynamicTheta.Standard];

    /// <summary>Names of the models in the order of their fits.</summary>
    public static IReadOnlyList<string> Names { get; } =
    [
        .. _yardsticks.Select(model => model.Name),
        "mean of " + string.Join(", ", _members.Select(member => member.Name)),
        .. _members.Select(member => member.Name),
    ];

    /// <summary>Fits and tests all models on one series.</summary>
    public static Entry Run(Prepared data, ForecastRequest request)
    {
        var trials = Origins(data.Values.Length, data.Series.Season, request)
            .Select(origin => Test(data, origin, request.Horizon)).ToList();
        var scale = Accuracy.Scale(data.Values, data.Series.Season);
        return new Entry(data, scale, Fit(data.Values, data.Series.Season, request.Horizon), trials);
    }

    /// <summary>Lengths of history to test from, longest test first, then the shorter tests near the end.</summary>
    /// <remarks>
    /// A third of the horizon lies between origins. A model needs two seasons and one observation, or four
    /// observations.
    /// </remarks>
    internal static IEnumerable<int> Origins(int length, int season, ForecastRequest request)
    {
        var least = season > 1 ? (2 * season) + 1 : 4;
        var stride = Math.Max(1, request.Horizon / 3);
        var whole = length - request.Horizon;
        var taken = 0;
        for (var origin = whole; origin >= least && taken < request.Origins; origin -= stride, taken++)
        {
            yield return origin;
        }

        var next = whole >= least ? whole + stride : least;
        for (var origin = next; origin < length && taken < request.Origins; origin += stride, taken++)
        {
            yield return origin;
        }
    }

    private static Trial Test(Prepared data, int origin, int horizon)
    {
        var steps = Math.Min(horizon, data.Values.Length - origin);
        var known = data.Values.AsSpan(0, origin);
        var fits = Fit(known, data.Series.Season, steps);
        for (var i = 0; i < fits.Length; i++)
        {
            fits[i] = fits[i] with { Residuals = [] };
        }

        var scale = Accuracy.Scale(known, data.Series.Season);
        return new Trial(data.Values.Length - origin, scale, fits, data.Outturns(origin, steps));
    }

    private static Fitted[] Fit(ReadOnlySpan<double> values, int season, int horizon)
    {
        var history = new History(values, season);
        var floor = values.IndexOfAnyInRange(double.NegativeInfinity, -double.Epsilon) < 0
            ? 0 : double.NegativeInfinity;
        var yardsticks = Array.ConvertAll(_yardsticks, model => model.Fit(history, horizon));
        var naive = yardsticks[Naive];
        var members = Array.ConvertAll(_members, model => Sane(model.Fit(history, horizon), naive, history));
        Array.ForEach(members, member => Floor(member.Mean, floor));
        return [.. yardsticks, Mean(members), .. members];
    }

    /// <summary>A forecast not finite, or a hundred ranges outside the history, gives way to the naive.</summary>
    private static Fitted Sane(Fitted member, Fitted naive, History history)
    {
        var (low, high) = (double.PositiveInfinity, double.NegativeInfinity);
        foreach (var value in history.Values)
        {
            (low, high) = (Math.Min(low, value), Math.Max(high, value));
        }

        var room = 100 * Math.Max(high - low, history.Scale);
        var inside = member.IsFinite && Array.TrueForAll(member.Mean, mean => mean > low - room && mean < high + room);
        return inside ? member : naive with { Model = member.Model };
    }

    /// <summary>
    /// What was never negative does not become so; parts are cut before they are added, so sums agree.
    /// </summary>
    private static void Floor(double[] mean, double floor)
    {
        for (var h = 0; h < mean.Length; h++)
        {
            mean[h] = Math.Max(mean[h], floor);
        }
    }

    private static Fitted Mean(Fitted[] members)
    {
        var mean = Average(members, member => member.Mean);
        var spread = Average(members, member => member.Spread);
        var residuals = Average(members, member => member.Residuals);
        return new Fitted(Names[Combination], mean, spread, residuals);
    }

    private static double[] Average(Fitted[] members, Func<Fitted, double[]> part)
    {
        var mean = new double[part(members[0]).Length];
        foreach (var member in members)
        {
            var values = part(member);
            for (var i = 0; i < mean.Length; i++)
            {
                // A model that differences has no error at the start, and the mean has none there either.
                mean[i] += values[i] / members.Length;
            }
        }

        return mean;
    }
}

using Maltall.Models.Fit;
using Xunit;

namespace Maltall.Models.Tests.Fit;

public sealed class ModelTests
{
    // Ten years of tourists in Australia, millions: Hyndman and Athanasopoulos, Forecasting (3rd ed.), figure 8.
    private static readonly double[] _yearly = [17.55, 21.86, 23.89, 26.93, 26.89, 28.83, 30.08, 30.95, 30.19, 31.58];

    public static TheoryData<string> Names => [.. All.Select(model => model.Name)];

    private static IModel[] All =>
    [
        new Naive(), new SeasonalNaive(), new Naive2(), new Drift(), new Theta(), DynamicTheta.Standard,
        DynamicTheta.Optimised, ExponentialSmoothing.Simple, ExponentialSmoothing.Holt,
        ExponentialSmoothing.DampedHolt, ExponentialSmoothing.Automatic, new Arima(),
    ];

    [Fact]
    public void Naive_repeats_the_last_value_and_seasonal_naive_the_last_season()
    {
        var history = new History([1, 2, 3, 4, 5, 7], 3);

        Assert.Equal([7, 7, 7, 7], new Naive().Fit(history, 4).Mean);
        Assert.Equal([4, 5, 7, 4], new SeasonalNaive().Fit(history, 4).Mean);
    }

    [Fact]
    public void Naive_spread_grows_with_the_root_of_the_step()
    {
        var spread = new Naive().Fit(new History([1, 2, 4, 3], 1), 4).Spread;

        // Steps are 1, 2 and −1: their root mean square is √2.
        Assert.Equal(Math.Sqrt(2), spread[0], 12);
        Assert.Equal(2 * Math.Sqrt(2), spread[3], 12);
    }

    [Fact]
    public void Drift_goes_on_by_the_mean_step()
    {
        Assert.Equal([9, 11], new Drift().Fit(new History([1, 4, 3, 7], 1), 2).Mean);
    }

    [Fact]
    public void Theta_is_simple_smoothing_with_half_the_slope_as_drift()
    {
        // Hyndman and Billah (2003), eq. 8: steps ahead differ by exactly b/2, with b the least-squares slope.
        var mean = new Theta().Fit(new History(_yearly, 1), 5).Mean;

        var slope = Slope(_yearly);
        Assert.All(Enumerable.Range(1, 4), h => Assert.Equal(0.5 * slope, mean[h] - mean[h - 1], 10));
    }

    [Fact]
    public void Theta_starts_where_smoothing_ends()
    {
        var history = new History(_yearly, 1);
        var smoothed = ExponentialSmoothing.Of(new EtsForm(Part.Additive, Trend.None, Part.None)).Fit(history, 1);
        var alpha = AlphaOf(_yearly, smoothed);

        var mean = new Theta().Fit(history, 1).Mean[0];

        var drift = 0.5 * Slope(_yearly) * (1 - Math.Pow(1 - alpha, _yearly.Length)) / alpha;
        Assert.Equal(smoothed.Mean[0] + drift, mean, 8);
    }

    [Fact]
    public void Simple_smoothing_is_as_good_as_the_best_of_a_fine_grid()
    {
        var fitted = ExponentialSmoothing.Simple.Fit(new History(_yearly, 1), 1);

        var grid = from a in Enumerable.Range(1, 99) from l in Enumerable.Range(0, 300)
                   select Smooth(_yearly, a / 100.0, 15 + (l / 20.0));
        Assert.True(fitted.Residuals.Sum(e => e * e) <= grid.Min() + 1e-6);
    }

    [Fact]
    public void Holt_and_the_family_continue_a_line()
    {
        var line = Enumerable.Range(1, 20).Select(t => 3 + (2.0 * t)).ToArray();

        var holt = ExponentialSmoothing.Holt.Fit(new History(line, 1), 3).Mean;
        var family = ExponentialSmoothing.Automatic.Fit(new History(line, 1), 3).Mean;

        Assert.Equal([45.0, 47.0, 49.0], holt.Select(value => Math.Round(value, 2)));
        Assert.Equal([45.0, 47.0, 49.0], family.Select(value => Math.Round(value, 1)));
    }

    [Fact]
    public void Dynamic_theta_learns_the_same_line_as_least_squares()
    {
        // Fiorucci et al. (2016), section 3: A and B are the running least-squares line, so with a series on a line the
        // model at θ = 2 forecasts the level plus half the slope, as Theta does.
        var line = Enumerable.Range(1, 30).Select(t => 10 + (3.0 * t)).ToArray();

        var mean = DynamicTheta.Standard.Fit(new History(line, 1), 2).Mean;

        Assert.InRange(mean[0], 101, 103.1);
        Assert.InRange(mean[1] - mean[0], 1.4, 3.1);
    }

    [Fact]
    public void A_pure_season_is_found_and_taken_out()
    {
        double[] season = [0.5, 1.5, 1.2, 0.8];
        var values = Enumerable.Range(0, 24).Select(t => 100 * season[t % 4]).ToArray();

        var history = new History(values, 4);

        Assert.True(history.IsSeasonal);
        Assert.All(history.Adjusted.ToArray(), value => Assert.Equal(100, value, 9));
        Assert.Equal(50, new Naive2().Fit(history, 1).Mean[0], 9);
    }

    [Fact]
    public void The_test_for_a_season_needs_three_seasons_and_a_real_one()
    {
        // Autocorrelations of one peak in four over 24 quarters: −0.29, −0.31, −0.32 and 0.83; limit 0.42.
        var peaks = Enumerable.Range(0, 24).Select(t => t % 4 == 3 ? 9.0 : 1).ToArray();

        Assert.True(Seasonality.IsSeasonal(peaks, 4));
        Assert.False(Seasonality.IsSeasonal(peaks.AsSpan(0, 11), 4));
        Assert.False(Seasonality.IsSeasonal([1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12], 4));
        Assert.False(Seasonality.IsSeasonal([5, 5, 5, 5, 5, 5, 5, 5, 5], 3));
    }

    [Fact]
    public void Simplex_finds_the_bottom_of_a_curved_valley()
    {
        // Rosenbrock (1960): minimum 0 at (1, 1).
        double[] point = [-1.2, 1];
        var valley = default(Valley);

        var least = Simplex.Minimise(ref valley, point, 0.5, 2000);

        Assert.Equal(0, least, 6);
        Assert.Equal(1, point[0], 3);
        Assert.Equal(1, point[1], 3);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Every_model_answers_for_any_history(string name)
    {
        var model = All.Single(candidate => candidate.Name == name);
        double[][] histories =
        [
            [3], [3, 5], [3, 5, 4], [0, 0, 0, 0, 0, 0], [7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7],
            [-5, 3, -2, 8, -1, 0, 4, -9, 2], [.. Enumerable.Range(0, 40).Select(t => Math.Pow(10, t))],
            [.. Enumerable.Range(0, 60).Select(t => (double)(t % 7 == 0 ? 1 : 0))],
        ];

        foreach (var values in histories)
        {
            var fitted = model.Fit(new History(values, 4), 7);

            Assert.True(fitted.IsFinite, $"{name} on {values.Length} values");
            Assert.Equal(values.Length, fitted.Residuals.Length);
            Assert.All(fitted.Spread, spread => Assert.True(spread >= 0));
        }
    }

    private static double Slope(double[] values)
    {
        var middle = (values.Length + 1) / 2.0;
        var up = values.Select((value, i) => (i + 1 - middle) * value).Sum();
        return up / values.Select((_, i) => Math.Pow(i + 1 - middle, 2)).Sum();
    }

    /// <summary>The weight that turned the last two fitted values into each other.</summary>
    private static double AlphaOf(double[] values, Fitted fitted)
    {
        var n = values.Length;
        var (before, after) = (values[n - 2] - fitted.Residuals[n - 2], values[n - 1] - fitted.Residuals[n - 1]);
        return (after - before) / fitted.Residuals[n - 2];
    }

    private static double Smooth(double[] values, double alpha, double level)
    {
        var sum = 0.0;
        foreach (var value in values)
        {
            sum += (value - level) * (value - level);
            level += alpha * (value - level);
        }

        return sum;
    }

    private readonly struct Valley : IObjective
    {
        public double At(ReadOnlySpan<double> point) =>
            Math.Pow(1 - point[0], 2) + (100 * Math.Pow(point[1] - (point[0] * point[0]), 2));
    }
}

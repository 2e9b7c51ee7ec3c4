using CsCheck;
using Maltall.Models.Reconcile;
using Xunit;

namespace Maltall.Models.Tests;

public sealed class ForecasterTests
{
    private static readonly ForecastRequest _year = new(12, [80, 95]);

    private static readonly Gen<double[]> _history =
        Gen.OneOf(Gen.Double[-1000, 1000], Gen.Int[0, 12].Select(count => (double)count), Gen.Const(double.NaN))
            .Array[1, 90];

    [Fact]
    public void Every_forecast_is_finite_ordered_and_named()
    {
        var seasons = Gen.OneOf(Gen.Const(1), Gen.Const(3), Gen.Const(4), Gen.Const(12));
        Gen.Select(_history.Array[1, 4], seasons).Sample((histories, season) =>
        {
            var panel = histories.Select((values, i) => Monthly($"s{i}", values, season)).ToList();

            var set = Forecaster.Run(panel, _year, TestContext.Current.CancellationToken);

            Assert.Equal(panel.Count, set.Forecasts.Count + set.Refusals.Count);
            Assert.All(set.Forecasts, AssertSound);
        }, iter: 100);
    }

    [Fact]
    public void The_answer_is_the_same_for_any_number_of_threads_and_any_order()
    {
        var panel = Enumerable.Range(0, 14).Select(i => Monthly($"s{i}", Noisy(i, 70), 12)).ToList();
        var reversed = panel.AsEnumerable().Reverse().ToList();

        var one = Told(Forecaster.Run(panel, Threads(1), TestContext.Current.CancellationToken));
        var many = Told(Forecaster.Run(reversed, Threads(8), TestContext.Current.CancellationToken));

        Assert.Equal(one.Order(), many.Order());
    }

    [Fact]
    public void What_was_never_negative_gets_no_limit_below_zero()
    {
        var values = Enumerable.Range(0, 60).Select(t => (double)(t * 7 % 5 == 0 ? 3 : t % 3)).ToArray();

        var forecast = Single(values, 12);

        Assert.All(forecast.Steps, step => Assert.All(step.Intervals, interval => Assert.True(interval.Low >= 0)));
        Assert.All(forecast.Steps, step => Assert.True(step.Mean >= 0));
    }

    [Fact]
    public void Negative_histories_keep_their_negative_limits()
    {
        var forecast = Single([.. Noisy(1, 60).Select(value => value - 150)], 12);

        Assert.Contains(forecast.Steps, step => step.At(95).Low < 0);
    }

    [Fact]
    public void A_constant_series_goes_on_and_says_that_its_spread_is_unknown()
    {
        foreach (var value in (double[])[0, 7])
        {
            var forecast = Single([.. Enumerable.Repeat(value, 40)], 12);

            Assert.Equal(Choice.Constant, forecast.Choice);
            Assert.All(forecast.Steps, step => Assert.Equal((value, value, value),
                (step.Mean, step.At(95).Low, step.At(95).High)));
            Assert.Contains(forecast.Notes, note => note.Contains("never changes", StringComparison.Ordinal));
        }
    }

    [Fact]
    public void One_or_two_points_give_the_naive_and_no_test()
    {
        var one = Single([5], 12);
        var two = Single([5, 9], 12);

        Assert.Equal((Choice.Constant, "naive", 5.0), (one.Choice, one.Model, one.Steps[11].Mean));
        Assert.Equal((Choice.TooShortToTest, "naive", 9.0), (two.Choice, two.Model, two.Steps[11].Mean));
        Assert.All(two.Steps, step => Assert.False(step.Tested));
        Assert.True(two.Steps[11].At(95).High > two.Steps[0].At(95).High);
        Assert.Empty(two.Backtest.Models);
    }

    [Fact]
    public void A_series_without_observations_is_refused()
    {
        var set = Run([Monthly("empty", [double.NaN, double.NaN], 12), Monthly("none", [], 12)]);

        Assert.Empty(set.Forecasts);
        Assert.Equal(["empty", "none"], set.Refusals.Select(refusal => refusal.SeriesId));
    }

    [Fact]
    public void Gaps_are_filled_and_told_and_an_open_end_moves_the_first_step()
    {
        var values = Noisy(3, 60);
        (values[10], values[11], values[59]) = (double.NaN, double.NaN, double.NaN);

        var forecast = Single(values, 12);

        Assert.Contains("2 gaps were filled between neighbours", forecast.Notes);
        Assert.Equal("2013-12", forecast.Steps[0].Period.ToString());
    }

    [Fact]
    public void Steps_beyond_any_held_out_test_are_labelled_and_widen_with_the_root_of_the_step()
    {
        var forecast = Single([3, 5, 4, 6, 8, 7, 9, 8, 10], 1);

        var tested = forecast.Steps.Count(step => step.Tested);
        Assert.InRange(tested, 1, 8);
        Assert.All(forecast.Steps, step => Assert.Equal(step.Step <= tested, step.Tested));
        Assert.Contains($"steps after {tested} are beyond any held-out test", forecast.Notes);
        var (last, next) = (forecast.Steps[tested - 1], forecast.Steps[tested]);
        Assert.Equal(
            Math.Sqrt((tested + 1.0) / tested), (next.At(80).High - next.Mean) / (last.At(80).High - last.Mean), 9);
    }

    [Fact]
    public void A_hundred_thousand_points_are_cut_and_told()
    {
        var forecast = Single([.. Enumerable.Range(0, 100_000).Select(t => 50 + (10 * Math.Sin(t)))], 12);

        Assert.Contains("only the last 1000 observations were used", forecast.Notes);
        AssertSound(forecast);
    }

    [Fact]
    public void An_exploding_series_stays_finite()
    {
        AssertSound(Single([.. Enumerable.Range(0, 90).Select(t => Math.Pow(10, t))], 1));
    }

    [Fact]
    public void Noise_without_a_pattern_shows_a_naive_or_a_model_that_beat_it()
    {
        foreach (var seed in Enumerable.Range(0, 20))
        {
            var forecast = Single(Noisy(seed, 84), 12);

            var naive = Math.Min(forecast.Backtest.Of("naive")!.Mase, forecast.Backtest.Of("seasonal naive")!.Mase);
            var isNaive = forecast.Choice == Choice.NaiveWasBetter;
            Assert.True(isNaive || forecast.Backtest.Of("mean of ETS, ARIMA, DOTM, DSTM")!.Mase < naive * 1.2);
            Assert.Equal(isNaive, forecast.Model is "naive" or "seasonal naive");
        }
    }

    [Fact]
    public void A_random_walk_alone_is_left_to_the_naive_when_nothing_beats_it()
    {
        var random = new Random(7);
        var level = 0.0;
        var walks = Enumerable.Range(0, 30)
            .Select(_ => Single([.. Enumerable.Range(0, 84).Select(_ => level += random.NextDouble() - 0.5)], 12));

        Assert.InRange(walks.Count(walk => walk.Choice == Choice.NaiveWasBetter), 10, 30);
    }

    [Fact]
    public void Parts_add_up_to_their_total_at_every_step()
    {
        Gen.Int[0, 400].Select(count => (double)count).Array[60].Array[2, 5].Sample(histories =>
        {
            var panel = histories.Select((values, i) => Monthly($"d{i}", values, 12)).ToList();
            var oslo = new Hierarchy("Oslo", [.. panel.Select(series => series.Id)]);

            var set = Forecaster.Run(panel, [oslo], _year, TestContext.Current.CancellationToken);

            var total = set.Forecasts[^1];
            Assert.Equal(("Oslo", "sum of parts"), (total.SeriesId, total.Model));
            for (var h = 0; h < 12; h++)
            {
                var sum = set.Forecasts.Take(panel.Count).Sum(part => part.Steps[h].Mean);
                Assert.Equal(sum, total.Steps[h].Mean, 1e-9 * Math.Abs(sum));
            }

            AssertSound(total);
            Assert.NotNull(total.Backtest.Of("sum of parts"));
        }, iter: 10);
    }

    [Fact]
    public void Parts_that_do_not_fit_together_are_refused()
    {
        var panel = new[] { Monthly("a", Noisy(1, 60), 12), Monthly("b", Noisy(2, 50), 12) };

        Assert.Throws<ArgumentException>(() => RunTotal(panel, new Hierarchy("t", ["a", "b"])));
        Assert.Throws<ArgumentException>(() => RunTotal(panel, new Hierarchy("t", ["a", "c"])));
        Assert.Throws<ArgumentException>(() => RunTotal(panel, new Hierarchy("a", ["b"])));
        Assert.Throws<ArgumentException>(() => Run([panel[0], panel[0]]));
    }

    [Fact]
    public void A_cancelled_run_gives_nothing()
    {
        using var source = new CancellationTokenSource();
        source.Cancel();

        Assert.Throws<OperationCanceledException>(
            () => Forecaster.Run([Monthly("a", Noisy(1, 60), 12)], _year, source.Token));
    }

    private static void AssertSound(Forecast forecast)
    {
        Assert.Equal(12, forecast.Steps.Count);
        Assert.NotEmpty(forecast.Reason);
        var before = 0.0;
        foreach (var step in forecast.Steps)
        {
            var (narrow, wide) = (step.At(80), step.At(95));
            Assert.True(double.IsFinite(step.Mean) && double.IsFinite(wide.Low) && double.IsFinite(wide.High));
            Assert.True(wide.Low <= narrow.Low && narrow.Low <= step.Mean);
            Assert.True(step.Mean <= narrow.High && narrow.High <= wide.High);
            Assert.True(wide.High - step.Mean >= before * (1 - 1e-9));
            before = wide.High - step.Mean - (1e-9 * Math.Abs(wide.High));
        }
    }

    private static IEnumerable<string> Told(ForecastSet set) => set.Forecasts.Select(forecast => string.Join(
        ' ', forecast.Steps.Select(step => $"{step.Mean:R} {step.At(80).Low:R} {step.At(95).High:R}")
            .Prepend($"{forecast.SeriesId} {forecast.Reason}")));

    private static ForecastRequest Threads(int threads) => new(12, [80, 95]) { Threads = threads };

    private static ForecastSet Run(IReadOnlyList<Series> panel) =>
        Forecaster.Run(panel, _year, TestContext.Current.CancellationToken);

    private static ForecastSet RunTotal(IReadOnlyList<Series> panel, Hierarchy total) =>
        Forecaster.Run(panel, [total], _year, TestContext.Current.CancellationToken);

    private static Forecast Single(double[] values, int season) => Run([Monthly("s", values, season)]).Forecasts[0];

    private static Series Monthly(string id, double[] values, int season) =>
        new(id, season, new Period(PeriodKind.Month, 2009 * 12), values);

    private static double[] Noisy(int seed, int length)
    {
        var random = new Random(seed);
        return [.. Enumerable.Range(0, length)
            .Select(t => 100 + (10 * Math.Sin(t * Math.PI / 6)) + (20 * random.NextDouble()))];
    }
}

using Maltall.Models.Fit;
using Xunit;

namespace Maltall.Models.Tests.Fit;

public sealed class ArimaTests
{
    // Annual flow of the Nile at Aswan 1871–1970: Durbin and Koopman (2012), Time Series Analysis, appendix.
    private static readonly double[] _nile =
    [
        1120, 1160, 963, 1210, 1160, 1160, 813, 1230, 1370, 1140, 995, 935, 1110, 994, 1020, 960, 1180, 799, 958, 1140,
        1100, 1210, 1150, 1250, 1260, 1220, 1030, 1100, 774, 840, 874, 694, 940, 833, 701, 916, 692, 1020, 1050, 969,
        831, 726, 456, 824, 702, 1120, 1100, 832, 764, 821, 768, 845, 864, 862, 698, 845, 744, 796, 1040, 759,
        781, 865, 845, 944, 984, 897, 822, 1010, 771, 676, 649, 846, 812, 742, 801, 1040, 860, 874, 848, 890,
        744, 749, 838, 1050, 918, 986, 797, 923, 975, 815, 1020, 906, 901, 1170, 912, 746, 919, 718, 714, 740,
    ];

    [Fact]
    public void The_Nile_is_differenced_once_and_forecast_nearly_flat()
    {
        // R's auto.arima gives ARIMA(1,1,1) with ar 0.254 and ma −0.874; arima(Nile, c(1,1,1)) the same.
        var fitted = new Arima().Fit(new History(_nile, 1), 10);

        Assert.Equal("ARIMA(1,1,1)", fitted.Model);
        Assert.InRange(fitted.Mean[9], 780, 850);

        // Orders near the best have their part, and are not all flat as soon.
        Assert.InRange(fitted.Mean[8] - fitted.Mean[9], -2, 2);
    }

    [Fact]
    public void Weights_agree_with_exact_maximum_likelihood()
    {
        // R: arima(Nile, c(1,1,1)) has ar1 0.2544 (s.e. 0.1194) and ma1 −0.8741 (s.e. 0.0605).
        var steps = Stationarity.Difference(_nile, 1);
        var run = new ArimaRun(new ArimaOrder(1, 1, 1, default, Constant: false), [.. steps.Select(s => s / 200)], 1);
        double[] point = [0, 0];

        Simplex.Minimise(ref run, point, 0.3, 500);
        run.At(point);

        Assert.InRange(run.Ar[0].Weight, 0.23, 0.28);
        Assert.InRange(run.Ma[0].Weight, -0.90, -0.85);
    }

    [Fact]
    public void Seasonal_polynomials_multiply()
    {
        // (1 − 0.5B)(1 − 0.4B⁴) = 1 − 0.5B − 0.4B⁴ + 0.2B⁵.
        var lags = new Lags();

        lags.Set([0.5], 0.4, 4, product: -1);

        Assert.Equal([(1, 0.5), (4, 0.4), (5, -0.2)], Enumerable.Range(0, lags.Count).Select(i => lags[i]));
    }

    [Fact]
    public void A_random_walk_forecast_repeats_the_last_value_and_widens_by_the_root()
    {
        var bench = new ArimaBench([5, 6, 5, 7, 6, 8, 9, 8], 1, d: 1, seasonD: 0);
        var walk = new ArimaFit(new ArimaOrder(0, 1, 0, default, Constant: false), [], 0);

        var fitted = bench.Forecast(walk, 4, scale: 1);

        Assert.All(fitted.Mean, mean => Assert.Equal(8, mean, 9));
        Assert.Equal(2, fitted.Spread[3] / fitted.Spread[0], 9);
    }

    [Fact]
    public void A_line_is_differenced_and_a_strong_season_is_differenced_over_the_year()
    {
        var line = Enumerable.Range(0, 40).Select(t => 2.0 * t).ToArray();
        var season = Enumerable.Range(0, 48).Select(t => (t % 12) + (0.01 * (t * 7 % 5))).ToArray();

        Assert.Equal((1, 0), Stationarity.Differences(line, 1));
        Assert.Equal(1, Stationarity.Differences(season, 12).Seasonal);
        Assert.Equal((0, 0), Stationarity.Differences([.. _nile.Skip(40)], 1));
    }

    [Fact]
    public void Kpss_of_the_Nile_is_that_of_R()
    {
        // R's tseries: kpss.test(Nile) has KPSS Level = 0.9654, truncation lag 4.
        Assert.Equal(0.9654, Stationarity.Kpss(_nile, lags: 4), 3);
    }
}

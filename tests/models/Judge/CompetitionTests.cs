using System.Globalization;
using System.Text;
using Maltall.Models.Fit;
using Maltall.Models.Judge;
using Xunit;

namespace Maltall.Models.Tests.Judge;

/// <summary>The judge: series of M3, M1 and Tourism whose outturns nothing was tuned on.</summary>
public sealed class CompetitionTests(ITestOutputHelper output)
{
    private static readonly CompositeFormat _figures =
        CompositeFormat.Parse("{0,-32}{1,10:F4}{2,9:F4}{3,9:F4}{4,9:F4}{5,9:F4}{6,10:F4}");

    public static TheoryData<string> Frequencies => ["yearly", "quarterly", "monthly"];

    /// <summary>R's mean of ets, auto.arima and thetaf has 0.853, 0.880 and 0.867: the sample's README.</summary>
    [Theory]
    [MemberData(nameof(Frequencies))]
    public void The_shown_forecast_beats_naive2_and_its_intervals_keep_their_word(string frequency)
    {
        var sample = Sample.Open(frequency);
        var shown = sample.ByHorizon().SelectMany(panel =>
            Forecaster.Run(panel.Series, new(panel.Horizon, [80, 95]), TestContext.Current.CancellationToken).Forecasts)
            .ToDictionary(forecast => forecast.SeriesId);

        var score = Scored(sample, id => [.. shown[id].Steps.Select(step => step.Mean)]);
        var (eighty, ninetyFive) = (Coverage(sample, shown, 80), Coverage(sample, shown, 95));
        var msis = sample.Series.Values.Where(case_ => double.IsFinite(case_.Scale))
            .Average(case_ => case_.Outturns.Select((outturn, h) => Accuracy.IntervalScore(
                outturn, shown[case_.Series.Id].Steps[h].At(95))).Average() / case_.Scale);

        Print($"{frequency}", "sMAPE", "MASE", "OWA", "80 %", "95 %", "MSIS");
        Print("shown", score.Smape, score.Mase, score.Owa, eighty, ninetyFive, msis);
        foreach (var choice in shown.Values.GroupBy(forecast => forecast.Choice))
        {
            output.WriteLine($"  {choice.Key}: {choice.Count()}");
        }

        Assert.InRange(score.Owa, 0, 0.93);
        Assert.InRange(eighty, 0.76, 0.86);
        Assert.InRange(ninetyFive, 0.92, 0.985);
    }

    [Theory]
    [MemberData(nameof(Frequencies))]
    public void Every_model_is_told(string frequency)
    {
        var sample = Sample.Open(frequency);
        IModel[] models =
        [
            new Naive(), new SeasonalNaive(), new Naive2(), ExponentialSmoothing.Simple, ExponentialSmoothing.Holt,
            ExponentialSmoothing.DampedHolt, new Theta(), DynamicTheta.Standard, DynamicTheta.Optimised,
            ExponentialSmoothing.Automatic, new Arima(),
        ];

        foreach (var model in models)
        {
            var score = Scored(sample, id => Means(model, sample.Series[id]));
            Print($"{frequency} {model.Name}", score.Smape, score.Mase, score.Owa, "", "", "");
            Assert.InRange(score.Owa, 0.5, 1.6);
        }
    }

    /// <summary>Figures of R 4.2.2 with forecast 8.20: the sample's README.</summary>
    [Theory]
    [InlineData("yearly", 21.1943, 3.9741, 19.1983, 3.4700)]
    [InlineData("quarterly", 11.9313, 1.3546, 11.1764, 1.2214)]
    public void Naive2_and_Theta_agree_with_R(string frequency, double s2, double m2, double sTheta, double mTheta)
    {
        var sample = Sample.Open(frequency);

        var naive2 = Scored(sample, id => Means(new Naive2(), sample.Series[id]));
        var theta = Scored(sample, id => Means(new Theta(), sample.Series[id]));

        Assert.Equal((s2, m2), (Math.Round(naive2.Smape, 4), Math.Round(naive2.Mase, 4)));
        Assert.InRange(theta.Smape, sTheta - 0.02, sTheta + 0.02);
        Assert.InRange(theta.Mase, mTheta - 0.005, mTheta + 0.005);
    }

    /// <summary>The size of the programme's own panel: sixteen series of 84 months, twelve steps ahead.</summary>
    [Fact]
    public void Panels_of_sixteen_series_and_84_months_keep_their_word()
    {
        var sample = Sample.Open("monthly").Cut(length: 84, horizon: 12);
        var panels = sample.Series.Values.Select(case_ => case_.Series).Chunk(16).Where(panel => panel.Length == 16);
        var shown = panels.SelectMany(panel => Forecaster.Run(
                panel, new ForecastRequest(12, [80, 95]), TestContext.Current.CancellationToken).Forecasts)
            .ToDictionary(forecast => forecast.SeriesId);

        var (eighty, ninetyFive) = (Coverage(sample, shown, 80), Coverage(sample, shown, 95));
        Print($"{shown.Count} series by 16", "", "", "", eighty, ninetyFive, "");

        Assert.InRange(eighty, 0.76, 0.88);
        Assert.InRange(ninetyFive, 0.92, 0.99);
    }

    /// <summary>One series alone has few held-out errors; a prior stands in for what it cannot know.</summary>
    [Theory]
    [MemberData(nameof(Frequencies))]
    public void Series_that_stand_alone_keep_their_word(string frequency)
    {
        var sample = Sample.Open(frequency);
        var shown = sample.Series.Values.Select(case_ => Forecaster.Run(
                [case_.Series], new(case_.Outturns.Length, [80, 95]), TestContext.Current.CancellationToken))
            .Select(set => set.Forecasts[0])
            .ToDictionary(forecast => forecast.SeriesId);

        var score = Scored(sample, id => [.. shown[id].Steps.Select(step => step.Mean)]);
        var (eighty, ninetyFive) = (Coverage(sample, shown, 80), Coverage(sample, shown, 95));
        Print($"{frequency} alone", score.Smape, score.Mase, score.Owa, eighty, ninetyFive, "");

        Assert.InRange(score.Owa, 0, 1);
        Assert.InRange(eighty, 0.70, 0.92);
        Assert.InRange(ninetyFive, 0.88, 0.99);
    }

    private static double[] Means(IModel model, Case case_) => model.Fit(
        new History(case_.Series.Values.AsSpan(), case_.Series.Season), case_.Outturns.Length).Mean;

    private static double Coverage(Sample sample, Dictionary<string, Forecast> shown, int level)
    {
        var hits = from forecast in shown.Values
                   let outturns = sample.Series[forecast.SeriesId].Outturns
                   from step in forecast.Steps
                   let interval = step.At(level)
                   let outturn = outturns[step.Step - 1]
                   select outturn >= interval.Low && outturn <= interval.High ? 1.0 : 0;
        return hits.Average();
    }

    private static (double Smape, double Mase, double Owa) Scored(Sample sample, Func<string, double[]> means)
    {
        var own = Errors(sample, means);
        var naive = Errors(sample, id => Means(new Naive2(), sample.Series[id]));
        return (own.Smape, own.Mase, Accuracy.Owa(own.Smape, own.Mase, naive.Smape, naive.Mase));
    }

    private static (double Smape, double Mase) Errors(Sample sample, Func<string, double[]> means)
    {
        var cases = sample.Series.Values;
        var smape = cases.Average(case_ => Accuracy.Smape(case_.Outturns, means(case_.Series.Id)));
        return (smape, cases.Where(case_ => double.IsFinite(case_.Scale))
            .Average(case_ => Accuracy.Mase(case_.Outturns, means(case_.Series.Id), case_.Scale)));
    }

    private void Print(params object[] row) =>
        output.WriteLine(string.Format(CultureInfo.InvariantCulture, _figures, row));
}

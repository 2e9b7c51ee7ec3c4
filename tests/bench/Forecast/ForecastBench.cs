using System.Diagnostics;
using System.Globalization;
using Maltall.Models;
using Maltall.Models.Fit;
using Maltall.Models.Judge;
using Result = Maltall.Models.Forecast;

namespace Maltall.Bench.Forecast;

/// <summary>Accuracy, intervals and CPU on the competition sample, beside what R needs there.</summary>
internal static class ForecastBench
{
    private static readonly IModel[] _models =
    [
        new Naive2(), new Theta(), DynamicTheta.Standard, DynamicTheta.Optimised, ExponentialSmoothing.DampedHolt,
        ExponentialSmoothing.Automatic, new Arima(),
    ];

    /// <summary>Runs the sample; with <c>--inside</c> on origins within the training parts only.</summary>
    public static int Run(string[] arguments)
    {
        var inside = arguments.Contains("--inside");
        foreach (var frequency in ForecastSample.Frequencies.Where(name => Wanted(arguments, name)))
        {
            var cases = ForecastSample.Read(frequency);
            List<IReadOnlyList<Case>> sets = inside
                ? [.. new[] { 0, 1, 2 }.Select(i => ForecastSample.Inside(cases, i * Stride(cases)))] : [cases];
            Print(frequency, "sMAPE", "MASE", "OWA", "80 %", "95 %", "MSIS", "CPU s");
            Array.ForEach(Array.FindAll(_models, model => Wants(arguments, model.Name)), model => Members(model, sets));
            if (Wants(arguments, "shown"))
            {
                Shown(sets);
            }
        }

        return 0;
    }

    private static bool Wanted(string[] arguments, string name) =>
        !arguments.Any(ForecastSample.Frequencies.Contains) || arguments.Contains(name);

    private static bool Wants(string[] arguments, string row) =>
        Array.IndexOf(arguments, "--only") is var at
            && (at < 0 || at == arguments.Length - 1 || arguments[at + 1] == row);

    private static int Stride(IReadOnlyList<Case> cases) => Math.Max(1, cases.Max(one => one.Outturns.Length) / 3);

    private static void Members(IModel model, List<IReadOnlyList<Case>> sets)
    {
        var began = Cpu();
        var means = sets.ConvertAll(cases => cases.ToDictionary(one => one.Series.Id, one => Means(model, one)));
        var used = Cpu() - began;
        var scores = sets.Zip(means).Select(pair => Score(pair.First, pair.Second)).ToList();
        Print(model.Name, scores.Average(s => s.Smape), scores.Average(s => s.Mase), scores.Average(s => s.Owa),
            "", "", "", used);
    }

    private static void Shown(List<IReadOnlyList<Case>> sets)
    {
        var began = Cpu();
        var shown = sets.ConvertAll(Forecasts);
        var used = Cpu() - began;
        var rows = sets.Zip(shown).Select(pair =>
        {
            var means = pair.Second.ToDictionary(row => row.Key, row => row.Value.Steps.Select(s => s.Mean).ToArray());
            var score = Score(pair.First, means);
            return (double[])[score.Smape, score.Mase, score.Owa, Coverage(pair.First, pair.Second, 80),
                Coverage(pair.First, pair.Second, 95), Msis(pair.First, pair.Second)];
        }).ToList();
        Print("shown", [.. Enumerable.Range(0, 6).Select(i => (object)rows.Average(row => row[i])), used]);
        foreach (var choice in shown[0].Values.GroupBy(forecast => forecast.Choice).OrderBy(group => group.Key))
        {
            Console.WriteLine($"  {choice.Key}: {choice.Count()}");
        }
    }

    private static Dictionary<string, Result> Forecasts(IReadOnlyList<Case> cases) =>
        cases.GroupBy(one => one.Outturns.Length).SelectMany(group => Forecaster.Run(
                [.. group.Select(one => one.Series)], new ForecastRequest(group.Key, [80, 95]), CancellationToken.None)
            .Forecasts).ToDictionary(forecast => forecast.SeriesId);

    private static (double Smape, double Mase, double Owa) Score(
        IReadOnlyList<Case> cases, Dictionary<string, double[]> means)
    {
        var (smape, mase) = Errors(cases, one => means[one.Series.Id]);
        var naive = Errors(cases, one => Means(_models[0], one));
        return (smape, mase, Accuracy.Owa(smape, mase, naive.Smape, naive.Mase));
    }

    private static (double Smape, double Mase) Errors(IReadOnlyList<Case> cases, Func<Case, double[]> means) =>
        (cases.Average(one => Accuracy.Smape(one.Outturns, means(one))),
            cases.Where(one => double.IsFinite(one.Scale))
                .Average(one => Accuracy.Mase(one.Outturns, means(one), one.Scale)));

    private static double Coverage(IReadOnlyList<Case> cases, Dictionary<string, Result> shown, int level) =>
        cases.SelectMany(one => one.Outturns.Select((outturn, h) =>
        {
            var interval = shown[one.Series.Id].Steps[h].At(level);
            return outturn >= interval.Low && outturn <= interval.High ? 1.0 : 0;
        })).Average();

    private static double Msis(IReadOnlyList<Case> cases, Dictionary<string, Result> shown) =>
        cases.Where(one => double.IsFinite(one.Scale)).Average(one => one.Outturns.Select((outturn, h) =>
            Accuracy.IntervalScore(outturn, shown[one.Series.Id].Steps[h].At(95))).Average() / one.Scale);

    private static double[] Means(IModel model, Case one) =>
        model.Fit(new History(one.Series.Values.AsSpan(), one.Series.Season), one.Outturns.Length).Mean;

    private static double Cpu()
    {
        using var self = Process.GetCurrentProcess();
        return self.TotalProcessorTime.TotalSeconds;
    }

    private static void Print(string name, params object[] row) =>
        Console.WriteLine(name.PadRight(14) + string.Concat(row.Select(cell => cell is double number
            ? number.ToString("F4", CultureInfo.InvariantCulture).PadLeft(10) : $"{cell}".PadLeft(10))));
}

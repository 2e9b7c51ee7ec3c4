using System.Diagnostics;
using System.Globalization;
using Maltall.Warehouse.Signal;

namespace Maltall.Bench.Signals;

/// <summary>What it costs to draw up all charts: individuals charts and p′ charts of every indicator and district.
/// </summary>
internal static class SignalsBench
{
    private const int Charts = 30 * 16;
    private const int Months = 180;

    /// <summary>Draws them up five times and prints what each took.</summary>
    public static int Run()
    {
        var random = new Random(1);
        var values = Enumerable.Range(0, Charts).Select(_ => Enumerable.Range(0, Months).Select(month =>
            new ChartPoint($"{month}", random.Next(20) == 0 ? null : 100 + (10 * random.NextDouble()))).ToList())
            .ToList();
        var shares = Enumerable.Range(0, Charts).Select(_ => Enumerable.Range(0, Months).Select(month =>
            new AttributePoint($"{month}", random.Next(50), 50 + random.Next(100))).ToList()).ToList();
        for (var round = 1; round <= 5; round++)
        {
            var watch = Stopwatch.StartNew();
            var signals = values.Sum(points => XmrChart.Of(points, ChartOptions.Usual).Rows.Count(IsSignal));
            var single = watch.ElapsedMilliseconds;
            signals += shares.Sum(points => AttributeChart.OfShare(points, ChartOptions.Usual).Rows.Count(IsSignal));
            var other = watch.ElapsedMilliseconds - single;
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
                $"round {round}: {Charts} charts, {Months} months, XmR {single} ms, p′ {other} ms, {signals} signals"));
        }

        return 0;
    }

    private static bool IsSignal(ChartRow row) => row.Rule is not (null or SignalRule.CommonCause);
}

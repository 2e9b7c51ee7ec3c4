using System.Diagnostics;
using System.Globalization;
using System.Text.Json;

namespace Maltall.Bench;

/// <summary>What a child process used.</summary>
/// <param name="Cpu">CPU seconds, user and system.</param>
/// <param name="Wall">Seconds from start to end of the work.</param>
/// <param name="PeakMb">Greatest resident memory, MB.</param>
/// <param name="Told">What it said of its work.</param>
public sealed record Usage(double Cpu, double Wall, double PeakMb, string Told)
{
    /// <summary>Runs this program again as a child, and reads what it used.</summary>
    public static Usage OfChild(params IReadOnlyList<string> arguments)
    {
        var program = Environment.ProcessPath ?? throw new InvalidOperationException("The program has no path.");
        var start = new ProcessStartInfo(program) { RedirectStandardOutput = true };
        foreach (var argument in arguments)
        {
            start.ArgumentList.Add(argument);
        }

        using var child = Process.Start(start) ?? throw new InvalidOperationException("The child did not start.");
        var line = child.StandardOutput.ReadToEnd();
        child.WaitForExit();
        return child.ExitCode == 0 ? JsonSerializer.Deserialize<Usage>(line)
            ?? throw new InvalidOperationException("The child said nothing.")
            : throw new InvalidOperationException($"The child ended with {child.ExitCode}.");
    }

    /// <summary>Does work in this process and prints what it used.</summary>
    public static int Print(Func<string> work)
    {
        var began = Stopwatch.GetTimestamp();
        var told = work();
        using var self = Process.GetCurrentProcess();
        Console.WriteLine(JsonSerializer.Serialize(new Usage(
            self.TotalProcessorTime.TotalSeconds, Stopwatch.GetElapsedTime(began).TotalSeconds,
            self.PeakWorkingSet64 / 1048576.0, told)));
        return 0;
    }

    /// <summary>The middle one by CPU.</summary>
    public static Usage Median(IReadOnlyList<Usage> all) => all.OrderBy(one => one.Cpu).ElementAt(all.Count / 2);

    /// <inheritdoc/>
    public override string ToString() =>
        string.Create(CultureInfo.InvariantCulture, $"{Cpu:0.0} s CPU, {Wall:0.0} s, {PeakMb:0} MB ({Told})");
}

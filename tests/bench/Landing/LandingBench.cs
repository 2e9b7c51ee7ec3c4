using System.Globalization;

namespace Maltall.Bench.Landing;

/// <summary>Measures validated landing of generated case rows beside DuckDB's bare COPY of the same file.</summary>
public static class LandingBench
{
    private const long Rows = 10_000_000;

    /// <summary>Runs it; <c>--rows N</c>, <c>--runs N</c>, <c>--double</c> for twice the rows as well.</summary>
    public static int Run(IReadOnlyList<string> arguments)
    {
        var rows = Number(arguments, "--rows") ?? Rows;
        var runs = Number(arguments, "--runs") ?? 3;
        var whole = Measure(rows, runs);
        if (arguments.Contains("--double"))
        {
            var twice = Measure(2 * rows, runs);
            Say($"twice the rows cost {twice.Cpu / whole.Cpu:0.00} times the CPU");
        }

        return 0;
    }

    /// <summary>Writes the file that is landed, to look at it.</summary>
    public static int Generate(string csv, string rows)
    {
        CaseFile.Write(csv, long.Parse(rows, CultureInfo.InvariantCulture));
        return 0;
    }

    private static Usage Measure(long rows, long runs)
    {
        var folder = Directory.CreateTempSubdirectory("maltall-bench-").FullName;
        try
        {
            var csv = Path.Combine(folder, "case_2015-12.csv");
            CaseFile.Write(csv, rows);
            Say($"{rows} rows, {new FileInfo(csv).Length / 1e6:0} MB, {Environment.ProcessorCount} processors");
            List<Usage> copies = [], landings = [];
            for (var run = 0; run < runs; run++)
            {
                copies.Add(Child("copy", csv, folder));
                landings.Add(Child("land", csv, folder));
                Say($"  COPY {copies[^1]}; landing {landings[^1]}");
            }

            var (copy, landing) = (Usage.Median(copies), Usage.Median(landings));
            Say($"landing / COPY: {landing.Cpu / copy.Cpu:0.00} times the CPU, peak {landing.PeakMb:0} MB");
            return landing;
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static Usage Child(string kind, string csv, string folder)
    {
        var work = Path.Combine(folder, "work");
        Directory.CreateDirectory(work);
        try
        {
            return Usage.OfChild("child", kind, csv, work);
        }
        finally
        {
            Directory.Delete(work, recursive: true);
        }
    }

    private static long? Number(IReadOnlyList<string> arguments, string name)
    {
        var at = arguments.ToList().IndexOf(name);
        return at < 0 ? null : long.Parse(arguments[at + 1], CultureInfo.InvariantCulture);
    }

    private static void Say(FormattableString text) => Console.WriteLine(FormattableString.Invariant(text));
}

using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;
using Xunit;

namespace Maltall.App.Tests;

public sealed class CrashTests
{
    private const int Kills = 30;

    private static readonly string[] Tables =
        ["bit_application", "bit_tenancy", "bit_temporary_stay", "bit_eviction", "bit_home_stock", "husbanken_payment"];

    [Fact]
    public void A_run_killed_at_any_moment_loses_nothing_and_doubles_nothing()
    {
        using var reference = Delivered();
        using var killed = Delivered();
        File.Copy(reference.KeyFile, killed.KeyFile, overwrite: true);
        var clock = Stopwatch.StartNew();
        Maltall.Run(reference, "run").Succeeded();
        var whole = (int)clock.ElapsedMilliseconds;
        var random = new Random(20121);

        var completed = 0;
        for (var kill = 0; kill < Kills; kill++)
        {
            var delay = random.Next(50, whole);
            completed += RunAndKill(killed, delay, "run") ? 1 : 0;
            AssertReadable(killed, delay);
            if (completed > 0 && kill < Kills - 1)
            {
                // The pipeline is through before the kills are used up: hand everything over once more, so that the
                // rest of the kills hit a run that meets its own earlier work.
                Redeliver(killed);
                completed = 0;
            }
        }

        Maltall.Run(killed, "run").Succeeded();
        Assert.All(Tables, table => Assert.Equal(Content(reference, table), Content(killed, table)));
        Assert.Equal(Batches(reference), Batches(killed));
    }

    /// <summary>With the runs above and the kills of tests/lake these make two hundred.</summary>
    [Fact]
    public void A_vacuum_or_a_request_to_forget_killed_at_any_moment_changes_no_figure_and_is_ended_later()
    {
        using var place = PrivacyTests.Filled(out var numbers);
        var figures = PrivacyTests.Figures(place);
        var random = new Random(20122);
        var asked = numbers.Take(Kills / 2).ToList();
        for (var kill = 0; kill < Kills; kill++)
        {
            var file = place.File("asked.txt", asked[kill / 2]);
            string[] command = kill % 2 == 0 ? ["forget", "--person", file] : ["vacuum", "--older-than", "0d", "--now",
                "2013-01-31T06:00:00Z"];
            RunAndKill(place, random.Next(100, 1500), command);
            if (kill % 6 == 5)
            {
                Assert.Equal(figures, PrivacyTests.Figures(place));
                Assert.All(PrivacyTests.Tables(place), table => Assert.NotEmpty(
                    Judge.Rows(place.Lake, $"select count() as n from deltaLakeLocal('{{lake}}/{table}')")));
            }
        }

        var last = Maltall.Run(place, "forget", "--person", place.File("asked.txt", string.Join('\n', asked)))
            .Succeeded();
        Assert.Matches("found after: +0", last.Output);
        Assert.Equal(figures, PrivacyTests.Figures(place));
    }

    private static Workplace Delivered()
    {
        var place = new Workplace();
        File.WriteAllBytes(place.KeyFile, Enumerable.Range(1, 32).Select(i => (byte)i).ToArray());
        Redeliver(place);
        return place;
    }

    private static void Redeliver(Workplace place) => Maltall.Run(place, "generate", "--out",
        Path.Combine(place.Lake, "inbox"), "--years", "2012-2012", "--scale", "0.05", "--seed", "7").Succeeded();

    private static bool RunAndKill(Workplace place, int delay, params string[] command)
    {
        using var process = Maltall.Start(place, command);
        var drained = Task.WhenAll(process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
        var ended = process.WaitForExit(delay);
        if (!ended)
        {
            // The launcher has replaced itself by the program (exec), so this is the program's own process.
            Assert.Equal(0, Kill(process.Id, 9));
            process.WaitForExit();
        }

        drained.Wait();
        return ended && process.ExitCode == 0;
    }

    private static void AssertReadable(Workplace place, int delay)
    {
        foreach (var table in Tables.Where(table => Directory.Exists(Log(place, table)) &&
            Directory.EnumerateFiles(Log(place, table), "*0.json").Any()))
        {
            var rows = Judge.Rows(place.Lake, $"select count() as n from deltaLakeLocal('{{lake}}/landed/{table}')");
            Assert.True(rows.Count == 1, $"{table} could not be read after a kill at {delay} ms.");
        }
    }

    private static string Log(Workplace place, string table) => Path.Combine(place.Lake, "landed", table, "_delta_log");

    /// <summary>Number of rows and an order-free fingerprint of all their values.</summary>
    private static string Content(Workplace place, string table) => Judge.Rows(place.Lake,
        $"select count() as n, sum(cityHash64(*)) as h from deltaLakeLocal('{{lake}}/landed/{table}')")[0].ToString();

    private static List<string> Batches(Workplace place) =>
        Maltall.Run(place, "runs", "--format", "csv").Succeeded().Rows()
            .Select(row => string.Create(CultureInfo.InvariantCulture,
                $"{row["source"]} {row["file"]} {row["rows_in"]} {row["landed"]} {row["rejected"]} {row["duplicate"]}"))
            .Order(StringComparer.Ordinal).ToList();

    [DllImport("libc", EntryPoint = "kill")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int Kill(int process, int signal);
}

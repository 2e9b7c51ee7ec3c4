using System.Diagnostics;
using System.Globalization;
using Xunit;

namespace Maltall.App.Tests;

public sealed class DiskFullTests
{
    [Fact]
    public void A_full_disk_is_told_the_lake_stays_whole_and_the_next_run_with_room_ends_well()
    {
        Assert.SkipUnless(Environment.IsPrivilegedProcess && OperatingSystem.IsLinux(),
            "Only root can make a small disk; the test below bounds files instead.");
        using var reference = new Workplace();
        Deliver(reference);
        Maltall.Run(reference, "run").Succeeded();
        using var place = new Workplace();
        File.Copy(reference.KeyFile, place.KeyFile);
        Directory.CreateDirectory(place.Lake);
        Assert.Equal(0, Shell($"mount -t tmpfs -o size=100m tmpfs '{place.Lake}'"));
        try
        {
            Deliver(place);
            var (used, full) = (Used(place.Lake) >> 10, 0);
            for (var room = 60; ; room += 600)
            {
                Assert.Equal(0, Shell($"mount -o remount,size={used + room}k '{place.Lake}'"));
                var answer = Maltall.Run(place, "run");
                if (answer.ExitCode == 0)
                {
                    break;
                }

                full++;
                AssertTold(place, answer);
            }

            Assert.True(full >= 3, $"The disk was full {full} times.");
            AssertSame(reference, place);
        }
        finally
        {
            Assert.Equal(0, Shell($"umount '{place.Lake}'"));
        }
    }

    [Fact]
    public void A_bound_on_files_is_told_the_lake_stays_whole_and_the_next_run_with_room_ends_well()
    {
        using var reference = new Workplace();
        Deliver(reference);
        Maltall.Run(reference, "run").Succeeded();
        using var place = new Workplace();
        File.Copy(reference.KeyFile, place.KeyFile);
        Deliver(place);

        // In kilobytes: too little for a kept delivery, for a landed file, and for a conformed table.
        foreach (var bound in new[] { 1, 6, 20 })
        {
            AssertTold(place, Bounded(place, bound));
        }

        Maltall.Run(place, "run").Succeeded();
        AssertSame(reference, place);
    }

    private static void Deliver(Workplace place) => Maltall.Run(place, "generate", "--out",
        Path.Combine(place.Lake, "inbox"), "--years", "2012-2012", "--scale", "0.03", "--seed", "9").Succeeded();

    private static void AssertTold(Workplace place, Answer answer)
    {
        Assert.True(answer.ExitCode == 1, $"ended with {answer.ExitCode}\n{answer.Output}\n{answer.Error}");
        Assert.Contains("is full", answer.Error, StringComparison.Ordinal);
        Assert.Contains("run the same command again", answer.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", answer.Error, StringComparison.Ordinal);
        Assert.Empty(Directory.Exists(Path.Combine(place.Lake, ".staging"))
            ? Directory.GetFileSystemEntries(Path.Combine(place.Lake, ".staging")) : []);
        Assert.All(Tables(place), table => Assert.NotEmpty(
            Judge.Rows(place.Lake, $"select count() as n from deltaLakeLocal('{{lake}}/{table}')")));
    }

    private static void AssertSame(Workplace reference, Workplace place) =>
        Assert.All(Tables(reference).Where(table => table.StartsWith("landed/", StringComparison.Ordinal)), table =>
            Assert.Equal(Content(reference, table), Content(place, table)));

    private static List<string> Tables(Workplace place) =>
    [
        .. new[] { "landed", "conformed", "operations" }.Select(room => Path.Combine(place.Lake, room))
            .Where(Directory.Exists).SelectMany(Directory.GetDirectories)
            .Where(table => Directory.Exists(Path.Combine(table, "_delta_log"))
                && Directory.EnumerateFiles(Path.Combine(table, "_delta_log"), "*0.json").Any())
            .Select(table => Path.GetRelativePath(place.Lake, table)),
    ];

    private static string Content(Workplace place, string table) => Judge.Rows(place.Lake,
        $"select count() as n, sum(cityHash64(*)) as h from deltaLakeLocal('{{lake}}/{table}')")[0].ToString();

    private static long Used(string folder) =>
        Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories).Sum(file =>
            (new FileInfo(file).Length + 4095) / 4096 * 4096);

    private static Answer Bounded(Workplace place, int kilobytes)
    {
        var start = new ProcessStartInfo("bash", ["-c", string.Create(CultureInfo.InvariantCulture,
            $"trap '' XFSZ; ulimit -f {kilobytes}; exec '{Path.Combine(Maltall.Root, "maltall")}' run")])
        {
            WorkingDirectory = place.Folder, RedirectStandardOutput = true, RedirectStandardError = true,
        };
        // The runtime's own memory would need larger files.
        start.Environment["DOTNET_EnableWriteXorExecute"] = "0";
        start.Environment["MALTALL_LAKE"] = place.Lake;
        start.Environment["MALTALL_KEY_FILE"] = place.KeyFile;
        using var process = Process.Start(start) ?? throw new InvalidOperationException("bash did not start.");
        var error = process.StandardError.ReadToEndAsync();
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return new Answer(process.ExitCode, output, error.GetAwaiter().GetResult());
    }

    private static int Shell(string command)
    {
        using var process = Process.Start("bash", ["-c", command]);
        process.WaitForExit();
        return process.ExitCode;
    }
}

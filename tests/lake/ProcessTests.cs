using System.Diagnostics;
using System.Globalization;

namespace Maltall.Lake.Tests;

/// <summary>Processes write at once, and die at any moment: no row is lost or doubled, no commit is half
/// there.</summary>
public sealed class ProcessTests
{
    private const string Name = "landed/shared";
    private const int RowsOfBatch = 7;

    [Theory]
    [InlineData("append")]
    [InlineData("churn")]
    public void Processes_that_write_at_once_lose_nothing(string mode)
    {
        using var lake = new TestLake();
        const int Writers = 4;
        const int Batches = 12;

        var processes = Enumerable.Range(0, Writers)
            .Select(writer => Start(lake, $"w{writer}", Batches, mode)).ToList();
        foreach (var process in processes)
        {
            var told = process.StandardOutput.ReadToEnd();
            var wrong = process.StandardError.ReadToEnd();
            process.WaitForExit();
            Assert.True(process.ExitCode == 0, wrong);
            Assert.Equal(Batches, told.Split('\n', StringSplitOptions.RemoveEmptyEntries).Length);
            process.Dispose();
        }

        Assert.Equal(Writers * Batches, CheckBatches(lake).Count);
    }

    [Fact]
    public void A_process_that_is_killed_leaves_whole_commits_only()
    {
        using var lake = new TestLake();
        const int Kills = 20;
        var random = new Random(20120501);

        for (var kill = 0; kill < Kills; kill++)
        {
            var writer = $"k{kill}";
            var (wait, told) = (random.Next(0, 300), new List<string>());
            using var process = Start(lake, writer, 10_000, "churn");
            var first = process.StandardOutput.ReadLine();
            Thread.Sleep(wait);
            process.Kill();
            told.Add(first ?? "");
            told.AddRange(process.StandardOutput.ReadToEnd().Split('\n', StringSplitOptions.RemoveEmptyEntries));
            process.WaitForExit();

            var batches = CheckBatches(lake);
            Assert.All(told, batch => Assert.Contains($"{writer} {batch}", batches));
        }

        var history = lake.Fresh().Table(Name).History();
        Assert.Equal(
            Enumerable.Range(0, history.Count).Select(version => (long)version),
            history.Select(entry => entry.Version));
        Assert.True(history.Count > Kills);
    }

    // Every batch is whole, of one generation, and there once; gives their names.
    private static HashSet<string> CheckBatches(TestLake lake)
    {
        var snapshot = lake.Fresh().Table(Name).Latest();
        Assert.NotNull(snapshot);
        var batches = lake.Query(
            $"""
            select writer || ' ' || batch, count(*), count(distinct "row"), count(distinct generation)
            from {snapshot.ToSql()}
            group by writer, batch
            """,
            reader => (Batch: reader.GetString(0), Rows: (reader.GetInt64(1), reader.GetInt64(2), reader.GetInt64(3))));
        Assert.All(batches, batch => Assert.Equal((RowsOfBatch, RowsOfBatch, 1), batch.Rows));
        Assert.Equal(batches.Count * RowsOfBatch, snapshot.Rows);
        return [.. batches.Select(batch => batch.Batch)];
    }

    private static Process Start(TestLake lake, string writer, int batches, string mode)
    {
        var start = new ProcessStartInfo(Path.Combine(AppContext.BaseDirectory, "Maltall.Lake.Writer"))
        {
            ArgumentList = { lake.Root, Name, writer, batches.ToString(CultureInfo.InvariantCulture), mode },
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        return Process.Start(start)!; // A start without shell gives a process or throws.
    }
}

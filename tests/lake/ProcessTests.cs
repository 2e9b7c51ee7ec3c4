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

    /// <summary>Seven lakes and twenty kills each; the app's own tests kill the rest of the two hundred.</summary>
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    [InlineData(5)]
    [InlineData(6)]
    [InlineData(7)]
    public void A_process_that_is_killed_while_it_publishes_erases_or_vacuums_harms_nothing(int seed)
    {
        using var lake = new TestLake();
        const int Kills = 20;
        var random = new Random(seed);
        for (var kill = 0; kill < Kills; kill++)
        {
            var writer = $"s{kill}";
            using var process = Start(lake, writer, 10_000, "keep");
            var told = new List<string> { process.StandardOutput.ReadLine() ?? "" };
            Thread.Sleep(random.Next(0, 250));
            process.Kill();
            told.AddRange(process.StandardOutput.ReadToEnd().Split('\n', StringSplitOptions.RemoveEmptyEntries));
            process.WaitForExit();

            var fresh = lake.Fresh();
            var newest = fresh.Table(Name).Latest();
            Assert.NotNull(newest);
            var batches = Whole(lake, newest);
            Assert.All(
                told.Where(line => !line.StartsWith('e')), batch => Assert.Contains($"{writer} {batch}", batches));
            Assert.All(new PublicationLog(fresh).All(), one => Whole(lake, fresh.Table(Name).At(one.Versions[Name])));
            Assert.All(told.Where(line => line.StartsWith('e')), line => Assert.Equal(0, lake.Query(
                $"select count(*) from {newest.ToSql()} where household_pseudonym = 'p-{writer}-{line.Split(' ')[1]}'",
                reader => reader.GetInt64(0))[0]));
        }

        var last = lake.Fresh().Table(Name).Latest()!;
        Assert.Equal(Erased(lake.Read(last)), Erased(Judge.Read(last)[0]));

        // An erasure that was killed may be through with the commits, which we read, and not with the checkpoints.
        static IReadOnlyList<string> Erased(IReadOnlyList<string> rows) => TestLake.Sorted(rows.Select(row =>
            row.Replace("| p-", "| ~", StringComparison.Ordinal)));
    }

    // Every batch is whole, of one generation, and there once; gives their names.
    private static HashSet<string> CheckBatches(TestLake lake)
    {
        var snapshot = lake.Fresh().Table(Name).Latest();
        Assert.NotNull(snapshot);
        return Whole(lake, snapshot);
    }

    private static HashSet<string> Whole(TestLake lake, Snapshot snapshot)
    {
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

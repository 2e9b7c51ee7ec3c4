using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Text;
using Xunit;

namespace Maltall.App.Tests.Jobs;

public sealed class WorkerTests
{
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(150);

    [Fact]
    public void Two_workers_share_the_jobs_and_one_that_is_killed_loses_nothing_and_doubles_nothing()
    {
        using var database = new PostgreSql();
        using var reference = Delivered();
        using var shared = Delivered();
        File.Copy(reference.KeyFile, shared.KeyFile, overwrite: true);
        Maltall.Run(reference, "run").Succeeded();
        using var first = Worker(shared, database);
        using var second = Worker(shared, database);

        var victim = WhenWorking(shared);
        Kill(first);
        var survivor = Jobs(shared).Select(job => job["worker"]).Distinct().Count();
        Until(shared, jobs => jobs.Any(job => job["source"] == "publish" && job["status"] == "succeeded")
            && reference.Sources().All(source => jobs.Any(job => job["source"] == source
                && job["status"] is "succeeded" or "refused")) && Waiting(shared) == 0);
        Kill(second);

        Assert.True(survivor >= 1 && victim.Length > 0);
        Assert.True(Jobs(shared).Select(job => job["worker"]).Distinct().Count() >= 2, "one worker did all");
        Assert.All(reference.Sources(), source => Assert.Equal(Content(reference, source), Content(shared, source)));
        AssertNoneOverlaps(shared);
    }

    [Fact]
    public async Task What_cannot_be_reached_is_tried_again_and_lands_once()
    {
        using var place = Delivered(["bit_home_stock"]);
        var file = Directory.GetFiles(Path.Combine(place.Lake, "inbox", "bit_home_stock")).Order().First();
        var bytes = await File.ReadAllBytesAsync(file, TestContext.Current.CancellationToken);
        foreach (var other in Directory.GetFiles(Path.Combine(place.Lake, "inbox", "bit_home_stock")))
        {
            File.Delete(other);
        }

        using var site = new Unsteady(bytes, failures: 2);
        using var home = place.Home(schedule => $$"""
            time_zone: Europe/Oslo
            tries: 4
            first_wait_seconds: 1
            sources:
              - { source: bit_home_stock, cron: "* * * * *", url: "{{site.Address}}bit_boligmasse_2012-01.csv" }
            """);
        using var worker = Worker(place, null);

        var jobs = Until(place, all => all.Any(job => job["status"] == "succeeded" && job["source"] != "publish"));
        Kill(worker);

        Assert.Equal(["failed", "failed", "succeeded"], jobs.Where(job => job["source"] == "bit_home_stock").Take(3)
            .Select(job => job["status"]));
        Assert.Single(Maltall.Run(place, "runs", "-f", "csv").Succeeded().Rows());
        Assert.True(site.Asked >= 3);
    }

    [Fact]
    public void Wrong_data_is_not_tried_again_and_what_cannot_be_reached_ends_as_a_dead_letter()
    {
        using var place = new Workplace();
        place.File("lake/inbox/bit_home_stock/bit_boligmasse_2012-01.csv", "not;a;delivery\n1;2;3\n");
        using var home = place.Home(schedule => """
            time_zone: Europe/Oslo
            tries: 2
            first_wait_seconds: 1
            sources:
              - { source: bit_home_stock, cron: "0 5 1 1 *" }
              - { source: ssb_pxweb, cron: "* * * * *", url: "http://127.0.0.1:9/table.json" }
            """);
        using var worker = Worker(place, null);

        var jobs = Until(place, all => all.Any(job => job["status"] == "dead"));
        Kill(worker);

        Assert.Equal(["refused"], jobs.Where(job => job["source"] == "bit_home_stock").Select(job => job["status"]));
        var failed = Maltall.Run(place, "runs", "--failed", "-f", "csv").Succeeded().Rows();
        Assert.Equal(["failed", "dead"], failed.Where(job => job["source"] == "ssb_pxweb").Take(2)
            .Select(job => job["status"]));
        Assert.Contains("could not be reached", failed[0]["message"], StringComparison.Ordinal);
    }

    private static Workplace Delivered(string[]? only = null)
    {
        var place = new Workplace();
        File.WriteAllBytes(place.KeyFile, Enumerable.Range(1, 32).Select(i => (byte)i).ToArray());
        Maltall.Run(place, "generate", "--out", Path.Combine(place.Lake, "inbox"), "--years", "2011-2012", "--scale",
            "0.2", "--seed", "7").Succeeded();
        foreach (var folder in Directory.GetDirectories(Path.Combine(place.Lake, "inbox"))
            .Where(folder => only is not null && !only.Contains(Path.GetFileName(folder))))
        {
            Directory.Delete(folder, recursive: true);
        }

        return place;
    }

    private static Process Worker(Workplace place, PostgreSql? database)
    {
        var environment = new Dictionary<string, string> { ["MALTALL_JOBS_TAKEOVER"] = "5" };
        if (database is not null)
        {
            environment["MALTALL_JOBS"] = database.Connection;
        }

        var process = Maltall.Start(place, environment, "worker");
        process.BeginErrorReadLine();
        process.BeginOutputReadLine();
        return process;
    }

    /// <summary>Waits until both workers are in the middle of a job; gives the name of one.</summary>
    private static string WhenWorking(Workplace place)
    {
        var jobs = Until(place, all => all.Where(job => job["status"] == "running").Select(job => job["worker"])
            .Distinct().Count() >= 2 || all.Count(job => job["status"] != "running") > 4);
        return jobs[0]["worker"];
    }

    private static IReadOnlyList<IReadOnlyDictionary<string, string>> Until(
        Workplace place, Func<IReadOnlyList<IReadOnlyDictionary<string, string>>, bool> done)
    {
        var clock = Stopwatch.StartNew();
        while (true)
        {
            var jobs = Jobs(place);
            if (jobs.Count > 0 && done(jobs))
            {
                return jobs;
            }

            Assert.True(clock.Elapsed < Longest, "It did not happen in time:\n" + string.Join('\n',
                jobs.Select(job => $"{job["source"]} {job["status"]} {job["message"]}")));
            Thread.Sleep(300);
        }
    }

    private static IReadOnlyList<IReadOnlyDictionary<string, string>> Jobs(Workplace place)
    {
        var answer = Maltall.Run(place, "runs", "--jobs", "-f", "csv");
        return answer.ExitCode == 0 ? answer.Rows() : [];
    }

    private static int Waiting(Workplace place) => Directory.GetFiles(Path.Combine(place.Lake, "inbox"), "*_*.*",
        SearchOption.AllDirectories).Length;

    /// <summary>The landed rows of a source by its batches; the order in which they were landed is no matter.</summary>
    private static string Content(Workplace place, string source) => string.Join('\n', Maltall.Run(place, "runs",
            "--source", source, "-f", "csv").Succeeded().Rows()
        .Select(batch => $"{batch["batch"]} {batch["rows_in"]} {batch["landed"]} {batch["rejected"]} {batch["status"]}")
        .Order(StringComparer.Ordinal)) + "\n" + Maltall.Run(place, "sources", "-f", "csv").Succeeded().Rows()
        .Single(row => row["source"] == source)["rows"];

    /// <summary>No source was taken in twice at the same time.</summary>
    private static void AssertNoneOverlaps(Workplace place)
    {
        foreach (var source in Jobs(place).Where(job => job["ended_at"].Length > 0).GroupBy(job => job["source"]))
        {
            var times = source.Select(job => (Begun: Time(job["started_at"]), Ended: Time(job["ended_at"])))
                .OrderBy(time => time.Begun).ToList();
            Assert.All(times.Zip(times.Skip(1)), pair => Assert.True(pair.First.Ended <= pair.Second.Begun, source.Key));
        }
    }

    private static DateTimeOffset Time(string text) => DateTimeOffset.Parse(text, CultureInfo.InvariantCulture);

    private static void Kill(Process process)
    {
        process.Kill(entireProcessTree: true);
        process.WaitForExit();
    }

    /// <summary>A web server that fails some times before it answers.</summary>
    private sealed class Unsteady : IDisposable
    {
        private readonly HttpListener _listener = new();
        private readonly Task _serving;

        public Unsteady(byte[] content, int failures)
        {
            using (var free = new System.Net.Sockets.TcpListener(IPAddress.Loopback, 0))
            {
                free.Start();
                Address = FormattableString.Invariant($"http://127.0.0.1:{((IPEndPoint)free.LocalEndpoint).Port}/");
            }

            _listener.Prefixes.Add(Address);
            _listener.Start();
            _serving = Serve(content, failures);
        }

        public string Address { get; }

        public int Asked { get; private set; }

        public void Dispose()
        {
            _listener.Stop();
            _serving.Wait(TimeSpan.FromSeconds(5));
            _listener.Close();
        }

        private async Task Serve(byte[] content, int failures)
        {
            while (_listener.IsListening)
            {
                HttpListenerContext context;
                try
                {
                    context = await _listener.GetContextAsync();
                }
                catch (Exception error) when (error is HttpListenerException or ObjectDisposedException)
                {
                    return;
                }

                var answer = Asked++ < failures ? Encoding.ASCII.GetBytes("busy") : content;
                context.Response.StatusCode = ReferenceEquals(answer, content) ? 200 : 503;
                await context.Response.OutputStream.WriteAsync(answer);
                context.Response.Close();
            }
        }
    }
}

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

        WhenWorking(shared, first);
        first.Kill();
        Until(shared, jobs => jobs.Any(job => job["source"] == "publish" && job["status"] == "succeeded")
            && reference.Sources().All(source => jobs.Any(job => job["source"] == source
                && job["status"] is "succeeded" or "refused")) && Waiting(shared) == 0);
        second.Kill();

        var done = Jobs(shared).Where(job => job["ended_at"].Length > 0).Select(job => job["worker"]).Distinct();
        Assert.True(done.Count() >= 2, "one worker did all");
        Assert.Contains(Jobs(shared), job => job["worker"] == first.Name && job["ended_at"].Length == 0);
        Assert.All(reference.Sources(), source => Assert.Equal(Content(reference, source), Content(shared, source)));
        Assert.All(reference.Sources(), source => Assert.Equal(Rows(reference, source), Rows(shared, source)));
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
        worker.Kill();

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
        worker.Kill();

        Assert.Equal(["refused"], jobs.Where(job => job["source"] == "bit_home_stock").Select(job => job["status"]));
        var failed = Maltall.Run(place, "runs", "--failed", "-f", "csv").Succeeded().Rows();
        Assert.Equal(["failed", "dead"], failed.Where(job => job["source"] == "ssb_pxweb").Take(2)
            .Select(job => job["status"]));
        Assert.Contains("could not be reached", failed[0]["message"], StringComparison.Ordinal);
    }

    [Fact]
    public void A_database_that_cannot_be_reached_is_told_at_once_without_the_password()
    {
        using var place = new Workplace();
        place.Environment["MALTALL_JOBS"] = "Host=127.0.0.1;Port=9;Username=maltall;Password=secret;Timeout=2";

        var answer = Maltall.Run(place, "worker");

        Assert.Equal(2, answer.ExitCode);
        Assert.Contains("setting 'jobs'", answer.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("secret", answer.Error + answer.Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("run_once", "05 08")]
    [InlineData("run_all", "05 06 07 08")]
    [InlineData("skip", "05")]
    public void A_restarted_worker_with_jobs_in_memory_makes_up_for_missed_times_by_their_policy(
        string policy, string days)
    {
        using var place = new Workplace();
        place.File("lake/inbox/bit_home_stock/bit_boligmasse_2012-01.csv",
            "maned_slutt;bydel;antall_soverom;disponert;eid;rullestol;ledig\n31.01.2012;10;2;40;30;2;1\n");
        using var home = place.Home(_ => $$"""
            time_zone: Europe/Oslo
            sources:
              - { source: bit_home_stock, cron: "0 5 * * *", missed: {{policy}} }
            """);
        place.Environment["MALTALL_NOW"] = "2026-05-05T10:00:00+02:00";
        using (Worker(place, null))
        {
            Until(place, all => all.Any(job => job["source"] == "publish" && job["ended_at"].Length > 0));
        }

        place.Environment["MALTALL_NOW"] = "2026-05-08T12:00:00+02:00";
        using (Worker(place, null))
        {
            Until(place, all => all.Count(job => job["source"] != "publish" && job["ended_at"].Length > 0)
                >= days.Split(' ').Length);
        }

        var due = Jobs(place).Where(job => job["source"] == "bit_home_stock").Select(job => Time(job["due_at"]));
        Assert.Equal(days, string.Join(' ', due.Select(time => time.UtcDateTime.ToString("dd",
            CultureInfo.InvariantCulture))));
    }

    private static Workplace Delivered(string[]? only = null)
    {
        var place = new Workplace();
        File.WriteAllBytes(place.KeyFile, Enumerable.Range(1, 32).Select(i => (byte)i).ToArray());
        Maltall.Run(place, "generate", "--out", Path.Combine(place.Lake, "inbox"), "--years", "2012-2012", "--scale",
            "0.1", "--seed", "7").Succeeded();
        foreach (var folder in Directory.GetDirectories(Path.Combine(place.Lake, "inbox"))
            .Where(folder => only is not null && !only.Contains(Path.GetFileName(folder))))
        {
            Directory.Delete(folder, recursive: true);
        }

        return place;
    }

    private static Running Worker(Workplace place, PostgreSql? database)
    {
        var environment = new Dictionary<string, string> { ["MALTALL_JOBS_TAKEOVER"] = "5" };
        if (database is not null)
        {
            environment["MALTALL_JOBS"] = database.Connection;
        }

        var process = Maltall.Start(place, environment, "worker");
        return new Running(process);
    }

    /// <summary>Holds a worker in the middle of a job, after it has done one.</summary>
    private static void WhenWorking(Workplace place, Running worker)
    {
        Until(place, jobs => jobs.Any(job => job["worker"] == worker.Name && job["ended_at"].Length > 0));
        for (var tries = 0; tries < 200; tries++)
        {
            worker.Signal("STOP");
            if (Jobs(place).Any(job => job["worker"] == worker.Name && job["ended_at"].Length == 0))
            {
                return;
            }

            worker.Signal("CONT");
            Thread.Sleep(50);
        }

        Assert.Fail("The worker was never in the middle of a job.");
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

    /// <summary>Every landed row in every column, as ClickHouse reads them.</summary>
    private static string Rows(Workplace place, string source) => Judge.Rows(place.Lake,
        $"select count() as n, sum(cityHash64(*)) as h from deltaLakeLocal('{{lake}}/landed/{source}')")[0].ToString();

    /// <summary>No source was taken in twice at the same time.</summary>
    private static void AssertNoneOverlaps(Workplace place)
    {
        foreach (var source in Jobs(place).Where(job => job["ended_at"].Length > 0).GroupBy(job => job["source"]))
        {
            var times = source.Select(job => (Begun: Time(job["started_at"]), Ended: Time(job["ended_at"])))
                .OrderBy(time => time.Begun).ToList();
            Assert.All(times.Zip(times.Skip(1)), pair =>
                Assert.True(pair.First.Ended <= pair.Second.Begun, source.Key));
        }
    }

    private static DateTimeOffset Time(string text) => DateTimeOffset.Parse(text, CultureInfo.InvariantCulture);

    /// <summary>A worker, killed at the latest when the test ends.</summary>
    private sealed class Running : IDisposable
    {
        private readonly Process process;
        private readonly TaskCompletionSource<string> name = new();

        public Running(Process process)
        {
            this.process = process;
            process.ErrorDataReceived += (_, line) =>
            {
                if (line.Data is { } text && text.StartsWith("Working as ", StringComparison.Ordinal))
                {
                    name.TrySetResult(text.Split(' ', ';')[2]);
                }
            };
            process.BeginErrorReadLine();
            process.BeginOutputReadLine();
        }

        /// <summary>Its name in the history; known once it works.</summary>
        public string Name => name.Task.Wait(Longest) ? name.Task.Result : throw new TimeoutException();

        public void Signal(string signal)
        {
            using var kill = Process.Start("kill", ["-" + signal, process.Id.ToString(CultureInfo.InvariantCulture)]);
            kill.WaitForExit();
        }

        public void Kill()
        {
            process.Kill(entireProcessTree: true);
            process.WaitForExit();
        }

        public void Dispose()
        {
            if (!process.HasExited)
            {
                Kill();
            }

            process.Dispose();
        }
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

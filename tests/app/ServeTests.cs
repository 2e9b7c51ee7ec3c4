using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using Xunit;

namespace Maltall.App.Tests;

public sealed class ServeTests(DemoLake demo)
{
    [Theory]
    [InlineData("nb", "Måloppnåelse")]
    [InlineData("nn", "Måloppnåing")]
    [InlineData("en", "Goal achievement")]
    public async Task The_start_page_shows_the_goals_and_says_that_data_are_synthetic(string lang, string heading)
    {
        demo.First.Succeeded();
        using var server = await Server.Start(demo.Place, TestContext.Current.CancellationToken);

        var page = await server.Get($"/?lang={lang}", TestContext.Current.CancellationToken);

        Assert.Contains(heading, page, StringComparison.OrdinalIgnoreCase);
        Assert.Contains(lang == "en" ? "synthetic data" : "syntetiske data", page, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("NaN", page, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_jobs_dashboard_is_for_loopback_only()
    {
        demo.First.Succeeded();
        using var server = await Server.Start(demo.Place, TestContext.Current.CancellationToken);

        var dashboard = await server.Get("/jobber/recurring", TestContext.Current.CancellationToken);
        using var rebound = new HttpRequestMessage(HttpMethod.Get, new Uri(server.Address, "/jobber"));
        rebound.Headers.Host = "evil.example";
        using var answer = await server.Client.SendAsync(rebound, TestContext.Current.CancellationToken);

        Assert.Contains("bit_application", dashboard, StringComparison.Ordinal);
        Assert.False(answer.IsSuccessStatusCode, "Another Host header must not open the dashboard.");
    }

    [Fact]
    public void An_address_that_others_can_reach_is_refused()
    {
        using var place = new Workplace();

        var answer = Maltall.Run(place, "serve", "--url", "http://0.0.0.0:5999");

        Assert.NotEqual(0, answer.ExitCode);
        Assert.Contains("loopback", answer.Error, StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public async Task Without_a_publication_the_page_says_what_to_do()
    {
        using var place = new Workplace();
        using var server = await Server.Start(place, TestContext.Current.CancellationToken);

        var page = await server.Get("/", TestContext.Current.CancellationToken);

        Assert.Contains("maltall demo", page, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("refusal_share", "district,year", "", "")]
    [InlineData("applications", "month", "district=12", "2015")]
    [InlineData("waiting_days_median", "bedrooms,year", "", "2014")]
    public async Task Programs_get_the_figures_of_the_command_line(
        string indicator, string by, string where, string period)
    {
        demo.First.Succeeded();
        using var server = await Server.Start(demo.Place, TestContext.Current.CancellationToken);
        string[] conditions = where.Length == 0 ? [] : ["--where", where];
        string[] span = period.Length == 0 ? [] : ["--period", period];
        var expected = Maltall.Run(demo.Place, ["query", indicator, "--by", by, "-f", "csv", .. conditions, .. span])
            .Succeeded().Output;

        var path = $"/api/v1/figures/{indicator}?by={by}&format=csv"
            + (where.Length == 0 ? "" : $"&where={where}") + (period.Length == 0 ? "" : $"&period={period}");
        using var answer = await server.Client.GetAsync(new Uri(server.Address, path), Cancellation);
        using var again = new HttpRequestMessage(HttpMethod.Get, new Uri(server.Address, path));
        again.Headers.IfNoneMatch.Add(answer.Headers.ETag!);
        using var unchanged = await server.Client.SendAsync(again, Cancellation);

        Assert.Equal(expected, await answer.Content.ReadAsStringAsync(Cancellation));
        Assert.Equal(HttpStatusCode.NotModified, unchanged.StatusCode);
    }

    [Fact]
    public async Task Programs_get_what_the_indicators_are_and_how_to_read_them()
    {
        demo.First.Succeeded();
        using var server = await Server.Start(demo.Place, Cancellation);
        var expected = demo.Run("indicators", "refusal_share", "--lang", "nn", "-f", "json").Succeeded().Output;

        var address = new Uri(server.Address, "/api/v1/indicators/refusal_share?lang=nn");
        using var answer = await server.Client.GetAsync(address, Cancellation);
        using var again = new HttpRequestMessage(HttpMethod.Get, address);
        again.Headers.IfNoneMatch.Add(answer.Headers.ETag!);
        using var unchanged = await server.Client.SendAsync(again, Cancellation);
        var all = await server.Get("/api/v1/indicators?format=csv", Cancellation);
        using var unknown = await server.Client.GetAsync(
            new Uri(server.Address, "/api/v1/indicators/refusal_shar"), Cancellation);

        Assert.Equal(expected, await answer.Content.ReadAsStringAsync(Cancellation));
        Assert.Equal(HttpStatusCode.NotModified, unchanged.StatusCode);
        Assert.Contains("how_not_to_read,known_errors,purpose", all, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.BadRequest, unknown.StatusCode);
        Assert.Contains(
            "refusal_share", await unknown.Content.ReadAsStringAsync(Cancellation), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_question_without_meaning_is_answered_with_what_would_have_one()
    {
        demo.First.Succeeded();
        using var server = await Server.Start(demo.Place, TestContext.Current.CancellationToken);

        using var answer = await server.Client.GetAsync(
            new Uri(server.Address, "/api/v1/figures/refusal_shar?by=year"), Cancellation);

        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        Assert.Contains("refusal_share", await answer.Content.ReadAsStringAsync(Cancellation),
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_start_page_has_no_accessibility_faults()
    {
        demo.First.Succeeded();
        using var server = await Server.Start(demo.Place, TestContext.Current.CancellationToken);
        var judge = new ProcessStartInfo("node", ["axe.mjs", server.Address.ToString()])
        {
            WorkingDirectory = Path.Combine(Maltall.Root, "tests", "reports", "judges"),
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };

        using var process = Process.Start(judge) ?? throw new InvalidOperationException("node did not start.");
        var error = process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        var output = await process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);

        Assert.True(process.ExitCode == 0, $"{output}\n{await error}");
    }

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private sealed class Server(Process process, Uri address) : IDisposable
    {
        public Uri Address { get; } = address;

        public HttpClient Client { get; } = new() { Timeout = TimeSpan.FromSeconds(30) };

        public static async Task<Server> Start(Workplace place, CancellationToken cancellation)
        {
            var address = new Uri($"http://127.0.0.1:{FreePort()}");
            var process = Maltall.Start(place, "serve", "--url", address.ToString());
            process.OutputDataReceived += (_, _) => { };
            process.ErrorDataReceived += (_, _) => { };
            process.BeginOutputReadLine();
            process.BeginErrorReadLine();
            var server = new Server(process, address);
            for (var attempt = 0; attempt < 150 && !process.HasExited; attempt++)
            {
                if (await server.Answers(cancellation))
                {
                    return server;
                }

                await Task.Delay(200, cancellation);
            }

            server.Dispose();
            throw new InvalidOperationException("maltall serve did not answer within 30 seconds.");
        }

        public Task<string> Get(string path, CancellationToken cancellation) =>
            Client.GetStringAsync(new Uri(Address, path), cancellation);

        public void Dispose()
        {
            Client.Dispose();
            if (!process.HasExited)
            {
                process.Kill(entireProcessTree: true);
                process.WaitForExit();
            }

            process.Dispose();
        }

        private static int FreePort()
        {
            using var listener = new TcpListener(IPAddress.Loopback, 0);
            listener.Start();
            return ((IPEndPoint)listener.LocalEndpoint).Port;
        }

        private async Task<bool> Answers(CancellationToken cancellation)
        {
            try
            {
                using var answer = await Client.GetAsync(new Uri(Address, "/helse"), cancellation);
                return answer.StatusCode == HttpStatusCode.OK;
            }
            catch (HttpRequestException)
            {
                return false;
            }
        }
    }
}

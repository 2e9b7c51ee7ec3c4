using System.Diagnostics;
using System.Globalization;
using Xunit;

namespace Maltall.Judges;

/// <summary>ClickHouse's own engine behind its HTTP interface, on a free port, for as long as a test needs.</summary>
public sealed class ClickHouseBridge : IDisposable
{
    private readonly Process process;

    public ClickHouseBridge()
    {
        var folder = Path.Combine(Repository(), "tests", "judges");
        Assert.True(
            Directory.Exists(Path.Combine(folder, "node_modules", "chdb")),
            "The judge is not installed: run npm ci in tests/judges, or ./test, which does it.");
        var start = new ProcessStartInfo("node", "clickhouse_server.mjs")
        {
            WorkingDirectory = folder, RedirectStandardInput = true, RedirectStandardOutput = true,
        };
        process = Process.Start(start) ?? throw new InvalidOperationException("node did not start.");
        Port = int.Parse(process.StandardOutput.ReadLine() ?? "", CultureInfo.InvariantCulture);
    }

    public int Port { get; }

    /// <summary>How the driver reaches it.</summary>
    public string Connection => string.Create(CultureInfo.InvariantCulture, $"Host=127.0.0.1;Port={Port}");

    public void Dispose()
    {
        // The server ends when nobody can talk to it any more.
        process.StandardInput.Close();
        if (!process.WaitForExit(5000))
        {
            process.Kill();
        }

        process.Dispose();
    }

    private static string Repository()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "Analytics.sln")))
        {
            folder = folder.Parent;
        }

        return folder?.FullName ?? throw new InvalidOperationException("The tests run outside the repository.");
    }
}

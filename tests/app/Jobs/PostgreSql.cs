using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using Xunit;

namespace Maltall.App.Tests.Jobs;

/// <summary>A PostgreSQL server of its own in a temporary folder, stopped and gone after the test.</summary>
internal sealed class PostgreSql : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("maltall-pg-").FullName;
    private readonly string _programs = Programs();
    private readonly int _port = FreePort();

    public PostgreSql()
    {
        Shell($"chmod 777 {_folder}", asServer: false);
        Shell($"{_programs}/initdb -D {_folder}/db -U maltall -A trust --no-sync -E UTF8 > {_folder}/init.log 2>&1");
        Shell($"{_programs}/pg_ctl -D {_folder}/db -w -l {_folder}/server.log -o '-p {_port} -k {_folder} "
            + "-c listen_addresses=127.0.0.1 -c fsync=off' start > /dev/null");
    }

    public string Connection => FormattableString.Invariant(
        $"Host=127.0.0.1;Port={_port};Database=postgres;Username=maltall;Timeout=5");

    public void Dispose()
    {
        Shell($"{_programs}/pg_ctl -D {_folder}/db -m immediate stop > /dev/null");
        Shell($"rm -rf {_folder}", asServer: false);
    }

    private static string Programs()
    {
        var found = Directory.Exists("/usr/lib/postgresql")
            ? Directory.GetDirectories("/usr/lib/postgresql").Select(version => Path.Combine(version, "bin"))
                .LastOrDefault(bin => File.Exists(Path.Combine(bin, "initdb"))) : null;
        Assert.True(found is not null, "PostgreSQL is not installed: run ./test, which installs it.");
        return found;
    }

    /// <summary>The server refuses to run as root, so there it runs as its own user.</summary>
    private static void Shell(string command, bool asServer = true)
    {
        var isRoot = Environment.UserName == "root" && asServer;
        var start = isRoot ? new ProcessStartInfo("runuser", ["-u", "postgres", "--", "sh", "-c", command])
            : new ProcessStartInfo("sh", ["-c", command]);
        start.WorkingDirectory = "/";
        using var process = Process.Start(start)!;
        process.WaitForExit();
        Assert.True(process.ExitCode == 0, $"{command} ended with {process.ExitCode}");
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}

using System.Diagnostics;
using System.Text.Json;

namespace Maltall.App.Tests;

/// <summary>ClickHouse's own engine (chDB), which reads the lake's files with no code of ours.</summary>
internal static class Judge
{
    /// <summary>Runs one ClickHouse statement; <c>{lake}</c> in it stands for the lake's folder.</summary>
    public static IReadOnlyList<JsonElement> Rows(string lake, string sql)
    {
        var script = "const {query} = require('chdb'); process.chdir('/'); " +
            "process.stdout.write(query(process.argv[1], 'JSONEachRow'));";
        var start = new ProcessStartInfo("node",
            ["-e", script, sql.Replace("{lake}", lake, StringComparison.Ordinal)])
        {
            WorkingDirectory = Path.Combine(Maltall.Root, "tests", "judges"),
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        using var process = Process.Start(start) ?? throw new InvalidOperationException("node did not start.");
        var error = process.StandardError.ReadToEndAsync();
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return process.ExitCode == 0
            ? output.Split('\n', StringSplitOptions.RemoveEmptyEntries)
                .Select(line => JsonDocument.Parse(line).RootElement).ToList()
            : throw new InvalidOperationException($"chDB: {error.GetAwaiter().GetResult()}");
    }
}

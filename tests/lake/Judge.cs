using System.Diagnostics;
using System.Globalization;
using System.Text.Json;

namespace Maltall.Lake.Tests;

/// <summary>ClickHouse's own reader of Delta tables, in a process of its own.</summary>
public static class Judge
{
    private static readonly string Folder = Path.Combine(Repository(), "tests", "judges");

    /// <summary>Reads tables; each row as <see cref="TestLake.Read(Snapshot)"/> has it.</summary>
    /// <param name="snapshots">The newest snapshot of each table.</param>
    public static IReadOnlyList<IReadOnlyList<string>> Read(params Snapshot[] snapshots)
    {
        Assert.True(
            Directory.Exists(Path.Combine(Folder, "node_modules", "chdb")),
            "The judge is not installed: run npm ci in tests/judges, or ./test, which does it.");
        var requests = snapshots.Select((snapshot, index) => new
        {
            name = index.ToString(CultureInfo.InvariantCulture),
            folder = snapshot.Folder,
        });
        var rows = snapshots.Select(_ => new List<string>()).ToList();
        foreach (var line in Run(JsonSerializer.Serialize(requests)))
        {
            using var document = JsonDocument.Parse(line);
            var index = int.Parse(document.RootElement.GetProperty("name").GetString()!, CultureInfo.InvariantCulture);
            Assert.False(document.RootElement.TryGetProperty("error", out var error), error.ToString());
            rows[index].Add(Row(snapshots[index], document.RootElement.GetProperty("row")));
        }

        return [.. rows.Select(TestLake.Sorted)];
    }

    public static string Repository()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "Analytics.sln")))
        {
            folder = folder.Parent;
        }

        return folder?.FullName ?? throw new InvalidOperationException("The tests run outside the repository.");
    }

    private static string[] Run(string input)
    {
        var start = new ProcessStartInfo("node", "read_delta.mjs")
        {
            WorkingDirectory = Folder,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
        };
        using var process = Process.Start(start)!; // A start without shell gives a process or throws.
        process.StandardInput.Write(input);
        process.StandardInput.Close();
        var lines = process.StandardOutput.ReadToEnd().Split('\n', StringSplitOptions.RemoveEmptyEntries);
        process.WaitForExit();
        Assert.Equal(0, process.ExitCode);
        return lines;
    }

    private static string Row(Snapshot snapshot, JsonElement row)
    {
        Assert.Equal(snapshot.Columns.Select(column => column.Name), row.EnumerateObject().Select(value => value.Name));
        return string.Join(" | ", snapshot.Columns.Select(column => Shown(column.Type, row.GetProperty(column.Name))));
    }

    private static string Shown(ColumnType type, JsonElement value) => type switch
    {
        _ when value.ValueKind == JsonValueKind.Null => "∅",
        ColumnType.Text => value.GetString()!, // Not null, by the line above.
        ColumnType.Double => TestLake.Shown(type, value.GetDouble()),
        ColumnType.Decimal => TestLake.Shown(type, value.GetDecimal()),
        ColumnType.Boolean => value.GetRawText(),
        ColumnType.Integer or ColumnType.Long => value.GetRawText(),
        _ => value.GetString()!, // A day or moment is a text.
    };
}

using System.Globalization;
using System.Text.Json;
using Maltall.Warehouse.Signal;
using Xunit;

namespace Maltall.Warehouse.Tests.Signal;

/// <summary>One case of signals with known answers, from the folder beside the repository.</summary>
internal sealed record SpcCase(IReadOnlyList<(string Facet, string Date, double Value)> Rows, JsonElement Expected)
{
    public static TheoryData<string> Names
    {
        get
        {
            Repository.SharedData("spc/README.md");
            return [.. Directory.GetDirectories(Path.Combine(Repository.Root, "..", "shared", "data", "spc"))
                .Select(path => Path.GetFileName(path)).Order()];
        }
    }

    public static SpcCase Read(string name)
    {
        var lines = File.ReadAllLines(Repository.SharedData($"spc/{name}/data.csv"));
        var columns = lines[0].Split(',').ToList();
        var facet = columns.IndexOf("facet");
        var rows = lines.Skip(1).Select(line => line.Split(',')).Select(cells => (
            facet < 0 ? "no facet" : cells[facet], cells[columns.IndexOf("date")],
            double.Parse(cells[columns.IndexOf("value")], CultureInfo.InvariantCulture)));
        var expected = JsonDocument.Parse(File.ReadAllText(Repository.SharedData($"spc/{name}/expected.json")));
        return new SpcCase(rows.ToList(), expected.RootElement);
    }

    public ChartOptions Options(IReadOnlyList<string> dates)
    {
        var options = Expected.GetProperty("options");
        return new ChartOptions
        {
            ScreenOutliers = !options.TryGetProperty("screen_outliers", out var screen) || screen.GetBoolean(),
            Target = options.TryGetProperty("target", out var target) ? target.GetDouble() : null,
            BaselinePoints = options.TryGetProperty("fix_after_n_points", out var fix) ? fix.GetInt32() : null,
            Better = !options.TryGetProperty("improvement_direction", out var direction) ? Better.Up
                : direction.GetString() == "increase" ? Better.Up
                : direction.GetString() == "decrease" ? Better.Down : Better.Neutral,
            Rebases = Rebases(options).Select(date => dates.ToList().IndexOf(date)).ToHashSet(),
        };
    }

    private static IEnumerable<string> Rebases(JsonElement options) =>
        options.GetProperty("rebase") is { ValueKind: JsonValueKind.Array } list
            ? list.EnumerateArray().Select(date => date.GetString()!) // A list of dates has no null.
            : [options.GetProperty("rebase").GetString()!];
}

using System.Globalization;
using System.Text.Json;
using Maltall.Warehouse.Effect;

namespace Maltall.Warehouse.Tests.Effect;

/// <summary>A public case with known answers: a panel and what must come of it.</summary>
internal sealed record CausalCase(Panel Panel, JsonElement Expected)
{
    public static CausalCase Read(string name)
    {
        using var file = JsonDocument.Parse(File.ReadAllText(Repository.SharedData($"causal/{name}/expected.json")));
        var expected = file.RootElement.Clone();
        var separator = expected.TryGetProperty("separator", out var given) ? given.GetString() : ",";
        var lines = File.ReadLines(Repository.SharedData($"causal/{name}/data.csv"))
            .Select(line => line.Replace("\"", "", StringComparison.Ordinal).Split(separator)).ToList();
        int Column(string key, string other) => Array.IndexOf(lines[0],
            expected.TryGetProperty(key, out var column) ? column.GetString()?.Split(' ')[0] : other);
        var (unit, time) = (Column("unit", ""), Column("time", ""));
        var (outcome, treated) = (Column("outcome", ""), Column("treatment", "first.treat"));
        var rows = lines.Skip(1).Select(cells =>
            new PanelRow(cells[unit], cells[time], cells[outcome], cells[treated])).ToList();
        return PanelReader.Read(rows, false) is PanelReading.Read read ? new CausalCase(read.Panel, expected)
            : throw new InvalidOperationException($"The panel of {name} is refused.");
    }

    public double Number(params string[] path) =>
        path.Aggregate(Expected, (element, key) => element.GetProperty(key)).GetDouble();

    public IReadOnlyDictionary<string, double> Numbers(params string[] path) =>
        path.Aggregate(Expected, (element, key) => element.GetProperty(key)).EnumerateObject()
            .ToDictionary(one => one.Name, one => one.Value.GetDouble());

    public static string Text(double value) => value.ToString("R", CultureInfo.InvariantCulture);
}

using Maltall.Lake;
using Maltall.Warehouse.Measure;
using YamlDotNet.Core;
using YamlDotNet.Serialization;
using YamlDotNet.Serialization.NamingConventions;

namespace Maltall.Reports.Compose;

/// <summary>Reads the reports that analysts define.</summary>
public static class ReportCatalog
{
    /// <summary>Names of the reports there are.</summary>
    /// <param name="folder">The folder <c>reports/definitions</c>.</param>
    public static IReadOnlyList<string> Names(string folder) => Directory.Exists(folder)
        ? Directory.EnumerateFiles(folder, "*.yaml").Select(file => Path.GetFileNameWithoutExtension(file))
            .Where(name => name != "wording").Order(StringComparer.Ordinal).ToList()
        : [];

    /// <summary>Reads one report's definition.</summary>
    /// <param name="folder">The folder <c>reports/definitions</c>.</param>
    /// <param name="name">Name of the report.</param>
    /// <exception cref="UserError">There is no such report, or its file is wrong.</exception>
    public static ReportDefinition Load(string folder, string name)
    {
        var file = Path.Combine(folder, $"{name}.yaml");
        if (!Names(folder).Contains(name))
        {
            throw new UserError($"There is no report '{name}'.", $"There is: {string.Join(", ", Names(folder))}.");
        }

        try
        {
            var written = new DeserializerBuilder().WithNamingConvention(UnderscoredNamingConvention.Instance).Build()
                .Deserialize<Written>(File.ReadAllText(file));
            return new ReportDefinition(name, Text(written.Title, file), Text(written.Programme, file))
            {
                Tables = written.Tables.Select(table => new ReportTable(Text(table.Title, file), table.Goals)).ToList(),
                Chart = written.Chart,
                Reservations = written.Reservations.Select(text => Text(text, file)).ToList(),
            };
        }
        catch (YamlException error)
        {
            throw new UserError(
                $"{file} line {error.Start.Line}: {error.InnerException?.Message ?? error.Message}",
                "The fields are described in reports/definitions/report.schema.json.");
        }
    }

    private static LocalText Text(Dictionary<string, string>? languages, string file) =>
        languages is not null && Words.Languages.All(languages.ContainsKey)
            ? new LocalText(languages["nb"], languages["nn"], languages["en"])
            : throw new UserError($"{file}: a text lacks a language.", "Write it in nb, nn and en.");

    private sealed class Written
    {
        public string Id { get; set; } = "";

        public Dictionary<string, string>? Title { get; set; }

        public Dictionary<string, string>? Programme { get; set; }

        public List<WrittenTable> Tables { get; set; } = [];

        public string? Chart { get; set; }

        public List<Dictionary<string, string>> Reservations { get; set; } = [];
    }

    private sealed class WrittenTable
    {
        public Dictionary<string, string>? Title { get; set; }

        public List<string> Goals { get; set; } = [];
    }
}

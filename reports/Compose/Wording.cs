using Maltall.Lake;
using Maltall.Warehouse.Measure;
using YamlDotNet.Core;
using YamlDotNet.Serialization;

namespace Maltall.Reports.Compose;

/// <summary>The fixed sentences of letters and pages, in three languages: <c>wording.yaml</c>.</summary>
public sealed class Wording
{
    private readonly Dictionary<string, LocalText> _texts;

    private Wording(Dictionary<string, LocalText> texts) => _texts = texts;

    /// <summary>Names of all texts.</summary>
    public IReadOnlyCollection<string> Keys => _texts.Keys;

    /// <summary>Reads the texts.</summary>
    /// <param name="folder">The folder <c>reports/definitions</c>.</param>
    /// <exception cref="UserError">The file is missing or wrong, or a text lacks a language.</exception>
    public static Wording Load(string folder)
    {
        var file = Path.Combine(folder, "wording.yaml");
        if (!File.Exists(file))
        {
            throw new UserError($"There is no {file}.", "Start by ./maltall in the checkout.");
        }

        try
        {
            var read = new DeserializerBuilder().Build()
                .Deserialize<Dictionary<string, Dictionary<string, string>>>(File.ReadAllText(file));
            return new Wording(read.ToDictionary(pair => pair.Key, pair => Text(pair.Key, pair.Value, file)));
        }
        catch (YamlException error)
        {
            throw new UserError(
                $"{file} line {error.Start.Line}: {error.Message}", "Write 'key: { nb: …, nn: …, en: … }'.");
        }
    }

    /// <summary>The texts in one language.</summary>
    /// <param name="language"><c>nb</c>, <c>nn</c> or <c>en</c>.</param>
    /// <exception cref="UserError">Another language was asked for.</exception>
    public Words In(string language) =>
        new(language, _texts.ToDictionary(pair => pair.Key, pair => pair.Value.In(language)));

    private static LocalText Text(string key, Dictionary<string, string> languages, string file)
    {
        foreach (var language in Words.Languages.Where(language => !languages.ContainsKey(language)))
        {
            throw new UserError($"{file}: '{key}' has no text in {language}.", "Write it in nb, nn and en.");
        }

        return new LocalText(languages["nb"], languages["nn"], languages["en"]);
    }
}

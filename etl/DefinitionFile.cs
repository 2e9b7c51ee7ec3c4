using System.Globalization;
using Maltall.Lake;
using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace Maltall.Etl;

/// <summary>Reads the fields of a YAML file; what is wrong names file, line and nearest field.</summary>
/// <param name="file">The file.</param>
internal sealed class DefinitionFile(string file)
{
    /// <summary>The fields at the top of the file.</summary>
    /// <exception cref="UserError">The file is not there, or not one YAML document of fields.</exception>
    public YamlMappingNode Root()
    {
        if (!File.Exists(file))
        {
            throw new UserError($"The file {file} is not there.", "Check the folder's name.");
        }

        try
        {
            using var reader = new StreamReader(file);
            var stream = new YamlStream();
            stream.Load(reader);
            return stream.Documents.Count == 1 && stream.Documents[0].RootNode is YamlMappingNode map ? map
                : throw new UserError($"{file} line 1: not one document of fields.",
                    "See the other files for the form.");
        }
        catch (YamlException error)
        {
            throw new UserError($"{file} line {error.Start.Line}: not YAML ({error.Message}).", "Correct the line.");
        }
    }

    /// <summary>Sees to it that there is no field but these.</summary>
    public void Known(YamlMappingNode map, IReadOnlyList<string> keys)
    {
        foreach (var key in map.Children.Keys)
        {
            var name = (key as YamlScalarNode)?.Value ?? "";
            if (!keys.Contains(name))
            {
                throw Wrong(key, $"unknown field '{name}'", Did(name, keys));
            }
        }
    }

    /// <summary>The value of a field; null when it is not there.</summary>
    public static YamlNode? Find(YamlMappingNode map, string key) =>
        map.Children.FirstOrDefault(pair => pair.Key is YamlScalarNode scalar && scalar.Value == key).Value;

    /// <summary>The value of a field that must be there.</summary>
    public YamlNode Need(YamlMappingNode map, string key) =>
        Find(map, key) ?? throw Wrong(map, $"the field '{key}' is missing", "Add it; the other files show how.");

    /// <summary>The fields below a field.</summary>
    public YamlMappingNode Map(YamlNode node, string key) => node as YamlMappingNode
        ?? throw Wrong(node, $"'{key}' is not a list of fields", "Write it as { name: value }.");

    /// <summary>A text that must be there.</summary>
    public string Text(YamlMappingNode map, string key) => Need(map, key) is YamlScalarNode { Value.Length: > 0 } scalar
        ? scalar.Value : throw Wrong(Need(map, key), $"'{key}' is not a text", "Write one value.");

    /// <summary>A text; null when the field is not there.</summary>
    public string? Optional(YamlMappingNode map, string key) => Find(map, key) is null ? null : Text(map, key);

    /// <summary>A text that must be one of these.</summary>
    public string Among(YamlMappingNode map, string key, IReadOnlyList<string> allowed)
    {
        var text = Text(map, key);
        return allowed.Contains(text) ? text : throw Wrong(Need(map, key), $"'{key}' is '{text}'", Did(text, allowed));
    }

    /// <summary>A whole number, 0 or more.</summary>
    public int Whole(YamlMappingNode map, string key) =>
        int.TryParse(Text(map, key), NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number
            : throw Wrong(Need(map, key), $"'{key}' is not a whole number", "Write it with digits alone.");

    /// <summary>Whether a field is there and true.</summary>
    public bool Flag(YamlMappingNode map, string key) =>
        Optional(map, key) is { } text && (bool.TryParse(text, out var flag) ? flag
            : throw Wrong(Need(map, key), $"'{key}' is '{text}'", "Write true or false."));

    /// <summary>A list of texts.</summary>
    public List<string> Texts(YamlMappingNode map, string key) => Items(map, key)
        .Select(node => node is YamlScalarNode { Value: { } text } ? text
            : throw Wrong(node, $"'{key}' holds something that is no text", "Write a list such as [one, two]."))
        .ToList();

    /// <summary>The items of a list.</summary>
    public YamlSequenceNode Items(YamlMappingNode map, string key) => Need(map, key) as YamlSequenceNode
        ?? throw Wrong(Need(map, key), $"'{key}' is not a list", "Write it as [one, two].");

    /// <summary>A text in each language: nb, nn, en.</summary>
    public Dictionary<string, string> Languages(YamlMappingNode map, string key)
    {
        string[] tongues = ["nb", "nn", "en"];
        var texts = Map(Need(map, key), key);
        Known(texts, tongues);
        return tongues.ToDictionary(language => language, language => Text(texts, language));
    }

    /// <summary>An error at a place in the file.</summary>
    public UserError Wrong(YamlNode node, string what, string remedy) =>
        new($"{file} line {node.Start.Line}: {what}.", remedy);

    /// <summary>A remedy that names the nearest of the names there are.</summary>
    public static string Did(string name, IEnumerable<string> names) => $"Did you mean '{Nearest.To(name, names)}'?";
}

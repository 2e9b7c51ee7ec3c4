using System.Globalization;
using Maltall.Lake;
using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace Maltall.Warehouse.Measure;

/// <summary>One mapping of a definition file; every complaint names file, line and field.</summary>
internal sealed class DefinitionNode
{
    private readonly string file;
    private readonly string path;
    private readonly YamlMappingNode node;

    private DefinitionNode(string file, string path, YamlMappingNode node)
    {
        this.file = file;
        this.path = path;
        this.node = node;
    }

    /// <summary>Opens a file whose name without ending is its id.</summary>
    /// <exception cref="UserError">The file is no YAML mapping, or its id is not its name.</exception>
    internal static DefinitionNode Open(DefinitionText text)
    {
        var file = text.Path;
        var stream = new YamlStream();
        try
        {
            using var reader = new StringReader(text.Text);
            stream.Load(reader);
        }
        catch (YamlException error)
        {
            throw new UserError(
                string.Create(CultureInfo.InvariantCulture, $"{file} line {error.Start.Line}: not valid YAML"),
                error.Message);
        }
        catch (InvalidOperationException)
        {
            // The parser's own answer to a bracket that is open when the file ends.
            var last = text.Text.TrimEnd('\n').Count(letter => letter == '\n') + 1;
            throw new UserError(
                string.Create(CultureInfo.InvariantCulture, $"{file} line {last}: not valid YAML"),
                "Close the bracket.");
        }

        if (stream.Documents.Count != 1 || stream.Documents[0].RootNode is not YamlMappingNode root)
        {
            throw new UserError($"{file} line 1: not one list of fields", "Write one 'field: value' a line.");
        }

        var definition = new DefinitionNode(file, "", root);
        var id = definition.Text("id");
        if (id != text.Id)
        {
            throw definition.Wrong(
                "id", $"'{id}' is not the name of the file", $"Name the file {id}.yaml, or correct the id.");
        }

        return definition;
    }

    /// <summary>Refuses a field that is not in the list.</summary>
    internal DefinitionNode Allow(params string[] fields)
    {
        foreach (var key in node.Children.Keys)
        {
            var name = ((YamlScalarNode)key).Value ?? "";
            if (!fields.Contains(name))
            {
                throw Complain(key, name, "there is no such field", $"Did you mean '{Nearest.To(name, fields)}'?");
            }
        }

        return this;
    }

    internal bool Has(string field) => node.Children.ContainsKey(new YamlScalarNode(field));

    internal string Text(string field) => Find(field) is YamlScalarNode { Value.Length: > 0 } scalar
        ? scalar.Value
        : throw Wrong(field, "must be a text", "Write one value after the colon.");

    internal string? TextOrNull(string field) => Has(field) ? Text(field) : null;

    internal double Number(string field) =>
        double.TryParse(Text(field), NumberStyles.Float, CultureInfo.InvariantCulture, out var number)
            && double.IsFinite(number)
            ? number
            : throw Wrong(field, $"'{Text(field)}' is not a number", "Write a number with a point, such as 0.5.");

    internal DateOnly Date(string field) =>
        DateOnly.TryParseExact(
            Text(field), "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day)
            ? day
            : throw Wrong(field, $"'{Text(field)}' is not a day", "Write year, month and day, such as 2015-05-19.");

    internal int Integer(string field, int least, int most) =>
        int.TryParse(Text(field), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number)
            && number >= least && number <= most
            ? number
            : throw Wrong(
                field,
                $"'{Text(field)}' is not a whole number in range",
                string.Create(CultureInfo.InvariantCulture, $"Write a whole number from {least} to {most}."));

    internal T Choice<T>(string field, IReadOnlyDictionary<string, T> words) => Word(Find(field), field, words);

    internal IReadOnlyList<T> Choices<T>(string field, IReadOnlyDictionary<string, T> words) =>
        [.. Sequence(field).Select(item => Word(item, field, words))];

    internal IReadOnlyList<string> Texts(string field) =>
    [
        .. Sequence(field).Select(item => item is YamlScalarNode { Value.Length: > 0 } scalar ? scalar.Value
            : throw Complain(item, field, "must be a list of texts", "Write [one, two] after the colon.")),
    ];

    internal LocalText Local(string field)
    {
        var texts = Child(field).Allow("nb", "nn", "en");
        return new LocalText(texts.Text("nb"), texts.Text("nn"), texts.Text("en"));
    }

    internal LocalText? LocalOrNull(string field) => Has(field) ? Local(field) : null;

    internal DefinitionNode Child(string field) => Find(field) is YamlMappingNode child
        ? new DefinitionNode(file, $"{path}{field}.", child)
        : throw Wrong(field, "must have fields of its own", "Write { field: value, … } after the colon.");

    internal IReadOnlyList<DefinitionNode> Children(string field) =>
    [
        .. Sequence(field).Select((item, at) => item is YamlMappingNode child
            ? new DefinitionNode(file, string.Create(CultureInfo.InvariantCulture, $"{path}{field}[{at}]."), child)
            : throw Wrong(field, "must be a list of fields", "Write '- field: value' for each.")),
    ];

    internal UserError Wrong(string field, string what, string remedy) =>
        Complain(Has(field) ? node.Children[new YamlScalarNode(field)] : node, field, what, remedy);

    private UserError Complain(YamlNode place, string field, string what, string remedy)
    {
        var line = place.Start.Line.ToString(CultureInfo.InvariantCulture);
        return new UserError($"{file} line {line}, {path}{field}: {what}", remedy);
    }

    private T Word<T>(YamlNode value, string field, IReadOnlyDictionary<string, T> words)
    {
        var word = (value as YamlScalarNode)?.Value ?? "";
        return words.TryGetValue(word, out var meaning)
            ? meaning
            : throw Complain(
                value,
                field,
                $"'{word}' is not one of {string.Join(", ", words.Keys)}",
                $"Did you mean '{Nearest.To(word, words.Keys)}'?");
    }

    private YamlNode Find(string field) => node.Children.TryGetValue(new YamlScalarNode(field), out var value)
        ? value
        : throw Complain(node, field, "is missing", "Add the field.");

    private YamlSequenceNode Sequence(string field) => Find(field) as YamlSequenceNode
        ?? throw Wrong(field, "must be a list", "Write [one, two] after the colon.");
}

using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;
using YamlDotNet.RepresentationModel;

namespace Maltall.Etl.Tests.PxWeb;

/// <summary>A question as it came over the wire.</summary>
/// <param name="Method">GET or POST.</param>
/// <param name="Path">Path below the service's address.</param>
/// <param name="Query">Names and values after the question mark, decoded.</param>
/// <param name="ContentType">Of the body; null when there is none.</param>
/// <param name="Body">The body; empty when there is none.</param>
internal sealed record Question(
    string Method, string Path, IReadOnlyList<(string Name, string Value)> Query, string? ContentType, string Body);

/// <summary>The published contract of PxWebApi 2, and what a question breaks of it.</summary>
internal sealed partial class OpenApi
{
    private readonly YamlMappingNode _root;

    public OpenApi(string file)
    {
        using var reader = new StreamReader(file);
        var stream = new YamlStream();
        stream.Load(reader);
        _root = (YamlMappingNode)stream.Documents[0].RootNode;
    }

    /// <summary>What the question breaks; null when it follows the contract.</summary>
    public string? Violation(Question question)
    {
        var path = Map(_root, "paths").Children.FirstOrDefault(pair => IsAt(Word(pair.Key), question.Path));
        if (path.Value is null)
        {
            return $"no path {question.Path}";
        }

        var methods = (YamlMappingNode)path.Value;
        if (Find(methods, question.Method.ToLowerInvariant()) is not YamlMappingNode operation)
        {
            return $"{Word(path.Key)} has no {question.Method}";
        }

        var parameters = new[] { methods, operation }.SelectMany(node => Items(node, "parameters")).Select(Resolved)
            .Where(parameter => Word(parameter, "in") == "query").ToList();
        return question.Query.Select(one => Fault(parameters, one.Name, one.Value))
            .FirstOrDefault(one => one is not null)
            ?? Repeated(question) ?? Missing(parameters, question) ?? BodyFault(operation, question);
    }

    private static bool IsAt(string template, string path) => Regex.IsMatch(
        path, "^" + Hole().Replace(template, "[^/]+") + "$", RegexOptions.None, TimeSpan.FromSeconds(1));

    private string? Fault(List<YamlMappingNode> parameters, string name, string value)
    {
        var deep = Deep().Match(name);
        var word = deep.Success ? deep.Groups[1].Value : name;
        var parameter = parameters.Find(one => Word(one, "name") == word);
        if (parameter is null || deep.Success != (Word(parameter, "style") == "deepObject"))
        {
            return $"no parameter '{name}'";
        }

        var schema = Resolved(Map(parameter, "schema"));
        if (deep.Success)
        {
            return value.Length > 0 ? null : $"'{name}' is empty";
        }

        var items = Word(schema, "type") == "array" ? value.Split(',') : [value];
        var item = Word(schema, "type") == "array" ? Resolved(Map(schema, "items")) : schema;
        return items.Select(one => ScalarFault(item, one)).FirstOrDefault(one => one is not null) is { } fault
            ? $"'{name}': {fault}" : null;
    }

    private static string? ScalarFault(YamlMappingNode schema, string value)
    {
        var allowed = Items(schema, "enum").Select(Word).ToList();
        if (allowed.Count > 0 && !allowed.Contains(value))
        {
            return $"'{value}' is none of {string.Join(' ', allowed)}";
        }

        return Word(schema, "type") switch
        {
            "integer" => IsWhole(value, Word(schema, "minimum")) ? null : $"'{value}' is no such number",
            "boolean" => value is "true" or "false" ? null : $"'{value}' is neither true nor false",
            _ => null,
        };
    }

    private static bool IsWhole(string value, string least) =>
        long.TryParse(value, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var whole)
        && (least.Length == 0 || whole >= long.Parse(least, CultureInfo.InvariantCulture));

    private static string? Repeated(Question question) =>
        question.Query.GroupBy(one => one.Name).FirstOrDefault(group => group.Count() > 1) is { } twice
            ? $"'{twice.Key}' stands twice" : null;

    private static string? Missing(List<YamlMappingNode> parameters, Question question) =>
        parameters.Where(one => Word(one, "required") == "true").Select(one => Word(one, "name"))
            .FirstOrDefault(name => question.Query.All(one => one.Name != name)) is { } missing
            ? $"'{missing}' is missing" : null;

    private string? BodyFault(YamlMappingNode operation, Question question)
    {
        if (Find(operation, "requestBody") is not { } node)
        {
            return question.Body.Length == 0 ? null : "a body where none is taken";
        }

        if (question.Body.Length == 0)
        {
            return Word(Resolved(node), "required") == "true" ? "no body" : null;
        }

        if (Find(Map(Resolved(node), "content"), question.ContentType ?? "") is not YamlMappingNode content)
        {
            return $"a body of type {question.ContentType}";
        }

        using var document = JsonDocument.Parse(question.Body);
        return SchemaFault(Map(content, "schema"), document.RootElement, "body");
    }

    private string? SchemaFault(YamlNode node, JsonElement value, string at)
    {
        var schema = Resolved(node);
        if (value.ValueKind == JsonValueKind.Null)
        {
            return Word(schema, "nullable") == "true" ? null : $"{at} is null";
        }

        return Word(schema, "type") switch
        {
            "object" => value.ValueKind == JsonValueKind.Object ? ObjectFault(schema, value, at) : $"{at} is no object",
            "array" => value.ValueKind == JsonValueKind.Array
                ? value.EnumerateArray().Select(item => SchemaFault(Map(schema, "items"), item, at))
                    .FirstOrDefault(one => one is not null) : $"{at} is no list",
            "string" => value.ValueKind == JsonValueKind.String ? ScalarFault(schema, value.GetString() ?? "")
                : $"{at} is no text",
            _ => ScalarFault(schema, value.GetRawText()),
        };
    }

    /// <summary>
    /// The contract asks for <c>values</c> in a selection but declares <c>valueCodes</c>: what is required and
    /// declared nowhere cannot be sent, so it is not asked for.
    /// </summary>
    private string? ObjectFault(YamlMappingNode schema, JsonElement value, string at)
    {
        var declared = Map(schema, "properties");
        var missing = Items(schema, "required").Select(Word)
            .FirstOrDefault(name => Find(declared, name) is not null && !value.TryGetProperty(name, out _));
        return missing is not null ? $"{at}.{missing} is missing"
            : value.EnumerateObject().Select(member => Find(declared, member.Name) is { } inner
                ? SchemaFault(inner, member.Value, $"{at}.{member.Name}") : $"{at} has no '{member.Name}'")
                .FirstOrDefault(one => one is not null);
    }

    private YamlMappingNode Resolved(YamlNode node)
    {
        var map = (YamlMappingNode)node;
        return Word(map, "$ref") is not { Length: > 0 } reference ? map : Resolved(
            reference.Split('/').Skip(1).Aggregate((YamlNode)_root, (at, name) => Map((YamlMappingNode)at, name)));
    }

    private static YamlNode? Find(YamlMappingNode map, string key) =>
        map.Children.FirstOrDefault(pair => Word(pair.Key) == key).Value;

    private static YamlMappingNode Map(YamlMappingNode map, string key) => (YamlMappingNode)(Find(map, key)
        ?? throw new InvalidOperationException($"the contract has no '{key}' at line {map.Start.Line}"));

    private static IEnumerable<YamlNode> Items(YamlMappingNode map, string key) =>
        Find(map, key) as YamlSequenceNode ?? [];

    private static string Word(YamlMappingNode map, string key) => Find(map, key) is { } node ? Word(node) : "";

    private static string Word(YamlNode node) => (node as YamlScalarNode)?.Value ?? "";

    [GeneratedRegex(@"\{[^}]+\}")]
    private static partial Regex Hole();

    [GeneratedRegex(@"^([^\[\]]+)\[[^\[\]]+\]$")]
    private static partial Regex Deep();
}

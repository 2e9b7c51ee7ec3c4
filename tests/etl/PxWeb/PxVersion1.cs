using System.Text.Json.Nodes;

namespace Maltall.Etl.Tests.PxWeb;

/// <summary>How version 1 is asked; its description is a page of text, so the form stands here.</summary>
internal static class PxVersion1
{
    /// <summary>What a question breaks; null when it has the form.</summary>
    public static string? Violation(Question question)
    {
        if (question.Query.Count > 0)
        {
            return "a parameter in the address";
        }

        if (question.Method == "GET")
        {
            return question.Body.Length == 0 ? null : "a body where none is taken";
        }

        var body = question.Method == "POST" ? JsonNode.Parse(question.Body) as JsonObject : null;
        return body is null ? $"no {question.Method}"
            : !Has(body, "query", "response") ? "not query and response"
            : body["response"]!["format"]?.GetValue<string>() != "json-stat2" ? "another format than json-stat2"
            : body["query"]!.AsArray().All(one => Has(one!.AsObject(), "code", "selection")
                && Has(one["selection"]!.AsObject(), "filter", "values")
                && one["selection"]!["filter"]!.GetValue<string>() == "item") ? null : "a selection of another form";
    }

    /// <summary>Codes of each variable.</summary>
    public static Dictionary<string, List<string>> Selection(Question question) =>
        JsonNode.Parse(question.Body)!["query"]!.AsArray().ToDictionary(
            one => one!["code"]!.GetValue<string>(), one => Texts(one!["selection"]!["values"]!));

    /// <summary>A list of texts.</summary>
    public static List<string> Texts(JsonNode list) => [.. list.AsArray().Select(one => one!.GetValue<string>())];

    private static bool Has(JsonObject node, params string[] names) =>
        node.Select(member => member.Key).Order(StringComparer.Ordinal).SequenceEqual(names);
}

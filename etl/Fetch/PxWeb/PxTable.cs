using System.Text.Json;
using Maltall.Lake;

namespace Maltall.Etl.Fetch.PxWeb;

/// <summary>One variable of a table in a statistics bank.</summary>
/// <param name="Code">Its code, such as <c>Tid</c>.</param>
/// <param name="Codes">Codes of its values, in the order of the table.</param>
/// <param name="IsTime">Whether its values are periods.</param>
internal sealed record PxVariable(string Code, IReadOnlyList<string> Codes, bool IsTime)
{
    /// <summary>Those of its codes that were chosen, in the order of the table.</summary>
    /// <exception cref="UserError">A choice fits none of the codes; the nearest is named.</exception>
    public IReadOnlyList<string> Chosen(PxQuery query, IReadOnlyList<string> choices)
    {
        var taken = choices.SelectMany(choice => Fitting(query, choice)).ToHashSet(StringComparer.Ordinal);
        return Codes.Where(taken.Contains).ToList();
    }

    private IEnumerable<string> Fitting(PxQuery query, string choice)
    {
        if (Codes.Contains(choice))
        {
            return [choice];
        }

        if (PxQueries.Top(choice) is { } number)
        {
            return IsTime ? Codes.OrderDescending(StringComparer.Ordinal).Take(number) : Codes.Take(number);
        }

        if (PxQueries.From(choice) is { } first)
        {
            return !Codes.Contains(first) ? throw Unknown(query, first)
                : IsTime ? Codes.Where(code => string.CompareOrdinal(code, first) >= 0)
                : Codes.SkipWhile(code => code != first);
        }

        var fitting = choice.EndsWith('*')
            ? Codes.Where(code => code.StartsWith(choice[..^1], StringComparison.Ordinal)).ToList() : [];
        return fitting.Count > 0 ? fitting : throw Unknown(query, choice);
    }

    private UserError Unknown(PxQuery query, string choice) =>
        new($"The query {query.Id} asks for '{choice}' of {Code}, which {query.Table.AbsolutePath} does not have.",
            DefinitionFile.Did(choice, Codes));
}

/// <summary>What a statistics bank says of a table: its title and its variables.</summary>
/// <param name="Title">Title, as the publisher writes it.</param>
/// <param name="Updated">When it was updated, ISO 8601; null when version 1 answers, which does not say.</param>
/// <param name="Variables">Variables in the order of the table.</param>
internal sealed record PxTable(string Title, string? Updated, IReadOnlyList<PxVariable> Variables)
{
    /// <summary>Reads the metadata that a service gives.</summary>
    /// <exception cref="JsonException">It is something else.</exception>
    public static PxTable Read(PxApi api, byte[] json)
    {
        using var document = JsonDocument.Parse(json);
        var root = document.RootElement;
        return api == PxApi.V2 ? OfV2(root) : OfV1(root);
    }

    /// <summary>The codes that a query takes of each variable, in the order of the table.</summary>
    /// <exception cref="UserError">The query names a variable or a code that the table does not have.</exception>
    public IReadOnlyList<IReadOnlyList<string>> Chosen(PxQuery query)
    {
        var names = Variables.Select(variable => variable.Code).ToList();
        foreach (var selection in query.Selections.Where(one => !names.Contains(one.Variable)))
        {
            throw new UserError($"The query {query.Id} names the variable '{selection.Variable}', " +
                $"which {query.Table.AbsolutePath} does not have.", DefinitionFile.Did(selection.Variable, names));
        }

        return Variables.Select(variable =>
            query.Selections.FirstOrDefault(one => one.Variable == variable.Code) is { } selection
                ? variable.Chosen(query, selection.Choices) : variable.Codes).ToList();
    }

    private static PxTable OfV1(JsonElement root) => new(
        Text(root, "title"), null, Items(root, "variables").Select(variable => new PxVariable(
            Text(variable, "code"), Items(variable, "values").Select(code => code.GetString() ?? "").ToList(),
            variable.TryGetProperty("time", out var time) && time.ValueKind == JsonValueKind.True)).ToList());

    private static PxTable OfV2(JsonElement root)
    {
        var times = root.TryGetProperty("role", out var role) && role.TryGetProperty("time", out var named)
            ? named.EnumerateArray().Select(one => one.GetString()).ToList() : [];
        var dimension = Of(root, "dimension", JsonValueKind.Object);
        return new PxTable(Text(root, "label"), Text(root, "updated"), Items(root, "id")
            .Select(id => id.GetString() ?? "")
            .Select(id => new PxVariable(id, Codes(Of(dimension, id, JsonValueKind.Object)), times.Contains(id)))
            .ToList());
    }

    /// <summary>Codes of a JSON-stat dimension, in their order.</summary>
    internal static List<string> Codes(JsonElement dimension)
    {
        var category = Of(dimension, "category", JsonValueKind.Object);
        if (!category.TryGetProperty("index", out var index))
        {
            return Of(category, "label", JsonValueKind.Object).EnumerateObject().Select(one => one.Name).ToList();
        }

        return index.ValueKind == JsonValueKind.Array
            ? index.EnumerateArray().Select(code => code.GetString() ?? "").ToList()
            : Of(category, "index", JsonValueKind.Object).EnumerateObject().OrderBy(one => one.Value.GetInt32())
                .Select(one => one.Name).ToList();
    }

    /// <summary>A member of a certain kind.</summary>
    /// <exception cref="JsonException">It is not there, or of another kind.</exception>
    internal static JsonElement Of(JsonElement element, string name, JsonValueKind kind) =>
        element.ValueKind == JsonValueKind.Object && element.TryGetProperty(name, out var value)
        && value.ValueKind == kind ? value : throw new JsonException($"no '{name}'");

    /// <summary>The items of a list.</summary>
    /// <exception cref="JsonException">It is not there, or no list.</exception>
    internal static JsonElement.ArrayEnumerator Items(JsonElement element, string name) =>
        Of(element, name, JsonValueKind.Array).EnumerateArray();

    private static string Text(JsonElement element, string name) =>
        Of(element, name, JsonValueKind.String).GetString() ?? "";
}

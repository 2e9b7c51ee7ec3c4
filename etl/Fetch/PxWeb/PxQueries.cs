using System.Globalization;
using System.Text.RegularExpressions;
using Maltall.Lake;
using YamlDotNet.RepresentationModel;

namespace Maltall.Etl.Fetch.PxWeb;

/// <summary>The queries of statistics banks; the folder <c>etl/queries</c>.</summary>
/// <param name="All">Queries in the order of their names.</param>
public sealed partial record PxQueries(IReadOnlyList<PxQuery> All)
{
    private static readonly string[] Fields = ["id", "source", "api", "table", "cells", "select"];

    /// <summary>Reads every query in a folder.</summary>
    /// <param name="folder">The folder.</param>
    /// <param name="contracts">The contracts that a query may land by: those of the format json-stat.</param>
    /// <exception cref="UserError">A file is not a query; the message has file, line and the nearest name.</exception>
    public static PxQueries Load(string folder, ContractCatalog contracts)
    {
        var sources = contracts.Contracts.Where(contract => contract.Format == "json-stat")
            .Select(contract => contract.Id).ToList();
        return new PxQueries(Directory.GetFiles(folder, "*.yaml").Order(StringComparer.Ordinal)
            .Select(file => Read(file, sources)).ToList());
    }

    /// <summary>The query with this id.</summary>
    /// <exception cref="UserError">There is no such query, or it is of another source.</exception>
    public PxQuery Find(string id, string source)
    {
        var query = All.FirstOrDefault(one => one.Id == id) ?? throw new UserError($"There is no query '{id}'.",
            $"Did you mean '{Nearest.To(id, All.Select(one => one.Id))}'? They are the files of etl/queries.");
        return query.Source == source ? query : throw new UserError(
            $"The query '{id}' is of the source {query.Source}, not {source}.",
            $"Write `maltall ingest {query.Source} --query {id}`.");
    }

    private static PxQuery Read(string file, IReadOnlyList<string> sources)
    {
        var fields = new DefinitionFile(file);
        var root = fields.Root();
        fields.Known(root, Fields);
        var id = fields.Text(root, "id");
        if (id != Path.GetFileNameWithoutExtension(file))
        {
            throw fields.Wrong(fields.Need(root, "id"), $"the id '{id}' is not the file's name",
                "Give the file and the id one name.");
        }

        var api = fields.Among(root, "api", ["v1", "v2"]) == "v2" ? PxApi.V2 : PxApi.V1;
        var query = new PxQuery(id, fields.Among(root, "source", sources), api, Address(fields, root, api),
            Selections(fields, root));
        return DefinitionFile.Find(root, "cells") is null ? query : query with { Cells = Cells(fields, root) };
    }

    private static Uri Address(DefinitionFile fields, YamlMappingNode root, PxApi api)
    {
        var text = fields.Text(root, "table");
        if (!Uri.TryCreate(text, UriKind.Absolute, out var address) || address.Query.Length > 0
            || (address.Scheme != Uri.UriSchemeHttps && !(address.Scheme == Uri.UriSchemeHttp && address.IsLoopback)))
        {
            throw fields.Wrong(fields.Need(root, "table"), "'table' is no secure web address of a table",
                "Write https://… without what follows a question mark.");
        }

        return api == PxApi.V1 || TableOfV2().IsMatch(address.AbsolutePath) ? address
            : throw fields.Wrong(fields.Need(root, "table"), "'table' does not end in /tables/ID, as version 2 has it",
                "Write such as https://data.ssb.no/api/pxwebapi/v2/tables/05300, or say api: v1.");
    }

    private static int Cells(DefinitionFile fields, YamlMappingNode root) => fields.Whole(root, "cells") is > 0 and var
        cells ? cells : throw fields.Wrong(fields.Need(root, "cells"), "'cells' is 0", "Write 1 or more.");

    private static List<PxSelection> Selections(DefinitionFile fields, YamlMappingNode root)
    {
        if (DefinitionFile.Find(root, "select") is not { } node)
        {
            return [];
        }

        var selections = new List<PxSelection>();
        var map = fields.Map(node, "select");
        foreach (var key in map.Children.Keys)
        {
            var variable = (key as YamlScalarNode)?.Value ?? "";
            var choices = map.Children[key] is YamlSequenceNode ? fields.Texts(map, variable)
                : [fields.Text(map, variable)];
            var wrong = choices.Count == 0 ? "nothing" : choices.FirstOrDefault(choice => !IsChoice(choice));
            selections.Add(wrong is null ? new PxSelection(variable, choices)
                : throw fields.Wrong(map.Children[key], $"'{variable}' selects '{wrong}'",
                    "Write codes, *, 03*, top(5) or from(2015)."));
        }

        return selections;
    }

    /// <summary>Whether a choice that looks like a call is one of those there are.</summary>
    private static bool IsChoice(string choice) => choice.Length > 0
        && (!Call().IsMatch(choice) || FromOf().IsMatch(choice) || Top(choice) > 0);

    /// <summary>The number of <c>top(n)</c>; null for any other choice.</summary>
    internal static int? Top(string choice) => TopOf().Match(choice) is { Success: true } top
        && int.TryParse(top.Groups[1].ValueSpan, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
        ? number : null;

    /// <summary>The code of <c>from(code)</c>; null for any other choice.</summary>
    internal static string? From(string choice) =>
        FromOf().Match(choice) is { Success: true } from ? from.Groups[1].Value : null;

    [GeneratedRegex(@"/tables/[^/]+/?$")]
    private static partial Regex TableOfV2();

    [GeneratedRegex(@"^[a-z]+\(.*\)$")]
    private static partial Regex Call();

    [GeneratedRegex(@"^top\(([0-9]+)\)$")]
    private static partial Regex TopOf();

    [GeneratedRegex(@"^from\((.+)\)$")]
    private static partial Regex FromOf();
}

using System.Buffers;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Maltall.Etl.Fetch.PxWeb;

/// <summary>One question to a statistics bank.</summary>
/// <param name="Address">Where it is asked.</param>
/// <param name="Body">What is sent, as JSON; null to ask by GET.</param>
internal sealed record PxRequest(Uri Address, byte[]? Body)
{
    /// <summary>Longest address that every server and proxy on the way takes.</summary>
    private const int LongestAddress = 2_000;

    private const string Tables = "/tables/";

    private static readonly SearchValues<char> Meaning = SearchValues.Create(",[]*?()");

    /// <summary>Asks a service of version 2 for its limits.</summary>
    public static PxRequest Config(PxQuery query)
    {
        var table = Table(query);
        return new PxRequest(new Uri(table[..table.LastIndexOf(Tables, StringComparison.Ordinal)] + "/config"), null);
    }

    /// <summary>Asks for the variables of the table.</summary>
    public static PxRequest Metadata(PxQuery query) =>
        new(query.Api == PxApi.V2 ? new Uri(Table(query) + "/metadata") : query.Table, null);

    /// <summary>Asks for the cells of the table with these codes of each variable.</summary>
    public static PxRequest Data(PxQuery query, PxTable table, IReadOnlyList<IReadOnlyList<string>> codes)
    {
        var chosen = table.Variables.Select(variable => variable.Code).Zip(codes).ToList();
        return query.Api == PxApi.V1 ? new PxRequest(query.Table, OfV1(chosen)) : OfV2(query, chosen);
    }

    private static byte[] OfV1(List<(string Variable, IReadOnlyList<string> Codes)> chosen) => Json(new JsonObject
    {
        ["query"] = new JsonArray([.. chosen.Select(one => new JsonObject
        {
            ["code"] = one.Variable,
            ["selection"] = new JsonObject { ["filter"] = "item", ["values"] = List(one.Codes) },
        })]),
        ["response"] = new JsonObject { ["format"] = "json-stat2" },
    });

    /// <summary>
    /// By address as long as it is short enough and no code has a letter that means something there; the contract
    /// writes the parameter in lower case.
    /// </summary>
    private static PxRequest OfV2(PxQuery query, IReadOnlyList<(string Variable, IReadOnlyList<string> Codes)> chosen)
    {
        var data = Table(query) + "/data?outputFormat=json-stat2";
        var address = data + string.Concat(chosen.Select(one =>
            $"&valuecodes[{Uri.EscapeDataString(one.Variable)}]=" +
            string.Join(',', one.Codes.Select(Uri.EscapeDataString))));
        var isPlain = !chosen.Any(one => one.Codes.Any(code => code.AsSpan().ContainsAny(Meaning)));
        return address.Length <= LongestAddress && isPlain ? new PxRequest(new Uri(address), null)
            : new PxRequest(new Uri(data), Json(new JsonObject
            {
                ["selection"] = new JsonArray([.. chosen.Select(one => new JsonObject
                {
                    ["variableCode"] = one.Variable,
                    ["valueCodes"] = List(one.Codes),
                })]),
            }));
    }

    private static JsonArray List(IReadOnlyList<string> codes) =>
        new([.. codes.Select(code => JsonValue.Create(code))]);

    private static byte[] Json(JsonObject body) => JsonSerializer.SerializeToUtf8Bytes(body);

    private static string Table(PxQuery query) => query.Table.AbsoluteUri.TrimEnd('/');
}

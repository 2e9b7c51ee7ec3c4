using System.Globalization;
using System.Text.Json.Nodes;

namespace Maltall.Etl.Tests.PxWeb;

/// <summary>A recorded JSON-stat table, of which any selection of its codes can be given.</summary>
internal sealed class PxRecording
{
    private readonly JsonObject _dataset;
    private readonly List<string> _names;
    private readonly List<List<string>> _codes;

    public PxRecording(string name)
    {
        _dataset = Node(name);
        _names = [.. Array(_dataset, "id").Select(id => id!.GetValue<string>())];
        _codes = [.. _names.Select(id => _dataset["dimension"]![id]!["category"]!["index"]!.AsObject()
            .OrderBy(code => code.Value!.GetValue<int>()).Select(code => code.Key).ToList())];
    }

    /// <summary>When the whole table was last given as updated; another date makes it another edition.</summary>
    public string Updated { get; set; } = "2026-06-08T06:00:00Z";

    /// <summary>Number of all of its cells.</summary>
    public long Cells => _codes.Aggregate(1L, (product, one) => product * one.Count);

    /// <summary>A recorded answer.</summary>
    public static JsonObject Node(string name) =>
        JsonNode.Parse(File.ReadAllText(RealFileTests.SharedFile("pxweb_jsonstat/" + name)))!.AsObject();

    /// <summary>The table with some of its codes; null when it has not what is asked for.</summary>
    public JsonObject? Cut(IReadOnlyDictionary<string, List<string>> selection)
    {
        if (selection.Count != _names.Count || !_names.TrueForAll(selection.ContainsKey)
            || _names.Zip(_codes).Any(one => selection[one.First].Except(one.Second).Any()))
        {
            return null;
        }

        var taken = _names.Select((name, at) => _codes[at].Where(selection[name].Contains).ToList()).ToList();
        var cut = _dataset.DeepClone().AsObject();
        cut["updated"] = Updated;
        cut["size"] = new JsonArray([.. taken.Select(one => JsonValue.Create(one.Count))]);
        foreach (var (name, codes) in _names.Zip(taken))
        {
            var category = cut["dimension"]![name]!["category"]!;
            category["index"] = new JsonObject(codes.Select((code, at) =>
                KeyValuePair.Create<string, JsonNode?>(code, at)));
            category["label"] = new JsonObject(codes.Select(code =>
                KeyValuePair.Create(code, category["label"]![code]?.DeepClone())));
        }

        Fill(cut, taken);
        return cut;
    }

    private void Fill(JsonObject cut, List<List<string>> taken)
    {
        var (values, signs) = (new JsonArray(), new JsonObject());
        var total = taken.Aggregate(1, (product, one) => product * one.Count);
        for (var position = 0; position < total; position++)
        {
            var (rest, from, stride) = (position, 0, 1);
            for (var at = taken.Count - 1; at >= 0; at--)
            {
                from += _codes[at].IndexOf(taken[at][rest % taken[at].Count]) * stride;
                (rest, stride) = (rest / taken[at].Count, stride * _codes[at].Count);
            }

            values.Add(Array(_dataset, "value")[from]?.DeepClone());
            if (_dataset["status"]?[from.ToString(CultureInfo.InvariantCulture)] is { } sign)
            {
                signs[position.ToString(CultureInfo.InvariantCulture)] = sign.DeepClone();
            }
        }

        cut["value"] = values;
        cut.Remove("status");
        if (signs.Count > 0)
        {
            cut["status"] = signs;
        }
    }

    private static JsonArray Array(JsonObject node, string name) => node[name]!.AsArray();
}

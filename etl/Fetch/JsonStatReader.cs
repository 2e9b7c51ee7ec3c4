using System.Globalization;
using System.Text.Json;

namespace Maltall.Etl.Fetch;

/// <summary>Reads JSON-stat 1 (a bundle with one dataset) and 2, with dense or sparse values and status.</summary>
/// <remarks>JSON-stat format 1.0 and 2.0, https://json-stat.org/format/.</remarks>
internal sealed class JsonStatReader
{
    private static readonly string[] Contents = ["ContentsCode", "indic_ur"];
    private static readonly string[] Times = ["Tid", "time", "År", "år", "Year"];
    private static readonly string[] Regions = ["Region", "region", "geo", "cities", "bosted", "Bydel"];

    private readonly JsonElement _dataset;
    private readonly JsonElement _dimension;
    private readonly string _fileStem;

    private JsonStatReader(JsonElement dataset, string fileStem)
    {
        _dataset = dataset;
        _dimension = Kind(dataset, "dimension", JsonValueKind.Object);
        _fileStem = fileStem;
    }

    /// <summary>The table in a file.</summary>
    /// <exception cref="JsonException">The file is not JSON, or not JSON-stat.</exception>
    public static StatisticTable Read(JsonDocument document, string fileStem) =>
        new JsonStatReader(Dataset(document.RootElement), fileStem).Table();

    /// <summary>The dataset itself, or the only one of a bundle; a bundle of version 1 may give it any name.</summary>
    private static JsonElement Dataset(JsonElement root)
    {
        if (IsDataset(root))
        {
            return root;
        }

        var inner = root.ValueKind == JsonValueKind.Object
            ? root.EnumerateObject().Select(member => member.Value).Where(IsDataset).ToList() : [];
        return inner.Count == 1 ? inner[0] : throw new JsonException(inner.Count == 0
            ? "no dataset with 'dimension' and 'value'" : "a bundle of several datasets");
    }

    private static bool IsDataset(JsonElement element) => element.ValueKind == JsonValueKind.Object
        && element.TryGetProperty("dimension", out _) && element.TryGetProperty("value", out _);

    private StatisticTable Table()
    {
        var holder = _dataset.TryGetProperty("id", out var own) && own.ValueKind == JsonValueKind.Array ? _dataset
            : _dimension;
        var ids = Kind(holder, "id", JsonValueKind.Array).EnumerateArray().Select(id => Text(id, "id")).ToList();
        var sizes = Kind(holder, "size", JsonValueKind.Array).EnumerateArray().Select(size => Whole(size, "size"))
            .ToList();
        var codes = ids.Select(Codes).ToList();
        if (ids.Count == 0 || sizes.Count != ids.Count || ids.Distinct().Count() != ids.Count)
        {
            throw new JsonException("'id' and 'size' do not name the same dimensions");
        }

        for (var at = 0; at < ids.Count; at++)
        {
            if (codes[at].Count != sizes[at])
            {
                throw new JsonException(string.Create(CultureInfo.InvariantCulture,
                    $"dimension {ids[at]} has {codes[at].Count} categories, its size says {sizes[at]}"));
            }
        }

        var updated = _dataset.TryGetProperty("updated", out var stamp) && stamp.ValueKind == JsonValueKind.String
            ? stamp.GetString() : null;
        return new StatisticTable(DatasetId(), updated, Cells(ids, codes));
    }

    private IEnumerable<StatisticCell> Cells(List<string> ids, List<List<string>> codes)
    {
        var total = CellTable.Total(codes) ?? throw new JsonException(CellTable.TooLarge);
        var values = new Positions(_dataset.GetProperty("value"), total, "value", Number);
        var signs = new Positions(_dataset.TryGetProperty("status", out var status) ? status
            : default, total, "status", Sign);
        var contents = Role(ids, "metric", Contents);
        var region = Role(ids, "geo", Regions);
        var time = Role(ids, "time", Times);
        var units = contents < 0 ? [] : Units(ids[contents]);
        var unit = ids.IndexOf("unit");
        foreach (var (position, at) in CellTable.Walk(codes))
        {
            var content = contents < 0 ? null : codes[contents][at[contents]];
            yield return new StatisticCell(
                CellTable.Coordinates(ids, codes, at), content,
                region < 0 ? null : codes[region][at[region]], time < 0 ? null : codes[time][at[time]])
            {
                Unit = content is not null ? units.GetValueOrDefault(content) : unit < 0 ? null : codes[unit][at[unit]],
                Value = values.At(position),
                Status = signs.At(position),
            };
        }
    }

    private static string? Sign(JsonElement sign) => sign.ValueKind switch
    {
        JsonValueKind.String => sign.GetString(),
        JsonValueKind.Null => null,
        _ => throw new JsonException("a 'status' is no text"),
    };

    private static string? Number(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Number => value.GetRawText(),
        JsonValueKind.String => value.GetString(),
        JsonValueKind.Null => null,
        _ => throw new JsonException("a 'value' is no number"),
    };

    private List<string> Codes(string id)
    {
        var category = Category(id);
        if (!category.TryGetProperty("index", out var index))
        {
            return Kind(category, "label", JsonValueKind.Object).EnumerateObject().Select(label => label.Name).ToList();
        }

        return index.ValueKind switch
        {
            JsonValueKind.Array => index.EnumerateArray().Select(code => Text(code, "index")).ToList(),
            JsonValueKind.Object => index.EnumerateObject().OrderBy(code => Whole(code.Value, "index"))
                .Select(code => code.Name).ToList(),
            _ => throw new JsonException($"the index of {id} is neither a list nor an object"),
        };
    }

    private Dictionary<string, string> Units(string id)
    {
        var units = new Dictionary<string, string>();
        if (Category(id).TryGetProperty("unit", out var unit) && unit.ValueKind == JsonValueKind.Object)
        {
            foreach (var one in unit.EnumerateObject().Where(one => one.Value.ValueKind == JsonValueKind.Object))
            {
                units[one.Name] = one.Value.TryGetProperty("base", out var named)
                    && named.ValueKind == JsonValueKind.String
                    ? named.GetString() ?? "" : "";
            }
        }

        return units;
    }

    private JsonElement Category(string id) =>
        Kind(Kind(_dimension, id, JsonValueKind.Object), "category", JsonValueKind.Object);

    private int Role(List<string> ids, string role, string[] usual)
    {
        var holder = _dataset.TryGetProperty("role", out var own) ? own
            : _dimension.TryGetProperty("role", out var older) ? older : default;
        if (holder.ValueKind == JsonValueKind.Object && holder.TryGetProperty(role, out _)
            && Kind(holder, role, JsonValueKind.Array).EnumerateArray().Select(id => Text(id, role))
                .FirstOrDefault() is { } named
            && ids.IndexOf(named) is >= 0 and var at)
        {
            return at;
        }

        return ids.FindIndex(usual.Contains);
    }

    private string DatasetId()
    {
        if (_dataset.TryGetProperty("extension", out var extension) && extension.ValueKind == JsonValueKind.Object)
        {
            if (extension.TryGetProperty("px", out var px) && px.ValueKind == JsonValueKind.Object
                && px.TryGetProperty("tableid", out var table) && table.ValueKind == JsonValueKind.String)
            {
                return table.GetString() ?? _fileStem;
            }

            if (extension.TryGetProperty("id", out var id) && id.ValueKind == JsonValueKind.String)
            {
                return id.GetString() ?? _fileStem;
            }
        }

        var label = _dataset.TryGetProperty("label", out var text) && text.ValueKind == JsonValueKind.String
            ? text.GetString() ?? "" : "";
        var colon = label.IndexOf(':', StringComparison.Ordinal);
        return colon is > 0 and < 12 && !label[..colon].Contains(' ', StringComparison.Ordinal) ? label[..colon]
            : _fileStem;
    }

    private static JsonElement Kind(JsonElement element, string name, JsonValueKind kind) =>
        element.ValueKind == JsonValueKind.Object && element.TryGetProperty(name, out var value)
            && value.ValueKind == kind
            ? value : throw new JsonException(
                $"'{name}' is missing, or no {(kind == JsonValueKind.Array ? "list" : "object")}");

    private static string Text(JsonElement element, string name) => element.ValueKind == JsonValueKind.String
        ? element.GetString() ?? "" : throw new JsonException($"'{name}' holds something that is no text");

    private static int Whole(JsonElement element, string name) =>
        element.ValueKind == JsonValueKind.Number && element.TryGetInt32(out var whole) && whole >= 0
            ? whole : throw new JsonException($"'{name}' holds something that is no whole number");

    /// <summary>
    /// Texts by the position of their cell, given as a list of all, an object of some, or one text for all.
    /// </summary>
    private sealed class Positions
    {
        private readonly string?[] _all = [];
        private readonly Dictionary<long, string?> _some = [];
        private readonly string? _each;

        public Positions(JsonElement element, long total, string name, Func<JsonElement, string?> read)
        {
            if (element.ValueKind == JsonValueKind.Array)
            {
                _all = element.EnumerateArray().Select(read).ToArray();
                if (_all.Length != total)
                {
                    throw new JsonException(string.Create(CultureInfo.InvariantCulture,
                        $"{_all.Length} {name}s for {total} cells"));
                }
            }
            else if (element.ValueKind == JsonValueKind.Object)
            {
                foreach (var one in element.EnumerateObject())
                {
                    var isCell = long.TryParse(one.Name, NumberStyles.None, CultureInfo.InvariantCulture,
                        out var at) && at < total;
                    _some[isCell ? at : throw new JsonException($"'{name}' names a cell that is not there")] =
                        read(one.Value);
                }
            }
            else if (element.ValueKind is JsonValueKind.String && name == "status")
            {
                _each = element.GetString();
            }
            else if (element.ValueKind is not (JsonValueKind.Undefined or JsonValueKind.Null) || name == "value")
            {
                throw new JsonException($"'{name}' is neither a list nor an object");
            }
        }

        public string? At(long position) =>
            _all.Length > 0 ? _all[position] : _some.Count > 0 ? _some.GetValueOrDefault(position) : _each;
    }
}

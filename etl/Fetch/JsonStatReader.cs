using System.Text.Json;

namespace Maltall.Etl.Fetch;

/// <summary>Reads JSON-stat 1 (a bundle with one dataset) and 2, with dense or sparse values and status.</summary>
/// <remarks>JSON-stat format 1.0 and 2.0, https://json-stat.org/format/.</remarks>
internal sealed class JsonStatReader
{
    private const int MostCells = 20_000_000;

    private static readonly string[] Contents = ["ContentsCode", "indic_ur"];
    private static readonly string[] Times = ["Tid", "time", "År", "år", "Year"];
    private static readonly string[] Regions = ["Region", "region", "geo", "cities", "bosted", "Bydel"];

    private readonly JsonElement _dataset;
    private readonly JsonElement _dimension;
    private readonly string _fileStem;

    private JsonStatReader(JsonElement dataset, string fileStem)
    {
        _dataset = dataset;
        _dimension = dataset.GetProperty("dimension");
        _fileStem = fileStem;
    }

    /// <summary>The table in a file.</summary>
    /// <exception cref="JsonException">The file is not JSON, or not JSON-stat.</exception>
    public static StatisticTable Read(byte[] bytes, string fileStem)
    {
        using var document = JsonDocument.Parse(bytes);
        var root = document.RootElement.Clone();
        var dataset = root.ValueKind == JsonValueKind.Object && root.TryGetProperty("dataset", out var inner)
            ? inner : root;
        if (dataset.ValueKind != JsonValueKind.Object || !dataset.TryGetProperty("dimension", out _)
            || !dataset.TryGetProperty("value", out _))
        {
            throw new JsonException("no dataset with 'dimension' and 'value'");
        }

        try
        {
            return new JsonStatReader(dataset, fileStem).Table();
        }
        catch (Exception error) when (error is InvalidOperationException or FormatException or OverflowException)
        {
            throw new JsonException("a field holds another kind of value than the format says", error);
        }
    }

    private StatisticTable Table()
    {
        var holder = _dataset.TryGetProperty("id", out _) ? _dataset : _dimension;
        var ids = Need(holder, "id").EnumerateArray().Select(id => id.GetString() ?? "").ToList();
        var sizes = Need(holder, "size").EnumerateArray().Select(size => size.GetInt32()).ToList();
        var codes = ids.Select(Codes).ToList();
        for (var at = 0; at < ids.Count; at++)
        {
            if (codes[at].Count != sizes[at])
            {
                throw new JsonException(
                    $"dimension {ids[at]} has {codes[at].Count} categories, its size says {sizes[at]}");
            }
        }

        var updated = _dataset.TryGetProperty("updated", out var stamp) ? stamp.GetString() : null;
        return new StatisticTable(DatasetId(), updated, [.. Cells(ids, sizes, codes)]);
    }

    private IEnumerable<StatisticCell> Cells(List<string> ids, List<int> sizes, List<List<string>> codes)
    {
        var total = sizes.Aggregate(1L, (product, size) => product * size);
        var contents = Role(ids, "metric", Contents);
        var region = Role(ids, "geo", Regions);
        var time = Role(ids, "time", Times);
        var units = contents < 0 ? [] : Units(ids[contents]);
        var values = Need(_dataset, "value");
        if (total > MostCells || values.ValueKind is not (JsonValueKind.Array or JsonValueKind.Object))
        {
            throw new JsonException($"'value' is no list, or the table has more than {MostCells} cells");
        }

        if (values.ValueKind == JsonValueKind.Array && values.GetArrayLength() != total)
        {
            throw new JsonException($"{values.GetArrayLength()} values for {total} cells");
        }

        var dense = values.ValueKind == JsonValueKind.Array ? values.EnumerateArray().ToArray() : null;
        var hasStatus = _dataset.TryGetProperty("status", out var status);
        for (var position = 0L; position < total; position++)
        {
            var at = CellTable.Unfold(position, sizes);
            var key = position.ToString(System.Globalization.CultureInfo.InvariantCulture);
            var content = contents < 0 ? null : codes[contents][at[contents]];
            yield return new StatisticCell(
                string.Join(';', ids.Select((id, dimension) => $"{id}={codes[dimension][at[dimension]]}")), content,
                region < 0 ? null : codes[region][at[region]], time < 0 ? null : codes[time][at[time]])
            {
                Unit = content is null ? null : units.GetValueOrDefault(content),
                Value = dense is not null ? Number(dense[position])
                    : values.TryGetProperty(key, out var one) ? Number(one) : null,
                Status = hasStatus ? Sign(status, position, key) : null,
            };
        }
    }

    private static string? Sign(JsonElement status, long position, string key) => status.ValueKind switch
    {
        JsonValueKind.String => status.GetString(),
        JsonValueKind.Array => position < status.GetArrayLength() ? status[(int)position].GetString() : null,
        JsonValueKind.Object => status.TryGetProperty(key, out var sign) ? sign.GetString() : null,
        _ => null,
    };

    private static string? Number(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Number => value.GetRawText(),
        JsonValueKind.String => value.GetString(),
        _ => null,
    };

    private List<string> Codes(string id)
    {
        var category = Need(Need(_dimension, id), "category");
        if (!category.TryGetProperty("index", out var index))
        {
            return Need(category, "label").EnumerateObject().Select(label => label.Name).ToList();
        }

        return index.ValueKind == JsonValueKind.Array
            ? index.EnumerateArray().Select(code => code.GetString() ?? "").ToList()
            : index.EnumerateObject().OrderBy(code => code.Value.GetInt32()).Select(code => code.Name).ToList();
    }

    private Dictionary<string, string> Units(string id)
    {
        var category = Need(Need(_dimension, id), "category");
        return !category.TryGetProperty("unit", out var unit) ? [] : unit.EnumerateObject()
            .Where(one => one.Value.ValueKind == JsonValueKind.Object && one.Value.TryGetProperty("base", out _))
            .ToDictionary(one => one.Name, one => one.Value.GetProperty("base").GetString() ?? "");
    }

    private int Role(List<string> ids, string role, string[] usual)
    {
        var holder = _dataset.TryGetProperty("role", out var own) ? own
            : _dimension.TryGetProperty("role", out var older) ? older : default;
        if (holder.ValueKind == JsonValueKind.Object && holder.TryGetProperty(role, out var named)
            && named.EnumerateArray().FirstOrDefault().GetString() is { } id)
        {
            return ids.IndexOf(id);
        }

        return ids.FindIndex(usual.Contains);
    }

    private string DatasetId()
    {
        if (_dataset.TryGetProperty("extension", out var extension))
        {
            if (extension.TryGetProperty("px", out var px) && px.TryGetProperty("tableid", out var table))
            {
                return table.GetString() ?? _fileStem;
            }

            if (extension.TryGetProperty("id", out var id) && id.ValueKind == JsonValueKind.String)
            {
                return id.GetString() ?? _fileStem;
            }
        }

        var label = _dataset.TryGetProperty("label", out var text) ? text.GetString() ?? "" : "";
        var colon = label.IndexOf(':', StringComparison.Ordinal);
        return colon is > 0 and < 12 && !label[..colon].Contains(' ', StringComparison.Ordinal) ? label[..colon]
            : _fileStem;
    }

    private static JsonElement Need(JsonElement element, string name) =>
        element.ValueKind == JsonValueKind.Object && element.TryGetProperty(name, out var value) ? value
            : throw new JsonException($"'{name}' is missing");
}

using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Maltall.Etl.Fetch.PxWeb;

/// <summary>
/// Puts the parts of a table together to one JSON-stat document. Its bytes follow from the cells alone, not from how
/// they were cut into parts, so what was fetched before is known again.
/// </summary>
internal sealed class PxJoin
{
    private static readonly JsonWriterOptions Plain = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private readonly PxTable _table;
    private readonly IReadOnlyList<IReadOnlyList<string>> _codes;
    private readonly Dictionary<string, int>[] _places;
    private readonly long[] _strides;
    private readonly string?[] _values;
    private readonly Dictionary<long, string> _signs = [];
    private readonly Dictionary<string, Described> _described = [];
    private string? _source;
    private string? _updated;
    private string? _role;
    private string? _tableId;

    /// <summary>A document of a table, still without cells.</summary>
    /// <param name="table">The table.</param>
    /// <param name="codes">The codes that it has of each variable.</param>
    public PxJoin(PxTable table, IReadOnlyList<IReadOnlyList<string>> codes)
    {
        (_table, _codes) = (table, codes);
        _places = [.. codes.Select(one => one.Index().ToDictionary(code => code.Item, code => code.Index))];
        _strides = new long[codes.Count];
        var stride = 1L;
        for (var at = codes.Count - 1; at >= 0; at--)
        {
            (_strides[at], stride) = (stride, stride * codes[at].Count);
        }

        _values = new string?[stride];
        foreach (var variable in table.Variables)
        {
            _described[variable.Code] = new Described();
        }
    }

    /// <summary>When the part was updated, by its own words; an empty text when it does not say.</summary>
    /// <param name="json">The answer.</param>
    /// <param name="table">The table.</param>
    /// <param name="codes">The codes that were asked for.</param>
    /// <exception cref="JsonException">The answer is something else than what was asked for.</exception>
    public static string Check(byte[] json, PxTable table, IReadOnlyList<IReadOnlyList<string>> codes)
    {
        using var document = JsonDocument.Parse(json);
        var dataset = document.RootElement;
        var dimension = PxTable.Of(dataset, "dimension", JsonValueKind.Object);
        foreach (var (variable, asked) in table.Variables.Zip(codes))
        {
            var given = PxTable.Codes(PxTable.Of(dimension, variable.Code, JsonValueKind.Object));
            if (given.Count != asked.Count || !given.ToHashSet(StringComparer.Ordinal).SetEquals(asked))
            {
                throw new JsonException($"other codes of {variable.Code} than asked for");
            }
        }

        var count = PxTable.Items(dataset, "id").Count();
        var isWhole = dataset.TryGetProperty("value", out var value) && (value.ValueKind == JsonValueKind.Object
            || (value.ValueKind == JsonValueKind.Array && value.GetArrayLength() == PxPlan.Cells(codes)));
        return count == table.Variables.Count && isWhole ? Text(dataset, "updated") ?? ""
            : throw new JsonException("another number of cells than asked for");
    }

    /// <summary>Puts the cells of a part, which was checked, where they belong.</summary>
    public void Add(byte[] json)
    {
        using var document = JsonDocument.Parse(json);
        var dataset = document.RootElement;
        _source ??= Text(dataset, "source");
        _updated ??= Text(dataset, "updated");
        _role ??= dataset.TryGetProperty("role", out var role) ? JsonSerializer.Serialize(role) : null;
        _tableId ??= dataset.TryGetProperty("extension", out var extension)
            && extension.ValueKind == JsonValueKind.Object && extension.TryGetProperty("px", out var px)
            ? Text(px, "tableid") : null;
        var names = PxTable.Items(dataset, "id").Select(id => id.GetString() ?? "").ToList();
        var dimension = dataset.GetProperty("dimension");
        var steps = names.Select(name => Steps(name, dimension.GetProperty(name))).ToList();
        foreach (var (at, value) in Cells(dataset, "value"))
        {
            _values[Place(steps, at)] = value.ValueKind == JsonValueKind.Null ? null : value.GetRawText();
        }

        foreach (var (at, sign) in Cells(dataset, "status").Where(one => one.Cell.ValueKind == JsonValueKind.String))
        {
            _signs[Place(steps, at)] = sign.GetString() ?? "";
        }
    }

    /// <summary>Writes the document.</summary>
    public void Write(Stream stream)
    {
        using var writer = new Utf8JsonWriter(stream, Plain);
        writer.WriteStartObject();
        writer.WriteString("version", "2.0");
        writer.WriteString("class", "dataset");
        writer.WriteString("label", _table.Title);
        Optional(writer, "source", _source);
        Optional(writer, "updated", string.IsNullOrEmpty(_updated) ? null : _updated);
        if (_role is not null)
        {
            writer.WritePropertyName("role");
            writer.WriteRawValue(_role);
        }

        WriteDimensions(writer);
        if (_tableId is not null)
        {
            writer.WriteStartObject("extension");
            writer.WriteStartObject("px");
            writer.WriteString("tableid", _tableId);
            writer.WriteEndObject();
            writer.WriteEndObject();
        }

        WriteCells(writer);
        writer.WriteEndObject();
    }

    private void WriteDimensions(Utf8JsonWriter writer)
    {
        writer.WriteStartArray("id");
        _table.Variables.ToList().ForEach(variable => writer.WriteStringValue(variable.Code));
        writer.WriteEndArray();
        writer.WriteStartArray("size");
        _codes.ToList().ForEach(codes => writer.WriteNumberValue(codes.Count));
        writer.WriteEndArray();
        writer.WriteStartObject("dimension");
        foreach (var (variable, codes) in _table.Variables.Zip(_codes))
        {
            _described[variable.Code].Write(writer, variable.Code, codes);
        }

        writer.WriteEndObject();
    }

    private void WriteCells(Utf8JsonWriter writer)
    {
        writer.WriteStartArray("value");
        foreach (var value in _values)
        {
            writer.WriteRawValue(value ?? "null");
        }

        writer.WriteEndArray();
        if (_signs.Count == 0)
        {
            return;
        }

        writer.WriteStartObject("status");
        foreach (var (at, sign) in _signs.OrderBy(one => one.Key))
        {
            writer.WriteString(at.ToString(CultureInfo.InvariantCulture), sign);
        }

        writer.WriteEndObject();
    }

    /// <summary>Where each code of a part's dimension lies in the whole, as a distance from the first cell.</summary>
    private long[] Steps(string name, JsonElement dimension)
    {
        _described[name].Add(dimension);
        var at = _table.Variables.Index().First(variable => variable.Item.Code == name).Index;
        return [.. PxTable.Codes(dimension).Select(code => _places[at][code] * _strides[at])];
    }

    private static long Place(List<long[]> steps, long at)
    {
        var place = 0L;
        for (var dimension = steps.Count - 1; dimension >= 0; dimension--)
        {
            var count = steps[dimension].Length;
            place += steps[dimension][at % count];
            at /= count;
        }

        return place;
    }

    private static IEnumerable<(long At, JsonElement Cell)> Cells(JsonElement dataset, string name) =>
        !dataset.TryGetProperty(name, out var cells) ? [] : cells.ValueKind switch
        {
            JsonValueKind.Array => cells.EnumerateArray().Select((cell, at) => ((long)at, cell)),
            JsonValueKind.Object => cells.EnumerateObject()
                .Select(cell => (long.Parse(cell.Name, NumberStyles.None, CultureInfo.InvariantCulture), cell.Value)),
            _ => [],
        };

    private static string? Text(JsonElement element, string name) =>
        element.ValueKind == JsonValueKind.Object && element.TryGetProperty(name, out var text)
        && text.ValueKind == JsonValueKind.String ? text.GetString() : null;

    private static void Optional(Utf8JsonWriter writer, string name, string? text)
    {
        if (text is not null)
        {
            writer.WriteString(name, text);
        }
    }

    /// <summary>What the parts say of a variable and its values: labels and units.</summary>
    private sealed class Described
    {
        private readonly Dictionary<string, string> _labels = [];
        private readonly Dictionary<string, string> _units = [];
        private string? _label;

        public void Add(JsonElement dimension)
        {
            _label ??= Text(dimension, "label");
            var category = dimension.GetProperty("category");
            Take(category, "label", _labels);
            Take(category, "unit", _units);
        }

        public void Write(Utf8JsonWriter writer, string name, IReadOnlyList<string> codes)
        {
            writer.WriteStartObject(name);
            Optional(writer, "label", _label);
            writer.WriteStartObject("category");
            writer.WriteStartObject("index");
            foreach (var (at, code) in codes.Index())
            {
                writer.WriteNumber(code, at);
            }

            writer.WriteEndObject();
            Put(writer, "label", codes, _labels);
            Put(writer, "unit", codes, _units);
            writer.WriteEndObject();
            writer.WriteEndObject();
        }

        private static void Take(JsonElement category, string name, Dictionary<string, string> all)
        {
            if (category.TryGetProperty(name, out var some) && some.ValueKind == JsonValueKind.Object)
            {
                foreach (var one in some.EnumerateObject())
                {
                    all[one.Name] = JsonSerializer.Serialize(one.Value);
                }
            }
        }

        private static void Put(
            Utf8JsonWriter writer, string name, IReadOnlyList<string> codes, Dictionary<string, string> all)
        {
            if (all.Count == 0)
            {
                return;
            }

            writer.WriteStartObject(name);
            foreach (var code in codes.Where(all.ContainsKey))
            {
                writer.WritePropertyName(code);
                writer.WriteRawValue(all[code]);
            }

            writer.WriteEndObject();
        }
    }
}

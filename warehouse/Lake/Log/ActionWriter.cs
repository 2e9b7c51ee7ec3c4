using System.Buffers;
using System.Globalization;
using System.Text.Json;

namespace Maltall.Lake.Log;

/// <summary>Writes the actions of the Delta protocol, one JSON document a line.</summary>
internal sealed class ActionWriter
{
    private readonly ArrayBufferWriter<byte> buffer = new();

    /// <summary>What was written.</summary>
    public ReadOnlySpan<byte> Content => buffer.WrittenSpan;

    /// <summary>Least versions of readers and writers.</summary>
    public void Protocol(int reader, int writer) => Line("protocol", json =>
    {
        json.WriteNumber("minReaderVersion", reader);
        json.WriteNumber("minWriterVersion", writer);
    });

    /// <summary>Columns and settings.</summary>
    public void Schema(TableSchema schema) => Line("metaData", json =>
    {
        json.WriteString("id", schema.Id);
        json.WriteStartObject("format");
        json.WriteString("provider", "parquet");
        json.WriteStartObject("options");
        json.WriteEndObject();
        json.WriteEndObject();
        json.WriteString("schemaString", SchemaText.Write(schema.Columns));
        json.WriteStartArray("partitionColumns");
        foreach (var name in schema.PartitionBy)
        {
            json.WriteStringValue(name);
        }

        json.WriteEndArray();
        Map(json, "configuration", schema.Configuration!);
        json.WriteNumber("createdTime", schema.CreatedAt);
    });

    /// <summary>A transaction that the table holds.</summary>
    public void Transaction(string id, long version, long? time) => Line("txn", json =>
    {
        json.WriteString("appId", id);
        json.WriteNumber("version", version);
        if (time is { } updated)
        {
            json.WriteNumber("lastUpdated", updated);
        }
    });

    /// <summary>A file that comes.</summary>
    public void Add(DataFile file, bool changesRows) => Line("add", json =>
    {
        json.WriteString("path", Encode(file.Path));
        Map(json, "partitionValues", file.Partition);
        json.WriteNumber("size", file.Bytes);
        json.WriteNumber("modificationTime", file.ModifiedAt);
        json.WriteBoolean("dataChange", changesRows);
        if (file.Stats is not null)
        {
            json.WriteString("stats", file.Stats);
        }

        if (file.Mark is not null)
        {
            Map(json, "tags", new Dictionary<string, string?> { [ActionReader.MarkTag] = file.Mark });
        }
    });

    /// <summary>A file that goes.</summary>
    public void Remove(Tombstone tombstone, bool changesRows) => Line("remove", json =>
    {
        json.WriteString("path", Encode(tombstone.File.Path));
        json.WriteNumber("deletionTimestamp", tombstone.DeletedAt);
        json.WriteBoolean("dataChange", changesRows);
        json.WriteBoolean("extendedFileMetadata", true);
        Map(json, "partitionValues", tombstone.File.Partition);
        json.WriteNumber("size", tombstone.File.Bytes);
    });

    /// <summary>Who did what and when.</summary>
    public void Commit(Change change, long time) => Line("commitInfo", json =>
    {
        json.WriteNumber("timestamp", time);
        json.WriteString("operation", change.Operation);
        Map(json, "operationParameters", change.Parameters!);
        if (change.Basis is not null)
        {
            json.WriteNumber("readVersion", change.Basis.Version);
        }

        json.WriteString("isolationLevel", "Serializable");
        json.WriteBoolean("isBlindAppend", change.Removes.Count == 0 && change.Operation == "WRITE");
        Map(json, "operationMetrics", new Dictionary<string, string?>
        {
            ["numFiles"] = change.Adds.Count.ToString(CultureInfo.InvariantCulture),
            ["numRemovedFiles"] = change.Removes.Count.ToString(CultureInfo.InvariantCulture),
            ["numOutputRows"] = change.Rows.ToString(CultureInfo.InvariantCulture),
            ["numOutputBytes"] = change.Adds.Sum(file => file.Bytes).ToString(CultureInfo.InvariantCulture),
        });
        json.WriteString("engineInfo", "Maltall.Lake/1");
        json.WriteString("userMetadata", JsonSerializer.Serialize(change.Note, JsonText.Options));
    });

    // The protocol has paths as URIs; = is left, as other writers leave it between a column and its value.
    private static string Encode(string path)
        => string.Join('/', path.Split('/').Select(Uri.EscapeDataString)).Replace("%3D", "=", StringComparison.Ordinal);

    private static void Map(Utf8JsonWriter json, string name, IReadOnlyDictionary<string, string?> map)
    {
        json.WriteStartObject(name);
        foreach (var (key, value) in map)
        {
            json.WriteString(key, value);
        }

        json.WriteEndObject();
    }

    private void Line(string action, Action<Utf8JsonWriter> body)
    {
        using (var json = new Utf8JsonWriter(buffer, JsonText.Writer))
        {
            json.WriteStartObject();
            json.WriteStartObject(action);
            body(json);
            json.WriteEndObject();
            json.WriteEndObject();
        }

        buffer.Write("\n"u8);
    }
}

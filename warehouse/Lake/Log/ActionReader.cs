using System.Text.Json;

namespace Maltall.Lake.Log;

/// <summary>Reads the actions of the log in order and keeps what they add up to.</summary>
/// <param name="table">Name of the table, for messages.</param>
internal sealed class ActionReader(string table)
{
    /// <summary>Name of the tag that holds the mark of a file.</summary>
    public const string MarkTag = "maltall.columns";

    private const int ReaderVersion = 1;
    private static readonly string[] Actions = ["add", "remove", "txn", "metaData", "protocol", "commitInfo"];

    private readonly Dictionary<string, DataFile> files = new(StringComparer.Ordinal);
    private readonly Dictionary<string, Tombstone> tombstones = new(StringComparer.Ordinal);
    private readonly Dictionary<string, long> transactions = new(StringComparer.Ordinal);
    private TableSchema? schema;
    private (int Reader, int Writer)? protocol;
    private long? timestamp;
    private long order;

    /// <summary>Goes on from a state.</summary>
    public ActionReader(string table, LogState state)
        : this(table)
    {
        files = new(state.Files, StringComparer.Ordinal);
        tombstones = new(state.Tombstones, StringComparer.Ordinal);
        transactions = new(state.Transactions, StringComparer.Ordinal);
        schema = state.Schema;
        protocol = (state.ReaderVersion, state.WriterVersion);
        order = files.Count == 0 ? 0 : files.Values.Max(file => file.Order) + 1;
    }

    /// <summary>True when the actions so far describe a table.</summary>
    public bool IsTable => schema is not null && protocol is not null;

    /// <summary>Reads one commit.</summary>
    public void Commit(byte[] content)
    {
        timestamp = null;
        var rest = content.AsMemory();
        while (rest.Length > 0)
        {
            var end = rest.Span.IndexOf((byte)'\n');
            var line = end < 0 ? rest : rest[..end];
            rest = end < 0 ? default : rest[(end + 1)..];
            if (!line.Span.Trim(" \r\t"u8).IsEmpty)
            {
                using var document = JsonDocument.Parse(line);
                Apply(document.RootElement);
            }
        }
    }

    /// <summary>Reads one action, or a row of a checkpoint, where all kinds but one are null.</summary>
    public void Apply(JsonElement row)
    {
        foreach (var kind in Actions)
        {
            if (row.TryGetProperty(kind, out var action) && action.ValueKind == JsonValueKind.Object)
            {
                Apply(kind, action);
            }
        }
    }

    /// <summary>What all actions add up to.</summary>
    /// <param name="version">Version of the last commit that was read.</param>
    /// <param name="commit">Its file.</param>
    /// <exception cref="InvalidDataException">The log does not say what the table is.</exception>
    public LogState State(long version, FileInfo commit)
    {
        var missing = schema is null ? "metaData" : "protocol";
        return schema is null || protocol is null
            ? throw new InvalidDataException($"The log of {table} has no {missing} up to version {version}.")
            : new LogState
            {
                Version = version,
                Timestamp = timestamp ?? new DateTimeOffset(commit.LastWriteTimeUtc).ToUnixTimeMilliseconds(),
                Schema = schema,
                ReaderVersion = protocol.Value.Reader,
                WriterVersion = protocol.Value.Writer,
                Files = files,
                Tombstones = tombstones,
                Transactions = transactions,
                Commit = (commit.Exists ? commit.Length : -1, commit.LastWriteTimeUtc),
            };
    }

    private void Apply(string kind, JsonElement action)
    {
        switch (kind)
        {
            case "add":
                var added = File(action) with { Order = order++ };
                files[added.Path] = added;
                tombstones.Remove(added.Path);
                break;
            case "remove":
                var removed = File(action);
                files.Remove(removed.Path);
                tombstones[removed.Path] = new Tombstone(removed, Number(action, "deletionTimestamp") ?? 0);
                break;
            case "txn":
                transactions[action.GetProperty("appId").GetString()!] = action.GetProperty("version").GetInt64();
                break;
            case "metaData":
                schema = Schema(action);
                break;
            case "protocol":
                protocol = Protocol(action);
                break;
            default:
                timestamp = Number(action, "timestamp");
                break;
        }
    }

    private (int Reader, int Writer) Protocol(JsonElement action)
    {
        var reader = action.GetProperty("minReaderVersion").GetInt32();
        return reader > ReaderVersion
            ? throw new UserError(
                $"The table {table} needs a Delta reader of version {reader}; this one has version {ReaderVersion}.",
                "Write the table without deletion vectors, column mapping and other features of later versions.")
            : (reader, action.GetProperty("minWriterVersion").GetInt32());
    }

    private DataFile File(JsonElement action)
    {
        var path = action.GetProperty("path").GetString()!; // The protocol demands a path.
        if (path.Contains("://", StringComparison.Ordinal) || path.StartsWith('/'))
        {
            throw new UserError(
                $"The table {table} has a file outside its own folder.", "Copy the table instead of cloning it.");
        }

        var (stats, tags) = (Text(action, "stats"), Map(action, "tags"));
        var (bytes, partition) = (Number(action, "size") ?? 0, Map(action, "partitionValues"));
        return new DataFile(Uri.UnescapeDataString(path), bytes, Rows(stats), partition, stats)
        {
            ModifiedAt = Number(action, "modificationTime") ?? 0,
            Mark = tags.GetValueOrDefault(MarkTag),
        };
    }

    private static TableSchema Schema(JsonElement action) => new(
        Text(action, "id") ?? "",
        SchemaText.Read(action.GetProperty("schemaString").GetString()!), // The protocol demands a schema.
        [.. action.GetProperty("partitionColumns").EnumerateArray().Select(name => name.GetString()!)],
        Number(action, "createdTime") ?? 0,
        Map(action, "configuration").ToDictionary(pair => pair.Key, pair => pair.Value ?? "", StringComparer.Ordinal));

    // The statistics are read in full only by who needs them; the number of rows stands first in ours.
    private static long? Rows(string? stats)
    {
        if (string.IsNullOrEmpty(stats))
        {
            return null;
        }

        using var document = JsonDocument.Parse(stats);
        return Number(document.RootElement, "numRecords");
    }

    private static string? Text(JsonElement action, string name)
        => action.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String
            ? value.GetString() : null;

    private static long? Number(JsonElement action, string name)
        => action.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.Number
            ? value.GetInt64() : null;

    private static Dictionary<string, string?> Map(JsonElement action, string name)
    {
        var map = new Dictionary<string, string?>(StringComparer.Ordinal);
        if (action.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.Object)
        {
            foreach (var property in value.EnumerateObject())
            {
                map[property.Name] = property.Value.GetString();
            }
        }

        return map;
    }
}

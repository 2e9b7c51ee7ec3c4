using System.Globalization;
using System.Text.Json;
using DuckDB.NET.Data;
using Maltall.Lake;
using Maltall.Warehouse.Conform;

namespace Maltall.Warehouse.Measure;

/// <summary>
/// Answers a user's SQL on a publication. The engine's own parser must see one select over the publication's tables;
/// then the engine is shut off from all files but theirs, and its settings are locked. A table without a room is one
/// of the conformed tables.
/// </summary>
/// <param name="lake">The lake.</param>
/// <param name="publication">Which versions may be read.</param>
internal sealed class ReadOnlySql(DeltaLake lake, Publication publication)
{
    /// <summary>Most rows that are returned.</summary>
    internal const int MostRows = 1_000_000;

    private static readonly Dictionary<string, IReadOnlyList<Column>> NothingExpected = [];
    private static readonly string[] AllowedFunctions = ["unnest", "range", "generate_series"];

    /// <summary>Runs one select.</summary>
    internal SqlResult Run(string select, CancellationToken cancellation)
    {
        using var connection = LakeConnection.Open();
        var views = new RoomViews(lake, connection, publication.Versions, NothingExpected);
        var snapshots = TablesOf(select, connection).Select(views.Show).OfType<Snapshot>();
        Lock(connection, snapshots);
        using var command = connection.CreateCommand();
        command.CommandText = select;
        using var registration = cancellation.Register(command.Cancel);
        try
        {
            return Read(command, cancellation);
        }
        catch (DuckDBException error) when (!cancellation.IsCancellationRequested)
        {
            throw new UserError("The SQL cannot run", error.Message);
        }
    }

    private static SqlResult Read(DuckDBCommand command, CancellationToken cancellation)
    {
        using var reader = command.ExecuteReader();
        var columns = Enumerable.Range(0, reader.FieldCount).ToList();
        List<IReadOnlyList<object?>> rows = [];
        while (reader.Read())
        {
            if (rows.Count == MostRows)
            {
                throw new UserError(
                    string.Create(CultureInfo.InvariantCulture, $"The answer has more than {MostRows} rows"),
                    "Aggregate, filter, or add a limit.");
            }

            rows.Add([.. columns.Select(column => reader.IsDBNull(column) ? null : reader.GetValue(column))]);
        }

        cancellation.ThrowIfCancellationRequested();
        return new SqlResult([.. columns.Select(reader.GetName)], [.. columns.Select(reader.GetDataTypeName)], rows);
    }

    private static void Lock(DuckDBConnection connection, IEnumerable<Snapshot> snapshots)
    {
        var files = snapshots.SelectMany(snapshot =>
            snapshot.Files.Select(file => Path.Combine(snapshot.Folder, file.Path)));
        var list = string.Join(", ", files.Select(path => $"'{path.Replace("'", "''", StringComparison.Ordinal)}'"));
        using var command = connection.CreateCommand();
        command.CommandText = $"""
            create schema if not exists conformed;
            set search_path = 'conformed,main';
            set temp_directory = '';
            set allowed_paths = [{list}];
            set enable_external_access = false;
            set lock_configuration = true;
            """;
        command.ExecuteNonQuery();
    }

    /// <summary>Tables that the select reads, as <c>room.table</c>.</summary>
    private List<string> TablesOf(string select, DuckDBConnection connection)
    {
        using var command = connection.CreateCommand();
        command.CommandText = "select json_serialize_sql($statement::varchar)";
        command.Parameters.Add(new DuckDBParameter("statement", select));
        using var tree = JsonDocument.Parse((string)(command.ExecuteScalar() ?? "{}"));
        if (tree.RootElement.GetProperty("error").GetBoolean())
        {
            throw new UserError(
                "It is not one valid select: " + tree.RootElement.GetProperty("error_message").GetString(),
                "Write a single select; nothing can be written, attached, installed or set.");
        }

        if (tree.RootElement.GetProperty("statements").GetArrayLength() != 1)
        {
            throw new UserError("There is more than one statement", "Write a single select.");
        }

        List<JsonElement> nodes = [];
        Collect(tree.RootElement, nodes);
        var names = nodes.Where(node => node.TryGetProperty("cte_map", out _))
            .SelectMany(node => node.GetProperty("cte_map").GetProperty("map").EnumerateArray())
            .Select(entry => entry.GetProperty("key").GetString() ?? "")
            .ToHashSet(StringComparer.OrdinalIgnoreCase);
        return [.. nodes.Select(node => TableOf(node, names)).OfType<string>().Distinct()];
    }

    private string? TableOf(JsonElement node, HashSet<string> stepNames)
    {
        var isTyped = node.TryGetProperty("type", out var word) && word.ValueKind == JsonValueKind.String;
        var type = isTyped ? word.GetString() : "";
        if (type == "SHOW_REF")
        {
            throw new UserError(
                "The schema cannot be described here", "Select from a table, such as conformed.application.");
        }

        if (type == "TABLE_FUNCTION")
        {
            var function = node.GetProperty("function").GetProperty("function_name").GetString() ?? "";
            return AllowedFunctions.Contains(function) ? null : throw new UserError(
                $"{function} is not allowed", "Read the publication's tables, such as conformed.application.");
        }

        return type == "BASE_TABLE" ? NameOf(node, stepNames) : null;
    }

    private string? NameOf(JsonElement table, HashSet<string> stepNames)
    {
        var room = table.GetProperty("schema_name").GetString() ?? "";
        var name = table.GetProperty("table_name").GetString() ?? "";
        if (room.Length == 0 && stepNames.Contains(name))
        {
            return null;
        }

        var known = publication.Versions.Keys.Select(key => key.Replace('/', '.')).ToList();
        var full = $"{(room.Length == 0 ? "conformed" : room)}.{name}".ToLowerInvariant();
        var catalog = table.GetProperty("catalog_name").GetString() ?? "";
        return catalog.Length == 0 && known.Contains(full) ? full : throw new UserError(
            $"There is no table {(room.Length > 0 ? full : name)} in the publication",
            $"Did you mean {Nearest.To(room.Length > 0 ? full : $"conformed.{name}", known)}?");
    }

    private static void Collect(JsonElement element, List<JsonElement> nodes)
    {
        if (element.ValueKind == JsonValueKind.Object)
        {
            nodes.Add(element);
            foreach (var property in element.EnumerateObject())
            {
                Collect(property.Value, nodes);
            }
        }
        else if (element.ValueKind == JsonValueKind.Array)
        {
            foreach (var item in element.EnumerateArray())
            {
                Collect(item, nodes);
            }
        }
    }
}

using System.Text;
using System.Text.Json;
using DuckDB.NET.Data;
using Maltall.Lake.Files;

namespace Maltall.Lake.Log;

/// <summary>Checkpoints: all that the log adds up to at a version, in one Parquet file.</summary>
internal static class Checkpoints
{
    /// <summary>A checkpoint is written at every version that this divides.</summary>
    public const int Interval = 10;

    // Seven days, the default of the protocol.
    private const long TombstoneMilliseconds = 7L * 24 * 60 * 60 * 1000;

    private const string Columns = """
        {
            txn: 'STRUCT(appId VARCHAR, version BIGINT, lastUpdated BIGINT)',
            "add": 'STRUCT(path VARCHAR, partitionValues MAP(VARCHAR, VARCHAR), size BIGINT, modificationTime BIGINT,
                dataChange BOOLEAN, stats VARCHAR, tags MAP(VARCHAR, VARCHAR))',
            remove: 'STRUCT(path VARCHAR, deletionTimestamp BIGINT, dataChange BOOLEAN, extendedFileMetadata BOOLEAN,
                partitionValues MAP(VARCHAR, VARCHAR), size BIGINT)',
            metaData: 'STRUCT(id VARCHAR, format STRUCT(provider VARCHAR, options MAP(VARCHAR, VARCHAR)),
                schemaString VARCHAR, partitionColumns VARCHAR[], configuration MAP(VARCHAR, VARCHAR),
                createdTime BIGINT)',
            protocol: 'STRUCT(minReaderVersion INTEGER, minWriterVersion INTEGER)'
        }
        """;

    /// <summary>Writes the checkpoint of a state, then points to it; a reader sees all of it or nothing.</summary>
    public static void Write(string log, LogState state)
    {
        var actions = WriteFile(log, state, DateTimeOffset.FromUnixTimeMilliseconds(state.Timestamp));
        var pointer = $$"""{"version":{{state.Version}},"size":{{actions}}}""";
        Disk.Replace(
            Path.Combine(log, "_last_checkpoint"),
            Encoding.UTF8.GetBytes(pointer),
            DateTimeOffset.FromUnixTimeMilliseconds(state.Timestamp));
    }

    /// <summary>
    /// Writes the checkpoint of a state and leaves the pointer as it is; gives the number of actions.
    /// </summary>
    /// <param name="log">Full path of <c>_delta_log</c>.</param>
    /// <param name="state">What the log adds up to.</param>
    /// <param name="modified">Time stamp of the file.</param>
    public static long WriteFile(string log, LogState state, DateTimeOffset modified)
    {
        var writer = new ActionWriter();
        writer.Protocol(state.ReaderVersion, state.WriterVersion);
        writer.Schema(state.Schema);
        foreach (var (id, version) in state.Transactions)
        {
            writer.Transaction(id, version, null);
        }

        var oldest = state.Timestamp - TombstoneMilliseconds;
        var kept = state.Tombstones.Values.Where(tombstone => tombstone.DeletedAt > oldest).ToList();
        kept.ForEach(tombstone => writer.Remove(tombstone, changesRows: false));
        foreach (var file in state.Ordered)
        {
            writer.Add(file, changesRows: false);
        }

        var path = LogNames.Checkpoint(log, state.Version);
        var (json, parquet) = (Disk.TemporaryName(path), Disk.TemporaryName(path));
        try
        {
            File.WriteAllBytes(json, writer.Content);
            LogEngine.Use(engine =>
            {
                engine.Run($"""
                    copy (select * from read_json({Sql.Source(json)}, format = 'newline_delimited',
                        columns = {Columns}, maximum_object_size = 268435456))
                    to {Sql.Text(parquet)} (format parquet, compression zstd)
                    """);
                return true;
            });
            File.SetLastWriteTimeUtc(parquet, modified.UtcDateTime);
            Disk.FlushFile(parquet);
            Disk.MoveOver(parquet, path);
        }
        finally
        {
            File.Delete(json);
            File.Delete(parquet);
        }

        return 2 + state.Transactions.Count + kept.Count + state.Files.Count;
    }

    /// <summary>Reads a checkpoint; null when it is broken, so that an older one or the commits must do.</summary>
    public static ActionReader? Read(string path, string table)
    {
        try
        {
            var rows = LogEngine.Use(engine => Rows(engine, path));
            var actions = new ActionReader(table);
            foreach (var row in rows)
            {
                using var document = JsonDocument.Parse(row);
                actions.Apply(document.RootElement);
            }

            return actions.IsTable ? actions : null;
        }
        catch (Exception error) when (error is DuckDBException or JsonException or KeyNotFoundException
            or InvalidOperationException)
        {
            return null;
        }
    }

    // An erasure writes a checkpoint again under its name, so what was remembered of it may be wrong.
    private static List<string> Rows(DuckDBConnection engine, string path)
    {
        engine.Run("set parquet_metadata_cache = false");
        try
        {
            return engine.Query(
                $"select to_json(row) from read_parquet({Sql.Source(path)}, hive_partitioning = false) row",
                reader => reader.GetString(0));
        }
        finally
        {
            engine.Run("set parquet_metadata_cache = true");
        }
    }
}

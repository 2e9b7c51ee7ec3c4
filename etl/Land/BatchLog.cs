using DuckDB.NET.Data;
using Maltall.Lake;

namespace Maltall.Etl.Land;

/// <summary>
/// The record of deliveries and rejected rows: the tables <c>operations/batch</c> and <c>operations/reject</c>.
/// </summary>
/// <param name="lake">The lake.</param>
public sealed class BatchLog(DeltaLake lake)
{
    private const string BatchTable = "operations/batch";
    private const string RejectTable = "operations/reject";
    private const string ArrivalTable = "operations/arrival";

    /// <summary>Every recorded delivery, oldest first.</summary>
    /// <param name="source">Only of this source; null for all.</param>
    public IReadOnlyList<Batch> Batches(string? source = null)
    {
        if (lake.Table(BatchTable).Latest() is not { } snapshot)
        {
            return [];
        }

        using var connection = LakeConnection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = $"""
            select batch_id, source, file, content_hash, contract_version, landed_at, status, reason,
                rows_in, landed, rejected, duplicate, synthetic, period,
                {Newer(snapshot, "warned", "0::bigint")}
            from {snapshot.ToSql()} where $source is null or source = $source order by landed_at, batch_id
            """;
        command.Parameters.Add(new DuckDBParameter("source", (object?)source ?? DBNull.Value));
        using var reader = command.ExecuteReader();
        var batches = new List<Batch>();
        while (reader.Read())
        {
            batches.Add(new Batch(reader.GetString(0), reader.GetString(1), reader.GetString(2), reader.GetString(3))
            {
                ContractVersion = (int)reader.GetInt64(4),
                LandedAt = new DateTimeOffset(DateTime.SpecifyKind(reader.GetDateTime(5), DateTimeKind.Utc)),
                Status = reader.GetString(6),
                Reason = reader.IsDBNull(7) ? null : reader.GetString(7),
                RowsIn = reader.GetInt64(8),
                Landed = reader.GetInt64(9),
                Rejected = reader.GetInt64(10),
                Duplicate = reader.GetInt64(11),
                Synthetic = reader.GetBoolean(12),
                Period = reader.IsDBNull(13) ? null : reader.GetString(13),
                Warned = reader.GetInt64(14),
            });
        }

        return batches;
    }

    /// <summary>The broken rules of a source's rows, in the order of its files.</summary>
    public IReadOnlyList<Reject> Rejects(string source)
    {
        if (lake.Table(RejectTable).Latest() is not { } snapshot)
        {
            return [];
        }

        using var connection = LakeConnection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = $"""
            select batch_id, file, row, "column", rule, message, remedy,
                {Newer(snapshot, "severity", "'reject'")}, {Newer(snapshot, "unit", "null")},
                {Newer(snapshot, "detail", "null")}
            from {snapshot.ToSql()} where source = $source order by file, batch_id, row, rule
            """;
        command.Parameters.Add(new DuckDBParameter("source", source));
        using var reader = command.ExecuteReader();
        var rejects = new List<Reject>();
        while (reader.Read())
        {
            rejects.Add(new Reject(reader.GetString(0), reader.GetString(1), reader.GetInt64(2),
                reader.IsDBNull(3) ? null : reader.GetString(3), reader.GetString(4), reader.GetString(5),
                reader.GetString(6))
            {
                Severity = SeverityWords.Read(reader.GetString(7)),
                Unit = reader.IsDBNull(8) ? null : reader.GetString(8),
                Detail = reader.IsDBNull(9) ? null : reader.GetString(9),
            });
        }

        return rejects;
    }

    /// <summary>The rows of each delivery by district, for sources whose rows name one.</summary>
    public IReadOnlyList<UnitRows> Arrivals()
    {
        if (lake.Table(ArrivalTable).Latest() is not { } snapshot)
        {
            return [];
        }

        using var connection = LakeConnection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = $"select batch_id, unit, rows, rejected from {snapshot.ToSql()} order by all";
        using var reader = command.ExecuteReader();
        var rows = new List<UnitRows>();
        while (reader.Read())
        {
            rows.Add(new UnitRows(reader.GetString(0), reader.GetString(1), reader.GetInt64(2), reader.GetInt64(3)));
        }

        return rows;
    }

    /// <summary>
    /// Records batches and the rejects in the temporary table <c>reject</c>; doing it twice changes nothing.
    /// </summary>
    internal void Record(DuckDBConnection connection, IReadOnlyList<Batch> batches, CancellationToken cancellation)
    {
        if (batches.Count == 0)
        {
            return;
        }

        var note = new Dictionary<string, string>();
        new TableWriter(lake.Table(RejectTable), connection).ReplaceByKey(
            new Write("from reject", ["batch_id", "row", "rule"], null, note), cancellation);
        new TableWriter(lake.Table(ArrivalTable), connection).ReplaceByKey(
            new Write("from arrival", ["batch_id", "unit"], null, note), cancellation);
        Run(connection, "create or replace temp table recorded (batch_id varchar, source varchar, file varchar, " +
            "content_hash varchar, contract_version bigint, landed_at timestamptz, status varchar, reason varchar, " +
            "rows_in bigint, landed bigint, rejected bigint, duplicate bigint, synthetic boolean, period varchar, " +
            "warned bigint)");
        using (var appender = connection.CreateAppender("recorded"))
        {
            foreach (var batch in batches)
            {
                appender.CreateRow().AppendValue(batch.BatchId).AppendValue(batch.Source).AppendValue(batch.File)
                    .AppendValue(batch.ContentHash).AppendValue((long)batch.ContractVersion)
                    .AppendValue(batch.LandedAt).AppendValue(batch.Status).AppendValue(batch.Reason)
                    .AppendValue(batch.RowsIn).AppendValue(batch.Landed).AppendValue(batch.Rejected)
                    .AppendValue(batch.Duplicate).AppendValue(batch.Synthetic)
                    .AppendValue(batch.Period).AppendValue(batch.Warned).EndRow();
            }
        }

        new TableWriter(lake.Table(BatchTable), connection).ReplaceByKey(
            new Write("from recorded", ["batch_id"], null, note), cancellation);
        Run(connection, "delete from reject; delete from arrival");
    }

    /// <summary>Makes the temporary table that collects rejects until they are recorded.</summary>
    internal static void Prepare(DuckDBConnection connection) => Run(connection,
        "create temp table reject (batch_id varchar, source varchar, file varchar, row bigint, \"column\" varchar, " +
        "rule varchar, message varchar, remedy varchar, severity varchar, unit varchar, " +
        "detail varchar); " +
        "create temp table arrival (batch_id varchar, source varchar, unit varchar, rows bigint, rejected bigint)");

    /// <summary>SQL of a column that tables of earlier versions lack, or have without a value.</summary>
    private static string Newer(Snapshot snapshot, string column, string otherwise) =>
        snapshot.Columns.Any(one => one.Name == column) ? $"coalesce({column}, {otherwise})" : otherwise;

    private static void Run(DuckDBConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }
}

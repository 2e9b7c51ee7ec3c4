using DuckDB.NET.Data;
using Maltall.Lake.Files;

namespace Maltall.Lake;

/// <summary>Opens the embedded query engine.</summary>
public static class LakeConnection
{
    /// <summary>An open DuckDB connection in memory: UTC, all processors, rows in the order in which they were
    /// written.</summary>
    public static DuckDBConnection Open()
    {
        var connection = new DuckDBConnection("DataSource=:memory:");
        connection.Open();
        using var command = connection.CreateCommand();
        // A data file never changes, so what its footer says may be kept. What does not fit in memory goes where
        // temporary files belong, and not to the folder where the user stands.
        var spill = Path.Combine(Path.GetTempPath(), $"maltall-spill-{Environment.ProcessId}");
        command.CommandText = $"""
            set temp_directory = {Sql.Text(spill)};
            set TimeZone = 'UTC';
            set preserve_insertion_order = true;
            set parquet_metadata_cache = true;
            """;
        command.ExecuteNonQuery();
        return connection;
    }
}

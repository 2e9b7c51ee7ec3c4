using DuckDB.NET.Data;

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
        command.CommandText = "set TimeZone = 'UTC'; set preserve_insertion_order = true;";
        command.ExecuteNonQuery();
        return connection;
    }
}

using DuckDB.NET.Data;
using Maltall.Lake.Files;

namespace Maltall.Lake.Log;

/// <summary>The query engine for checkpoints and small tables; one for the process, opened when needed.</summary>
internal static class LogEngine
{
    private static readonly Lock Turn = new();
    private static readonly Lazy<DuckDBConnection> Shared = new(Open);

    /// <summary>Runs work on the engine, one at a time.</summary>
    public static T Use<T>(Func<DuckDBConnection, T> work)
    {
        lock (Turn)
        {
            return work(Shared.Value);
        }
    }

    private static DuckDBConnection Open()
    {
        var connection = LakeConnection.Open();
        connection.Run("set threads = 1");
        return connection;
    }
}

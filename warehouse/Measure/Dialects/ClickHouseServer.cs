using ClickHouse.Driver.ADO;
using Maltall.Lake;

namespace Maltall.Warehouse.Measure.Dialects;

/// <summary>A ClickHouse server that answers in the place of the engine within the program.</summary>
/// <param name="Connection">
/// How it is reached, such as <c>Host=figures;Port=8443;Protocol=https;Username=maltall;Password=…</c>.
/// </param>
/// <param name="Lake">Where the server sees the lake: a folder, or the address of one in an object store.</param>
public sealed record ClickHouseServer(string Connection, string Lake)
{
    /// <summary>Name of the cluster whose machines share the reading; null for the one server.</summary>
    public string? Cluster { get; init; }

    /// <summary>Host and port, to be shown.</summary>
    public string Place { get; } = PlaceOf(Connection);

    /// <summary>The table function of a table, to stand after <c>from</c>.</summary>
    /// <param name="table">Its name in the lake, such as <c>conformed/application</c>.</param>
    /// <exception cref="UserError">The setting <c>clickhouse_lake</c> cannot be read from there.</exception>
    internal string Source(string table)
    {
        var place = Quoted($"{Lake.TrimEnd('/')}/{table}");
        if (!Lake.Contains("://", StringComparison.Ordinal))
        {
            return Cluster is null ? $"deltaLakeLocal({place})" : throw new UserError(
                "A cluster cannot share the reading of a folder",
                "Set clickhouse_lake to the address of the lake in an object store, or leave clickhouse_cluster out.");
        }

        if (!Uri.TryCreate(Lake, UriKind.Absolute, out var address) || address.UserInfo.Length > 0
            || address.Query.Length > 0)
        {
            throw new UserError(
                "The setting clickhouse_lake is no plain address",
                "Write it as https://HOST/BUCKET/lake; the server has the keys of the store, not the address.");
        }

        return Cluster is null ? $"deltaLake({place})" : $"deltaLakeCluster({Quoted(Cluster)}, {place})";
    }

    private static string Quoted(string text) =>
        $"'{text.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("'", "\\'", StringComparison.Ordinal)}'";

    private static string PlaceOf(string connection)
    {
        try
        {
            var parts = new ClickHouseConnectionStringBuilder(connection);
            if (parts.ContainsKey(nameof(parts.Host)))
            {
                return FormattableString.Invariant($"{parts.Protocol}://{parts.Host}:{parts.Port}");
            }
        }
        catch (Exception error) when (error is ArgumentException or FormatException or InvalidOperationException)
        {
            // Told below in our own words, since the driver's may hold the password.
        }

        throw new UserError(
            "The setting clickhouse is no connection string",
            "Write it as Host=NAME;Port=8123;Username=NAME;Password=…; docs/operations.md says more.");
    }
}

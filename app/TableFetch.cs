using Maltall.App.Setup;
using Maltall.Etl;
using Maltall.Etl.Fetch.PxWeb;
using Maltall.Lake;

namespace Maltall.App;

/// <summary>Fetches tables of statistics banks by their queries, and lands each.</summary>
/// <param name="session">The lake, the queries and the clock.</param>
/// <param name="ingest">The way into the lake.</param>
internal sealed class TableFetch(Session session, Ingest ingest) : IDisposable
{
    private readonly HttpClient _http = PxWebClient.Http();
    private PxWebClient? _client;

    /// <summary>Fetches one table, lands it, and takes what was kept of it away.</summary>
    /// <exception cref="UserError">There is no such query, or the service has not what it asks for.</exception>
    /// <exception cref="TransportError">The service gives no whole answer.</exception>
    public void Land(Contract contract, string query, Action<Reading> take, CancellationToken cancellation)
    {
        _client ??= new PxWebClient(_http, session.Clock);
        var staging = Path.Combine(session.Lake.Root, ".staging");
        var document = _client.Fetch(session.Queries.Find(query, contract.Id), staging, cancellation)
            .GetAwaiter().GetResult();
        ingest.Land(contract, [document.File], take, cancellation);
        document.Forget();
    }

    /// <inheritdoc/>
    public void Dispose() => _http.Dispose();
}

using System.Collections.Concurrent;
using Maltall.App.Cli;
using Maltall.App.Cli.Formats;
using Maltall.App.Setup;
using Maltall.Lake;
using Maltall.Warehouse;
using Maltall.Warehouse.Measure;

namespace Maltall.App.Web;

/// <summary>
/// Answers questions for figures over HTTP, from the latest publication. A question that is asked alone opens the
/// publication; as many as are asked at once hold it open each for itself, and all share the figures held ready.
/// </summary>
/// <param name="session">The lake and the definitions.</param>
internal sealed class FigureService(Session session)
{
    private const int MostKept = 1000;
    private const int LargestKept = 1 << 18;

    // A publication is looked for once a second, and not once a question.
    private static readonly TimeSpan Fresh = TimeSpan.FromSeconds(1);

    private readonly Lock _gate = new();
    private (Publication? Publication, FigureCube? Cube, DefinitionCatalog? Definitions) _latest;
    private ConcurrentBag<FigureContext> _idle = [];
    private ConcurrentDictionary<string, byte[]> _kept = [];
    private DateTimeOffset _looked = DateTimeOffset.MinValue;

    /// <summary>Id of the latest publication; answers are the same as long as it is.</summary>
    /// <exception cref="UserError">Nothing is published.</exception>
    public string PublicationId => Latest().Publication.PublicationId;

    /// <summary>The indicators and goals that answers are made by.</summary>
    /// <exception cref="UserError">Nothing is published.</exception>
    public DefinitionCatalog Catalog => Latest().Definitions;

    /// <summary>An answer that was given before from the same publication, by its address; else a new one.</summary>
    /// <param name="address">The whole question.</param>
    /// <param name="make">Makes the answer.</param>
    public byte[] Kept(string address, Func<byte[]> make)
    {
        var kept = Latest().Kept;
        if (kept.TryGetValue(address, out var answer))
        {
            return answer;
        }

        answer = make();
        if (answer.Length <= LargestKept && kept.Count < MostKept)
        {
            kept.TryAdd(address, answer);
        }

        return answer;
    }

    /// <summary>Answers a question.</summary>
    /// <param name="request">What is asked for.</param>
    /// <param name="cancellation">Ends the work.</param>
    /// <exception cref="UserError">It names what does not exist or has no meaning.</exception>
    public ResultTable Answer(IndicatorRequest request, CancellationToken cancellation)
    {
        var (publication, cube, definitions, idle, _) = Latest();
        if (!idle.TryTake(out var context))
        {
            context = new FigureContext(Analysis.Open(session.Lake, definitions, publication, cube), session);
        }

        try
        {
            return Figures.Of(context, context.Analysis.Query(request, cancellation),
                request.Where.GetValueOrDefault("district"),
                SignalColumn.Of(context.Analysis, request, cancellation), brief: false);
        }
        finally
        {
            idle.Add(context);
        }
    }

    private (Publication Publication, FigureCube? Cube, DefinitionCatalog Definitions,
        ConcurrentBag<FigureContext> Idle, ConcurrentDictionary<string, byte[]> Kept) Latest()
    {
        lock (_gate)
        {
            if (TimeProvider.System.GetUtcNow() - _looked > Fresh)
            {
                Look();
            }

            return _latest is ({ } publication, var cube, { } definitions)
                ? (publication, cube, definitions, _idle, _kept)
                : throw new UserError("Nothing is published yet", "Run `maltall demo` or `maltall run`.");
        }
    }

    private void Look()
    {
        var publication = new PublicationLog(session.Lake).Latest();
        if (publication is not null && publication.PublicationId != _latest.Publication?.PublicationId)
        {
            // Those that still work on the old one put it back into the old bag, which nobody takes from.
            _latest = (publication, FigureCube.Open(session.Lake, publication),
                Definitions.Load(session.Definitions("warehouse")));
            (_idle, _kept) = ([], []);
        }

        _looked = TimeProvider.System.GetUtcNow();
    }
}

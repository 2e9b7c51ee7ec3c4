using Maltall.App.Setup;
using Maltall.Warehouse;

namespace Maltall.App.Cli;

/// <summary>An open publication, with what must stand beside its figures; for one thread at a time.</summary>
/// <param name="analysis">The publication; closed with this.</param>
/// <param name="session">The contracts, the clock and the language.</param>
internal sealed class FigureContext(Analysis analysis, Session session) : IDisposable
{
    private readonly Lazy<HeldBack> _heldBack = new(() => HeldBack.Of(analysis, session));
    private readonly Lazy<FigureEvidence> _evidence = new(() => new FigureEvidence(session, analysis));

    /// <summary>The publication.</summary>
    public Analysis Analysis => analysis;

    /// <summary>The contracts, the clock and the language.</summary>
    public Session Session => session;

    /// <summary>How much was held back.</summary>
    public HeldBack HeldBack => _heldBack.Value;

    /// <summary>How settled figures are that are not held ready.</summary>
    public FigureEvidence Evidence => _evidence.Value;

    /// <inheritdoc/>
    public void Dispose() => analysis.Dispose();
}

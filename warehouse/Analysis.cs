using Maltall.Lake;
using Maltall.Lake.Forget;
using Maltall.Warehouse.Conform;
using Maltall.Warehouse.Judge;
using Maltall.Warehouse.Measure;
using Maltall.Warehouse.Measure.Dialects;
using Maltall.Warehouse.Protect;

namespace Maltall.Warehouse;

/// <summary>
/// One publication, open for reading: protected figures, goals, and read-only SQL. Not for two threads at once.
/// </summary>
public sealed class Analysis : IDisposable
{
    private readonly DeltaLake lake;
    private readonly PublicationReader reader;
    private readonly GoalBook goals;
    private readonly Lazy<FigureCube?> cube;
    private readonly ReleasedPlaces released;

    private Analysis(
        DeltaLake lake,
        Publication publication,
        DefinitionCatalog definitions,
        bool isForMany = false,
        Lazy<FigureCube?>? ready = null,
        ClickHouseServer? server = null)
    {
        this.lake = lake;
        Publication = publication;
        Definitions = definitions;
        reader = new PublicationReader(lake, publication, isForMany, server);
        goals = new GoalBook(definitions, publication, Figures);
        var published = ready ?? new Lazy<FigureCube?>(() => FigureCube.Open(lake, publication));
        cube = server is null ? published : new Lazy<FigureCube?>((FigureCube?)null);
        released = new ReleasedPlaces(published, HiddenAnew);
    }

    /// <summary>The publication that is read; its id is empty for a candidate.</summary>
    public Publication Publication { get; }

    /// <summary>The definitions that figures follow.</summary>
    public DefinitionCatalog Definitions { get; }

    /// <summary>The lake.</summary>
    internal DeltaLake Lake => lake;

    /// <summary>Runs questions on the publication.</summary>
    internal PublicationReader Reader => reader;

    /// <summary>Judges figures.</summary>
    internal GoalBook GoalBook => goals;

    /// <summary>True when any of the data is synthetic; every surface then says so.</summary>
    public bool Synthetic => Publication.Synthetic;

    /// <summary>Opens the latest publication, or the one that readers saw at a moment.</summary>
    /// <param name="lake">The lake.</param>
    /// <param name="definitions">Indicators and goals.</param>
    /// <param name="asOf">The moment; null for now.</param>
    /// <param name="server">
    /// The server that computes every figure anew; null for the engine within the program and what was published ready.
    /// </param>
    /// <exception cref="UserError">There is no publication (yet).</exception>
    public static Analysis Open(
        DeltaLake lake, DefinitionCatalog definitions, DateTimeOffset? asOf, ClickHouseServer? server = null) =>
        new(lake, PublicationAt(lake, asOf), definitions, server: server);

    /// <summary>Opens the publication that readers saw at a moment, with the indicators, goals and targets that it was
    /// published with.</summary>
    /// <param name="lake">The lake.</param>
    /// <param name="asOf">The moment.</param>
    /// <param name="today">Gives the definitions for a publication that names none, as those of older versions
    /// do.</param>
    /// <param name="server">The server that computes; null for the engine within the program.</param>
    /// <exception cref="UserError">There is no publication yet, or its definitions cannot be read.</exception>
    public static Analysis OpenAsKnown(
        DeltaLake lake, DateTimeOffset asOf, Func<DefinitionCatalog> today, ClickHouseServer? server = null) =>
        Open(lake, PublicationAt(lake, asOf), today, server);

    /// <summary>Opens a publication with the indicators, goals and targets that it was published with.</summary>
    /// <param name="lake">The lake.</param>
    /// <param name="publication">The publication.</param>
    /// <param name="today">Gives the definitions for a publication that names none.</param>
    /// <param name="server">The server that computes; null for the engine within the program.</param>
    /// <exception cref="UserError">Its definitions cannot be read.</exception>
    public static Analysis Open(
        DeltaLake lake, Publication publication, Func<DefinitionCatalog> today, ClickHouseServer? server = null) =>
        new(lake, publication, new DefinitionLog(lake).Read(publication) ?? today(), server: server);

    /// <summary>Opens a publication with other definitions than its own.</summary>
    internal static Analysis OpenWith(DeltaLake lake, Publication publication, DefinitionCatalog definitions) =>
        new(lake, publication, definitions);

    /// <summary>The latest publication, or the one that readers saw at a moment.</summary>
    /// <param name="lake">The lake.</param>
    /// <param name="asOf">The moment; null for now.</param>
    /// <exception cref="UserError">There is no publication (yet), or the lake is being moved to another
    /// key.</exception>
    public static Publication PublicationAt(DeltaLake lake, DateTimeOffset? asOf)
    {
        RewriteMark.Refuse(lake.Root);
        var log = new PublicationLog(lake);
        return (asOf is { } moment ? log.AsOf(moment) : log.Latest()) ?? throw new UserError(
            asOf is null ? "Nothing is published yet" : $"Nothing was published by {asOf:yyyy-MM-dd HH:mm}Z",
            asOf is null ? "Run `maltall demo` or `maltall run`." : "`maltall publications` lists the moments.");
    }

    /// <summary>Opens a publication whose ready figures are open already; several may share them.</summary>
    /// <param name="lake">The lake.</param>
    /// <param name="definitions">Indicators and goals.</param>
    /// <param name="publication">The publication.</param>
    /// <param name="ready">Its figures; null when it has none.</param>
    public static Analysis Open(
        DeltaLake lake, DefinitionCatalog definitions, Publication publication, FigureCube? ready) =>
        new(lake, publication, definitions, ready: new Lazy<FigureCube?>(ready));

    /// <summary>Opens what is about to be published, for the steps between the checks and the publication.</summary>
    /// <param name="lake">The lake.</param>
    /// <param name="definitions">Indicators and goals.</param>
    /// <param name="candidate">The versions to read.</param>
    public static Analysis Open(DeltaLake lake, DefinitionCatalog definitions, PublicationCandidate candidate) =>
        new(lake, candidate.AsPublication("", "", lake.Clock.GetUtcNow()), definitions, isForMany: true,
            ready: new Lazy<FigureCube?>((FigureCube?)null)); // Those of the publication before are of other data.

    /// <summary>Protected values of indicators.</summary>
    /// <param name="request">What is asked for.</param>
    /// <param name="cancellation">Asked once per indicator.</param>
    /// <exception cref="UserError">The request names what does not exist or has no meaning for the
    /// indicator.</exception>
    public IndicatorTable Query(IndicatorRequest request, CancellationToken cancellation)
    {
        List<IndicatorDefinition> indicators = [];
        List<IndicatorRow> rows = [];
        IReadOnlyList<string> names = [];
        foreach (var id in RequireSome(request.Indicators))
        {
            cancellation.ThrowIfCancellationRequested();
            var indicator = Definitions.Indicator(id);
            var plan = Plan(request, indicator);
            names = plan.KeyNames();
            indicators.Add(indicator);
            rows.AddRange(Published(indicator, plan)
                ?? Figures(indicator, plan).Select(placed => Row(indicator, plan, placed)));
        }

        return new IndicatorTable(indicators, names, rows);
    }

    /// <summary>How every goal stands, the tree in order, parents before children.</summary>
    /// <param name="period">The period to judge at the end of, such as <c>2012-T1</c>; null for as late as the data
    /// go.</param>
    /// <param name="cancellation">Asked once per goal.</param>
    /// <exception cref="UserError">The text is no period.</exception>
    public IReadOnlyList<GoalVerdict> Goals(string? period, CancellationToken cancellation) =>
        goals.Judge(period, cancellation);

    /// <summary>Codes and names of a dimension's members, by code.</summary>
    /// <param name="dimension">Such as <c>district</c>.</param>
    /// <exception cref="UserError">There is no such dimension; the nearest is named.</exception>
    public IReadOnlyDictionary<string, string> Members(string dimension) => reader.Members(Dimension.Named(dimension));

    /// <summary>Answers one read-only SQL question on the tables of the publication.</summary>
    /// <param name="select">A single select; tables are named by room, such as <c>conformed.application</c>.</param>
    /// <param name="cancellation">Interrupts the question.</param>
    /// <exception cref="UserError">It is no select, reads anything but the publication, or is not valid
    /// SQL.</exception>
    public SqlResult Sql(string select, CancellationToken cancellation)
    {
        var result = new ReadOnlySql(lake, Publication).Run(select, cancellation);
        RewriteMark.Refuse(lake.Root);
        return result;
    }

    /// <summary>The SQL that a request runs, with its values, one statement per indicator.</summary>
    /// <param name="request">What would be asked for.</param>
    /// <exception cref="UserError">As for <see cref="Query"/>.</exception>
    public string Explain(IndicatorRequest request)
    {
        var questions = RequireSome(request.Indicators).Select(Definitions.Indicator)
            .Select(indicator => (indicator, plan: Plan(request, indicator)))
            .Select(pair => $"-- {pair.indicator.Id}\n{reader.Question(pair.indicator, pair.plan).ToText()}");
        return string.Join("\n\n", questions);
    }

    /// <summary>
    /// Unprotected totals per district and month, for every complete month. This is the only way raw totals leave the
    /// warehouse; it is there for the forecast, is called by the run alone, and its result is never shown.
    /// </summary>
    /// <param name="indicator">Id of a count, stock or sum that has districts and months.</param>
    /// <param name="cancellation">Asked before the question.</param>
    /// <exception cref="UserError">The indicator has no monthly totals per district.</exception>
    public IReadOnlyList<RawTotal> RawTotals(string indicator, CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        var definition = Definitions.Indicator(indicator);
        if (definition.Denominator is not null || definition.Kind == IndicatorKind.Median)
        {
            throw new UserError($"'{indicator}' has no totals", "Take a count, stock or sum.");
        }

        var request = new IndicatorRequest([indicator], ["district", "month"], new Dictionary<string, string>(), null);
        return
        [
            .. reader.Run(definition, Plan(request, definition)).Select(placed => new RawTotal(
                placed.Keys[0], Period.Containing(PeriodKind.Month, placed.Start), placed.Cell.Numerator.Amount ?? 0)),
        ];
    }

    /// <summary>The batches behind a side of a request's first indicator, by landed table.</summary>
    internal IReadOnlyDictionary<string, IReadOnlyList<string>?> Batches(
        IndicatorRequest request, Measurement side, IReadOnlyList<string> key, IReadOnlyList<string> landed) =>
        reader.Batches(side, Plan(request, Definitions.Indicator(request.Indicators[0])), key, landed);

    /// <summary>Closes the connection.</summary>
    public void Dispose() => reader.Dispose();

    private static IReadOnlyList<string> RequireSome(IReadOnlyList<string> ids) => ids.Count > 0 ? ids
        : throw new UserError("No indicator is named", "Name at least one; `maltall indicators` lists them.");

    private RequestPlan Plan(IndicatorRequest request, IndicatorDefinition indicator)
    {
        var plan = RequestPlan.Make(request, indicator, reader.CoverageOf(indicator.Numerator.Table));
        foreach (var (dimension, member) in plan.Where)
        {
            var codes = reader.Members(dimension);
            if (!codes.ContainsKey(member))
            {
                throw new UserError(
                    $"There is no {dimension.Name} '{member}'", $"Did you mean '{Nearest.To(member, codes.Keys)}'?");
            }
        }

        return plan;
    }

    /// <summary>Computes the slices of what is about to be published of an indicator, protected together.</summary>
    internal IEnumerable<(SliceKey Key, Slice Slice)> Compute(
        IndicatorDefinition indicator, Func<IndicatorDefinition, Period, string?, Standing> judge,
        CancellationToken cancellation)
    {
        var cells = indicator.Periods.SelectMany(kind => Release(indicator, kind)).ToList();
        var hidden = ReleaseGate.Hide(indicator, cells, reader.Areas(), cancellation);
        RewriteMark.Refuse(lake.Root);
        var figures = cells.Select(cell =>
        {
            var (dimension, member, period) = cell.Place;
            var standing = judge(indicator, period, dimension == "district" ? member : null);
            return (Key: new SliceKey(indicator.Id, dimension, period.Kind), Figure: new PublishedFigure(
                member, period, hidden.Contains(cell.Place) ? CellProtector.Secondary() : cell.Figure, standing));
        });
        return figures.GroupBy(one => one.Key, one => one.Figure)
            .Select(slice => (slice.Key, new Slice(Question(slice.Key),
                [.. slice.OrderBy(one => one.Member, StringComparer.Ordinal)
                    .ThenBy(one => one.Period.Label, StringComparer.Ordinal)])));
    }

    private List<ReleaseCell> Release(IndicatorDefinition indicator, PeriodKind kind)
    {
        var dimensions = SliceKey.Dimensions.Where(indicator.Dimensions.Contains).ToList();
        var request = new IndicatorRequest(
            [indicator.Id], [.. dimensions, Period.WordOf(kind)], new Dictionary<string, string>(), null)
        {
            Totals = true,
        };
        var plan = Plan(request, indicator) with { IsOneAtATime = dimensions.Count > 0 };
        var cells = reader.Run(indicator, plan);
        var figures = CellProtector.ProtectTable(indicator, [.. cells.Select(placed => placed.Cell)]);
        return [.. cells.Zip(figures, (placed, figure) =>
        {
            var at = Enumerable.Range(0, dimensions.Count).FirstOrDefault(
                one => placed.Keys[one] != RequestPlan.Total, -1);
            var place = new ReleasePlace(
                at < 0 ? "" : dimensions[at], at < 0 ? "" : placed.Keys[at], Period.Parse(placed.Keys[^1]));
            return new ReleaseCell(place, placed.Cell, figure);
        })];
    }

    /// <summary>The rows as they were published; null when the plan, or the definition, is another.</summary>
    private IEnumerable<IndicatorRow>? Published(IndicatorDefinition indicator, RequestPlan plan)
    {
        if (SliceKey.Holding(indicator, plan) is not { } holding || cube.Value?.Slice(holding.Key) is not { } slice
            || slice.Rows(plan, holding.Member) is not { } rows || slice.Definition != Question(holding.Key))
        {
            return null;
        }

        return rows.Select(row =>
            Row(indicator, plan, new PlacedFigure(row.Keys, row.Figure.Period.Start, row.Figure.Figure)) with
            {
                Standing = row.Figure.Standing,
            });
    }

    private string Question(SliceKey key)
    {
        var indicator = Definitions.Indicator(key.Indicator);
        return FigureCube.Fingerprint(indicator, Plan(key.Request(), indicator));
    }

    private List<PlacedFigure> Figures(IndicatorDefinition indicator, RequestPlan plan)
    {
        var cells = reader.Run(indicator, plan);

        // A change of the key that began meanwhile would count persons twice, and let too small a cell be shown.
        RewriteMark.Refuse(lake.Root);
        var figures = CellProtector.ProtectTable(indicator, [.. cells.Select(placed => placed.Cell)]);
        return [.. cells.Zip(figures, (placed, figure) =>
            Guarded(indicator, plan, new PlacedFigure(placed.Keys, placed.Start, figure)))];
    }

    /// <summary>The figure; hidden where the publication hides it since it would give another away.</summary>
    internal PlacedFigure Guarded(IndicatorDefinition indicator, RequestPlan plan, PlacedFigure placed) =>
        ReleasedPlaces.PlaceOf(plan, placed.Keys) is { } place && released.Hides(indicator, place, Question)
            ? placed with { Figure = CellProtector.Secondary() } : placed;

    /// <summary>What an edited definition must hide, as if it were published.</summary>
    private HashSet<ReleasePlace> HiddenAnew(IndicatorDefinition indicator) => ReleaseGate.Hide(
        indicator, [.. indicator.Periods.SelectMany(kind => Release(indicator, kind))], reader.Areas(), default);

    private IndicatorRow Row(IndicatorDefinition indicator, RequestPlan plan, PlacedFigure placed)
    {
        var (target, status) = goals.Against(indicator, plan, placed);
        return new IndicatorRow(indicator.Id, placed.Keys, placed.Figure, target, status);
    }
}

using System.Globalization;
using DuckDB.NET.Data;
using Maltall.Lake;
using Maltall.Warehouse.Measure;
using Maltall.Warehouse.Measure.Dialects;
using Maltall.Warehouse.Protect;

namespace Maltall.Warehouse.Compare;

/// <summary>
/// The protected figures of one indicator in each of the six states between two publications, by place. Every state is
/// computed by the compiler that answers questions.
/// </summary>
/// <param name="from">The old publication with its definitions.</param>
/// <param name="to">The new publication with its definitions.</param>
/// <param name="grains">Which columns name a row.</param>
internal sealed class StateChain(Analysis from, Analysis to, Grains grains)
{
    private const int Corrections = 3;

    private static readonly IndicatorCompiler Compiler = new(Dialect.DuckDb);

    /// <summary>The states in order; a place that a state does not have is not in it.</summary>
    /// <param name="older">The indicator and its plan by the old definition.</param>
    /// <param name="newer">The same by the new definition.</param>
    /// <param name="cancellation">Asked once per state.</param>
    internal IReadOnlyList<States> Run(
        (IndicatorDefinition Indicator, RequestPlan Plan) older,
        (IndicatorDefinition Indicator, RequestPlan Plan) newer,
        CancellationToken cancellation)
    {
        var first = StateOf(from.Reader, older);
        var last = StateOf(to.Reader, newer);
        var middle = Middle(older, first, cancellation);
        return [first, .. middle, last];
    }

    /// <summary>True when the two compute the same figure from the same rows.</summary>
    internal static bool SameMeaning(
        (IndicatorDefinition Indicator, RequestPlan Plan) older,
        (IndicatorDefinition Indicator, RequestPlan Plan) newer)
    {
        var (one, other) = (older.Indicator, newer.Indicator);
        return Compiler.Compile(one, older.Plan).Sql == Compiler.Compile(other, newer.Plan).Sql
            && (one.Kind, one.Factor, one.WindowDays, one.Protected)
                == (other.Kind, other.Factor, other.WindowDays, other.Protected);
    }

    /// <summary>New events, late data, corrections and geography, all by the old definition.</summary>
    private List<States> Middle(
        (IndicatorDefinition Indicator, RequestPlan Plan) older, States first, CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        if (OnNewTables(older) is not { } moved)
        {
            return [first, first, first, first];
        }

        var question = Compiler.Compile(older.Indicator, older.Plan);
        var facts = Facts(older.Indicator);
        var hasNewPlaces = question.Tables.Except(facts).Any(IsMoved);
        using var reader = new PublicationReader(from.Lake, from.Publication, isForMany: false);
        var moving = facts.Where(IsMoved).ToList();
        moving.ForEach(table => reader.Keep(Kept(table), Staged(older.Indicator, table).Select()));
        List<States> states = [];
        for (var state = 1; state <= Corrections; state++)
        {
            cancellation.ThrowIfCancellationRequested();
            var isWhole = state == Corrections && !hasNewPlaces;
            moving.ForEach(table => reader.Replace(table, StagedRows.RowsOf(Kept(table), state)));
            states.Add(isWhole ? moved : moving.Count == 0 ? first : StateOf(reader, older));
        }

        return [.. states, moved];
    }

    /// <summary>The old definition on the new publication; null when the new tables have no room for it: then all that
    /// moved came with the new definition.</summary>
    private States? OnNewTables((IndicatorDefinition Indicator, RequestPlan Plan) older)
    {
        try
        {
            return StateOf(to.Reader, older);
        }
        catch (UserError)
        {
            return null;
        }
        catch (DuckDBException)
        {
            return null;
        }
    }

    private static string Kept(string table) => $"staged_{table}";

    private static List<string> Facts(IndicatorDefinition indicator) =>
        [.. Sides(indicator).Select(side => side.Table).Distinct()];

    private static IEnumerable<Measurement> Sides(IndicatorDefinition indicator) =>
        new[] { indicator.Numerator, indicator.Denominator }.OfType<Measurement>();

    private bool IsMoved(string table) => VersionIn(from, table) != VersionIn(to, table);

    private static long VersionIn(Analysis analysis, string table) =>
        analysis.Publication.Versions.GetValueOrDefault($"conformed/{table}", -1);

    private StagedRows Staged(IndicatorDefinition indicator, string table) =>
        new(SnapshotIn(from, table), SnapshotIn(to, table), grains.Of(table))
        {
            Dates = [.. Sides(indicator).Where(side => side.Table == table).Select(side => side.Date).Distinct()],
            Until = from.Reader.CoverageOf(table)?.Until,
            Districts = IsMoved("district") ? (SnapshotIn(from, "district"), SnapshotIn(to, "district")) : null,
        };

    private static Snapshot SnapshotIn(Analysis analysis, string table) =>
        analysis.Lake.Table($"conformed/{table}").At(VersionIn(analysis, table));

    private static States StateOf(
        PublicationReader reader, (IndicatorDefinition Indicator, RequestPlan Plan) asked)
    {
        var cells = reader.Run(asked.Indicator, asked.Plan);
        var figures = CellProtector.ProtectTable(asked.Indicator, [.. cells.Select(placed => placed.Cell)]);
        return new States(
            [.. cells.Zip(figures, (cell, figure) => new Judge.PlacedFigure(cell.Keys, cell.Start, figure))]);
    }
}

/// <summary>The figures of one state.</summary>
/// <param name="Figures">In order of the keys.</param>
internal sealed record States(IReadOnlyList<Judge.PlacedFigure> Figures)
{
    private readonly Dictionary<string, Judge.PlacedFigure> byPlace =
        Figures.ToDictionary(placed => NameOf(placed.Keys), StringComparer.Ordinal);

    /// <summary>The figure of a place; null when the state does not have the place.</summary>
    internal Judge.PlacedFigure? At(string place) => byPlace.GetValueOrDefault(place);

    /// <summary>One text for the keys of a place.</summary>
    internal static string NameOf(IReadOnlyList<string> keys) =>
        string.Join('\u001f', keys.Select(key => string.Create(CultureInfo.InvariantCulture, $"{key}")));
}

using System.Globalization;
using Maltall.Lake;

namespace Maltall.Etl.Fetch.PxWeb;

/// <summary>Cuts what a query takes into parts that a service gives in one answer each.</summary>
internal static class PxPlan
{
    /// <summary>Cells that one query may take.</summary>
    private const long MostCells = 5_000_000;

    private const int MostParts = 999;

    /// <summary>The parts, each with its codes of every variable; together they are the whole.</summary>
    /// <param name="query">The query, for its name.</param>
    /// <param name="codes">Codes of every variable.</param>
    /// <param name="limit">Cells of one answer.</param>
    /// <exception cref="UserError">The query takes more than can be fetched.</exception>
    public static IReadOnlyList<IReadOnlyList<IReadOnlyList<string>>> Split(
        PxQuery query, IReadOnlyList<IReadOnlyList<string>> codes, long limit)
    {
        if (codes.Aggregate(1m, (product, one) => product * one.Count) is var cells && cells > MostCells)
        {
            throw TooLarge(query, string.Create(CultureInfo.InvariantCulture,
                $"{cells} cells, and {MostCells} are the most"));
        }

        var parts = Split(codes, Math.Max(1, limit)).Take(MostParts + 1).ToList();
        return parts.Count <= MostParts ? parts : throw TooLarge(query, string.Create(CultureInfo.InvariantCulture,
            $"more than {MostParts} parts of {limit} cells each"));
    }

    /// <summary>Number of cells that the codes span.</summary>
    public static long Cells(IReadOnlyList<IReadOnlyList<string>> codes) =>
        codes.Aggregate(1L, (product, one) => product * one.Count);

    private static IEnumerable<IReadOnlyList<IReadOnlyList<string>>> Split(
        IReadOnlyList<IReadOnlyList<string>> codes, long limit)
    {
        if (Cells(codes) <= limit)
        {
            return [codes];
        }

        var largest = Enumerable.Range(0, codes.Count).MaxBy(at => codes[at].Count);
        var each = Cells(codes) / codes[largest].Count;
        return codes[largest].Chunk((int)Math.Max(1, limit / each))
            .SelectMany(chunk => Split([.. codes.Select((all, at) => at == largest ? chunk : all)], limit));
    }

    private static UserError TooLarge(PxQuery query, string what) =>
        new($"The query {query.Id} takes {what}.", "Choose fewer codes under 'select', or make two queries of it.");
}

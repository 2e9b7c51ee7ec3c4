using System.Diagnostics;
using System.Globalization;
using Maltall.Warehouse.Protect.Suppress;

namespace Maltall.Bench.Protect;

/// <summary>What it costs to protect linked tables: blocks of growing size, and a release of several blocks.</summary>
internal static class ProtectBench
{
    private const int Blocks = 5;
    private const int LargestCount = 4;

    private static readonly (CrossedTable Table, double Level)[] Sizes =
        [(new(5, 5, 5), 3.3), (new(7, 6, 8), 3.6), (new(7, 6, 11), 3.7), (new(7, 7, 14), 3.7)];

    /// <summary>Protects the blocks and prints what each took.</summary>
    /// <param name="arguments">Largest number of cells of a block, 21 000 when not given.</param>
    public static int Run(string[] arguments)
    {
        var largest = arguments.Length > 0 ? int.Parse(arguments[0], CultureInfo.InvariantCulture) : 21_000;
        var chosen = Sizes.Where(size => size.Table.CellCount <= largest).ToList();
        foreach (var (table, level) in chosen)
        {
            Protect([table.Cells(1, level)]);
        }

        var (last, usual) = chosen[^1];
        Protect([.. Enumerable.Range(2, Blocks).Select(seed => last.Cells(seed, usual))]);
        return 0;
    }

    private static void Protect(IReadOnlyList<List<TableCell>> blocks)
    {
        var rules = new PrimaryRules(LargestCount);
        var requests = blocks.Select(cells => new SuppressionRequest(
            cells, cells.Where(cell => rules.IsSensitive(cell.Count)).Select(cell => cell.Key).ToHashSet())).ToList();
        var watch = Stopwatch.StartNew();
        var processor = Process.GetCurrentProcess().TotalProcessorTime;
        var outcomes = new Suppression[blocks.Count];
        Parallel.For(0, blocks.Count, at => outcomes[at] = Suppressor.Protect(requests[at], CancellationToken.None));
        var seconds = watch.Elapsed.TotalSeconds;
        var cells = blocks.Sum(block => block.Count);
        var safe = outcomes.Cast<Suppression.Safe>().ToList();
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"{blocks.Count} of {cells} cells, {100.0 * requests.Sum(one => one.Primary.Count) / cells:0} % sensitive: "
            + $"{seconds:0.0} s, "
            + $"{(Process.GetCurrentProcess().TotalProcessorTime - processor).TotalSeconds:0.0} s of processor, "
            + $"{safe.Sum(one => one.Status.Values.Count(status => status == CellStatus.Secondary))} more hidden, "
            + $"{safe.Max(one => one.Rounds)} rounds, {safe.Sum(one => one.Pivots)} pivots, "
            + $"{Process.GetCurrentProcess().PeakWorkingSet64 / 1e9:0.00} GB at most"));
    }
}

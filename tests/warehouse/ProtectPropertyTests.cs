using CsCheck;
using Maltall.Warehouse.Protect.Audit;
using Maltall.Warehouse.Protect.Suppress;
using Xunit;

namespace Maltall.Warehouse.Tests;

/// <summary>
/// Random tables of two or three dimensions, the first with groups, of which some cells are not in the release.
/// </summary>
public sealed class ProtectPropertyTests
{
    private const int Tables = 2000;

    private static readonly PrimaryRules Rules = new(3);

    private static readonly Gen<List<TableCell>> Table =
        from rows in Gen.Int[2, 5]
        from columns in Gen.Int[2, 4]
        from layers in Gen.Int[1, 3]
        from counts in Gen.Frequency((2, Gen.Const(0L)), (5, Gen.Long[1, 3]), (6, Gen.Long[4, 30]))
            .Array[rows * columns * layers]
        from left in Gen.Frequency((3, Gen.Const(0)), (1, Gen.Int[1, 7]))
        select Cross([rows, columns, layers], counts, left);

    [Fact]
    public void The_auditor_breaks_no_pattern_of_the_suppressor() => Table.Sample(
        table =>
        {
            var request = RequestOf(table);

            var safe = Assert.IsType<Suppression.Safe>(Suppressor.Protect(request, CancellationToken.None));

            Assert.Empty(Audit(ProtectTests.ReleaseOf(request, safe)).Recoverable);
        },
        iter: Tables);

    [Fact]
    public void The_auditor_finds_a_planted_leak() => Gen.Select(Table, Gen.Int[0, 1000]).Sample(
        (table, pick) =>
        {
            var request = RequestOf(table);
            var safe = Assert.IsType<Suppression.Safe>(Suppressor.Protect(request, CancellationToken.None));
            var release = ProtectTests.ReleaseOf(request, safe);
            var hidden = release.Where(cell => cell.Sight == Sight.Hidden).ToList();
            if (hidden.Count == 0)
            {
                return;
            }

            var victim = hidden[pick % hidden.Count];
            var rest = Enumerable.Range(0, table.Max(cell => cell.Inner.Max()) + 1).Except(victim.Inner).ToList();
            var whole = table.MaxBy(cell => cell.Inner.Count)!;
            var without = whole.Inner.Except(victim.Inner).ToList();
            var leaking = release.Append(new AuditCell("whole", whole.Inner, Sight.Shown, whole.Count));
            var count = table.Single(cell => cell.Key == victim.Key).Count;
            if (without.Count > 0 && victim.Inner.All(whole.Inner.Contains))
            {
                leaking = leaking.Append(new AuditCell("whole without it", without, Sight.Shown, whole.Count - count));
            }

            var report = Audit([.. leaking]);

            if (victim.Inner.All(whole.Inner.Contains))
            {
                Assert.Contains(victim.Key, report.Recoverable);
            }
        },
        iter: Tables);

    [Fact]
    public void The_auditor_finds_counts_of_one_that_sum_to_their_number() => Gen.Int[2, 9].Sample(parts =>
    {
        var hidden = Enumerable.Range(0, parts).Select(part => new AuditCell($"{part}", [part], Sight.Hidden));
        var total = new AuditCell("total", [.. Enumerable.Range(0, parts)], Sight.Shown, parts);

        var report = Audit([.. hidden, total]);

        Assert.Equal(parts, report.Recoverable.Count);
        Assert.DoesNotContain(report.Verdicts, verdict => verdict.IsComputable);
    });

    [Fact]
    public void One_more_household_uncovers_nothing() => Gen.Select(Table, Gen.Int[0, 1000]).Sample(
        (table, pick) =>
        {
            var before = Assert.IsType<Suppression.Safe>(Suppressor.Protect(RequestOf(table), CancellationToken.None));
            var hidden = before.Status.Where(cell => cell.Value != CellStatus.Published)
                .Select(cell => cell.Key).ToHashSet();
            var single = table.FindAll(cell => cell.Inner.Count == 1);
            if (single.Count == 0)
            {
                return;
            }

            var grown = single[pick % single.Count].Inner[0];
            var more = table.ConvertAll(cell =>
                cell.Inner.Contains(grown) ? cell with { Count = cell.Count + 1 } : cell);
            var request = RequestOf(more) with { AlreadyHidden = hidden };

            var after = Assert.IsType<Suppression.Safe>(Suppressor.Protect(request, CancellationToken.None));

            Assert.All(hidden, key => Assert.NotEqual(CellStatus.Published, after.Status[key]));
            Assert.Empty(Audit(ProtectTests.ReleaseOf(request, after)).Recoverable);
        },
        iter: Tables / 4);

    [Fact]
    public void What_is_already_shown_stays_shown_or_the_release_is_refused() => Gen
        .Select(Table, Gen.Int[1, 1000]).Sample(
        (table, pick) =>
        {
            var request = RequestOf(table);
            var shown = table.Where((cell, at) => at % 7 == pick % 7 && !request.Primary.Contains(cell.Key))
                .Select(cell => cell.Key).ToHashSet();

            var outcome = Suppressor.Protect(request with { AlreadyShown = shown }, CancellationToken.None);

            if (outcome is Suppression.Safe safe)
            {
                Assert.All(shown, key => Assert.Equal(CellStatus.Published, safe.Status[key]));
                Assert.Empty(Audit(ProtectTests.ReleaseOf(request, safe)).Recoverable);
            }
        },
        iter: Tables / 4);

    [Fact]
    public void Bounds_hold_every_table_that_fits() => Gen.Long[0, 3].Array[4].Sample(counts =>
    {
        var table = Cross([2, 2, 1], counts, 0).DistinctBy(cell => string.Join(',', cell.Inner)).ToList();
        var inner = table.Where(cell => cell.Inner.Count == 1 && cell.Count > 0).Select(cell => cell.Key).ToHashSet();
        var release = table.ConvertAll(cell => inner.Contains(cell.Key)
            ? new AuditCell(cell.Key, cell.Inner, Sight.Hidden)
            : new AuditCell(cell.Key, cell.Inner, Sight.Shown, cell.Count));
        var fitting = (
            from a in Enumerable.Range(0, 7)
            from b in Enumerable.Range(0, 7)
            from c in Enumerable.Range(0, 7)
            from d in Enumerable.Range(0, 7)
            let guess = (int[])[a, b, c, d]
            where release.All(cell => cell.Sight == Sight.Shown
                ? cell.Inner.Sum(at => guess[at]) == cell.Value : guess[cell.Inner[0]] >= 1)
            select guess).ToList();

        var report = Audit(release);

        Assert.All(report.Verdicts, verdict =>
        {
            var at = release.Single(cell => cell.Key == verdict.Key).Inner[0];
            Assert.Equal(fitting.Min(guess => guess[at]), verdict.Lower, 1e-6);
            Assert.Equal(fitting.Max(guess => guess[at]), verdict.Upper, 1e-6);
        });
    });

    private static AuditReport Audit(IReadOnlyList<AuditCell> release) =>
        Auditor.Audit(new AuditRequest(release, ZerosArePublic: true), CancellationToken.None);

    private static SuppressionRequest RequestOf(List<TableCell> table) =>
        new(table, table.Where(cell => Rules.IsSensitive(cell.Count)).Select(cell => cell.Key).ToHashSet());

    /// <summary>Crosses the dimensions with totals and, in the first, groups of two; leaves some margins out.</summary>
    private static List<TableCell> Cross(int[] sizes, long[] counts, int left)
    {
        var levels = sizes.Select((size, dimension) =>
        {
            var values = Enumerable.Range(0, size).Select(value => (int[])[value]).ToList();
            var groups = dimension == 0 ? Enumerable.Range(0, size).Chunk(2).Where(group => group.Length == 2) : [];
            return values.Concat(groups).Append([.. Enumerable.Range(0, size)]).ToList();
        }).ToList();
        var cells =
            from a in Enumerable.Range(0, levels[0].Count)
            from b in Enumerable.Range(0, levels[1].Count)
            from c in Enumerable.Range(0, levels[2].Count)
            where left == 0 || (a + (2 * b) + (4 * c)) % 8 != left
            let inner = (
                from i in levels[0][a]
                from j in levels[1][b]
                from k in levels[2][c]
                select (((i * sizes[1]) + j) * sizes[2]) + k).ToArray()
            select new TableCell($"{a}|{b}|{c}", inner, inner.Sum(at => counts[at]));
        return [.. cells];
    }
}

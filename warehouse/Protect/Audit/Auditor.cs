using Maltall.Lake;

namespace Maltall.Warehouse.Protect.Audit;

/// <summary>
/// Tries to break a release: computes hidden cells from shown ones, and bounds them by what counts can be. It knows
/// nothing of how the cells were hidden, and shares no code with what hid them.
/// </summary>
public static class Auditor
{
    private const double LargestResidual = 1e-5;

    /// <summary>Audits a release, or a release together with all before it.</summary>
    /// <param name="request">The cells as a reader sees them.</param>
    /// <param name="cancellation">Stops the work; a release whose audit is stopped is not published.</param>
    /// <exception cref="UserError">The shown cells contradict each other.</exception>
    public static AuditReport Audit(AuditRequest request, CancellationToken cancellation)
    {
        var release = Release.Of(request);
        var computable = Computable(release);
        var solution = Solution.Of(release);
        var (polytope, quantities) = PolytopeOf(request, release, solution);
        if (!polytope.Enter())
        {
            throw Release.Contradiction();
        }

        var verdicts = new Dictionary<string, CellVerdict>(StringComparer.Ordinal);
        for (var at = 0; at < release.Targets.Count; at++)
        {
            cancellation.ThrowIfCancellationRequested();
            var (lower, upper) = request.ExactBounds
                ? Bounds(polytope, quantities.OfTarget[at]) : TwoNumbers(polytope, quantities.OfTarget[at]);
            foreach (var key in release.Targets[at].Keys)
            {
                verdicts[key] = new CellVerdict(key, lower, upper, computable.Contains(at));
            }
        }

        Check(release, polytope, quantities.OfColumn);
        return new AuditReport(
            [.. request.Cells.Where(cell => cell.Sight != Sight.Shown).Select(cell => verdicts[cell.Key])],
            polytope.Pivots);
    }

    /// <summary>Targets that follow from shown sums, by either prime.</summary>
    private static HashSet<int> Computable(Release release)
    {
        var frequency = new int[release.ColumnCount];
        foreach (var column in release.Shown.SelectMany(sum => sum.Columns))
        {
            frequency[column]++;
        }

        var computable = new HashSet<int>();
        foreach (var prime in (long[])[PrimeSpan.FirstPrime, PrimeSpan.SecondPrime])
        {
            var span = new PrimeSpan(release.ColumnCount, prime);
            foreach (var (columns, _) in release.Shown.OrderBy(sum => sum.Columns.Length))
            {
                span.Show(columns, frequency);
            }

            computable.UnionWith(Enumerable.Range(0, release.Targets.Count)
                .Where(target => span.Follows(release.Targets[target].Columns)));
        }

        return computable;
    }

    private static (Polytope Polytope, (int[] OfColumn, int[] OfTarget) Quantities) PolytopeOf(
        AuditRequest request, Release release, Solution solution)
    {
        var known = request.ZerosArePublic ? 1 : 0;
        var floors = new double[release.ColumnCount];
        foreach (var target in release.Targets.Where(target => target.IsHidden && target.Columns.Length == 1))
        {
            floors[target.Columns[0]] = known;
        }

        var start = (double[])floors.Clone();
        if (request.Start is not null)
        {
            Array.Clear(start);
            for (var inner = 0; inner < release.ColumnOf.Length; inner++)
            {
                if (release.ColumnOf[inner] >= 0)
                {
                    start[release.ColumnOf[inner]] += request.Start[inner];
                }
            }
        }

        var ofColumn = new int[release.ColumnCount];
        Array.Fill(ofColumn, -1);
        for (var place = 0; place < solution.Free.Count; place++)
        {
            ofColumn[solution.Free[place]] = place;
        }

        var polytope = new Polytope(
            [.. solution.Free.Select(column => floors[column])],
            [.. solution.Free.Select(column => Math.Max(floors[column], start[column]))]);
        for (var column = 0; column < ofColumn.Length; column++)
        {
            ofColumn[column] = ofColumn[column] >= 0
                ? ofColumn[column] : polytope.Add(solution.Sum([column]), floors[column]);
        }

        var ofTarget = release.Targets
            .Select(target => target.Columns.Length == 1 ? ofColumn[target.Columns[0]]
                : polytope.Add(solution.Sum(target.Columns), target.IsHidden ? known : 0))
            .ToArray();
        return (polytope, (ofColumn, ofTarget));
    }

    private static (double Lower, double Upper) Bounds(Polytope polytope, int quantity)
    {
        var floor = polytope.FloorOf(quantity);
        var lower = polytope.Least[quantity] <= floor + 1e-7
            ? floor : polytope.Seek(quantity, -1, double.NegativeInfinity);
        var upper = double.IsPositiveInfinity(polytope.Most[quantity]) ? double.PositiveInfinity
            : polytope.Seek(quantity, 1, double.PositiveInfinity);
        return (lower, upper);
    }

    /// <summary>Looks for two whole numbers that the quantity can be; gives back how far it got.</summary>
    private static (double Lower, double Upper) TwoNumbers(Polytope polytope, int quantity)
    {
        foreach (var sign in (int[])[1, -1])
        {
            if (!HasTwo(polytope, quantity))
            {
                var other = sign > 0
                    ? Math.Ceiling(polytope.Least[quantity] - 1e-6) + 1
                    : Math.Floor(polytope.Most[quantity] + 1e-6) - 1;
                polytope.Seek(quantity, sign, other);
            }
        }

        return (polytope.Least[quantity], polytope.Most[quantity]);
    }

    private static bool HasTwo(Polytope polytope, int quantity) => double.IsPositiveInfinity(polytope.Most[quantity])
        || Math.Floor(polytope.Most[quantity] + 1e-6) - Math.Ceiling(polytope.Least[quantity] - 1e-6) >= 1;

    /// <summary>
    /// The point where the walk ended must still give the shown sums; rounding that has piled up stops the audit.
    /// </summary>
    private static void Check(Release release, Polytope polytope, int[] quantityOf)
    {
        foreach (var (columns, value) in release.Shown)
        {
            var sum = columns.Sum(column => polytope.ValueOf(quantityOf[column]));
            if (Math.Abs(sum - value) > LargestResidual * (1 + value))
            {
                throw new InvalidOperationException("The audit lost precision; the release must not be published.");
            }
        }
    }
}

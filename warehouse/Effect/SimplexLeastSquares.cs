namespace Maltall.Warehouse.Effect;

/// <summary>Weights that add up to one, none negative, and how far from the best they can be.</summary>
/// <param name="Values">One weight a column.</param>
/// <param name="Gap">Duality gap: the objective is at most this far above its minimum, in its own unit.</param>
/// <param name="Objective">½‖Aw − b‖² + ½ ridge ‖w‖² at the weights.</param>
internal sealed record SimplexWeights(double[] Values, double Gap, double Objective);

/// <summary>
/// Weights w on the simplex that minimise ½‖Aw − b‖² + ½ ridge ‖w‖², exactly, by an active set: the nearest point to
/// the origin in the hull of the columns of A less b. The columns in use are kept independent by an orthogonal
/// factorisation, so that columns that are sums of others do no harm.
/// </summary>
/// <remarks>P. Wolfe (1976), Finding the nearest point in a polytope, Mathematical Programming 11, 128–149.</remarks>
internal sealed class SimplexLeastSquares
{
    private const double Finest = 1e-16;
    private readonly double[][] points;
    private readonly double scale;
    private readonly List<int> corral = [];
    private readonly List<double> weights = [];
    private readonly ColumnFactor factor;
    private double[] nearest;

    private SimplexLeastSquares(double[][] points, double scale)
    {
        this.points = points;
        this.scale = scale;
        factor = new ColumnFactor();
        var first = Enumerable.Range(0, points.Length).MinBy(at => Dot(points[at], points[at]));
        corral.Add(first);
        weights.Add(1);
        nearest = [.. points[first]];
    }

    /// <summary>Finds the weights.</summary>
    /// <param name="columns">Columns of A, at least one, all as long as <paramref name="target"/>.</param>
    /// <param name="target">b.</param>
    /// <param name="ridge">Penalty, not negative.</param>
    /// <param name="intercept">True to let a constant be added: A and b are then taken about their means.</param>
    public static SimplexWeights Solve(
        IReadOnlyList<double[]> columns, double[] target, double ridge, bool intercept)
    {
        var points = columns.Select(column => Subtract(column, target)).ToArray();
        if (intercept)
        {
            Array.ForEach(points, Center);
        }

        var largest = points.Max(point => point.Max(Math.Abs));
        var scale = largest > 0 ? largest : 1;
        var root = Math.Sqrt(ridge) / scale;
        var solver = new SimplexLeastSquares([.. points.Select((point, at) =>
            Extend(point, scale, ridge > 0 ? points.Length : 0, (at, root)))], scale);
        return solver.Run();
    }

    private SimplexWeights Run()
    {
        // Each round lowers the objective and ends on a different set of columns, so that they are finite in number.
        for (var round = 0; round < 50 * (points.Length + 10); round++)
        {
            var (before, (entering, _)) = (Dot(nearest, nearest), Entering());
            if (entering < 0 || !Enter(entering) || Dot(nearest, nearest) >= before)
            {
                break;
            }
        }

        var all = new double[points.Length];
        for (var at = 0; at < corral.Count; at++)
        {
            all[corral[at]] = weights[at];
        }

        var gap = Math.Max(0, Entering().Gap);
        return new SimplexWeights(all, gap * scale * scale, 0.5 * Dot(nearest, nearest) * scale * scale);
    }

    /// <summary>The column that would lower the objective the most, and the gap that it proves.</summary>
    private (int Column, double Gap) Entering()
    {
        var (best, least) = (-1, double.PositiveInfinity);
        for (var at = 0; at < points.Length; at++)
        {
            // x·(p − x) rather than x·p − x·x, which loses its digits near the optimum.
            var slope = 0.0;
            for (var row = 0; row < nearest.Length; row++)
            {
                slope += nearest[row] * (points[at][row] - nearest[row]);
            }

            (best, least) = slope < least ? (at, slope) : (best, least);
        }

        return corral.Contains(best) || -least <= Finest * Dot(nearest, nearest) ? (-1, -least) : (best, -least);
    }

    private bool Enter(int column)
    {
        if (!factor.TryAdd(Subtract(points[column], points[corral[0]])))
        {
            return false;
        }

        corral.Add(column);
        weights.Add(0);
        while (true)
        {
            var wanted = OfHull();
            if (wanted.All(weight => weight > 0))
            {
                weights.Clear();
                weights.AddRange(wanted);
                Place();
                return true;
            }

            Retreat(wanted);
        }
    }

    /// <summary>Weights of the point nearest to the origin among all sums of the columns in use that add to
    /// one.</summary>
    private double[] OfHull()
    {
        var rest = factor.Solve(points[corral[0]]);
        return [1 + rest.Sum(), .. rest.Select(weight => -weight)];
    }

    /// <summary>Goes towards the wanted weights as far as none becomes negative, and lets go of those that reach
    /// nought.</summary>
    private void Retreat(double[] wanted)
    {
        var step = 1.0;
        for (var at = 0; at < wanted.Length; at++)
        {
            step = wanted[at] <= 0 ? Math.Min(step, weights[at] / (weights[at] - wanted[at])) : step;
        }

        var leaving = -1;
        for (var at = 0; at < wanted.Length; at++)
        {
            weights[at] += step * (wanted[at] - weights[at]);
            leaving = wanted[at] <= 0 && (leaving < 0 || weights[at] < weights[leaving]) ? at : leaving;
        }

        weights[leaving] = 0;
        for (var at = corral.Count - 1; at >= 0; at--)
        {
            if (weights[at] <= 0)
            {
                corral.RemoveAt(at);
                weights.RemoveAt(at);
            }
        }

        Refactor();
    }

    private void Refactor()
    {
        factor.Clear();
        for (var at = 1; at < corral.Count; at++)
        {
            if (!factor.TryAdd(Subtract(points[corral[at]], points[corral[0]])))
            {
                corral.RemoveAt(at);
                weights.RemoveAt(at);
                at--;
            }
        }

        var sum = weights.Sum();
        for (var at = 0; at < weights.Count; at++)
        {
            weights[at] /= sum;
        }
    }

    private void Place()
    {
        nearest = new double[nearest.Length];
        for (var at = 0; at < corral.Count; at++)
        {
            var point = points[corral[at]];
            for (var row = 0; row < point.Length; row++)
            {
                nearest[row] += weights[at] * point[row];
            }
        }
    }

    private static double[] Extend(double[] point, double scale, int more, (int At, double Root) ridge)
    {
        var extended = new double[point.Length + more];
        for (var row = 0; row < point.Length; row++)
        {
            extended[row] = point[row] / scale;
        }

        if (more > 0)
        {
            extended[point.Length + ridge.At] = ridge.Root;
        }

        return extended;
    }

    private static void Center(double[] values)
    {
        var mean = values.Average();
        for (var at = 0; at < values.Length; at++)
        {
            values[at] -= mean;
        }
    }

    private static double[] Subtract(double[] from, double[] what)
    {
        var difference = new double[from.Length];
        for (var at = 0; at < from.Length; at++)
        {
            difference[at] = from[at] - what[at];
        }

        return difference;
    }

    private static double Dot(double[] left, double[] right)
    {
        var sum = 0.0;
        for (var at = 0; at < left.Length; at++)
        {
            sum += left[at] * right[at];
        }

        return sum;
    }
}

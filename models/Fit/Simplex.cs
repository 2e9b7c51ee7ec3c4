namespace Maltall.Models.Fit;

/// <summary>A function of a few numbers to be made small.</summary>
internal interface IObjective
{
    /// <summary>The value at a point; infinite where the point is not allowed.</summary>
    double At(ReadOnlySpan<double> point);
}

/// <summary>Nelder and Mead's simplex (1965) for up to nine unknowns, without allocation.</summary>
/// <remarks>
/// MathNet's NelderMeadSimplex makes a vector for each evaluation and calls through an interface on the heap; a panel
/// asks for some hundred thousand evaluations a second, so the same steps stand here on the stack. Coefficients are
/// the usual 1, 2, ½, ½.
/// </remarks>
internal static class Simplex
{
    private const int Most = 9;

    /// <summary>Moves a point to a local minimum.</summary>
    /// <param name="objective">The function.</param>
    /// <param name="point">Start, and afterwards the best point found.</param>
    /// <param name="step">Size of the first simplex in every direction.</param>
    /// <param name="evaluations">Most evaluations.</param>
    /// <returns>The value at the best point.</returns>
    public static double Minimise<T>(ref T objective, Span<double> point, double step, int evaluations)
        where T : struct, IObjective
    {
        var n = point.Length;
        ArgumentOutOfRangeException.ThrowIfGreaterThan(n, Most);
        Span<double> corners = stackalloc double[(Most + 1) * Most];
        Span<double> heights = stackalloc double[Most + 1];
        Span<double> centre = stackalloc double[Most];
        Span<double> trial = stackalloc double[Most];
        Span<double> second = stackalloc double[Most];
        var simplex = new State(corners, heights[..(n + 1)], centre[..n], trial[..n], second[..n]);
        simplex.Start(ref objective, point, step);
        var used = n + 1;
        while (used < evaluations && !simplex.IsSmall())
        {
            used += simplex.Move(ref objective);
        }

        var best = simplex.Best();
        simplex.Corner(best).CopyTo(point);
        return heights[best];
    }

    private readonly ref struct State(
        Span<double> corners, Span<double> heights, Span<double> centre, Span<double> trial, Span<double> second)
    {
        private readonly Span<double> _corners = corners;
        private readonly Span<double> _heights = heights;
        private readonly Span<double> _centre = centre;
        private readonly Span<double> _trial = trial;
        private readonly Span<double> _second = second;

        private int Size => _centre.Length;

        public Span<double> Corner(int index) => _corners.Slice(index * Size, Size);

        public void Start<T>(ref T objective, ReadOnlySpan<double> point, double step)
            where T : struct, IObjective
        {
            for (var i = 0; i <= Size; i++)
            {
                var corner = Corner(i);
                point.CopyTo(corner);
                if (i > 0)
                {
                    corner[i - 1] += step;
                }

                _heights[i] = objective.At(corner);
            }
        }

        public int Best()
        {
            var best = 0;
            for (var i = 1; i < _heights.Length; i++)
            {
                best = _heights[i] < _heights[best] ? i : best;
            }

            return best;
        }

        public bool IsSmall()
        {
            var (low, high) = (double.PositiveInfinity, double.NegativeInfinity);
            foreach (var height in _heights)
            {
                (low, high) = (Math.Min(low, height), Math.Max(high, height));
            }

            return high - low <= 1e-7 * (Math.Abs(low) + 1e-7);
        }

        public int Move<T>(ref T objective)
            where T : struct, IObjective
        {
            var (best, worst, next) = Order();
            CentreWithout(worst);
            var reflected = Try(ref objective, worst, -1, _trial);
            if (reflected < _heights[best])
            {
                var expanded = Try(ref objective, worst, -2, _second);
                var further = expanded < reflected;
                Take(worst, further ? _second : _trial, further ? expanded : reflected);
                return 2;
            }

            if (reflected < _heights[next])
            {
                Take(worst, _trial, reflected);
                return 1;
            }

            var outside = reflected < _heights[worst];
            var contracted = Try(ref objective, worst, outside ? -0.5 : 0.5, _second);
            if (contracted < Math.Min(reflected, _heights[worst]))
            {
                Take(worst, _second, contracted);
                return 2;
            }

            Shrink(ref objective, best);
            return 2 + Size;
        }

        private (int Best, int Worst, int Next) Order()
        {
            var best = Best();
            var worst = 0;
            for (var i = 1; i < _heights.Length; i++)
            {
                worst = _heights[i] >= _heights[worst] ? i : worst;
            }

            var next = best;
            for (var i = 0; i < _heights.Length; i++)
            {
                next = i != worst && _heights[i] >= _heights[next] ? i : next;
            }

            return (best, worst, next);
        }

        private void CentreWithout(int worst)
        {
            _centre.Clear();
            for (var i = 0; i < _heights.Length; i++)
            {
                for (var j = 0; i != worst && j < Size; j++)
                {
                    _centre[j] += Corner(i)[j] / Size;
                }
            }
        }

        private double Try<T>(ref T objective, int worst, double factor, Span<double> into)
            where T : struct, IObjective
        {
            var corner = Corner(worst);
            for (var j = 0; j < Size; j++)
            {
                into[j] = _centre[j] + (factor * (corner[j] - _centre[j]));
            }

            return objective.At(into);
        }

        private void Take(int corner, ReadOnlySpan<double> point, double height)
        {
            point.CopyTo(Corner(corner));
            _heights[corner] = height;
        }

        private void Shrink<T>(ref T objective, int best)
            where T : struct, IObjective
        {
            for (var i = 0; i < _heights.Length; i++)
            {
                if (i == best)
                {
                    continue;
                }

                var corner = Corner(i);
                for (var j = 0; j < Size; j++)
                {
                    corner[j] = 0.5 * (corner[j] + Corner(best)[j]);
                }

                _heights[i] = objective.At(corner);
            }
        }
    }
}

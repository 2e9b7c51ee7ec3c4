namespace Maltall.Warehouse.Effect;

/// <summary>Independent columns as an orthonormal basis and a triangle, to which columns are added one by
/// one.</summary>
internal sealed class ColumnFactor
{
    private const double Dependent = 1e-13;
    private readonly List<double[]> basis = [];
    private readonly List<double[]> triangle = [];

    /// <summary>Forgets all columns.</summary>
    public void Clear()
    {
        basis.Clear();
        triangle.Clear();
    }

    /// <summary>Adds a column, unless it is a sum of those that are there.</summary>
    /// <param name="column">The column; used up.</param>
    /// <returns>False when it is dependent, and was not added.</returns>
    public bool TryAdd(double[] column)
    {
        var length = Math.Sqrt(Dot(column, column));
        var parts = new double[basis.Count + 1];

        // Twice is enough: the second pass takes away what rounding left of the first.
        for (var pass = 0; pass < 2; pass++)
        {
            for (var at = 0; at < basis.Count; at++)
            {
                var part = Dot(basis[at], column);
                parts[at] += part;
                AddTo(column, basis[at], -part);
            }
        }

        var rest = Math.Sqrt(Dot(column, column));
        if (rest <= Dependent * length || length == 0)
        {
            return false;
        }

        for (var row = 0; row < column.Length; row++)
        {
            column[row] /= rest;
        }

        parts[^1] = rest;
        basis.Add(column);
        triangle.Add(parts);
        return true;
    }

    /// <summary>Coefficients of the columns in the projection of a vector on them.</summary>
    /// <param name="vector">As long as the columns.</param>
    public double[] Solve(double[] vector)
    {
        var left = (double[])vector.Clone();
        var solution = new double[basis.Count];
        for (var at = 0; at < basis.Count; at++)
        {
            solution[at] = Dot(basis[at], left);
            AddTo(left, basis[at], -solution[at]);
        }

        for (var at = basis.Count - 1; at >= 0; at--)
        {
            solution[at] /= triangle[at][at];
            for (var above = 0; above < at; above++)
            {
                solution[above] -= triangle[at][above] * solution[at];
            }
        }

        return solution;
    }

    private static void AddTo(double[] sum, double[] what, double times)
    {
        for (var row = 0; row < sum.Length; row++)
        {
            sum[row] += times * what[row];
        }
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

namespace Maltall.Warehouse.Protect.Suppress;

/// <summary>A combination of columns, without those that have no part in it.</summary>
/// <param name="At">The columns, ascending.</param>
/// <param name="Of">Their factors.</param>
internal readonly record struct SparseRow(int[] At, double[] Of)
{
    /// <summary>The columns of a matrix as combinations of its rows.</summary>
    public static SparseRow[] Transpose(SparseRow[] rows, int columns)
    {
        var (at, of) = (new List<int>[columns], new List<double>[columns]);
        for (var column = 0; column < columns; column++)
        {
            (at[column], of[column]) = ([], []);
        }

        for (var row = 0; row < rows.Length; row++)
        {
            for (var index = 0; index < rows[row].At.Length; index++)
            {
                at[rows[row].At[index]].Add(row);
                of[rows[row].At[index]].Add(rows[row].Of[index]);
            }
        }

        return [.. at.Zip(of, (places, factors) => new SparseRow([.. places], [.. factors]))];
    }

    /// <summary>The combination of these values.</summary>
    public double Times(double[] values)
    {
        var sum = 0.0;
        for (var index = 0; index < At.Length; index++)
        {
            sum += Of[index] * values[At[index]];
        }

        return sum;
    }

    /// <summary>Adds a multiple to a dense row.</summary>
    public void AddTo(double[] sum, double factor)
    {
        for (var index = 0; index < At.Length; index++)
        {
            sum[At[index]] += factor * Of[index];
        }
    }
}

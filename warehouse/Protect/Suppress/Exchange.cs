using System.Numerics;
using System.Runtime.InteropServices;

namespace Maltall.Warehouse.Protect.Suppress;

/// <summary>
/// The basis: which rows stand at their bounds, which columns they determine, and the inverse of the square matrix
/// between them.
/// </summary>
internal sealed class Exchange
{
    private readonly SparseRow[] _rows;
    private readonly SparseRow[] _columns;
    private readonly int[] _placeOfRow;
    private readonly int[] _placeOfColumn;
    private readonly List<int> _rowAt = [];
    private readonly List<int> _columnAt = [];
    private readonly List<double[]> _inverse = [];
    private int _capacity = 32;

    public Exchange(SparseRow[] rows, SparseRow[] columns)
    {
        (_rows, _columns) = (rows, columns);
        _placeOfRow = Enumerable.Repeat(-1, rows.Length).ToArray();
        _placeOfColumn = Enumerable.Repeat(-1, columns.Length).ToArray();
    }

    /// <summary>Rows in the basis, and columns.</summary>
    public int Size => _rowAt.Count;

    public int RowAt(int place) => _rowAt[place];

    public int ColumnAt(int place) => _columnAt[place];

    public int PlaceOfRow(int row) => _placeOfRow[row];

    /// <summary>What a step of each row of the basis is worth when the columns are worth their costs.</summary>
    public double[] Prices(double[] costs)
    {
        var prices = new double[Size];
        for (var place = 0; place < Size; place++)
        {
            Add(prices, _inverse[place], costs[_columnAt[place]]);
        }

        return prices;
    }

    /// <summary>How the columns of the basis move when a quantity outside it goes up by one.</summary>
    public double[] Turns(int free, int entering)
    {
        if (entering < free)
        {
            var turns = Through(_columns[entering]);
            for (var place = 0; place < turns.Length; place++)
            {
                turns[place] = -turns[place];
            }

            return turns;
        }

        var at = _placeOfRow[entering - free];
        return [.. _inverse.Select(row => row[at])];
    }

    /// <summary>Moves the columns of the basis so that its rows move by these amounts.</summary>
    public void Correct(double[] rest, double[] values)
    {
        for (var place = 0; place < Size; place++)
        {
            var sum = 0.0;
            for (var at = 0; at < rest.Length; at++)
            {
                sum += _inverse[place][at] * rest[at];
            }

            values[_columnAt[place]] += sum;
        }
    }

    /// <summary>Lets a quantity in and another out; rows are numbered after the free columns.</summary>
    public void Swap(int free, int entering, int leaving)
    {
        if (entering < free && leaving >= free)
        {
            Grow(entering, leaving - free);
        }
        else if (entering < free)
        {
            ReplaceColumn(_placeOfColumn[leaving], entering);
        }
        else if (leaving >= free)
        {
            ReplaceRow(_placeOfRow[entering - free], leaving - free);
        }
        else
        {
            Shrink(_placeOfColumn[leaving], _placeOfRow[entering - free]);
        }
    }

    /// <summary>The inverse times a column's part in the rows of the basis.</summary>
    private double[] Through(SparseRow column)
    {
        var result = new double[Size];
        for (var index = 0; index < column.At.Length; index++)
        {
            var at = _placeOfRow[column.At[index]];
            if (at >= 0)
            {
                for (var place = 0; place < result.Length; place++)
                {
                    result[place] += column.Of[index] * _inverse[place][at];
                }
            }
        }

        return result;
    }

    /// <summary>A row's part in the columns of the basis times the inverse.</summary>
    private double[] Along(SparseRow row)
    {
        var result = new double[Size];
        for (var index = 0; index < row.At.Length; index++)
        {
            var at = _placeOfColumn[row.At[index]];
            if (at >= 0)
            {
                Add(result, _inverse[at], row.Of[index]);
            }
        }

        return result;
    }

    private void Grow(int column, int row)
    {
        var size = Size;
        Reserve(size + 1);
        var (down, along) = (Through(_columns[column]), Along(_rows[row]));
        var pivot = Entry(row, column);
        for (var index = 0; index < _rows[row].At.Length; index++)
        {
            var at = _placeOfColumn[_rows[row].At[index]];
            pivot -= at < 0 ? 0 : _rows[row].Of[index] * down[at];
        }

        for (var place = 0; place < size; place++)
        {
            Add(_inverse[place].AsSpan(0, size), along, down[place] / pivot);
            _inverse[place][size] = -down[place] / pivot;
        }

        var last = new double[_capacity];
        Add(last.AsSpan(0, size), along, -1 / pivot);
        last[size] = 1 / pivot;
        _inverse.Add(last);
        (_placeOfRow[row], _placeOfColumn[column]) = (size, size);
        _rowAt.Add(row);
        _columnAt.Add(column);
    }

    private void ReplaceColumn(int place, int column)
    {
        var down = Through(_columns[column]);
        var leader = _inverse[place].AsSpan(0, Size);
        Scale(leader, 1 / down[place]);
        for (var other = 0; other < down.Length; other++)
        {
            if (other != place)
            {
                Add(_inverse[other].AsSpan(0, Size), leader, -down[other]);
            }
        }

        _placeOfColumn[_columnAt[place]] = -1;
        (_columnAt[place], _placeOfColumn[column]) = (column, place);
    }

    private void ReplaceRow(int place, int row)
    {
        var along = Along(_rows[row]);
        var pivot = along[place];
        along[place] = 0;
        foreach (var line in _inverse)
        {
            var value = line[place] / pivot;
            Add(line.AsSpan(0, Size), along, -value);
            line[place] = value;
        }

        _placeOfRow[_rowAt[place]] = -1;
        (_rowAt[place], _placeOfRow[row]) = (row, place);
    }

    private void Shrink(int columnPlace, int rowPlace)
    {
        var leader = _inverse[columnPlace];
        var pivot = leader[rowPlace];
        var last = Size - 1;
        for (var other = 0; other <= last; other++)
        {
            if (other != columnPlace)
            {
                Add(_inverse[other].AsSpan(0, Size), leader.AsSpan(0, Size), -_inverse[other][rowPlace] / pivot);
                (_inverse[other][rowPlace], _inverse[other][last]) = (_inverse[other][last], 0);
            }
        }

        _inverse[columnPlace] = _inverse[last];
        _inverse.RemoveAt(last);
        Take(_columnAt, _placeOfColumn, columnPlace);
        Take(_rowAt, _placeOfRow, rowPlace);
    }

    /// <summary>Takes an entry out and puts the last one in its place.</summary>
    private static void Take(List<int> list, int[] placeOf, int place)
    {
        placeOf[list[place]] = -1;
        if (place < list.Count - 1)
        {
            list[place] = list[^1];
            placeOf[list[place]] = place;
        }

        list.RemoveAt(list.Count - 1);
    }

    private double Entry(int row, int column)
    {
        var at = Array.BinarySearch(_rows[row].At, column);
        return at < 0 ? 0 : _rows[row].Of[at];
    }

    private void Reserve(int size)
    {
        if (size <= _capacity)
        {
            return;
        }

        _capacity *= 2;
        for (var place = 0; place < _inverse.Count; place++)
        {
            var wider = _inverse[place];
            Array.Resize(ref wider, _capacity);
            _inverse[place] = wider;
        }
    }

    private static void Add(Span<double> sum, ReadOnlySpan<double> row, double factor)
    {
        if (factor == 0)
        {
            return;
        }

        var wide = MemoryMarshal.Cast<double, Vector<double>>(sum);
        var of = MemoryMarshal.Cast<double, Vector<double>>(row[..sum.Length]);
        for (var index = 0; index < wide.Length; index++)
        {
            wide[index] += of[index] * factor;
        }

        for (var index = wide.Length * Vector<double>.Count; index < sum.Length; index++)
        {
            sum[index] += row[index] * factor;
        }
    }

    private static void Scale(Span<double> row, double factor)
    {
        for (var index = 0; index < row.Length; index++)
        {
            row[index] *= factor;
        }
    }
}

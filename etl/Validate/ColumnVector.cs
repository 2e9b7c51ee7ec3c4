namespace Maltall.Etl.Validate;

/// <summary>A column of the rows that the query engine asks for; written row by row.</summary>
/// <param name="vector">The engine's vector.</param>
internal unsafe struct ColumnVector(nint vector)
{
    private const int Inlined = 12;
    private const int TextSize = 16;

    private readonly byte* _data = NativeEngine.VectorData(vector);
    private ulong* _validity;

    /// <summary>The row has no value.</summary>
    public void Null(int row)
    {
        if (_validity is null)
        {
            NativeEngine.EnsureValidityWritable(vector);
            _validity = NativeEngine.Validity(vector);
        }

        _validity[row >> 6] &= ~(1UL << (row & 63));
    }

    /// <summary>A whole number, an amount in hundredths or an instant.</summary>
    public readonly void Long(int row, long value) => ((long*)_data)[row] = value;

    /// <summary>A day.</summary>
    public readonly void Day(int row, int value) => ((int*)_data)[row] = value;

    /// <summary>A number.</summary>
    public readonly void Number(int row, double value) => ((double*)_data)[row] = value;

    /// <summary>True or false.</summary>
    public readonly void Flag(int row, bool value) => _data[row] = value ? (byte)1 : (byte)0;

    /// <summary>A text in UTF-8; a short one lies in the vector itself.</summary>
    public readonly void Text(int row, ReadOnlySpan<byte> text)
    {
        if (text.Length > Inlined)
        {
            fixed (byte* bytes = text)
            {
                NativeEngine.AssignText(vector, (ulong)row, bytes, (ulong)text.Length);
            }

            return;
        }

        var place = new Span<byte>(_data + (row * TextSize), TextSize);
        place.Clear();
        *(int*)(_data + (row * TextSize)) = text.Length;
        text.CopyTo(place[4..]);
    }
}

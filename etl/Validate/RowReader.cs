using Maltall.Etl.Fetch;

namespace Maltall.Etl.Validate;

/// <summary>
/// Reads the rows of one block after the other into the engine's vectors; used by one thread at a time.
/// </summary>
internal sealed class RowReader : IDisposable
{
    private readonly RecordFile _source;
    private readonly CsvFields _fields;
    private readonly FieldText _text;
    private readonly FileStream _file;
    private readonly CsvWalk _walk;
    private readonly ColumnReader[] _columns;
    private readonly int[] _places;
    private readonly int[] _ends;
    private readonly long[] _broken;
    private readonly IReadOnlySet<long> _faulty;
    private int _found;
    private int _wide;
    private bool _inRecord;

    /// <summary>Opens the file.</summary>
    /// <param name="source">Where the records are.</param>
    /// <param name="columns">A reader for each landed column.</param>
    /// <param name="masks">Number of masks of broken rules.</param>
    public RowReader(RecordFile source, ColumnReader[] columns, int masks)
    {
        _source = source;
        _fields = source.Fields;
        _text = new FieldText(source.Encoding == "utf-8", source.IsOwn);
        _file = new FileStream(source.Path, FileMode.Open, FileAccess.Read, FileShare.Read, 1,
            FileOptions.SequentialScan);
        _walk = new CsvWalk(_file, _fields, 0) { Wanted = source.Wanted };
        _columns = columns;
        _places = [.. source.Columns];
        _faulty = source.Faulty;
        _ends = new int[source.Wanted + (source.IsOwn ? 1 : 0)];
        _broken = new long[masks];
    }

    /// <summary>Number of records that were read.</summary>
    public long Records { get; private set; }

    /// <summary>Goes to a block.</summary>
    public void Begin(CsvBlock block)
    {
        _walk.Begin(block);
        _inRecord = false;
    }

    /// <summary>Reads rows until the vectors are full or the block is at its end.</summary>
    /// <param name="vectors">Row number, the landed columns, the masks.</param>
    /// <param name="size">Rows that the vectors take.</param>
    /// <returns>Number of rows read; 0 at the end.</returns>
    public int Fill(Span<ColumnVector> vectors, int size)
    {
        var row = 0;
        while (row < size && (_inRecord || NextRecord()))
        {
            Row(vectors, row++);
            _inRecord = ++_wide < _source.Wide.Count;
        }

        for (var at = 0; at < _columns.Length; at++)
        {
            _columns[at].Finish(ref vectors[1 + at]);
        }

        return row;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _walk.Dispose();
        _file.Dispose();
    }

    private bool NextRecord()
    {
        while (_walk.Next())
        {
            if (_walk.Body.IsEmpty
                || (_source.These.Count > 0 && _source.These.Contains(_walk.Offset) != _source.IsOnlyThese)
                || (_faulty.Count > 0 && _faulty.Contains(_walk.Line)))
            {
                continue;
            }

            _found = _fields.Split(_walk.Body, _ends, _walk.IsPlain);
            (_wide, _inRecord) = (0, true);
            Records++;
            return true;
        }

        return false;
    }

    private void Row(Span<ColumnVector> vectors, int row)
    {
        var body = _walk.Body;
        var first = _source.IsOwn ? 1 : 0;
        _broken.AsSpan().Clear();
        vectors[0].Long(row, _source.IsOwn ? Number(CsvFields.Of(body, _ends, 0)) : _walk.Line);
        for (var at = 0; at < _columns.Length; at++)
        {
            var place = _places[at];
            var field = place switch
            {
                RecordFile.Says => _source.Wide[_wide].Says,
                RecordFile.Cell => Field(body, first + _source.Wide[_wide].At),
                _ => Field(body, first + place),
            };
            _columns[at].Read(field, ref vectors[1 + at], row, _broken);
        }

        for (var mask = 0; mask < _broken.Length; mask++)
        {
            vectors[1 + _columns.Length + mask].Long(row, _broken[mask]);
        }
    }

    private ReadOnlySpan<byte> Field(ReadOnlySpan<byte> body, int at) =>
        at < _found ? _text.Of(CsvFields.Of(body, _ends, at)) : default;

    private static long Number(ReadOnlySpan<byte> digits) =>
        TypedText.Whole(digits, default, out var number) ? number : 0;
}

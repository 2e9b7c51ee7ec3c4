using System.Collections.Concurrent;
using Maltall.Etl.Fetch;
using Maltall.Lake;

namespace Maltall.Etl.Validate;

/// <summary>The rows of a delivery, as the engine may read them.</summary>
/// <param name="source">Where they are.</param>
/// <param name="contract">What they hold.</param>
/// <param name="rules">Its rules.</param>
/// <param name="key">The key of the pseudonyms.</param>
internal sealed class DeliveryRows(RecordFile source, Contract contract, RowRules rules, PseudonymKey key)
{
    /// <summary>The columns: number of the row, the landed columns, and the masks of broken rules.</summary>
    public IReadOnlyList<(string Name, ColumnType Type)> Columns { get; } =
    [
        ("_row", ColumnType.Long),
        .. contract.TableColumns.Take(contract.Landed.Count()).Select(column => (column.Name, column.Type)),
        .. Enumerable.Range(0, rules.Masks).Select(mask => (RowRules.Mask(mask), ColumnType.Long)),
    ];

    /// <summary>How many threads may read at once; with one, the rows come in the order of the file.</summary>
    public int Threads { get; init; } = 1;

    /// <summary>What went wrong while the engine read; null when nothing did.</summary>
    public Exception? Failure { get; private set; }

    /// <summary>Where the records are.</summary>
    public RecordFile Source => source;

    /// <summary>Called when the engine begins to read from the start.</summary>
    public Action? Beginning { get; set; }

    /// <summary>Begins to read from the start.</summary>
    public DeliveryScan Begin()
    {
        Beginning?.Invoke();
        return new DeliveryScan(this, MakeReader);
    }

    /// <summary>Keeps what went wrong.</summary>
    public void Fail(Exception error) => Failure ??= error;

    private RowReader MakeReader() => new(source,
        [.. contract.Landed.Select(column => new ColumnReader(column, contract.Csv, rules.For(column), key))],
        rules.Masks);
}

/// <summary>One reading of a delivery, by as many threads as the engine gives it.</summary>
/// <param name="rows">The delivery.</param>
/// <param name="makeReader">Makes a reader for a thread.</param>
internal sealed class DeliveryScan(DeliveryRows rows, Func<RowReader> makeReader) : IDisposable
{
    private readonly ConcurrentBag<RowReader> _idle = [];
    private readonly ConcurrentBag<RowReader> _all = [];
    private int _next = -1;

    /// <summary>Threads that may read at once.</summary>
    public int Threads => rows.Threads;

    /// <summary>Number of columns.</summary>
    public int Width => rows.Columns.Count;

    /// <summary>
    /// Reads as many rows as the vectors take, fewer at the end of a block; 0 when there are no more.
    /// </summary>
    public int Fill(Span<ColumnVector> vectors, int size)
    {
        if (!_idle.TryTake(out var reader) && (reader = Fresh()) is null)
        {
            return 0;
        }

        var read = reader.Fill(vectors, size);
        while (read == 0 && Begin(reader))
        {
            read = reader.Fill(vectors, size);
        }

        if (read > 0)
        {
            _idle.Add(reader);
        }

        return read;
    }

    /// <summary>Keeps what went wrong; always true.</summary>
    public bool Keep(Exception error)
    {
        rows.Fail(error);
        return true;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var reader in _all)
        {
            reader.Dispose();
        }
    }

    /// <summary>A reader at the next block; null when all blocks are taken.</summary>
    private RowReader? Fresh()
    {
        if (_next + 1 >= rows.Source.Blocks.Count)
        {
            return null;
        }

        var reader = makeReader();
        _all.Add(reader);
        return Begin(reader) ? reader : null;
    }

    private bool Begin(RowReader reader)
    {
        var next = Interlocked.Increment(ref _next);
        if (next < rows.Source.Blocks.Count)
        {
            reader.Begin(rows.Source.Blocks[next]);
            return true;
        }

        return false;
    }
}

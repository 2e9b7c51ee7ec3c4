using System.Collections.Concurrent;
using System.Runtime.InteropServices;
using DuckDB.NET.Data;

namespace Maltall.Etl.Validate;

/// <summary>
/// The scalar function <c>is_sound(sink, row, masks…)</c>: true when every mask is 0; else the row and its masks go
/// to the sink. So one pass over a file both lands the sound rows and finds the others.
/// </summary>
internal static unsafe class KeepFunction
{
    /// <summary>Its name in SQL.</summary>
    public const string Name = "is_sound";

    private static readonly ConcurrentDictionary<long, BrokenRows> Sinks = new();
    private static long _last;

    /// <summary>Makes the function known to a connection, for so many masks.</summary>
    public static void Register(DuckDBConnection connection, int masks)
    {
        var function = NativeEngine.CreateScalarFunction();
        NativeEngine.SetScalarName(function, $"{Name}_{masks}");
        var (whole, flag) = (NativeEngine.CreateType(5), NativeEngine.CreateType(1));
        for (var at = 0; at < masks + 2; at++)
        {
            NativeEngine.AddScalarParameter(function, whole);
        }

        NativeEngine.SetScalarReturn(function, flag);
        NativeEngine.DestroyType(ref whole);
        NativeEngine.DestroyType(ref flag);
        NativeEngine.SetScalarVolatile(function);
        NativeEngine.SetScalarCall(function, &Judge);

        // A second registration of the same name fails, and changes nothing.
        _ = NativeEngine.RegisterScalarFunction(connection.NativeConnection.DangerousGetHandle(), function);
        NativeEngine.DestroyScalarFunction(ref function);
    }

    /// <summary>Lets the function reach a sink, until <see cref="Close"/>.</summary>
    public static long Open(BrokenRows sink)
    {
        var id = Interlocked.Increment(ref _last);
        Sinks[id] = sink;
        return id;
    }

    /// <summary>The sink is no longer reached.</summary>
    public static void Close(long id) => Sinks.TryRemove(id, out _);

    [UnmanagedCallersOnly]
    private static void Judge(nint call, nint chunk, nint result)
    {
        var size = (int)NativeEngine.ChunkSize(chunk);
        if (size == 0)
        {
            return;
        }

        var sink = Sinks[((long*)NativeEngine.VectorData(NativeEngine.ChunkVector(chunk, 0)))[0]];
        var rows = (long*)NativeEngine.VectorData(NativeEngine.ChunkVector(chunk, 1));
        Span<nint> masks = stackalloc nint[sink.Masks];
        for (var mask = 0; mask < sink.Masks; mask++)
        {
            masks[mask] = (nint)NativeEngine.VectorData(NativeEngine.ChunkVector(chunk, (ulong)(2 + mask)));
        }

        var sound = NativeEngine.VectorData(result);
        Span<long> broken = stackalloc long[sink.Masks];
        for (var row = 0; row < size; row++)
        {
            var any = 0L;
            for (var mask = 0; mask < sink.Masks; mask++)
            {
                broken[mask] = ((long*)masks[mask])[row];
                any |= broken[mask];
            }

            sound[row] = any == 0 ? (byte)1 : (byte)0;
            if (any != 0)
            {
                sink.Add(rows[row], broken);
            }
        }
    }
}

/// <summary>The rows of a delivery that break a rule: their numbers and masks.</summary>
/// <param name="masks">Masks of a row.</param>
internal sealed class BrokenRows(int masks)
{
    private readonly Lock _lock = new();
    private readonly List<long> _numbers = [];

    /// <summary>Masks of a row.</summary>
    public int Masks => masks;

    /// <summary>Number of rows.</summary>
    public long Count => _numbers.Count / (masks + 1);

    /// <summary>Begins again.</summary>
    public void Clear() => _numbers.Clear();

    /// <summary>Adds a row.</summary>
    public void Add(long row, ReadOnlySpan<long> broken)
    {
        lock (_lock)
        {
            _numbers.Add(row);
            _numbers.AddRange(broken);
        }
    }

    /// <summary>Each row's number with the number of each rule that it breaks.</summary>
    public IEnumerable<(long Row, int Rule)> Each(int rules)
    {
        for (var at = 0; at < _numbers.Count; at += masks + 1)
        {
            for (var rule = 0; rule < rules; rule++)
            {
                var (mask, bit) = RowRules.Place(rule);
                if ((_numbers[at + 1 + mask] >> bit & 1) == 1)
                {
                    yield return (_numbers[at], rule);
                }
            }
        }
    }
}

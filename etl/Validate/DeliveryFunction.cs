using System.Collections.Concurrent;
using System.Globalization;
using System.Runtime.ExceptionServices;
using System.Runtime.InteropServices;
using DuckDB.NET.Data;
using Maltall.Lake;

namespace Maltall.Etl.Validate;

/// <summary>
/// The table function <c>delivery(id)</c>: the rows of a delivery with typed values, their numbers and the masks of
/// the rules that their columns break, read by this process while the engine asks for them.
/// </summary>
internal static unsafe class DeliveryFunction
{
    /// <summary>Its name in SQL.</summary>
    public const string Name = "delivery";

    private static readonly ConcurrentDictionary<long, DeliveryRows> Open = new();
    private static long _last;

    /// <summary>Makes the function known to a connection.</summary>
    public static void Register(DuckDBConnection connection)
    {
        var function = NativeEngine.CreateTableFunction();
        NativeEngine.SetName(function, Name);
        WithType(ColumnType.Long, type => NativeEngine.AddParameter(function, type));
        NativeEngine.SetBind(function, &Bind);
        NativeEngine.SetInit(function, &Init);
        NativeEngine.SetFunction(function, &Fill);
        var failed = NativeEngine.RegisterTableFunction(
            connection.NativeConnection.DangerousGetHandle(), function) != 0;
        NativeEngine.DestroyTableFunction(ref function);
        if (failed)
        {
            throw new InvalidOperationException($"The function {Name} could not be registered.");
        }
    }

    /// <summary>Lets the engine read rows, by the SQL that <paramref name="use"/> is given, while it runs.</summary>
    public static void Read(DeliveryRows rows, Action<string> use)
    {
        var id = Interlocked.Increment(ref _last);
        Open[id] = rows;
        try
        {
            use(string.Create(CultureInfo.InvariantCulture, $"{Name}({id})"));
        }
        catch (DuckDBException) when (rows.Failure is { } failure)
        {
            ExceptionDispatchInfo.Throw(failure);
        }
        finally
        {
            Open.TryRemove(id, out _);
        }
    }

    private static void WithType(ColumnType type, Action<nint> use)
    {
        var native = type switch
        {
            ColumnType.Boolean => NativeEngine.CreateType(1),
            ColumnType.Long => NativeEngine.CreateType(5),
            ColumnType.Double => NativeEngine.CreateType(11),
            ColumnType.Date => NativeEngine.CreateType(13),
            ColumnType.Timestamp => NativeEngine.CreateType(31),
            ColumnType.Decimal => NativeEngine.CreateDecimal(18, 2),
            _ => NativeEngine.CreateType(17),
        };
        use(native);
        NativeEngine.DestroyType(ref native);
    }

    [UnmanagedCallersOnly]
    private static void Bind(nint bind)
    {
        var parameter = NativeEngine.BindParameter(bind, 0);
        var id = NativeEngine.Int64(parameter);
        NativeEngine.DestroyValue(ref parameter);
        foreach (var (name, type) in Open[id].Columns)
        {
            WithType(type, native => NativeEngine.AddColumn(bind, name, native));
        }

        NativeEngine.SetBindData(bind, (nint)id, 0);
    }

    [UnmanagedCallersOnly]
    private static void Init(nint init)
    {
        var scan = Open[NativeEngine.InitBindData(init)].Begin();
        NativeEngine.SetInitData(init, GCHandle.ToIntPtr(GCHandle.Alloc(scan)), &End);
        NativeEngine.SetMaxThreads(init, (ulong)scan.Threads);
    }

    [UnmanagedCallersOnly]
    private static void End(nint data)
    {
        var handle = GCHandle.FromIntPtr(data);
        ((DeliveryScan?)handle.Target)?.Dispose();
        handle.Free();
    }

    [UnmanagedCallersOnly]
    private static void Fill(nint call, nint chunk)
    {
        // Always set by Init.
        var scan = (DeliveryScan)GCHandle.FromIntPtr(NativeEngine.CallInitData(call)).Target!;
        var size = (int)NativeEngine.VectorSize();
        Span<ColumnVector> vectors = scan.Width <= 128 ? stackalloc ColumnVector[128] : new ColumnVector[scan.Width];
        for (var at = 0; at < scan.Width; at++)
        {
            vectors[at] = new ColumnVector(NativeEngine.ChunkVector(chunk, (ulong)at));
        }

        try
        {
            NativeEngine.SetChunkSize(chunk, (ulong)scan.Fill(vectors, size));
        }
        catch (Exception error) when (scan.Keep(error))
        {
            // Nothing may be thrown through the engine; the query fails, and who asked for it throws what was kept.
            NativeEngine.SetError(call, "the delivery could not be read");
        }
    }
}

using System.IO.Hashing;
using System.Numerics;
using System.Runtime.Intrinsics.X86;

namespace Maltall.Etl.Fetch;

/// <summary>
/// Finds the records of a large file that may share a key with another, in one look and eight bytes a record. It names
/// every record that does, and about one in ten million that does not.
/// </summary>
/// <remarks>
/// An open-addressed table of hashes: 24 bits of the hash beside 40 bits of the record's place. Texts are compared as
/// they stand, so a column whose type has several texts for one value (a number, an instant) is none for a sketch.
/// </remarks>
internal sealed class KeySketch
{
    private const int PlaceBits = 40;
    private const long PlaceMask = (1L << PlaceBits) - 1;
    private const int Sample = 1 << 20;
    private const double Fullest = 0.8;

    /// <summary>Records between the look at a slot and its use, so that memory has time to answer.</summary>
    private const int Ahead = 16;

    private readonly CsvFields _fields;
    private readonly Contract _contract;
    private readonly string[] _names;
    private readonly HashSet<long> _shared = [];
    private readonly Queue<(ulong Hash, long Offset)> _waiting = new(Ahead);
    private long[] _slots;
    private int[]? _at;
    private int[] _ends = [];
    private byte[] _key = new byte[256];
    private long _count;

    private KeySketch(CsvFields fields, Contract contract, string[] names, int slots) =>
        (_fields, _contract, _names, _slots) = (fields, contract, names, new long[slots]);

    /// <summary>Places of the records that may share their key with another; null when it is not known.</summary>
    public IReadOnlySet<long>? Shared => _slots.Length > 0 && _at is not null ? _shared : null;

    /// <summary>A sketch for a file; null when its key is none for a sketch.</summary>
    /// <param name="file">The file; left at its start.</param>
    /// <param name="contract">Names the key.</param>
    /// <param name="fields">How a record is divided.</param>
    public static KeySketch? Of(FileStream file, Contract contract, CsvFields fields)
    {
        var key = contract.Key.Select(name => contract.Landed.First(column => column.As == name)).ToList();
        if (contract.Unpivot is not null || file.Length > PlaceMask || key.Exists(column => column.Extract is not null
            || column.Type is not (ContractType.Text or ContractType.Date or ContractType.Pseudonym)))
        {
            return null;
        }

        var sample = new byte[Sample];
        var read = file.ReadAtLeast(sample, Sample, throwOnEndOfStream: false);
        file.Position = 0;
        var records = file.Length / Math.Max(1, read / Math.Max(1, sample.AsSpan(0, read).Count((byte)'\n')));
        var slots = BitOperations.RoundUpToPowerOf2((ulong)(records / Fullest * 1.05));
        return slots > 1 << 27 ? null
            : new KeySketch(fields, contract, [.. key.Select(column => column.Name)], (int)slots);
    }

    /// <summary>Says where the key stands in a record.</summary>
    public void Locate(IReadOnlyList<string> heading)
    {
        var headings = new Headings(_contract, heading);
        var at = _names.Select(headings.At).ToArray();
        _at = at.Contains(-1) ? null : at;
    }

    /// <summary>Places the records that still wait; there are no more.</summary>
    public void Finish()
    {
        while (_slots.Length > 0 && _waiting.Count > 0)
        {
            Place();
        }
    }

    /// <summary>Begins again.</summary>
    public void Clear()
    {
        Array.Clear(_slots);
        _shared.Clear();
        _waiting.Clear();
        _count = 0;
    }

    /// <summary>Looks at a record.</summary>
    /// <param name="record">The record without its line end.</param>
    /// <param name="offset">Its place in the file.</param>
    /// <param name="isPlain">Whether the record is known to hold no quotation mark.</param>
    public void Take(ReadOnlySpan<byte> record, long offset, bool isPlain)
    {
        if (_slots.Length == 0 || _at is null)
        {
            return;
        }

        if (++_count > _slots.Length * Fullest)
        {
            _slots = [];
            return;
        }

        var hash = Hash(record, _at, isPlain);
        Prefetch(hash);
        if (_waiting.Count == Ahead)
        {
            Place();
        }

        _waiting.Enqueue((hash, offset));
    }

    /// <summary>Places the record that has waited longest; its slot has come into the cache by now.</summary>
    private void Place()
    {
        var (hash, offset) = _waiting.Dequeue();
        var mark = (long)(hash >> PlaceBits) << PlaceBits;
        var mask = _slots.Length - 1;
        for (var slot = (int)(hash & (ulong)mask); ; slot = (slot + 1) & mask)
        {
            var held = _slots[slot];
            if (held == 0)
            {
                // A place is told from an empty slot by one more than it is.
                _slots[slot] = mark | (offset + 1);
                return;
            }

            if ((held & ~PlaceMask) == mark)
            {
                _shared.Add((held & PlaceMask) - 1);
                _shared.Add(offset);
                return;
            }
        }
    }

    private unsafe void Prefetch(ulong hash)
    {
        if (Sse.IsSupported)
        {
            fixed (long* slot = &_slots[(int)(hash & (ulong)(_slots.Length - 1))])
            {
                Sse.Prefetch0(slot);
            }
        }
    }

    private ulong Hash(ReadOnlySpan<byte> record, int[] at, bool isPlain)
    {
        if (_ends.Length == 0)
        {
            _ends = new int[at.Max() + 1];
        }

        _fields.Split(record, _ends, isPlain);
        if (at.Length == 1)
        {
            return XxHash3.HashToUInt64(Plain(CsvFields.Of(record, _ends, at[0])));
        }

        var size = 0;
        foreach (var one in at)
        {
            var field = Plain(CsvFields.Of(record, _ends, one));
            if (_key.Length < size + field.Length + 1)
            {
                Array.Resize(ref _key, 2 * (size + field.Length + 1));
            }

            field.CopyTo(_key.AsSpan(size));
            size += field.Length;
            _key[size++] = 0;
        }

        return XxHash3.HashToUInt64(_key.AsSpan(0, size));
    }

    /// <summary>A field without its quotes and the blanks around it.</summary>
    private static ReadOnlySpan<byte> Plain(ReadOnlySpan<byte> field) =>
        Blank.Trim(field is [(byte)'"', .. var inner, (byte)'"'] ? inner : field);
}

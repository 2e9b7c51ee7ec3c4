using System.Buffers.Binary;
using System.Diagnostics.CodeAnalysis;
using System.Numerics;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;
using System.Security.Cryptography;

namespace Maltall.Etl.Validate;

/// <summary>
/// Turns identity numbers into pseudonyms, sixteen at a time: the first 32 hex digits of HMAC-SHA-256 of the digits.
/// </summary>
/// <remarks>
/// RFC 2104 and FIPS 180-4. The library's HMAC costs more in calls than in hashing for a text of eleven digits, and
/// half of its hashing is of the key, which is done once here.
/// </remarks>
internal sealed class Pseudonyms
{
    /// <summary>Digits of an identity number.</summary>
    public const int Digits = 11;

    /// <summary>Hex digits of a pseudonym.</summary>
    public const int Hex = 32;

    private const int Lanes = 16;
    private const int Block = 64;
    private static readonly uint[] Start = [.. Roots(8, 2)];
    private static readonly uint[] Rounds = [.. Roots(64, 3)];

    private readonly Vector512<uint>[] _inner;
    private readonly Vector512<uint>[] _outer;
    private readonly Vector512<uint>[] _words = new Vector512<uint>[64];
    private readonly Vector512<uint>[] _state = new Vector512<uint>[8];

    /// <summary>Prepares the key.</summary>
    /// <param name="secret">The key.</param>
    public Pseudonyms(ReadOnlySpan<byte> secret)
    {
        Span<byte> key = stackalloc byte[Block];
        key.Clear();
        if (secret.Length > Block)
        {
            SHA256.HashData(secret, key);
        }
        else
        {
            secret.CopyTo(key);
        }

        (_inner, _outer) = (Padded(key, 0x36), Padded(key, 0x5C));
        CryptographicOperations.ZeroMemory(key);
    }

    /// <summary>Gives the pseudonyms of numbers.</summary>
    /// <param name="numbers">Eleven digits each, one after the other.</param>
    /// <param name="hex">Takes 32 hex digits for each.</param>
    public void Of(ReadOnlySpan<byte> numbers, Span<byte> hex)
    {
        Span<byte> group = stackalloc byte[Lanes * Digits];
        Span<byte> digest = stackalloc byte[Hex / 2];
        var count = numbers.Length / Digits;
        for (var first = 0; first < count; first += Lanes)
        {
            var taken = Math.Min(Lanes, count - first);
            numbers.Slice(first * Digits, taken * Digits).CopyTo(group);
            Hash(group);
            for (var lane = 0; lane < taken; lane++)
            {
                for (var word = 0; word < Hex / 8; word++)
                {
                    BinaryPrimitives.WriteUInt32BigEndian(digest[(4 * word)..], _state[word][lane]);
                }

                Convert.TryToHexStringLower(digest, hex.Slice((first + lane) * Hex, Hex), out _);
            }
        }
    }

    /// <summary>The hash of sixteen numbers, in the state.</summary>
    private void Hash(ReadOnlySpan<byte> group)
    {
        // Eleven digits and the byte that ends a text are three words; with the key's block there are 75 bytes.
        Span<uint> lanes = stackalloc uint[3 * Lanes];
        for (var lane = 0; lane < Lanes; lane++)
        {
            var number = group.Slice(lane * Digits, Digits);
            lanes[lane] = BinaryPrimitives.ReadUInt32BigEndian(number);
            lanes[Lanes + lane] = BinaryPrimitives.ReadUInt32BigEndian(number[4..]);
            lanes[(2 * Lanes) + lane] = ((uint)BinaryPrimitives.ReadUInt16BigEndian(number[8..]) << 16)
                | ((uint)number[10] << 8) | 0x80;
        }

        _words.AsSpan(3, 12).Clear();
        for (var word = 0; word < 3; word++)
        {
            _words[word] = Vector512.Create<uint>(lanes.Slice(word * Lanes, Lanes));
        }

        _words[15] = Vector512.Create((Block + Digits) * 8u);
        _inner.CopyTo(_state, 0);
        Compress();

        // The inner hash and its end; with the key's block there are 96 bytes.
        _state.CopyTo(_words, 0);
        _words[8] = Vector512.Create(0x80000000u);
        _words.AsSpan(9, 6).Clear();
        _words[15] = Vector512.Create((Block + 32) * 8u);
        _outer.CopyTo(_state, 0);
        Compress();
    }

    private Vector512<uint>[] Padded(ReadOnlySpan<byte> key, byte with)
    {
        for (var word = 0; word < 16; word++)
        {
            var pad = BinaryPrimitives.ReadUInt32BigEndian(key[(4 * word)..]) ^ (0x01010101u * with);
            _words[word] = Vector512.Create(pad);
        }

        for (var at = 0; at < 8; at++)
        {
            _state[at] = Vector512.Create(Start[at]);
        }

        Compress();
        return [.. _state];
    }

    /// <summary>Takes the 16 words into the state (FIPS 180-4, 6.2.2), in each lane for itself.</summary>
    private void Compress()
    {
        var words = _words.AsSpan();
        for (var at = 16; at < 64; at++)
        {
            var (near, far) = (words[at - 2], words[at - 15]);
            var one = Turn(near, 17) ^ Turn(near, 19) ^ (near >>> 10);
            var zero = Turn(far, 7) ^ Turn(far, 18) ^ (far >>> 3);
            words[at] = one + words[at - 7] + zero + words[at - 16];
        }

        var (a, b, c, d) = (_state[0], _state[1], _state[2], _state[3]);
        var (e, f, g, h) = (_state[4], _state[5], _state[6], _state[7]);
        for (var at = 0; at < 64; at++)
        {
            var first = h + (Turn(e, 6) ^ Turn(e, 11) ^ Turn(e, 25)) + (g ^ (e & (f ^ g)))
                + Vector512.Create(Rounds[at]) + words[at];
            var second = (Turn(a, 2) ^ Turn(a, 13) ^ Turn(a, 22)) + ((a & b) | (c & (a | b)));
            (h, g, f, e) = (g, f, e, d + first);
            (d, c, b, a) = (c, b, a, first + second);
        }

        (_state[0], _state[1], _state[2], _state[3]) = (_state[0] + a, _state[1] + b, _state[2] + c, _state[3] + d);
        (_state[4], _state[5], _state[6], _state[7]) = (_state[4] + e, _state[5] + f, _state[6] + g, _state[7] + h);
    }

    private static Vector512<uint> Turn(Vector512<uint> word, [ConstantExpected] byte by) =>
        Avx512F.IsSupported ? Avx512F.RotateRight(word, by) : (word >>> by) | (word << (32 - by));

    /// <summary>First 32 bits of the fraction of the square (2) or cube (3) roots of the first primes.</summary>
    private static IEnumerable<uint> Roots(int count, int degree)
    {
        for (var number = 2; count > 0; number++)
        {
            if (Enumerable.Range(2, number - 2).All(by => number % by != 0))
            {
                count--;
                yield return (uint)(Root((BigInteger)number << (32 * degree), degree) & uint.MaxValue);
            }
        }
    }

    /// <summary>The greatest whole number whose power is not above a number.</summary>
    private static BigInteger Root(BigInteger of, int degree)
    {
        var (low, high) = (BigInteger.Zero, BigInteger.One << 40);
        while (high - low > 1)
        {
            var middle = (low + high) >> 1;
            (low, high) = BigInteger.Pow(middle, degree) <= of ? (middle, high) : (low, middle);
        }

        return low;
    }
}

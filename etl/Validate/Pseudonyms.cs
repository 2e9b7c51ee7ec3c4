using System.Security.Cryptography;

namespace Maltall.Etl.Validate;

/// <summary>Turns identity numbers into pseudonyms; used by one thread at a time.</summary>
/// <param name="key">The key.</param>
internal sealed class Pseudonyms(PseudonymKey key) : IDisposable
{
    private const int Half = 16;
    private readonly IncrementalHash _hash = key.Hash();
    private readonly byte[] _bytes = new byte[32];
    private readonly byte[] _hex = new byte[2 * Half];

    /// <summary>The first 32 hex digits of HMAC-SHA-256 of the digits (RFC 2104); valid until the next.</summary>
    public ReadOnlySpan<byte> Of(ReadOnlySpan<byte> number)
    {
        _hash.AppendData(number);
        _hash.GetHashAndReset(_bytes);
        Convert.TryToHexStringLower(_bytes.AsSpan(0, Half), _hex, out _);
        return _hex;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _hash.Dispose();
        CryptographicOperations.ZeroMemory(_bytes);
    }
}

using System.Security.Cryptography;
using System.Text;
using Maltall.Lake;

namespace Maltall.Etl;

/// <summary>The secret by which identity numbers become pseudonyms. It never leaves the reader.</summary>
public sealed class PseudonymKey
{
    private const int Least = 32;
    private const int Block = 64;
    private readonly byte[] _secret;

    private PseudonymKey(byte[] secret) => _secret = secret;

    /// <summary>
    /// Tells this key from another, without telling the key: HMAC-SHA-256 of a constant, 16 hex digits.
    /// </summary>
    public string Fingerprint =>
        Convert.ToHexStringLower(HMACSHA256.HashData(_secret, "maltall key fingerprint"u8))[..16];

    /// <summary>The inner pad of HMAC (RFC 2104): the key, zero-padded to a block, with each byte XOR 0x36.</summary>
    internal byte[] InnerPad => Pad(_secret, 0x36);

    /// <summary>The outer pad of HMAC (RFC 2104): the key, zero-padded to a block, with each byte XOR 0x5c.</summary>
    internal byte[] OuterPad => Pad(_secret, 0x5c);

    /// <summary>Reads the key from a file.</summary>
    /// <exception cref="UserError">The file is not there, or too short to be a key.</exception>
    public static PseudonymKey FromFile(string file)
    {
        if (!File.Exists(file))
        {
            throw new UserError($"The key file {file} is not there.", "Set key_file to the lake's own key.");
        }

        var secret = File.ReadAllBytes(file);
        return secret.Length >= Least ? new PseudonymKey(secret) : throw new UserError(
            $"The key file {file} has {secret.Length} bytes.", $"A key is at least {Least} random bytes.");
    }

    /// <summary>
    /// The key for encrypting raw deliveries, derived by HKDF (RFC 5869) so that neither key tells the other.
    /// </summary>
    internal byte[] RawKey() =>
        HKDF.DeriveKey(HashAlgorithmName.SHA256, _secret, 32, info: Encoding.UTF8.GetBytes("maltall raw deliveries"));

    /// <summary>The pseudonym of an identity number: the first 32 hex digits of HMAC-SHA-256 of its digits.</summary>
    internal string Pseudonym(string number) =>
        Convert.ToHexStringLower(HMACSHA256.HashData(_secret, Encoding.ASCII.GetBytes(number)))[..32];

    /// <summary>A pad of HMAC: a secret, zero-padded to a block, with each byte XOR a constant.</summary>
    internal static byte[] Pad(byte[] from, byte with)
    {
        var block = new byte[Block];
        var secret = from.Length > Block ? SHA256.HashData(from) : from;
        secret.CopyTo(block, 0);
        for (var at = 0; at < Block; at++)
        {
            block[at] ^= with;
        }

        return block;
    }
}

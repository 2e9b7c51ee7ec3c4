using System.Security.Cryptography;
using System.Text;
using Maltall.Etl.Validate;
using Maltall.Lake;

namespace Maltall.Etl;

/// <summary>The secret by which identity numbers become pseudonyms. It never leaves the reader.</summary>
public sealed class PseudonymKey
{
    private const int Least = 32;
    private readonly byte[] _secret;

    private PseudonymKey(byte[] secret) => _secret = secret;

    /// <summary>
    /// Tells this key from another, without telling the key: HMAC-SHA-256 of a constant, 16 hex digits.
    /// </summary>
    public string Fingerprint =>
        Convert.ToHexStringLower(HMACSHA256.HashData(_secret, "maltall key fingerprint"u8))[..16];

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

    /// <summary>Makes pseudonyms with this key, for one thread.</summary>
    internal Pseudonyms Pseudonyms() => new(_secret);

    /// <summary>The pseudonym of one identity number; see <see cref="Validate.Pseudonyms"/> for many.</summary>
    internal string Pseudonym(string number) =>
        Convert.ToHexStringLower(HMACSHA256.HashData(_secret, Encoding.ASCII.GetBytes(number)))[..32];

    /// <summary>
    /// The key for encrypting raw deliveries, derived by HKDF (RFC 5869) so that neither key tells the other.
    /// </summary>
    internal byte[] RawKey() =>
        HKDF.DeriveKey(HashAlgorithmName.SHA256, _secret, 32, info: Encoding.UTF8.GetBytes("maltall raw deliveries"));
}

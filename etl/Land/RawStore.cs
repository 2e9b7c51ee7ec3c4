using System.IO.Compression;
using System.Security.Cryptography;

namespace Maltall.Etl.Land;

/// <summary>Keeps delivered bytes by their SHA-256: packed, and encrypted where the contract has personal data.</summary>
/// <param name="folder">Folder <c>raw</c> of the lake.</param>
internal sealed class RawStore(string folder)
{
    private const int Nonce = 12;
    private const int Tag = 16;

    /// <summary>Keeps the bytes of a file; a second time changes nothing.</summary>
    /// <param name="file">The delivered file.</param>
    /// <param name="hash">SHA-256 of its bytes, hex.</param>
    /// <param name="key">Key of 32 bytes for AES-256-GCM; null to keep the bytes readable.</param>
    public void Keep(string file, string hash, byte[]? key)
    {
        var home = Path.Combine(folder, hash[..2]);
        var kept = Path.Combine(home, hash + (key is null ? ".gz" : ".gz.enc"));
        if (File.Exists(kept))
        {
            return;
        }

        Directory.CreateDirectory(home);
        var packed = Pack(file);
        var temporary = $"{kept}.{Guid.NewGuid():N}.tmp";
        File.WriteAllBytes(temporary, key is null ? packed : Encrypt(packed, key));
        File.Move(temporary, kept, overwrite: true);
    }

    private static byte[] Pack(string file)
    {
        using var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionLevel.Fastest, leaveOpen: true))
        using (var source = File.OpenRead(file))
        {
            source.CopyTo(gzip);
        }

        return packed.ToArray();
    }

    private static byte[] Encrypt(byte[] plain, byte[] key)
    {
        var sealed_bytes = new byte[Nonce + plain.Length + Tag];
        var nonce = sealed_bytes.AsSpan(0, Nonce);
        RandomNumberGenerator.Fill(nonce);
        using var aes = new AesGcm(key, Tag);
        aes.Encrypt(nonce, plain, sealed_bytes.AsSpan(Nonce, plain.Length), sealed_bytes.AsSpan(Nonce + plain.Length));
        return sealed_bytes;
    }
}

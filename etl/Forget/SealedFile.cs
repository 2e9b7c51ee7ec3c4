using System.Security.Cryptography;
using System.Text.Json;
using Maltall.Lake;

namespace Maltall.Etl.Forget;

/// <summary>
/// A small document that only the holder of the lake's key can read; it is there whole or not at all.
/// </summary>
/// <param name="path">The file.</param>
/// <param name="key">Key of 32 bytes for AES-256-GCM.</param>
/// <remarks>12 bytes of nonce, 16 of tag, and the sealed JSON.</remarks>
internal sealed class SealedFile(string path, byte[] key)
{
    private const int Nonce = 12;
    private const int Tag = 16;

    /// <summary>Reads the document; null when there is none.</summary>
    /// <exception cref="UserError">The key is another, or the file was changed.</exception>
    public T? Read<T>()
        where T : class
    {
        if (!File.Exists(path))
        {
            return null;
        }

        var bytes = File.ReadAllBytes(path);
        var plain = new byte[Math.Max(0, bytes.Length - Nonce - Tag)];
        try
        {
            using var aes = new AesGcm(key, Tag);
            aes.Decrypt(bytes.AsSpan(0, Nonce), bytes.AsSpan(Nonce + Tag), bytes.AsSpan(Nonce, Tag), plain);
            return JsonSerializer.Deserialize<T>(plain);
        }
        catch (Exception error) when (error is CryptographicException or ArgumentException)
        {
            throw new UserError($"{path} does not open with this key.", "Set key_file to the lake's own key.");
        }
        finally
        {
            CryptographicOperations.ZeroMemory(plain);
        }
    }

    /// <summary>Whether the document is there and opens with the key.</summary>
    public bool Opens()
    {
        try
        {
            return Read<object>() is not null;
        }
        catch (UserError)
        {
            return false;
        }
    }

    /// <summary>Writes the document in the place of the one before.</summary>
    public void Write<T>(T document)
    {
        var plain = JsonSerializer.SerializeToUtf8Bytes(document);
        var bytes = new byte[Nonce + Tag + plain.Length];
        RandomNumberGenerator.Fill(bytes.AsSpan(0, Nonce));
        using (var aes = new AesGcm(key, Tag))
        {
            aes.Encrypt(bytes.AsSpan(0, Nonce), plain, bytes.AsSpan(Nonce + Tag), bytes.AsSpan(Nonce, Tag));
        }

        CryptographicOperations.ZeroMemory(plain);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!); // A file has a folder.
        var temporary = $"{path}.{Guid.NewGuid():N}.tmp";
        using (var target = new FileStream(temporary, FileMode.CreateNew, FileAccess.Write))
        {
            target.Write(bytes);
            target.Flush(flushToDisk: true);
        }

        File.Move(temporary, path, overwrite: true);
    }
}

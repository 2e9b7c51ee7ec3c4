using Maltall.Lake;

namespace Maltall.Etl.Land;

/// <summary>Remembers by which key a lake was made, by the key's fingerprint alone.</summary>
internal static class KeyMark
{
    private const string Name = "key.fingerprint";

    /// <summary>Writes the mark into a new lake, and compares it in an old one.</summary>
    /// <exception cref="UserError">The lake was made with another key.</exception>
    public static void Keep(string lake, PseudonymKey key)
    {
        var file = Path.Combine(lake, Name);
        if (!File.Exists(file))
        {
            Directory.CreateDirectory(lake);
            Write(file, key);
        }

        if (File.ReadAllText(file).Trim() != key.Fingerprint)
        {
            throw new UserError($"The pseudonym key is not the one that the lake {lake} was made with.",
                "Set key_file to the lake's own key; with another, the same person would get two pseudonyms.");
        }
    }

    /// <summary>Writes the mark whole, unless another process did it first; that one then counts.</summary>
    private static void Write(string file, PseudonymKey key)
    {
        var temporary = $"{file}.{Guid.NewGuid():N}.tmp";
        File.WriteAllText(temporary, key.Fingerprint);
        try
        {
            File.Move(temporary, file, overwrite: false);
        }
        catch (IOException) when (File.Exists(file))
        {
            File.Delete(temporary);
        }
    }
}

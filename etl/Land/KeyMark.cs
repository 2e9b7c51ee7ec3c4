using System.Text;
using Maltall.Lake;
using Maltall.Lake.Forget;

namespace Maltall.Etl.Land;

/// <summary>Remembers by which key a lake was made, by the key's fingerprint alone.</summary>
internal static class KeyMark
{
    private const string Name = "key.fingerprint";

    /// <summary>Writes the mark into a new lake, and compares it in an old one.</summary>
    /// <exception cref="UserError">The lake was made with another key, or is being moved to another.</exception>
    public static void Keep(string lake, PseudonymKey key)
    {
        RewriteMark.Refuse(lake);
        var file = Path.Combine(lake, Name);
        if (!File.Exists(file))
        {
            Directory.CreateDirectory(lake);
            Write(file, key);
        }

        if (!Is(lake, key))
        {
            throw new UserError($"The pseudonym key is not the one that the lake {lake} was made with.",
                "Set key_file to the lake's own key; with another, the same person would get two pseudonyms.");
        }
    }

    /// <summary>Whether a lake has the mark of a key.</summary>
    public static bool Is(string lake, PseudonymKey key) =>
        File.Exists(Path.Combine(lake, Name)) && File.ReadAllText(Path.Combine(lake, Name)).Trim() == key.Fingerprint;

    /// <summary>Writes the mark of another key, whole or not at all.</summary>
    public static void Replace(string lake, PseudonymKey key)
    {
        var temporary = Path.Combine(lake, $"{Name}.{Guid.NewGuid():N}.tmp");
        using (var target = new FileStream(temporary, FileMode.CreateNew, FileAccess.Write))
        {
            target.Write(Encoding.ASCII.GetBytes(key.Fingerprint));
            target.Flush(flushToDisk: true);
        }

        File.Move(temporary, Path.Combine(lake, Name), overwrite: true);
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

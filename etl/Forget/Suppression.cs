using System.Security.Cryptography;
using System.Text;

namespace Maltall.Etl.Forget;

/// <summary>
/// The persons who are forgotten, as fingerprints under a secret of their own, so that a later delivery does not bring
/// them back. It tells of a number that is given to it whether it is among them, and cannot be read for numbers.
/// </summary>
internal sealed class Suppression
{
    /// <summary>What stands for an identity number in a kept delivery whose row was left out when it came.</summary>
    public const string LeftOut = "~";

    /// <summary>Name of the file in the lake.</summary>
    public const string FileName = "forgotten.sealed";

    private const int Size = 32;
    private readonly SealedFile _file;
    private readonly byte[] _secret;
    private readonly HashSet<string> _fingerprints;

    private Suppression(SealedFile file, Document document)
    {
        _file = file;
        _secret = document.Secret;
        _fingerprints = [.. document.Fingerprints];
    }

    /// <summary>Number of persons.</summary>
    public int Count => _fingerprints.Count;

    /// <summary>Opens the list of a lake; it is empty when nobody is forgotten.</summary>
    public static Suppression Open(string lake, byte[] key)
    {
        var file = new SealedFile(Path.Combine(lake, FileName), key);
        return new Suppression(file, file.Read<Document>() ?? new Document(RandomNumberGenerator.GetBytes(Size), []));
    }

    /// <summary>The fingerprint of a text: HMAC-SHA-256 under the list's own secret, 32 hex digits.</summary>
    public string Fingerprint(string text) =>
        Convert.ToHexStringLower(HMACSHA256.HashData(_secret, Encoding.UTF8.GetBytes(text)))[..32];

    /// <summary>Whether a person is forgotten.</summary>
    public bool Holds(string number) => _fingerprints.Count > 0 && _fingerprints.Contains(Fingerprint(number));

    /// <summary>Adds persons and keeps the list.</summary>
    public void Add(IEnumerable<string> numbers)
    {
        _fingerprints.UnionWith(numbers.Select(Fingerprint));
        Save(_file);
    }

    /// <summary>Seals the list of a lake with another key; done again, it changes nothing.</summary>
    public static void Reseal(string lake, byte[] old, byte[] fresh)
    {
        var path = Path.Combine(lake, FileName);
        if (File.Exists(path) && !new SealedFile(path, fresh).Opens())
        {
            Open(lake, old).SaveTo(lake, fresh);
        }
    }

    /// <summary>Keeps the list in another lake, or under another key.</summary>
    public void SaveTo(string lake, byte[] key) => Save(new SealedFile(Path.Combine(lake, FileName), key));

    private void Save(SealedFile file) =>
        file.Write(new Document(_secret, [.. _fingerprints.Order(StringComparer.Ordinal)]));

    private sealed record Document(byte[] Secret, IReadOnlyList<string> Fingerprints);
}

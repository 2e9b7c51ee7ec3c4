using System.Security.Cryptography;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Maltall.Etl.Synthesize;

/// <summary>
/// The files of one generation. They are gathered in a folder of their own and moved into place after the manifest that
/// marks them as synthetic stands there, so that no synthetic file is ever without its mark.
/// </summary>
internal sealed class FileSet : IDisposable
{
    private static readonly JsonSerializerOptions _json = new()
    {
        WriteIndented = true,
        NewLine = "\n",
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    private readonly string _root;
    private readonly string _staging;
    private readonly SortedDictionary<string, string> _hashes = new(StringComparer.Ordinal);

    public FileSet(string root)
    {
        _root = Path.GetFullPath(root);
        _staging = Path.Combine(_root, ".generating");
        RemoveStaging();
        Directory.CreateDirectory(_staging);
    }

    public int Count => _hashes.Count;

    public void Add(string source, string file, byte[] bytes)
    {
        Directory.CreateDirectory(Path.Combine(_staging, source));
        File.WriteAllBytes(Path.Combine(_staging, source, file), bytes);
        _hashes.Add($"{source}/{file}", Convert.ToHexStringLower(SHA256.HashData(bytes)));
    }

    /// <summary>Replaces what an earlier generation left in the folder; files of others stay.</summary>
    public void Publish(SyntheticOptions options, SyntheticTruth truth)
    {
        RemoveEarlier();
        var manifest = new { Synthetic = true, options.Seed, options.Scale, Files = _hashes };
        WriteJson("manifest.json", manifest);
        WriteJson("truth.json", truth);
        foreach (var name in _hashes.Keys)
        {
            Directory.CreateDirectory(Path.GetDirectoryName(Path.Combine(_root, name))!); // The name has a folder.
            File.Move(Path.Combine(_staging, name), Path.Combine(_root, name), overwrite: true);
        }
    }

    public void Dispose() => RemoveStaging();

    private void WriteJson<T>(string file, T value) =>
        File.WriteAllText(Path.Combine(_root, file), JsonSerializer.Serialize(value, _json) + "\n");

    private void RemoveStaging()
    {
        if (Directory.Exists(_staging))
        {
            Directory.Delete(_staging, recursive: true);
        }
    }

    private void RemoveEarlier()
    {
        var manifest = Path.Combine(_root, "manifest.json");
        if (!File.Exists(manifest))
        {
            return;
        }

        using var earlier = JsonDocument.Parse(File.ReadAllBytes(manifest));
        if (!earlier.RootElement.TryGetProperty("files", out var files))
        {
            return;
        }

        foreach (var file in files.EnumerateObject())
        {
            var path = Path.GetFullPath(Path.Combine(_root, file.Name));
            if (path.StartsWith(_root + Path.DirectorySeparatorChar, StringComparison.Ordinal))
            {
                File.Delete(path);
            }
        }
    }
}

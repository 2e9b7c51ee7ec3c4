using System.Security.Cryptography;
using System.Text;
using Maltall.Lake;

namespace Maltall.Warehouse.Measure;

/// <summary>The text of one definition file.</summary>
/// <param name="Path">Folder and file, such as <c>indicators/applications.yaml</c>.</param>
/// <param name="Text">All of it.</param>
public sealed record DefinitionText(string Path, string Text)
{
    /// <summary>Name of the file without folder and ending.</summary>
    public string Id => System.IO.Path.GetFileNameWithoutExtension(Path);

    /// <summary>Reads a file of definitions.</summary>
    internal static DefinitionText Read(string file) => new(
        $"{System.IO.Path.GetFileName(System.IO.Path.GetDirectoryName(file))}/{System.IO.Path.GetFileName(file)}",
        File.ReadAllText(file));
}

/// <summary>The texts of all indicators, goals and recorded causes that hold together; kept with each publication.
/// </summary>
/// <param name="Texts">By path.</param>
public sealed record DefinitionSet(IReadOnlyList<DefinitionText> Texts)
{
    private static readonly string[] Folders = ["indicators", "goals"];
    private const string Causes = "signals";

    /// <summary>Names the set: equal texts have equal hashes; 64 hexadecimal digits.</summary>
    public string Hash { get; } = HashOf(Texts);

    /// <summary>Reads the set of a folder.</summary>
    /// <param name="folder">The folder <c>warehouse</c>, with <c>indicators/</c> and <c>goals/</c>.</param>
    /// <exception cref="UserError">One of the two is not there.</exception>
    public static DefinitionSet Read(string folder) => new(
    [
        .. Folders.SelectMany(name => Files(Path.Combine(folder, name)))
            .Concat(Directory.Exists(Path.Combine(folder, Causes)) ? Files(Path.Combine(folder, Causes)) : [])
            .Select(DefinitionText.Read)
            .OrderBy(text => text.Path, StringComparer.Ordinal),
    ]);

    /// <summary>The texts of one folder, by name.</summary>
    /// <param name="folder"><c>indicators</c>, <c>goals</c> or <c>signals</c>.</param>
    internal IReadOnlyList<DefinitionText> Of(string folder) =>
        [.. Texts.Where(text => text.Path.StartsWith($"{folder}/", StringComparison.Ordinal))];

    private static string[] Files(string folder) => Directory.Exists(folder) ? Directory.GetFiles(folder, "*.yaml")
        : throw new UserError($"There is no folder {folder}.",
            "Name a folder with indicators/ and goals/, such as a copy of warehouse/.");

    private static string HashOf(IReadOnlyList<DefinitionText> texts)
    {
        var all = string.Concat(texts.Select(text => $"{text.Path}\0{text.Text}\0"));
        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(all)));
    }
}

using Xunit;

namespace Maltall.Warehouse.Tests;

/// <summary>A copy of the shipped definitions that a test may spoil.</summary>
internal sealed class DefinitionCopy : IDisposable
{
    public DefinitionCopy()
    {
        foreach (var room in new[] { "indicators", "goals", "signals" })
        {
            Directory.CreateDirectory(Path.Combine(Folder, room));
            foreach (var file in Directory.GetFiles(Path.Combine(Repository.Warehouse, room), "*.yaml"))
            {
                File.Copy(file, Path.Combine(Folder, room, Path.GetFileName(file)));
            }
        }
    }

    public string Folder { get; } = Directory.CreateTempSubdirectory("maltall-definitions-").FullName;

    public void Change(string file, string from, string to)
    {
        var path = Path.Combine(Folder, file);
        var text = File.ReadAllText(path);
        Assert.Contains(from, text, StringComparison.Ordinal);
        var at = text.IndexOf(from, StringComparison.Ordinal);
        File.WriteAllText(path, text[..at] + to + text[(at + from.Length)..]);
    }

    public void Write(string file, string text) => File.WriteAllText(Path.Combine(Folder, file), text);

    public void Dispose() => Directory.Delete(Folder, true);
}

namespace Maltall.Etl;

/// <summary>The drop folders of a lake, one a source.</summary>
public static class Inbox
{
    /// <summary>Files that wait in the inbox of a source, in the order of their names.</summary>
    /// <param name="lake">Folder of the lake.</param>
    /// <param name="contract">The source.</param>
    public static IReadOnlyList<string> Waiting(string lake, Contract contract)
    {
        var folder = Path.Combine(lake, "inbox", contract.Id);
        return Directory.Exists(folder) ? Directory.GetFiles(folder, contract.File).Order(StringComparer.Ordinal)
            .ToList() : [];
    }
}

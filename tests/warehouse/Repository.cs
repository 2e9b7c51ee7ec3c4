using Xunit;

namespace Maltall.Warehouse.Tests;

/// <summary>Finds the folders of the repository.</summary>
internal static class Repository
{
    public static string Root { get; } = FindRoot();

    public static string Warehouse => Path.Combine(Root, "warehouse");

    public static string Tests => Path.Combine(Root, "tests", "warehouse");

    /// <summary>A file of the real data beside the repository.</summary>
    public static string SharedData(string path)
    {
        var file = Path.Combine(Root, "..", "shared", "data", path);
        Assert.True(File.Exists(file), $"The test needs {file}; place the shared data beside the repository.");
        return file;
    }

    /// <summary>The folders of a folder, as rows of a theory.</summary>
    public static TheoryData<string> Cases(string folder) =>
        [.. Directory.GetDirectories(Path.Combine(Tests, folder)).Select(path => Path.GetFileName(path)).Order()];

    private static string FindRoot()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "Analytics.sln")))
        {
            folder = folder.Parent;
        }

        return folder?.FullName
            ?? throw new InvalidOperationException("Analytics.sln is in no folder above the tests.");
    }
}

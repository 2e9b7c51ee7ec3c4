using System.Globalization;
using System.Text.Json;

namespace Maltall.Warehouse.Tests;

/// <summary>The disclosure-control cases with known answers that lie beside the repository.</summary>
internal static class ProtectCases
{
    public static IReadOnlyList<string> CountCases { get; } =
    [
        "d2_maxN4_nozero", "example1_2014_hier_maxN4_nozero", "example1_2014_maxN1", "linked_example_consistent",
        "linked_example_local", "linked_example_super-consistent", "mun_accidents_maxN4_nozero", "oslo_dev_maxN4",
    ];

    /// <summary>The solution file at the root of the repository.</summary>
    public static string Repository { get; } = FindRepository();

    public static string File(string name, string file)
    {
        var path = Path.Combine(Path.GetDirectoryName(Repository)!, "..", "shared", "data", "sdc", name, file);
        return System.IO.File.Exists(path) ? path : throw new FileNotFoundException(
            $"The case {name} is missing: the folder shared/data/sdc must lie beside the repository.", path);
    }

    public static JsonElement Expected(string name) =>
        JsonDocument.Parse(System.IO.File.ReadAllText(File(name, "expected.json"))).RootElement;

    public static string CountColumn(string name) =>
        name.StartsWith("oslo", StringComparison.Ordinal) ? "antall" : "freq";

    public static HashSet<string> Ids(JsonElement list) =>
        list.EnumerateArray().Select(id => id.GetInt32().ToString(CultureInfo.InvariantCulture)).ToHashSet();

    /// <summary>Rows of the case's cells, by column name.</summary>
    public static List<Dictionary<string, string>> Rows(string name, string file = "cells.csv")
    {
        var lines = System.IO.File.ReadAllLines(File(name, file));
        var header = lines[0].Split(',');
        return lines.Skip(1)
            .Select(line => line.Split(',').Zip(header).ToDictionary(pair => pair.Second, pair => pair.First))
            .ToList();
    }

    private static string FindRepository()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (folder is not null && !System.IO.File.Exists(Path.Combine(folder.FullName, "Analytics.sln")))
        {
            folder = folder.Parent;
        }

        return Path.Combine(folder?.FullName ?? throw new DirectoryNotFoundException(
            "The tests must run from a folder in the repository."), "Analytics.sln");
    }
}

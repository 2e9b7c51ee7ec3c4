using System.Collections.Concurrent;
using System.Text.RegularExpressions;

namespace Maltall.Lake;

/// <summary>All tables under one root folder; each is a Delta Lake table that other engines can read.</summary>
/// <param name="root">Root folder of the lake; made by the first write.</param>
/// <param name="clock">Clock of the run; gives commits their time.</param>
public sealed partial class DeltaLake(string root, TimeProvider clock)
{
    private readonly ConcurrentDictionary<string, DeltaTable> tables = new(StringComparer.Ordinal);

    /// <summary>Full path of the root folder.</summary>
    public string Root { get; } = Path.GetFullPath(root);

    /// <summary>Clock of the run.</summary>
    public TimeProvider Clock { get; } = clock;

    /// <summary>A table, whether it exists yet or not.</summary>
    /// <param name="name">Folders under the root, such as <c>landed/bit_application</c>.</param>
    /// <exception cref="UserError">The name is not letters, digits and <c>_</c>, with <c>/</c> between
    /// folders.</exception>
    public DeltaTable Table(string name)
    {
        if (!TableName().IsMatch(name))
        {
            throw new UserError(
                $"\"{name}\" is not the name of a table.",
                "Use letters a-z, digits, - and _, with / between folders, such as landed/bit_application.");
        }

        return tables.GetOrAdd(name, key => new DeltaTable(this, key));
    }

    /// <summary>Names of the tables that exist, in order of name; at most three folders deep.</summary>
    public IReadOnlyList<string> TableNames()
    {
        var names = new List<string>();
        if (Directory.Exists(Root))
        {
            Collect(Root, names, 0);
        }

        names.Sort(StringComparer.Ordinal);
        return names;
    }

    private void Collect(string folder, List<string> names, int depth)
    {
        foreach (var child in Directory.EnumerateDirectories(folder))
        {
            var name = Path.GetRelativePath(Root, child).Replace(Path.DirectorySeparatorChar, '/');
            if (Directory.Exists(Path.Combine(child, "_delta_log")))
            {
                names.Add(name);
            }
            else if (depth < 2 && TableName().IsMatch(name))
            {
                Collect(child, names, depth + 1);
            }
        }
    }

    [GeneratedRegex("^[A-Za-z0-9][A-Za-z0-9_-]*(/[A-Za-z0-9][A-Za-z0-9_-]*)*$", RegexOptions.CultureInvariant)]
    private static partial Regex TableName();
}

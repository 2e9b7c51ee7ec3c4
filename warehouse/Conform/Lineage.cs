namespace Maltall.Warehouse.Conform;

/// <summary>Which landed tables each conformed table comes from, by the headers of <c>warehouse/sql</c>.</summary>
public sealed class Lineage
{
    private readonly Dictionary<string, SqlFile> _files;

    private Lineage(Dictionary<string, SqlFile> files) => _files = files;

    /// <summary>Reads the headers.</summary>
    /// <param name="warehouseFolder">The folder <c>warehouse</c>, with <c>sql/</c>.</param>
    public static Lineage Load(string warehouseFolder) => new(
        SqlFile.ReadAll(Path.Combine(warehouseFolder, "sql"), ["grain", "reads", "source"])
            .ToDictionary(file => file.Name));

    /// <summary>Names of the conformed tables, without room.</summary>
    public IEnumerable<string> Tables => _files.Keys.Order(StringComparer.Ordinal);

    /// <summary>The landed tables that a conformed table is made of, near and far, such as
    /// <c>landed/bit_application</c>.</summary>
    /// <param name="table">The conformed table, without room; of an unknown one nothing is known.</param>
    public IReadOnlySet<string> LandedOf(string table)
    {
        var landed = new SortedSet<string>(StringComparer.Ordinal);
        Collect(table, landed, []);
        return landed;
    }

    private void Collect(string table, SortedSet<string> landed, HashSet<string> seen)
    {
        if (!seen.Add(table) || !_files.TryGetValue(table, out var file))
        {
            return;
        }

        foreach (var name in file.Reads)
        {
            if (name.StartsWith("landed.", StringComparison.Ordinal))
            {
                landed.Add(name.Replace('.', '/'));
            }
            else if (name.StartsWith("conformed.", StringComparison.Ordinal))
            {
                Collect(name["conformed.".Length..], landed, seen);
            }
        }
    }
}

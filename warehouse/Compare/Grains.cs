using Maltall.Warehouse.Conform;

namespace Maltall.Warehouse.Compare;

/// <summary>Which columns name a row of each conformed table, by the header <c>grain:</c> of
/// <c>warehouse/sql</c>.</summary>
public sealed class Grains
{
    private readonly Dictionary<string, string[]> columns;

    private Grains(Dictionary<string, string[]> columns) => this.columns = columns;

    /// <summary>Reads the headers.</summary>
    /// <param name="warehouseFolder">The folder <c>warehouse</c>, with <c>sql/</c>.</param>
    public static Grains Load(string warehouseFolder) => new(
        SqlFile.ReadAll(Path.Combine(warehouseFolder, "sql"), ["grain", "reads", "source"]).ToDictionary(
            file => file.Name,
            file => file.Fields["grain"].Split(',', StringSplitOptions.TrimEntries)));

    /// <summary>Columns that name a row; empty for a table without a file.</summary>
    internal IReadOnlyList<string> Of(string table) => columns.GetValueOrDefault(table, []);
}

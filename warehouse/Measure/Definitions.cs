using Maltall.Lake;

namespace Maltall.Warehouse.Measure;

/// <summary>Reads the definitions that analysts own.</summary>
public static class Definitions
{
    /// <summary>Reads all indicators and goals.</summary>
    /// <param name="folder">The folder <c>warehouse</c>, with <c>indicators/</c> and <c>goals/</c>.</param>
    /// <exception cref="UserError">A file is wrong: the message names file, line, field and the nearest valid
    /// name.</exception>
    public static DefinitionCatalog Load(string folder)
    {
        var indicators = Directory.GetFiles(Path.Combine(folder, "indicators"), "*.yaml")
            .Order(StringComparer.Ordinal)
            .Select(IndicatorFile.Read)
            .ToList();
        return new DefinitionCatalog(indicators, GoalTreeFolder.Read(Path.Combine(folder, "goals"), indicators));
    }
}

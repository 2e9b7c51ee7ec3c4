using Maltall.Lake;
using Maltall.Warehouse.Signal;

namespace Maltall.Warehouse.Measure;

/// <summary>Reads the definitions that analysts own.</summary>
public static class Definitions
{
    /// <summary>Reads all indicators and goals.</summary>
    /// <param name="folder">The folder <c>warehouse</c>, with <c>indicators/</c> and <c>goals/</c>.</param>
    /// <exception cref="UserError">A file is wrong: the message names file, line, field and the nearest valid
    /// name.</exception>
    public static DefinitionCatalog Load(string folder) => Load(DefinitionSet.Read(folder));

    /// <summary>Reads all indicators and goals of a set.</summary>
    /// <param name="set">Their texts.</param>
    /// <exception cref="UserError">A text is wrong: the message names file, line, field and the nearest valid
    /// name.</exception>
    public static DefinitionCatalog Load(DefinitionSet set)
    {
        var files = set.Of("indicators");
        var opened = files.Select(IndicatorFile.Open).DistinctBy(node => node.Text("id"))
            .ToDictionary(node => node.Text("id"));
        var sides = new MeasurementFields(opened);
        var indicators = files.Select(file => IndicatorFile.Read(file, sides)).ToList();
        return new DefinitionCatalog(indicators, GoalTreeFolder.Read(set.Of("goals"), indicators))
        {
            Causes = CauseFile.Read(set.Of("signals"), indicators.Select(indicator => indicator.Id)),
        };
    }
}

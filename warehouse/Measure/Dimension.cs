using Maltall.Lake;

namespace Maltall.Warehouse.Measure;

/// <summary>A way to break figures down, with the table that lists its members.</summary>
/// <param name="Name">Name in requests.</param>
/// <param name="Column">Column of a fact, or of its district, that holds the code.</param>
/// <param name="Table">Conformed table of the members.</param>
/// <param name="NameColumn">Column of that table with a name to read.</param>
internal sealed record Dimension(string Name, string Column, string Table, string NameColumn)
{
    /// <summary>An open end is 9999-12-31, which ClickHouse, whose days end earlier, reads as its last.</summary>
    private const string OpenEnd = "valid_to >= date '2299-12-31'";

    /// <summary>All dimensions in the order in which they are explained.</summary>
    internal static readonly IReadOnlyList<Dimension> All =
    [
        new("district", "district_code", "district", "district_name") { MemberFilter = OpenEnd },
        new("area", "area_name", "district", "area_name") { MemberFilter = OpenEnd },
        new("household_type", "household_type", "household_type", "household_type_name"),
        new("bedrooms", "bedrooms", "home_size", "home_size_name"),
        new("instrument", "instrument_code", "instrument", "instrument_name"),
        new("programme", "programme_code", "programme", "programme_name"),
        new("peer", "area_code", "peer", "peer_name") { MemberFilter = "area_level = 'authority'" },
    ];

    /// <summary>Which rows of the table are members; null for all.</summary>
    internal string? MemberFilter { get; init; }

    /// <summary>True when a fact has the code by way of its district.</summary>
    internal bool OfDistrict => Table == "district";

    /// <summary>Where the code is found in a statement about a fact.</summary>
    internal string CodeIn(string factTable) => $"{(OfDistrict ? "district" : factTable)}.{Column}";

    /// <summary>The members and their names.</summary>
    internal string MembersSql()
    {
        var filter = MemberFilter is null ? "" : $" where {MemberFilter}";
        return $"select distinct {Column}::varchar as code, {NameColumn} as name "
            + $"from conformed.{Table}{filter} order by code";
    }

    /// <summary>A dimension by its name.</summary>
    /// <exception cref="UserError">There is none; the nearest is named.</exception>
    internal static Dimension Named(string name) => All.FirstOrDefault(dimension => dimension.Name == name)
        ?? throw new UserError(
            $"There is no dimension '{name}'",
            $"Did you mean '{Nearest.To(name, All.Select(d => d.Name).Concat(IndicatorFile.PeriodWords.Keys))}'?");
}
